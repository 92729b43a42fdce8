//! A record of the activity as the API shows it.

use sigillo_contract::activity::{ActivityRecord, ActivitySubject};
use sigillo_contract::search::panel_path;
use sigillo_domain::account::Role;
use sigillo_domain::search::SearchKind;
use sigillo_domain::subject::SubjectKind;
use sigillo_storage::{StorageError, activity};

use crate::caller::Identity;
use crate::{Caller, view};

pub(super) fn record(
    found: activity::ActivityRecord,
    caller: &Caller,
) -> Result<ActivityRecord, StorageError> {
    let href = href(&found, caller.role());
    let subject = found.sealed.record.subject;
    let subject = ActivitySubject {
        kind: subject.kind,
        id: subject.id,
        name: found.subject_name,
        domain: found.domain,
        href,
    };
    Ok(ActivityRecord { subject, record: view::record(found.sealed)? })
}

/// The page of a record's subject, if it has one that this role may see.
fn href(found: &activity::ActivityRecord, role: Role) -> Option<String> {
    found.subject_name.as_ref()?;
    let subject = found.sealed.record.subject;
    let kind = match subject.kind {
        SubjectKind::Mailbox => SearchKind::Mailbox,
        SubjectKind::Domain => SearchKind::Domain,
        SubjectKind::Organization if role == Role::Operator => SearchKind::Organization,
        // A postmaster manages the assistants of the organisation, and no other postmaster.
        SubjectKind::Account
            if role == Role::Operator || found.account_role == Some(Role::Assistant) =>
        {
            SearchKind::Account
        }
        SubjectKind::Organization | SubjectKind::Account | SubjectKind::SavedView => return None,
    };
    Some(panel_path(kind, subject.id))
}
