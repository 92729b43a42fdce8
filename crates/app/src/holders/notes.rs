//! The history of a holder, and the notes on it.

use sigillo_contract::history::{HistoryQuery, HistoryRecord, Note, NoteCreate};
use sigillo_contract::operations::{AddHolderNote, GetHolderHistory, ListHolderNotes};
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::id::{HolderId, NoteId};
use sigillo_storage::holders;

use super::{check_changeable, find, find_to_change};
use crate::caller::Identity;
use crate::error::AppError;
use crate::listing::Window;
use crate::subject_history::HistoryPage;
use crate::{App, Grant, access_log, display_names, notes, view};

pub async fn history(
    app: &App,
    grant: &Grant<GetHolderHistory>,
    id: HolderId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    let holder = find(&mut on, grant, id).await?;
    let page = page.read(&app.db, &mut on, id.subject()).await?;
    drop(on);
    access_log::record_reading_of_part(app, grant, &holder).await?;
    Ok(page)
}

pub async fn notes(
    app: &App,
    grant: &Grant<ListHolderNotes>,
    id: HolderId,
    query: &PageQuery,
) -> Result<Page<Note>, AppError> {
    let window: Window<NoteId> = Window::of(query)?;
    let mut on = app.db.read().await?;
    let holder = find(&mut on, grant, id).await?;
    // With those on the holders that were merged into it.
    let merged = holders::merged_into(&mut on, id).await?;
    let subjects = merged.into_iter().chain([id]).map(HolderId::subject);
    let (after, limit) = (window.after, window.fetch());
    let notes = sigillo_storage::notes::list_together(&mut on, subjects, after, limit).await?;
    let mut notes: Vec<_> = notes.into_iter().map(view::note).collect();
    display_names::fill(&mut on, &mut notes).await?;
    drop(on);
    access_log::record_reading_of_part(app, grant, &holder).await?;
    Ok(window.page(notes, |note| note.id, |note| note))
}

pub async fn add_note(
    app: &App,
    grant: &Grant<AddHolderNote>,
    id: HolderId,
    request: &NoteCreate,
) -> Result<Note, AppError> {
    let text = notes::parse(&request.text)?;
    let mut tx = app.db.begin().await?;
    let holder = find_to_change(&mut tx, grant, id).await?;
    check_changeable(&holder)?;
    let note = notes::add(app, &mut tx, grant.caller().actor(), id.subject(), text).await?;
    let mut note = view::note(note);
    display_names::fill(&mut tx, std::slice::from_mut(&mut note)).await?;
    tx.commit().await?;
    Ok(note)
}
