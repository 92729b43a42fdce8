//! Deciding a disposal (four eyes), and reading its list.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use serde_json::json;
use sigillo_contract::Operation;
use sigillo_contract::operations::{
    ApproveReceiptDisposal, GetReceiptDisposalList, RejectReceiptDisposal, WithdrawReceiptDisposal,
};
use sigillo_contract::preservation::{ReceiptDisposal, ReceiptDisposalRejection};
use sigillo_domain::Code;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::holder::parse_reason;
use sigillo_domain::id::DisposalId;
use sigillo_domain::preservation::{Disposal, DisposalEvent, DisposalState};
use sigillo_storage::{Connection, Tx, disposals};

use super::archives::check_organization;
use crate::caller::{Caller, Identity};
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::objects::{damage_of, read_verified};
use crate::ports::ObjectError;
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

/// Finds a disposal; out of scope is `not_found`.
pub(super) async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: DisposalId,
) -> Result<Disposal, AppError> {
    let found = disposals::find(on, id).await?.ok_or(NOT_FOUND)?;
    check_organization(on, grant, found.organization_id).await?;
    Ok(found)
}

async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: DisposalId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Disposal, AppError> {
    let found = disposals::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?;
    check_organization(tx, grant, found.organization_id).await?;
    check_version(expected_version, found.version)?;
    Ok(found)
}

/// The field of its organisation's history that a disposal is.
pub(crate) fn field(disposal: &Disposal) -> String {
    format!("receipt_disposal.{}", disposal.id)
}

pub async fn approve(
    app: &App,
    grant: &Grant<ApproveReceiptDisposal>,
    id: DisposalId,
    expected_version: Option<ExpectedVersions>,
) -> Result<ReceiptDisposal, AppError> {
    let listed = find(&mut app.db.read().await?, grant, id).await?;
    // What is approved is the list: without it nobody could say later what has gone.
    if listed.state == DisposalState::Proposed
        && damage_of(app, &listed.list_sha256).await?.is_some()
    {
        return Err(AppError::Problem(Code::DocumentDamaged));
    }
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id, expected_version).await?;
    let caller = grant.caller();
    check_decider(&before, caller)?;
    let step = (DisposalEvent::Approve, Action::DisposalApproved);
    let after = decide(app, &mut tx, caller, &before, step, None).await?;
    let discarded = disposals::discard(&mut tx, id, app.now()).await?;
    if i64::try_from(discarded) != Ok(before.receipts) {
        tracing::error!(disposal = %id, discarded, "a disposal has other receipts than its list");
        return Err(AppError::Problem(Code::NotInThisState));
    }
    tx.commit().await?;
    Ok(shown(after, caller))
}

pub async fn reject(
    app: &App,
    grant: &Grant<RejectReceiptDisposal>,
    id: DisposalId,
    expected_version: Option<ExpectedVersions>,
    request: &ReceiptDisposalRejection,
) -> Result<ReceiptDisposal, AppError> {
    let reason =
        parse_reason(&request.reason).map_err(|fault| AppError::fault("/reason", fault))?;
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id, expected_version).await?;
    let caller = grant.caller();
    check_decider(&before, caller)?;
    let step = (DisposalEvent::Reject, Action::DisposalRejected);
    let after = decide(app, &mut tx, caller, &before, step, Some(&reason)).await?;
    disposals::release(&mut tx, id).await?;
    tx.commit().await?;
    Ok(shown(after, caller))
}

pub async fn withdraw(
    app: &App,
    grant: &Grant<WithdrawReceiptDisposal>,
    id: DisposalId,
    expected_version: Option<ExpectedVersions>,
) -> Result<ReceiptDisposal, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id, expected_version).await?;
    let caller = grant.caller();
    let step = (DisposalEvent::Withdraw, Action::DisposalWithdrawn);
    let after = decide(app, &mut tx, caller, &before, step, None).await?;
    disposals::release(&mut tx, id).await?;
    tx.commit().await?;
    Ok(shown(after, caller))
}

/// Four eyes: refuses whoever has proposed the disposal.
fn check_decider(disposal: &Disposal, caller: &Caller) -> Result<(), AppError> {
    if disposal.may_be_decided_by(caller.account_id()) {
        Ok(())
    } else {
        Err(AppError::Problem(Code::OwnRequest))
    }
}

async fn decide(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    before: &Disposal,
    (event, action): (DisposalEvent, Action),
    reason: Option<&str>,
) -> Result<Disposal, AppError> {
    let (actor, now) = (caller.actor(), app.now());
    let after = before.after(event, (&actor.name, now), reason).map_err(AppError::Problem)?;
    disposals::update(tx, &after).await?;
    let change = FieldChange::new(&field(&after), json!(before.state), json!(after.state));
    let subject = after.organization_id.subject();
    record(tx, actor, now, HistoryEntry { subject, action, changes: &[change] }).await?;
    Ok(after)
}

/// The list of a disposal.
pub struct ListFile {
    pub name: String,
    pub content: BoxStream<'static, Result<Bytes, ObjectError>>,
}

pub async fn list_file(
    app: &App,
    grant: &Grant<GetReceiptDisposalList>,
    id: DisposalId,
) -> Result<ListFile, AppError> {
    let found = find(&mut app.db.read().await?, grant, id).await?;
    let content = read_verified(app, &found.list_sha256).await?;
    Ok(ListFile { name: format!("scarto-{}.csv", found.proposed_at.date_naive()), content })
}

pub(super) fn shown(disposal: Disposal, caller: &Caller) -> ReceiptDisposal {
    let may_decide = disposal.state == DisposalState::Proposed
        && caller.may(ApproveReceiptDisposal::SPEC.access)
        && disposal.may_be_decided_by(caller.account_id());
    ReceiptDisposal {
        id: disposal.id,
        organization_id: disposal.organization_id,
        state: disposal.state,
        stored_before: disposal.stored_before,
        receipts: disposal.receipts,
        bytes: disposal.bytes,
        list_sha256: disposal.list_sha256,
        proposed_at: disposal.proposed_at,
        proposed_by: disposal.proposed_by,
        proposed_by_id: disposal.proposed_by_id,
        reason: disposal.reason,
        decided_at: disposal.decided_at,
        decided_by: disposal.decided_by,
        decision_reason: disposal.decision_reason,
        may_decide,
        version: disposal.version,
    }
}
