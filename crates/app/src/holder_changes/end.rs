//! The ends of a change of holder that leave the mailbox as it is. The document may then be deleted, or serve for
//! another request.

use sigillo_contract::holder_change::{HolderChange as Shown, HolderChangeRejection};
use sigillo_contract::operations::{RejectHolderChange, WithdrawHolderChange};
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::holder::parse_reason;
use sigillo_domain::holder_change::{Decision, HolderChange, HolderChangeEvent};
use sigillo_domain::id::{HolderChangeId, MailboxId};
use sigillo_storage::{Tx, documents, holder_changes};

use super::audit::record_change;
use super::{ACT, check_decider, find_to_change, shown};
use crate::caller::{Caller, Identity};
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::{App, Grant};

pub async fn reject(
    app: &App,
    grant: &Grant<RejectHolderChange>,
    id: HolderChangeId,
    expected_version: Option<ExpectedVersions>,
    request: &HolderChangeRejection,
) -> Result<Shown, AppError> {
    let reason = parse_reason(&request.reason);
    let reason = reason.map_err(|fault| AppError::fault("/reason", fault))?;
    let mut tx = app.db.begin().await?;
    let change = find_to_change(&mut tx, grant, id).await?.named.change;
    check_version(expected_version, change.version)?;
    let caller = grant.caller();
    check_decider(&change, caller)?;
    let actor = caller.actor();
    end(app, &mut tx, actor, &change, HolderChangeEvent::Reject, Some(&reason)).await?;
    finish(tx, caller, id).await
}

pub async fn withdraw(
    app: &App,
    grant: &Grant<WithdrawHolderChange>,
    id: HolderChangeId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let change = find_to_change(&mut tx, grant, id).await?.named.change;
    check_version(expected_version, change.version)?;
    let caller = grant.caller();
    end(app, &mut tx, caller.actor(), &change, HolderChangeEvent::Withdraw, None).await?;
    finish(tx, caller, id).await
}

/// Closes the change of a mailbox that is cancelled, whose row the caller has locked.
pub(crate) async fn close_with_mailbox(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    mailbox_id: MailboxId,
) -> Result<(), AppError> {
    let Some(pending) = holder_changes::pending_of_mailbox(tx, mailbox_id).await? else {
        return Ok(());
    };
    let named = holder_changes::find_to_change(tx, pending.change.id).await?.ok_or(NOT_FOUND)?;
    end(app, tx, actor, &named.change, HolderChangeEvent::Close, None).await.map(drop)
}

/// Ends a change, with its record.
pub(super) async fn end(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &HolderChange,
    event: HolderChangeEvent,
    reason: Option<&str>,
) -> Result<HolderChange, AppError> {
    let by = Decision { username: &actor.name, at: app.now(), reason };
    let after = before.after(event, by).map_err(AppError::Problem)?;
    holder_changes::update(tx, &after).await?;
    documents::remove_use(tx, after.document_id, ACT, after.id.uuid()).await?;
    let action = match event {
        HolderChangeEvent::Approve => Action::HolderChanged,
        HolderChangeEvent::Reject => Action::HolderChangeRejected,
        HolderChangeEvent::Withdraw => Action::HolderChangeWithdrawn,
        HolderChangeEvent::Close => Action::HolderChangeClosed,
    };
    record_change(app, tx, actor, action, Some(before), &after).await?;
    Ok(after)
}

async fn finish(mut tx: Tx, caller: &Caller, id: HolderChangeId) -> Result<Shown, AppError> {
    let named = holder_changes::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let document = crate::documents::shown_by_id(&mut tx, named.change.document_id).await?;
    tx.commit().await?;
    Ok(shown(named, caller, document))
}
