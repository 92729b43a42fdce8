//! Notes on subjects and exports by accounts: their rows must be those that the records tell of.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_domain::export_record::ExportRecord;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::{AccountId, HolderId};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::history::SealedRecord;
use sigillo_storage::notes::{self, Note};
use sigillo_storage::{Connection, StorageError, exports};

use super::Mismatch;
use crate::personal::PersonalKey;

/// The notes and exports of some subjects.
pub(super) struct Attachments {
    notes: HashMap<SubjectRef, Vec<Note>>,
    exports: HashMap<AccountId, Vec<ExportRecord>>,
    /// The keys with which the notes on holders are recorded.
    personal: HashMap<HolderId, PersonalKey>,
}

impl Attachments {
    pub async fn read(
        on: &mut impl Connection,
        subjects: &[SubjectRef],
        personal: HashMap<HolderId, PersonalKey>,
    ) -> Result<Self, StorageError> {
        let notes = notes::all_of(on, subjects.iter().map(|subject| subject.id)).await?;
        let accounts = subjects.iter().filter_map(|subject| subject.id_of());
        let exports = exports::all_of(on, accounts).await?;
        Ok(Self { notes, exports, personal })
    }

    /// Compares what a subject has with its records.
    pub fn compare(&self, subject: SubjectRef, records: &[SealedRecord]) -> Option<Mismatch> {
        if !self.has_recorded_notes(subject, records) {
            return Some(Mismatch::Notes);
        }
        let recorded_exports = recorded(records, Action::Exported, |changes| Some(json!(changes)));
        let account = subject.id_of::<AccountId>();
        let exports = account.and_then(|account| self.exports.get(&account)).into_iter().flatten();
        let exports = exports.map(|export| {
            let changes = FieldChange::between(None, export.audited_fields());
            text(export.at, &export.actor_name, &json!(changes))
        });
        (sorted(exports) != recorded_exports).then_some(Mismatch::Exports)
    }
}

impl Attachments {
    fn has_recorded_notes(&self, subject: SubjectRef, records: &[SealedRecord]) -> bool {
        let holder = subject.id_of::<HolderId>();
        let key = holder.and_then(|holder| self.personal.get(&holder));
        // The text of a note on a holder that was erased is gone, and what is recorded cannot be opened.
        let is_erased = holder.is_some() && key.is_none();
        let recorded_notes = recorded(records, Action::NoteAdded, |changes| {
            let note = changes.iter().find(|change| change.field == crate::notes::FIELD)?;
            Some(if is_erased { json!("") } else { note.after.clone() })
        });
        let value = |note: &Note| match key {
            Some(key) => key.seal(crate::notes::FIELD, &json!(note.text)).unwrap_or_default(),
            None => json!(note.text),
        };
        let notes = self.notes.get(&subject).into_iter().flatten();
        sorted(notes.map(|note| text(note.at, &note.author, &value(note)))) == recorded_notes
    }
}

/// When, by whom and what: one text for each record of the action, in the order of the texts.
fn recorded(
    records: &[SealedRecord],
    action: Action,
    what: impl Fn(&[FieldChange]) -> Option<Value>,
) -> Vec<String> {
    let records = records.iter().filter(|sealed| sealed.record.action == action);
    sorted(records.map(|sealed| {
        let record = &sealed.record;
        let changes = serde_json::from_str::<Vec<FieldChange>>(&record.changes);
        let what = changes.ok().and_then(|changes| what(&changes)).unwrap_or_default();
        text(record.at, &record.actor.name, &what)
    }))
}

fn text(at: DateTime<Utc>, by: &str, what: &Value) -> String {
    json!([at.timestamp_micros(), by, what]).to_string()
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<_> = texts.collect();
    texts.sort_unstable();
    texts
}
