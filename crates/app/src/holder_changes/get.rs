//! Reading a change of holder.

use sigillo_contract::Operation;
use sigillo_contract::holder_change::{HolderChange as Shown, HolderChangeSummary};
use sigillo_contract::operations::{ApproveHolderChange, GetHolderChange};
use sigillo_domain::id::{HolderChangeId, MailboxId};
use sigillo_storage::{Connection, StorageError, holder_change_list, holder_changes};

use super::{find, full_name, shown};
use crate::caller::{Identity, SessionCaller};
use crate::error::AppError;
use crate::{App, Grant};

pub async fn get(
    app: &App,
    grant: &Grant<GetHolderChange>,
    id: HolderChangeId,
) -> Result<Shown, AppError> {
    let mut on = app.db.read().await?;
    let named = find(&mut on, grant, id).await?;
    let document = crate::documents::shown_by_id(&mut on, named.change.document_id).await?;
    Ok(shown(named, grant.caller(), document))
}

/// The change of a mailbox that waits for a decision.
pub(crate) async fn summary_of_mailbox(
    on: &mut impl Connection,
    id: MailboxId,
) -> Result<Option<HolderChangeSummary>, StorageError> {
    let pending = holder_changes::pending_of_mailbox(on, id).await?;
    Ok(pending.map(|named| HolderChangeSummary {
        id: named.change.id,
        new_holder_name: full_name(named.new_holder),
        requested_at: named.change.requested_at,
        requested_by: named.change.requested_by,
    }))
}

/// How many changes the caller could approve; None for whoever may approve none.
pub(crate) async fn count_to_decide(
    on: &mut impl Connection,
    caller: &SessionCaller,
) -> Result<Option<i64>, StorageError> {
    if !caller.may(ApproveHolderChange::SPEC.access) {
        return Ok(None);
    }
    let organization_id = caller.account().organization_id;
    let id = caller.account_id();
    holder_change_list::count_to_decide(on, organization_id, id).await.map(Some)
}
