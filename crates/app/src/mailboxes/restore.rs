//! Undoing a recorded change of a mailbox.

use sigillo_contract::history::RecordRestore;
use sigillo_contract::mailbox::MailboxUpdated;
use sigillo_contract::operations::RestoreMailbox;
use sigillo_domain::Code;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_restore::{Restoration, restoration};
use sigillo_domain::permission::{Permission, PermissionSet};

use super::references::{Named, with_references};
use super::{Found, find_to_change, shown, update};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::restore::UndoneRecord;
use crate::{App, Grant};

pub async fn restore(
    app: &App,
    grant: &Grant<RestoreMailbox>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<MailboxUpdated, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, permissions } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    if before.state == MailboxState::Cancelled {
        return Err(AppError::Problem(Code::MailboxCancelled));
    }
    let record = UndoneRecord::find(&mut tx, id.subject(), request).await?;
    let values = restoration(&before, record.action, &record.changes)?;
    check_permissions(permissions, &values)?;
    let actor = grant.caller().actor();
    let reference = vec![record.reference()];
    let references = Named {
        plan: values.plan,
        reseller: values.reseller.as_deref(),
        managed_by: values.managed_by.as_deref(),
    };
    let edit = with_references(&mut tx, &domain, &before, references, values.edit()).await?;
    let after = update::apply(app, &mut tx, actor, &before, &edit, &domain, reference).await?;
    let warnings = after.warnings();
    let mailbox = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(MailboxUpdated { mailbox, warnings })
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
