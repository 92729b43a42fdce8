//! Reading companies.

use sigillo_contract::company::{Company, CompanyQuery};
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::{GetCompany, GetCompanyHistory, ListCompanies};
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::company::CompanySortField;
use sigillo_domain::id::CompanyId;
use sigillo_domain::list::Sort;
use sigillo_domain::search_text::fold_unspaced;
use sigillo_storage::companies;
use sigillo_storage::company_list::{self, Filter};

use super::view;
use crate::error::{AppError, NOT_FOUND};
use crate::holders::scope;
use crate::listing::{self, ListRequest};
use crate::scope::InScope;
use crate::subject_history::HistoryPage;
use crate::{App, Grant};

const DEFAULT_ORDER: Sort<CompanySortField> = Sort::ascending(CompanySortField::LegalName);

pub async fn list(
    app: &App,
    grant: &Grant<ListCompanies>,
    query: &CompanyQuery,
) -> Result<Page<Company>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListCompanies>(query, DEFAULT_ORDER, &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let Some(scope) = scope(grant.caller()) else { return Ok(request.empty_page()) };
    // Codes are stored in capitals, and people write them with spaces.
    let code = search
        .as_ref()
        .map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase());
    let search = search.map(|text| fold_unspaced(&text));
    let filter = Filter { scope, search, code, organization_id: query.organization_id };
    let mut on = app.db.read().await?;
    let found = company_list::page(&mut on, &filter, &request.page).await?;
    Ok(request.page(found, view))
}

pub async fn get(app: &App, grant: &Grant<GetCompany>, id: CompanyId) -> Result<Company, AppError> {
    let mut on = app.db.read().await?;
    let found = companies::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    Ok(view(InScope::new(grant, found)?.into_row()))
}

pub async fn history(
    app: &App,
    grant: &Grant<GetCompanyHistory>,
    id: CompanyId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    let found = companies::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    InScope::new(grant, found)?;
    page.read(&app.db, &mut on, id.subject()).await
}
