//! What becomes due: reminders, and the expiry.

use sigillo_domain::contract::{Contract, ContractEvent, ContractState};
use sigillo_domain::history::Action;
use sigillo_domain::id::ContractId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_domain::signature_verdict::Verdict;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Tx, documents, links, messages, organizations};
use uuid::Uuid;

use super::{Evidence, Step, after, close, record, service_actor};
use crate::App;
use crate::error::{AppError, NOT_FOUND};
use crate::outbox::MessageTrigger;

/// Takes the steps that are due of up to `limit` contracts, and returns how many there were. Any number of
/// servers may do so: each step is taken once.
pub async fn advance(app: &App, limit: i64) -> Result<usize, AppError> {
    let now = app.now();
    let due = contracts::due(&mut app.db.read().await?, now, limit).await?;
    let mut taken = 0;
    for id in due {
        taken += usize::from(step(app, id).await?);
    }
    Ok(taken)
}

/// Takes the step that is due; false if there is none now.
async fn step(app: &App, id: ContractId) -> Result<bool, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let Some(NamedContract { contract: before, .. }) =
        contracts::find_to_change(&mut tx, id).await?
    else {
        return Ok(false);
    };
    // Another server may have taken the step meanwhile.
    if before.next_step_at().is_none_or(|at| at > now) {
        return Ok(false);
    }
    if before.expires_at <= now {
        if waits_for_verdict(&mut tx, &before).await? {
            return Ok(false);
        }
        expire(app, &mut tx, &before).await?;
    } else {
        remind(app, &mut tx, &before).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Whether the holder has uploaded a signed copy in time, which is not verified yet.
async fn waits_for_verdict(tx: &mut Tx, contract: &Contract) -> Result<bool, AppError> {
    if contract.state != ContractState::Consented {
        return Ok(false);
    }
    let copy = documents::newest_copy(tx, contract.id).await?;
    Ok(copy.is_some_and(|copy| copy.verdict == Verdict::Pending))
}

async fn expire(app: &App, tx: &mut Tx, before: &Contract) -> Result<(), AppError> {
    let expired = after(before, ContractEvent::Expire)?;
    let contract = Contract { ended_at: Some(before.expires_at), ..expired };
    contracts::update(tx, &contract).await?;
    close(tx, &contract).await?;
    let step = Step {
        actor: &service_actor(),
        action: Action::Expired,
        before: Some(before),
        after: &contract,
        evidence: Evidence::default(),
    };
    record(app, tx, step).await
}

/// Sends the link once more. After days without a server only the latest reminder is sent.
async fn remind(app: &App, tx: &mut Tx, before: &Contract) -> Result<(), AppError> {
    let now = app.now();
    let version = before.version + 1;
    let mut contract = Contract { version, ..before.clone() };
    while contract.next_step_at().is_some_and(|at| at <= now && at < contract.expires_at) {
        contract.reminders += 1;
    }
    contracts::update(tx, &contract).await?;
    let link = links::find_open(tx, contract.subject(), LinkPurpose::SignContract, now).await?;
    let Some(link) = link else { return Ok(()) };
    let organization = organizations::find(tx, contract.organization_id).await?;
    let organization = organization.ok_or(NOT_FOUND)?.name;
    let trigger = MessageTrigger {
        subject: contract.subject(),
        subject_name: &organization,
        language: contract.language,
        id: reminder_id(&contract),
        at: now,
    };
    let content = ContractMessage::Reminder { expires_at: contract.expires_at }.into();
    let recipient = contract.recipient.as_str();
    let kind = MessageKind::ContractReminder;
    let message = trigger.message(app.new_id(), kind, &content, recipient, Some(link.link.id));
    messages::insert(tx, &[message]).await?;
    let evidence = Evidence::default().personal("recipient", recipient);
    let step = Step {
        actor: &service_actor(),
        action: Action::Reminded,
        before: Some(before),
        after: &contract,
        evidence,
    };
    record(app, tx, step).await
}

/// Names a reminder, so that two servers send it once.
fn reminder_id(contract: &Contract) -> Uuid {
    let (sent, id) = (contract.sent_at.timestamp_micros(), contract.id.uuid());
    let mut bytes = id.into_bytes();
    let step = sent.wrapping_add(contract.reminders).to_be_bytes();
    for (byte, other) in bytes[8..].iter_mut().zip(step) {
        *byte ^= other;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
