//! Replaying a history: the row of a subject must match the sum of its records.
//!
//! Each kind of subject has a file here, and a line in [`current_fields`].

mod account;
mod domain;
mod mailbox;
mod organization;

use std::collections::BTreeMap;

use serde_json::Value;
use sigillo_domain::history::FieldChange;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::history::SealedRecord;
use sigillo_storage::{Connection, StorageError};

/// The audited fields of a row.
struct CurrentFields {
    values: Vec<(&'static str, Value)>,
    /// The first values of fields that a later release has added: older records do not name them.
    initial_values: Vec<(&'static str, Value)>,
}

/// A difference between a row and its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mismatch {
    NoRow,
    OtherValues,
}

/// Reads the audited fields of a subject's row; None if there is no row.
async fn current_fields(
    on: &mut impl Connection,
    subject: SubjectRef,
) -> Result<Option<CurrentFields>, StorageError> {
    match subject.kind {
        SubjectKind::Mailbox => mailbox::current_fields(on, subject.id.into()).await,
        SubjectKind::Domain => domain::current_fields(on, subject.id.into()).await,
        SubjectKind::Organization => organization::current_fields(on, subject.id.into()).await,
        SubjectKind::Account => account::current_fields(on, subject.id.into()).await,
    }
}

/// Compares the row of a subject with its records.
pub(super) async fn check(
    on: &mut impl Connection,
    subject: SubjectRef,
    records: &[SealedRecord],
) -> Result<Option<Mismatch>, StorageError> {
    let Some(current) = current_fields(on, subject).await? else {
        return Ok(Some(Mismatch::NoRow));
    };
    let mut replayed: BTreeMap<String, Value> = current
        .initial_values
        .into_iter()
        .map(|(field, value)| (field.to_owned(), value))
        .collect();
    for sealed in records.iter().filter(|sealed| sealed.record.action.changes_fields()) {
        let Ok(changes) = serde_json::from_str::<Vec<FieldChange>>(&sealed.record.changes) else {
            return Ok(Some(Mismatch::OtherValues));
        };
        replayed.extend(changes.into_iter().map(|change| (change.field, change.after)));
    }
    let agrees = current.values.iter().all(|(field, value)| replayed.get(*field) == Some(value));
    Ok((!agrees).then_some(Mismatch::OtherValues))
}
