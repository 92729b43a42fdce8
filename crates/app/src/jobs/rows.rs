use sigillo_contract::job::{JobRow, JobRowQuery};
use sigillo_contract::operations::ListJobRows;
use sigillo_contract::page::Page;
use sigillo_domain::FaultCode;
use sigillo_domain::id::JobId;
use sigillo_domain::job::Outcome;
use sigillo_storage::job_rows;

use super::import::Preview;
use super::request::Request;
use super::{remarks, scope};
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant, reference_names};

/// Lists the rows of a job in their order.
pub async fn rows(
    app: &App,
    grant: &Grant<ListJobRows>,
    id: JobId,
    query: &JobRowQuery,
) -> Result<Page<JobRow>, AppError> {
    let read = |text: &str| {
        Outcome::parse(text).ok_or_else(|| AppError::fault("outcome", FaultCode::Unknown))
    };
    let outcome = query.outcome.as_deref().map(read).transpose()?;
    let window: Window<i64> = Window::new(query.cursor.as_deref(), query.limit)?;
    let mut on = app.db.read().await?;
    let job = scope::find(&mut on, grant, id).await?;
    let preview = match Request::of(&job)? {
        Request::Import(import) => Some(Preview::of_mailboxes(&mut on, &import).await?),
        Request::HolderImport(import) => Some(Preview::of_holders(&import)),
        Request::IdentificationImport(_) => Some(Preview::Identifications),
        Request::BulkChange(_) | Request::Undo(_) => None,
    };
    let after = window.after.unwrap_or_default();
    let found = job_rows::list(&mut on, id, outcome, after, window.fetch()).await?;
    let page = window.page(found, |row| row.seq, |row| row);
    let mut items = page
        .items
        .into_iter()
        .map(|row| remarks::view(row, preview.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    reference_names::fill(&mut on, items.iter_mut().flat_map(|row| &mut row.changes)).await?;
    Ok(Page::new(items, page.next_cursor))
}
