//! The notes of a mailbox (B12).

use sigillo_contract::history::Note;
use sigillo_contract::operations::ListMailboxNotes;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::id::{MailboxId, NoteId};

use super::find;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant, view};

pub async fn notes(
    app: &App,
    grant: &Grant<ListMailboxNotes>,
    id: MailboxId,
    query: &PageQuery,
) -> Result<Page<Note>, AppError> {
    let window: Window<NoteId> = Window::of(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    let subject = id.subject();
    let (after, limit) = (window.after, window.fetch());
    let notes = sigillo_storage::notes::list(&mut on, subject, after, limit).await?;
    Ok(window.page(notes, |note| note.id, view::note))
}
