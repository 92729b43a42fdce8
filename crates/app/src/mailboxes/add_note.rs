//! Adding a note to a mailbox (B12).

use serde_json::{Value, json};
use sigillo_contract::history::{Note, NoteCreate};
use sigillo_contract::operations::AddMailboxNote;
use sigillo_domain::FaultCode;
use sigillo_domain::history::{Action, FieldChange, Subject};
use sigillo_storage::notes;
use uuid::Uuid;

use super::find_to_change;
use crate::caller::Identity;
use crate::error::AppError;
use crate::record::{Deed, record};
use crate::{App, Grant, view};

/// Longest note, in characters.
const MAX: usize = 4000;

pub async fn add_note(
    app: &App,
    grant: &Grant<AddMailboxNote>,
    id: Uuid,
    request: &NoteCreate,
) -> Result<Note, AppError> {
    let text = check(&request.text).map_err(|code| AppError::fault("/text", code))?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    find_to_change(&mut tx, grant, id).await?;
    let caller = grant.caller();
    let note = notes::Note { id: app.new_id(), at: now, author: caller.actor().name.clone(), text };
    notes::insert(&mut tx, id, &note).await?;
    // A note is evidence as much as a change is: it goes under the same seal.
    let deed = Deed {
        subject: Subject::Mailbox,
        subject_id: id,
        action: Action::NoteAdded,
        changes: &[FieldChange::new("note", Value::Null, json!(note.text))],
    };
    record(&mut tx, caller.actor(), now, deed).await?;
    tx.commit().await?;
    Ok(view::note(note))
}

fn check(text: &str) -> Result<String, FaultCode> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(FaultCode::Required),
        n if n > MAX => Err(FaultCode::TooLong),
        // PostgreSQL keeps no NUL in a text.
        _ if text.contains('\0') => Err(FaultCode::InvalidCharacters),
        _ => Ok(text.to_owned()),
    }
}
