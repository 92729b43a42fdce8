//! Listing organisations.

use sigillo_contract::operations::ListOrganizations;
use sigillo_contract::organization::{Organization, OrganizationQuery};
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::list::Sort;
use sigillo_domain::organization::OrganizationSortField;
use sigillo_storage::organization_list::{self, Filter};

use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Grant, view};

const DEFAULT_ORDER: Sort<OrganizationSortField> = Sort::ascending(OrganizationSortField::Name);

pub async fn list(
    app: &App,
    _grant: &Grant<ListOrganizations>,
    query: &OrganizationQuery,
) -> Result<Page<Organization>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListOrganizations>(query, DEFAULT_ORDER, &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let found = organization_list::page(&mut on, &Filter { search }, &request.page).await?;
    Ok(request.page(found, view::organization))
}
