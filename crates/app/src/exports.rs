//! Who took which list away, for whom it concerns to know.

use sigillo_contract::export_record::ExportRecord;
use sigillo_contract::operations::ListExports;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::account::Role;
use sigillo_storage::exports;
use uuid::Uuid;

use crate::caller::Identity;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant, view};

/// An operator sees every export, a postmaster those of its organisation's accounts.
pub async fn list(
    app: &App,
    grant: &Grant<ListExports>,
    query: &PageQuery,
) -> Result<Page<ExportRecord>, AppError> {
    let window: Window<Uuid> = Window::of(query)?;
    let caller = grant.caller();
    let organization_id = caller.organization_id();
    if caller.role() != Role::Operator && organization_id.is_none() {
        return Ok(Page { items: vec![], next_cursor: None, total: None });
    }
    let mut on = app.db.read().await?;
    let rows = exports::list(&mut on, organization_id, window.after, window.fetch()).await?;
    Ok(window.page(rows, |record| record.id, view::export_record))
}
