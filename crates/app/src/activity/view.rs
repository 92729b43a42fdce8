//! A record of the activity as the API shows it.

use sigillo_contract::activity::{ActivityRecord, ActivitySubject};
use sigillo_contract::panel_page;
use sigillo_contract::search::panel_path;
use sigillo_domain::account::Role;
use sigillo_domain::search::SearchKind;
use sigillo_domain::subject::SubjectKind;
use sigillo_storage::{Connection, Db, StorageError, activity};

use crate::caller::Identity;
use crate::personal::OpenedRecords;
use crate::{Caller, display_names, reference_names};

/// Records as the API shows them, with the names of the people in them.
pub(super) async fn records(
    db: &Db,
    on: &mut impl Connection,
    found: Vec<activity::ActivityRecord>,
    caller: &Caller,
) -> Result<Vec<ActivityRecord>, StorageError> {
    let subjects: Vec<_> = found.iter().map(|found| found.sealed.record.subject).collect();
    let opened = OpenedRecords::of(db, on, &subjects).await?;
    let records = found.into_iter().map(|found| record(found, &opened, caller));
    let mut records = records.collect::<Result<Vec<_>, _>>()?;
    display_names::fill(on, &mut records).await?;
    let changes = records.iter_mut().flat_map(|found| &mut found.record.changes);
    reference_names::fill(on, changes).await?;
    Ok(records)
}

fn record(
    found: activity::ActivityRecord,
    opened: &OpenedRecords,
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
    Ok(ActivityRecord { subject, record: opened.view(found.sealed)? })
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
        SubjectKind::Holder => SearchKind::Holder,
        SubjectKind::Company => SearchKind::Company,
        SubjectKind::Contract => return Some(panel_page::contract(subject.id)),
        SubjectKind::Ticket => return Some(panel_page::ticket(subject.id)),
        SubjectKind::ContractTemplate if role != Role::Assistant => {
            return Some(panel_page::contract_template(subject.id));
        }
        SubjectKind::Reseller if role != Role::Assistant => {
            return Some(panel_page::reseller(subject.id));
        }
        SubjectKind::SlaPeriod => {
            return found.subject_name.as_deref().map(panel_page::service_levels);
        }
        SubjectKind::Plan if role == Role::Operator => return Some(panel_page::plan(subject.id)),
        SubjectKind::Organization
        | SubjectKind::Account
        | SubjectKind::SavedView
        | SubjectKind::ReportSchedule
        | SubjectKind::Plan
        | SubjectKind::Reseller
        | SubjectKind::ContractTemplate => return None,
    };
    Some(panel_path(kind, subject.id))
}
