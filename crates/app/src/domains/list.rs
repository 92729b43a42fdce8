//! Listing domains.

use sigillo_contract::domain::{Domain, DomainQuery};
use sigillo_contract::operations::ListDomains;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::list::Sort;
use sigillo_domain::mail_domain::DomainSortField;
use sigillo_storage::domain_list::{self, Filter};

use crate::caller::Identity;
use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::reference_names::References;
use crate::{App, Grant, view};

const DEFAULT_ORDER: Sort<DomainSortField> = Sort::ascending(DomainSortField::Name);

/// Lists the domains within the caller's reach.
pub async fn list(
    app: &App,
    grant: &Grant<ListDomains>,
    query: &DomainQuery,
) -> Result<Page<Domain>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListDomains>(query, DEFAULT_ORDER, &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let onboarding = listing::one_of("onboarding", query.onboarding.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let reach = grant.caller().reach();
    let organization_id = query.organization_id;
    let filter = Filter { reach: reach.clone(), search, organization_id, onboarding };
    let mut on = app.db.read().await?;
    let found = domain_list::page(&mut on, &filter, &request.page).await?;
    let plans = found.items.iter().flat_map(|owned| owned.domain.plans.iter().copied());
    let references = References::of_plans(&mut on, plans).await?;
    Ok(request.page(found, |owned| {
        let permissions = reach.on(owned.domain.id, owned.domain.organization_id);
        view::domain(owned, permissions, &references)
    }))
}
