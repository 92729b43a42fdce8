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
use std::sync::Arc;

use serde_json::Value;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::history::SealedRecord;
use sigillo_storage::{Connection, StorageError};
use uuid::Uuid;

use super::keys::LogKeys;
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
    /// With their digests under each key.
    fields: Vec<HashMap<Uuid, CurrentFields>>,
    attachments: Attachments,
}

impl CurrentRows {
    pub async fn read(
        on: &mut impl Connection,
        subjects: &[SubjectRef],
        keys: &[Arc<HistoryKey>],
    ) -> Result<Self, StorageError> {
        let mut fields = vec![];
        for key in keys {
            fields.push(Self::read_fields(on, subjects, key).await?);
        }
        let attachments = Attachments::read(on, subjects).await?;
        Ok(Self { fields, attachments })
    }

    async fn read_fields(
        on: &mut impl Connection,
        subjects: &[SubjectRef],
        key: &HistoryKey,
    ) -> Result<HashMap<Uuid, CurrentFields>, StorageError> {
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
        Ok(fields)
    }

    /// Compares a subject with its records. Fields that no record names are only accepted until the
    /// histories from before there was a key are sealed.
    pub fn compare(
        &self,
        subject: SubjectRef,
        records: &[SealedRecord],
        all_fields_are_covered: bool,
        keys: &LogKeys,
    ) -> Option<Mismatch> {
        let current: Vec<_> =
            self.fields.iter().filter_map(|fields| fields.get(&subject.id)).collect();
        let Some(first) = current.first() else {
            // A subject that was deleted has no row.
            return match records.last() {
                Some(last) if last.record.action == Action::Deleted => {
                    self.attachments.compare(subject, records)
                }
                _ => Some(Mismatch::NoRow),
            };
        };
        let Some(replayed) = replay(first, records) else { return Some(Mismatch::Unreadable) };
        let agrees = |place: usize, field: &str| match replayed.get(field) {
            // A digest is compared under the key of the record that has set it.
            Some((replayed, log_position)) => {
                let fields = current.get(keys.place(*log_position));
                let value = fields.and_then(|fields| fields.values.get(place));
                value.is_some_and(|(_, value)| value == replayed)
            }
            // A field that no record has set has no value.
            None => first.values[place].1.is_null() || !all_fields_are_covered,
        };
        let others =
            first.values.iter().enumerate().filter(|(place, (field, _))| !agrees(*place, field));
        let others: Vec<_> = others.map(|(_, (field, _))| (*field).to_owned()).collect();
        if !others.is_empty() {
            return Some(Mismatch::OtherValues(others));
        }
        self.attachments.compare(subject, records)
    }

    /// The present values of the fields that no record of a subject names.
    pub fn not_covered(&self, subject: SubjectRef, records: &[SealedRecord]) -> Vec<FieldChange> {
        let current = self.fields.first().and_then(|fields| fields.get(&subject.id));
        let Some(current) = current else { return vec![] };
        let replayed = replay(current, records).unwrap_or_default();
        let values = current.values.iter();
        let missing =
            values.filter(|(field, value)| !value.is_null() && !replayed.contains_key(*field));
        missing.map(|(field, value)| FieldChange::new(field, Value::Null, value.clone())).collect()
    }
}

/// A value, with the position in the log of the record that has set it.
type Replayed = (Value, Option<i64>);

/// The values of the fields after all records; None if a record cannot be read.
fn replay(current: &CurrentFields, records: &[SealedRecord]) -> Option<BTreeMap<String, Replayed>> {
    let initial_values = current.initial_values.iter();
    let mut replayed: BTreeMap<String, Replayed> =
        initial_values.map(|(field, value)| ((*field).to_owned(), (value.clone(), None))).collect();
    for sealed in records.iter().filter(|sealed| sealed.record.action.changes_fields()) {
        let changes: Vec<FieldChange> = serde_json::from_str(&sealed.record.changes).ok()?;
        let set = |change: FieldChange| (change.field, (change.after, sealed.log_position));
        replayed.extend(changes.into_iter().map(set));
    }
    Some(replayed)
}
