//! Replaying histories: the row of a subject must match the sum of its records.
//!
//! Each kind of subject has a file here, and a line in [`CurrentRows::read`].

mod account;
mod attachments;
mod domain;
mod mailbox;
mod organization;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use sigillo_domain::history::FieldChange;
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
    /// No record names this field.
    NotCovered(String),
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
        let ids_of = |kind| -> Vec<Uuid> {
            subjects.iter().filter_map(|subject| subject.id_of(kind)).collect()
        };
        let mut fields = mailbox::read(on, &ids_of(SubjectKind::Mailbox), key).await?;
        for subject in subjects {
            let id = subject.id;
            let found = match subject.kind {
                // Mailboxes are read together above, because there may be a million.
                SubjectKind::Mailbox => None,
                SubjectKind::Domain => domain::read(on, id).await?,
                SubjectKind::Organization => organization::read(on, id).await?,
                SubjectKind::Account => account::read(on, id, key).await?,
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
        let Some(current) = self.fields.get(&subject.id) else { return Some(Mismatch::NoRow) };
        let Some(replayed) = replay(current, records) else { return Some(Mismatch::Unreadable) };
        let mut other = vec![];
        for (field, value) in &current.values {
            match replayed.get(*field) {
                Some(replayed) if replayed == value => {}
                None if !all_fields_are_covered => {}
                None => return Some(Mismatch::NotCovered((*field).to_owned())),
                Some(_) => other.push((*field).to_owned()),
            }
        }
        if !other.is_empty() {
            return Some(Mismatch::OtherValues(other));
        }
        self.attachments.compare(subject, records)
    }

    /// The present values of the fields that no record of a subject names.
    pub fn not_covered(&self, subject: SubjectRef, records: &[SealedRecord]) -> Vec<FieldChange> {
        let Some(current) = self.fields.get(&subject.id) else { return vec![] };
        let replayed = replay(current, records).unwrap_or_default();
        let missing = current.values.iter().filter(|(field, _)| !replayed.contains_key(*field));
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
