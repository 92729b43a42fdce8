use sigillo_contract::job::Job;
use sigillo_contract::operations::ListJobs;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_storage::jobs;
use uuid::Uuid;

use super::request::view;
use super::scope;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant};

pub async fn list(
    app: &App,
    grant: &Grant<ListJobs>,
    query: &PageQuery,
) -> Result<Page<Job>, AppError> {
    let window: Window<Uuid> = Window::of(query)?;
    let Some(whose) = scope::whose(grant.caller()) else {
        return Ok(Page { items: vec![], next_cursor: None, total: None });
    };
    let mut on = app.db.read().await?;
    let found = jobs::list(&mut on, whose, window.after, window.fetch()).await?;
    let page = window.page(found, |job| job.id, |job| job);
    let items = page.items.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total: None })
}
