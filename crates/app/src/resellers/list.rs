//! Listing resellers.

use sigillo_contract::operations::ListResellers;
use sigillo_contract::page::Page;
use sigillo_contract::reseller::{Reseller, ResellerQuery};
use sigillo_domain::Faults;
use sigillo_domain::list::Sort;
use sigillo_domain::reseller::ResellerSortField;
use sigillo_storage::reseller_list::{self, Filter, Scope};

use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Grant, view};

const DEFAULT_ORDER: Sort<ResellerSortField> = Sort::ascending(ResellerSortField::Name);

pub async fn list(
    app: &App,
    grant: &Grant<ListResellers>,
    query: &ResellerQuery,
) -> Result<Page<Reseller>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListResellers>(query, DEFAULT_ORDER, &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let request = faults.result(request)?;
    // The same rule as that of `Scoped`.
    let scope = grant.caller().organization_id().map_or(Scope::All, Scope::Of);
    let filter = Filter { scope, search, organization_id: query.organization_id };
    let mut on = app.db.read().await?;
    let found = reseller_list::page(&mut on, &filter, &request.page).await?;
    Ok(request.page(found, view::reseller))
}
