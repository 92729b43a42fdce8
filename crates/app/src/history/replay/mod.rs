//! Replaying histories: the row of a subject must match the sum of its records.
//!
//! Each kind of subject has a file here, and a line in [`CurrentRows::read`].

mod account;
mod attachments;
mod domain;
mod mailbox;
mod organization;
mod saved_view;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::history::SealedRecord;
use sigillo_storage::{Connection, StorageError};
use uuid::Uuid;

use attachments::Attachments;

/// The audited fields of a row.
struct CurrentFields {
    values: Vec<(&'static str, Value)>,
    /// The first values of fields that a later release has added: older records do not name them.
    initial_values: Vec<(&'static str, Value)>,
}

/// A difference between a subject and its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mismatch {
    NoRow,
    /// These fields have other values.
    OtherValues(Vec<String>),
    Notes,
    Exports,
    /// The changes of a record are not the text of a list of changes.
    Unreadable,
}

/// The rows of some subjects, and what is attached to them.
pub(super) struct CurrentRows {
    fields: HashMap<Uuid, CurrentFields>,
    attachments: Attachments,
}

impl CurrentRows {
    pub async fn read(
        on: &mut impl Connection,
        subjects: &[SubjectRef],
        key: &HistoryKey,
    ) -> Result<Self, StorageError> {
        let mailboxes: Vec<_> = subjects.iter().filter_map(|subject| subject.id_of()).collect();
        let mut fields = mailbox::read(on, &mailboxes, key).await?;
        for subject in subjects {
            let id = subject.id;
            let found = match subject.kind {
                // Mailboxes are read together above, because there may be a million.
                SubjectKind::Mailbox => None,
                SubjectKind::Domain => domain::read(on, id.into()).await?,
                SubjectKind::Organization => organization::read(on, id.into()).await?,
                SubjectKind::Account => account::read(on, id.into(), key).await?,
                SubjectKind::SavedView => saved_view::read(on, id.into()).await?,
            };
            fields.extend(found.map(|found| (id, found)));
        }
        let attachments = Attachments::read(on, subjects).await?;
        Ok(Self { fields, attachments })
    }

    /// Compares a subject with its records. Fields that no record names are only accepted until the
    /// histories from before there was a key are sealed.
    pub fn compare(
        &self,
        subject: SubjectRef,
        records: &[SealedRecord],
        all_fields_are_covered: bool,
    ) -> Option<Mismatch> {
        let Some(current) = self.fields.get(&subject.id) else {
            // A subject that was deleted has no row.
            return match records.last() {
                Some(last) if last.record.action == Action::Deleted => {
                    self.attachments.compare(subject, records)
                }
                _ => Some(Mismatch::NoRow),
            };
        };
        let Some(replayed) = replay(current, records) else { return Some(Mismatch::Unreadable) };
        let agrees = |field: &str, value: &Value| match replayed.get(field) {
            Some(replayed) => replayed == value,
            // A field that no record has set has no value.
            None => value.is_null() || !all_fields_are_covered,
        };
        let others = current.values.iter().filter(|(field, value)| !agrees(field, value));
        let others: Vec<_> = others.map(|(field, _)| (*field).to_owned()).collect();
        if !others.is_empty() {
            return Some(Mismatch::OtherValues(others));
        }
        self.attachments.compare(subject, records)
    }

    /// The present values of the fields that no record of a subject names.
    pub fn not_covered(&self, subject: SubjectRef, records: &[SealedRecord]) -> Vec<FieldChange> {
        let Some(current) = self.fields.get(&subject.id) else { return vec![] };
        let replayed = replay(current, records).unwrap_or_default();
        let values = current.values.iter();
        let missing =
            values.filter(|(field, value)| !value.is_null() && !replayed.contains_key(*field));
        missing.map(|(field, value)| FieldChange::new(field, Value::Null, value.clone())).collect()
    }
}

/// The values of the fields after all records; None if a record cannot be read.
fn replay(current: &CurrentFields, records: &[SealedRecord]) -> Option<BTreeMap<String, Value>> {
    let initial_values = current.initial_values.iter();
    let mut replayed: BTreeMap<String, Value> =
        initial_values.map(|(field, value)| ((*field).to_owned(), value.clone())).collect();
    for sealed in records.iter().filter(|sealed| sealed.record.action.changes_fields()) {
        let changes: Vec<FieldChange> = serde_json::from_str(&sealed.record.changes).ok()?;
        replayed.extend(changes.into_iter().map(|change| (change.field, change.after)));
    }
    Some(replayed)
}
