//! Adding a note to a mailbox (B12).

use sigillo_contract::history::{Note, NoteCreate};
use sigillo_contract::operations::AddMailboxNote;
use sigillo_domain::id::MailboxId;

use super::{Found, find_to_change};
use crate::caller::Identity;
use crate::error::AppError;
use crate::{App, Grant, notes, view};

pub async fn add_note(
    app: &App,
    grant: &Grant<AddMailboxNote>,
    id: MailboxId,
    request: &NoteCreate,
) -> Result<Note, AppError> {
    let text = notes::parse(&request.text)?;
    let mut tx = app.db.begin().await?;
    let Found { mailbox, .. } = find_to_change(&mut tx, grant, id).await?;
    let caller = grant.caller();
    let note = notes::add(app, &mut tx, caller.actor(), mailbox.subject(), text).await?;
    tx.commit().await?;
    Ok(view::note(note))
}
