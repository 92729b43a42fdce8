//! Withdrawing a contract that was not signed.

use sigillo_contract::contract::{Contract as Shown, ContractWithdraw};
use sigillo_contract::operations::WithdrawContract;
use sigillo_domain::contract::{Contract, ContractEvent, ContractState, parse_reason};
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::ContractId;
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Tx, messages, organizations};

use super::{Evidence, FoundContract, Step, after, close, find_to_change, record, shown};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::outbox::MessageTrigger;
use crate::{App, Grant};

pub async fn withdraw(
    app: &App,
    grant: &Grant<WithdrawContract>,
    id: ContractId,
    expected_version: Option<ExpectedVersions>,
    request: &ContractWithdraw,
) -> Result<Shown, AppError> {
    let reason = parse_reason(request.reason.as_deref().unwrap_or_default())
        .map_err(|code| AppError::fault("/reason", code))?;
    let mut tx = app.db.begin().await?;
    let FoundContract { named, .. } = find_to_change(&mut tx, grant, id).await?;
    let before = &named.contract;
    check_version(expected_version, before.version)?;
    let contract = apply(app, &mut tx, grant.caller().actor(), before, reason).await?;
    if was_received(&mut tx, before).await? {
        tell_holder(app, &mut tx, &contract).await?;
    }
    tx.commit().await?;
    Ok(shown(NamedContract { contract, ..named }))
}

pub(super) async fn apply(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &Contract,
    reason: Option<String>,
) -> Result<Contract, AppError> {
    let withdrawn = after(before, ContractEvent::Withdraw)?;
    let contract = Contract { ended_at: Some(app.now()), withdraw_reason: reason, ..withdrawn };
    contracts::update(tx, &contract).await?;
    close(tx, &contract).await?;
    let step = Step {
        actor,
        action: Action::Withdrawn,
        before: Some(before),
        after: &contract,
        evidence: Evidence::default().reason(contract.withdraw_reason.as_deref()),
    };
    record(app, tx, step).await?;
    Ok(contract)
}

/// Whether the holder has a link to the contract, as far as anybody can know.
async fn was_received(tx: &mut Tx, contract: &Contract) -> Result<bool, AppError> {
    if contract.state == ContractState::Undeliverable {
        return Ok(false);
    }
    Ok(messages::has_sent_link(tx, contract.subject(), &contract.recipient).await?)
}

async fn tell_holder(app: &App, tx: &mut Tx, contract: &Contract) -> Result<(), AppError> {
    let organization = organizations::find(tx, contract.organization_id).await?;
    let organization = organization.ok_or(NOT_FOUND)?.name;
    let now = app.now();
    let trigger = MessageTrigger {
        subject: contract.subject(),
        subject_name: &organization,
        language: contract.language,
        id: contract.id.uuid(),
        at: now,
    };
    let reason = contract.withdraw_reason.clone().unwrap_or_default();
    let content = ContractMessage::Withdrawn { reason, at: now }.into();
    let recipient = [contract.recipient.as_str()];
    trigger.queue(app, tx, MessageKind::ContractWithdrawn, &content, recipient).await
}
