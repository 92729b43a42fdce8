//! Listing who exported which lists as files.

use sigillo_contract::export_record::{ExportRecord, ExportRecordQuery};
use sigillo_contract::operations::ListExports;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::account::Role;
use sigillo_domain::export_record::ExportSortField;
use sigillo_domain::list::Sort;
use sigillo_domain::name::DomainName;
use sigillo_storage::export_list::{self, Filter, Scope};

use crate::caller::Identity;
use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Caller, Grant, display_names, view};

const NEWEST_FIRST: Sort<ExportSortField> = Sort::descending(ExportSortField::At);

pub async fn list(
    app: &App,
    grant: &Grant<ListExports>,
    query: &ExportRecordQuery,
) -> Result<Page<ExportRecord>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListExports>(query, NEWEST_FIRST, &mut faults);
    let formats = listing::one_of("format", query.format.as_deref(), &mut faults);
    let outcomes = listing::one_of("outcome", query.outcome.as_deref(), &mut faults);
    let from = listing::time("from", query.from, &mut faults);
    let to = listing::time("to", query.to, &mut faults);
    let request = faults.result(request)?;
    let Some(scope) = scope(grant.caller()) else { return Ok(request.empty_page()) };
    let domain = query.domain.as_deref().map(DomainName::lookup_key);
    let domain = domain.filter(|name| !name.is_empty());
    let account_id = query.account_id;
    let filter = Filter { scope, domain, account_id, formats, outcomes, from, to };
    let mut on = app.db.read().await?;
    let found = export_list::page(&mut on, &filter, &request.page).await?;
    let mut page = request.page(found, view::export_record);
    display_names::fill(&mut on, &mut page.items).await?;
    Ok(page)
}

/// An operator sees every export, a postmaster those of its organisation's accounts.
fn scope(caller: &Caller) -> Option<Scope> {
    match caller.role() {
        Role::Operator => Some(Scope::All),
        _ => caller.organization_id().map(Scope::Organization),
    }
}
