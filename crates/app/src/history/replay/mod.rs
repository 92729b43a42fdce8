//! Replaying histories: the row of a subject must match the sum of its records.
//!
//! Each kind of subject has a file here, and a line in [`CurrentRows::read`].

mod account;
mod attachments;
mod company;
mod contract;
mod contract_template;
mod domain;
mod holder;
mod mailbox;
mod organization;
mod plan;
mod report_schedule;
mod reseller;
mod saved_view;
mod sla_period;
mod ticket;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::id::HolderId;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::history::SealedRecord;
use sigillo_storage::{StorageError, Tx};
use uuid::Uuid;

use super::keys::LogKeys;
use crate::holders::audit::is_of_part;
use crate::personal::{HolderKeys, PersonalKey, keys_of};
use attachments::Attachments;

/// The audited fields of a row.
struct CurrentFields {
    values: Vec<(Cow<'static, str>, Value)>,
    /// The first values of fields that a later release has added: older records do not name them.
    initial_values: Vec<(&'static str, Value)>,
}

impl CurrentFields {
    /// Fields that each row of the kind has.
    fn fixed(
        values: impl IntoIterator<Item = (&'static str, Value)>,
        initial_values: Vec<(&'static str, Value)>,
    ) -> Self {
        let values = values.into_iter().map(|(field, value)| (field.into(), value)).collect();
        Self { values, initial_values }
    }

    /// What a record has added as a field of its own and no later one has removed, but has no row any more.
    fn lost<'r>(&self, replayed: &'r BTreeMap<String, Replayed>) -> Vec<&'r String> {
        let rows: HashSet<&str> = self.values.iter().map(|(name, _)| &**name).collect();
        let parts =
            replayed.iter().filter(|(field, (value, _))| is_of_part(field) && !value.is_null());
        parts.map(|(field, _)| field).filter(|field| !rows.contains(field.as_str())).collect()
    }
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
        on: &mut Tx,
        subjects: &[SubjectRef],
        keys: &[Arc<HistoryKey>],
    ) -> Result<Self, StorageError> {
        let holder_keys = HolderKeys::in_transaction(on);
        let personal =
            keys_of(|| holder_keys, on, subjects.iter().filter_map(|subject| subject.id_of()))
                .await?;
        let mut fields = vec![];
        for key in keys {
            fields.push(Self::read_fields(on, subjects, key, &personal).await?);
        }
        let attachments = Attachments::read(on, subjects, personal).await?;
        Ok(Self { fields, attachments })
    }

    async fn read_fields(
        on: &mut Tx,
        subjects: &[SubjectRef],
        key: &HistoryKey,
        personal: &HashMap<HolderId, PersonalKey>,
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
                SubjectKind::Holder => holder::read(on, id.into(), personal).await?,
                SubjectKind::Company => company::read(on, id.into()).await?,
                SubjectKind::Plan => plan::read(on, id.into()).await?,
                SubjectKind::Reseller => reseller::read(on, id.into()).await?,
                SubjectKind::ContractTemplate => contract_template::read(on, id.into()).await?,
                SubjectKind::Contract => contract::read(on, id.into()).await?,
                SubjectKind::Ticket => ticket::read(on, id.into(), key).await?,
                SubjectKind::ReportSchedule => report_schedule::read(on, id.into()).await?,
                SubjectKind::SlaPeriod => sla_period::read(on, id.into()).await?,
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
        let mut others: Vec<_> = others.map(|(_, (field, _))| field.to_string()).collect();
        others.extend(first.lost(&replayed).into_iter().cloned());
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
            values.filter(|(field, value)| !value.is_null() && !replayed.contains_key(&**field));
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
