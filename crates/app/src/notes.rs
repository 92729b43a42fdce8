//! Notes on a subject (B12), for the use cases of each kind of subject.

use serde_json::{Value, json};
use sigillo_domain::FaultCode;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::notes::{self, Note};
use sigillo_storage::{StorageError, Tx};

use crate::App;
use crate::error::AppError;
use crate::personal::HolderKeys;
use crate::record::{HistoryEntry, record};

/// Upper bound on the characters of a note.
const MAX_CHARS: usize = 4000;
/// The name of a note in its record.
pub(crate) const FIELD: &str = "note";

/// Validates the text of a note.
pub(crate) fn parse(text: &str) -> Result<String, AppError> {
    let text = text.trim();
    let fault = match text.chars().count() {
        0 => FaultCode::Required,
        n if n > MAX_CHARS => FaultCode::TooLong,
        // PostgreSQL cannot store a NUL in a text.
        _ if text.contains('\0') => FaultCode::InvalidCharacters,
        _ => return Ok(text.to_owned()),
    };
    Err(AppError::fault("/text", fault))
}

/// Adds a note to a subject that the caller may change.
pub(crate) async fn add(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    subject: SubjectRef,
    text: String,
) -> Result<Note, AppError> {
    let note = Note { id: app.new_id(), at: app.now(), author: actor.name.clone(), text };
    notes::insert(tx, subject, &note).await?;
    let mut recorded = json!(note.text);
    if let Some(holder) = subject.id_of() {
        let key = HolderKeys::in_transaction(tx)?.find(tx, holder).await?;
        let erased = || StorageError::Broken(format!("the holder {holder} has no key"));
        recorded = key.ok_or_else(erased)?.seal(FIELD, &recorded)?;
    }
    // A note is evidence just as a change is, so the history seals it too.
    let entry = HistoryEntry {
        subject,
        action: Action::NoteAdded,
        changes: &[FieldChange::new(FIELD, Value::Null, recorded)],
    };
    record(tx, actor, note.at, entry).await?;
    Ok(note)
}
