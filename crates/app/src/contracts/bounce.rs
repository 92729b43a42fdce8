//! A contract whose message could not be delivered.

use sigillo_domain::contract::{Contract, ContractEvent};
use sigillo_domain::history::Action;
use sigillo_domain::id::ContractId;
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Tx, contract_settings, organizations};
use uuid::Uuid;

use super::{Evidence, Step, record, service_actor};
use crate::App;
use crate::error::{AppError, NOT_FOUND};
use crate::outbox::MessageTrigger;

/// Takes note that a message with the link of a contract has failed for good. A contract that the holder has
/// opened meanwhile stays as it is.
pub(crate) async fn could_not_deliver(
    app: &App,
    tx: &mut Tx,
    id: ContractId,
    recipient: &str,
    message_id: Uuid,
) -> Result<(), AppError> {
    let Some(named) = contracts::find_to_change(tx, id).await? else { return Ok(()) };
    let before = &named.contract;
    let Some(state) = before.state.after(ContractEvent::Bounce) else { return Ok(()) };
    // A message to an earlier address says nothing about the present one.
    if before.recipient != recipient {
        return Ok(());
    }
    let contract = Contract { state, version: before.version + 1, ..before.clone() };
    contracts::update(tx, &contract).await?;
    let evidence = Evidence::default().personal("recipient", recipient);
    let step = Step {
        actor: &service_actor(),
        action: Action::Undeliverable,
        before: Some(before),
        after: &contract,
        evidence,
    };
    record(app, tx, step).await?;
    let content = ContractMessage::Undeliverable {
        mailbox: named.mailbox_address.clone(),
        holder: format!("{} {}", named.given_name, named.family_name),
        recipient: recipient.to_owned(),
    };
    report(app, tx, &named, (MessageKind::ContractUndeliverable, content), message_id).await
}

/// Reports something to the address that the organisation has chosen, if it has chosen one. `event_id` is
/// unique to what happened.
pub(super) async fn report(
    app: &App,
    tx: &mut Tx,
    named: &NamedContract,
    (kind, content): (MessageKind, ContractMessage),
    event_id: Uuid,
) -> Result<(), AppError> {
    let contract = &named.contract;
    let settings = contract_settings::find(tx, contract.organization_id).await?;
    if settings.notice_email.is_empty() {
        return Ok(());
    }
    let organization = organizations::find(tx, contract.organization_id).await?;
    let organization = organization.ok_or(NOT_FOUND)?.name;
    let trigger = MessageTrigger {
        subject: contract.subject(),
        subject_name: &organization,
        language: contract.language,
        id: event_id,
        at: app.now(),
    };
    trigger.queue(app, tx, kind, &content.into(), [settings.notice_email.as_str()]).await
}
