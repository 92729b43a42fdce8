//! Listing plans.

use sigillo_contract::operations::ListPlans;
use sigillo_contract::page::Page;
use sigillo_contract::plan::{Plan, PlanQuery};
use sigillo_domain::Faults;
use sigillo_domain::list::Sort;
use sigillo_domain::plan::PlanSortField;
use sigillo_storage::plan_list::{self, Filter};

use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Grant, view};

const DEFAULT_ORDER: Sort<PlanSortField> = Sort::ascending(PlanSortField::Code);

/// Plans belong to the service, so everybody in the panel sees them all.
pub async fn list(
    app: &App,
    _grant: &Grant<ListPlans>,
    query: &PlanQuery,
) -> Result<Page<Plan>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListPlans>(query, DEFAULT_ORDER, &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let states = listing::one_of("state", query.state.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let found = plan_list::page(&mut on, &Filter { search, states }, &request.page).await?;
    Ok(request.page(found, view::plan))
}
