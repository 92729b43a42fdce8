//! Undoing a recorded change of a mailbox.

use sigillo_contract::mailbox::{MailboxRestore, MailboxUpdated};
use sigillo_contract::operations::RestoreMailbox;
use sigillo_domain::history::FieldChange;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_restore::{Restoration, restoration};
use sigillo_domain::permission::{Permission, PermissionSet};
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::history::{Filter, SealedRecord, list};
use sigillo_storage::{StorageError, Tx};

use super::{Found, find_to_change, update};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::{App, Grant, view};

pub async fn restore(
    app: &App,
    grant: &Grant<RestoreMailbox>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
    request: &MailboxRestore,
) -> Result<MailboxUpdated, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, permissions } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    if before.state == MailboxState::Cancelled {
        return Err(AppError::Problem(Code::MailboxCancelled));
    }
    let SealedRecord { record, .. } = find(&mut tx, id, request.seq).await?;
    let changes = read_changes(&record.changes)?;
    let values = restoration(&before, record.action, &changes)?;
    check_permissions(permissions, &values)?;
    let actor = grant.caller().actor();
    let after = update::apply(app, &mut tx, actor, &before, &values.edit(), &domain).await?;
    let warnings = after.warnings();
    tx.commit().await?;
    Ok(MailboxUpdated { mailbox: view::mailbox(after.into_row()), warnings })
}

async fn find(tx: &mut Tx, id: MailboxId, seq: i64) -> Result<SealedRecord, AppError> {
    let before = seq.checked_add(1);
    let found = list(tx, id.subject(), &Filter::default(), before, 1).await?;
    let record = found.into_iter().next().filter(|sealed| sealed.record.seq == seq);
    record.ok_or_else(|| AppError::fault("/seq", FaultCode::Unknown))
}

fn read_changes(text: &str) -> Result<Vec<FieldChange>, AppError> {
    let changes = serde_json::from_str(text);
    Ok(changes.map_err(|error| StorageError::Broken(format!("changes of a record: {error}")))?)
}

/// The state needs a permission of its own, as when it is changed.
pub(crate) fn check_permissions(
    permissions: PermissionSet,
    values: &Restoration,
) -> Result<(), AppError> {
    let allowed = (!values.changes_state() || permissions.has(Permission::Disable))
        && (!values.changes_more() || permissions.has(Permission::Edit));
    if allowed { Ok(()) } else { Err(AppError::Problem(Code::Forbidden)) }
}
