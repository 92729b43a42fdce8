//! The contract of a mailbox, as the use cases of mailboxes need it.

use sigillo_contract::contract::ContractSummary;
use sigillo_domain::contract::Contract;
use sigillo_domain::history::Actor;
use sigillo_domain::id::MailboxId;
use sigillo_storage::{Connection, StorageError, Tx, contracts};

use super::withdraw::apply;
use crate::App;
use crate::error::AppError;

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
