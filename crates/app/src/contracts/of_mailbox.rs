//! The contract of a mailbox, as the use cases of mailboxes need it.

use sigillo_contract::contract::ContractSummary;
use sigillo_domain::contract::{Contract, ContractEvent};
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::MailboxId;
use sigillo_storage::{Connection, StorageError, Tx, contracts};

use super::withdraw::apply;
use super::{Evidence, Step, after, close, record};
use crate::App;
use crate::error::{AppError, NOT_FOUND};

/// The contract of a mailbox that can still be signed.
pub(crate) async fn open_of_mailbox(
    on: &mut impl Connection,
    id: MailboxId,
) -> Result<Option<Contract>, StorageError> {
    let newest = contracts::newest_of_mailbox(on, id).await?;
    Ok(newest.map(|named| named.contract).filter(|contract| contract.state.is_open()))
}

/// The newest contract of a mailbox.
pub(crate) async fn summary_of_mailbox(
    on: &mut impl Connection,
    id: MailboxId,
) -> Result<Option<ContractSummary>, StorageError> {
    let newest = contracts::newest_of_mailbox(on, id).await?;
    Ok(newest.map(|named| ContractSummary {
        id: named.contract.id,
        state: named.contract.state,
        link_is_blocked: named.contract.link_is_blocked(),
        sent_at: named.contract.sent_at,
        expires_at: named.contract.expires_at,
    }))
}

/// Withdraws the contract of a mailbox that is cancelled, whose row the caller has locked. The holder is told
/// that the mailbox is cancelled, which says enough.
pub(crate) async fn end_with_mailbox(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    mailbox_id: MailboxId,
) -> Result<(), AppError> {
    let Some(open) = open_of_mailbox(tx, mailbox_id).await? else { return Ok(()) };
    let named = contracts::find_to_change(tx, open.id).await?;
    match named.map(|named| named.contract).filter(|contract| contract.state.is_open()) {
        Some(contract) => apply(app, tx, actor, &contract, None).await.map(drop),
        None => Ok(()),
    }
}

/// Ends the contract of a mailbox that passes to another holder, whose row the caller has locked. The former holder
/// is told of the change, which says enough.
pub(crate) async fn end_with_holder(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    mailbox_id: MailboxId,
) -> Result<(), AppError> {
    let newest = contracts::newest_of_mailbox(tx, mailbox_id).await?;
    let Some(newest) = newest.filter(|named| named.contract.state.stands()) else { return Ok(()) };
    let named = contracts::find_to_change(tx, newest.contract.id).await?.ok_or(NOT_FOUND)?;
    let before = named.contract;
    if before.state.is_open() {
        return apply(app, tx, actor, &before, None).await.map(drop);
    }
    if !before.state.stands() {
        return Ok(());
    }
    let superseded = after(&before, ContractEvent::Supersede)?;
    let contract = Contract { ended_at: Some(app.now()), ..superseded };
    contracts::update(tx, &contract).await?;
    close(tx, &contract).await?;
    let step = Step {
        actor,
        action: Action::Superseded,
        before: Some(&before),
        after: &contract,
        evidence: Evidence::default(),
    };
    record(app, tx, step).await
}
