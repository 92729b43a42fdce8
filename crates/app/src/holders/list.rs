//! Listing holders.

use sigillo_contract::holder::{Holder, HolderQuery};
use sigillo_contract::operations::ListHolders;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::holder::{HolderSortField, HolderState};
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::list::Sort;
use sigillo_storage::holder_list::{self, Filter, Scope, Search};

use super::{scope, view};
use crate::access_log::{self, Shown};
use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Caller, Grant, local_time};

pub(super) const DEFAULT_ORDER: Sort<HolderSortField> =
    Sort::ascending(HolderSortField::FamilyName);

pub async fn list(
    app: &App,
    grant: &Grant<ListHolders>,
    query: &HolderQuery,
) -> Result<Page<Holder>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListHolders>(query, DEFAULT_ORDER, &mut faults);
    let states = read_states(query, &mut faults);
    let searches = searches(query, &mut faults);
    let request = faults.result(request)?;
    let Some(filter) = filter(grant.caller(), query, states, searches) else {
        return Ok(request.empty_page());
    };
    let mut on = app.db.read().await?;
    let found = holder_list::page(&mut on, &filter, &request.page).await?;
    drop(on);
    let organization_id = searched_organization(&filter);
    let fields = &searched_fields(&filter);
    let shown = Shown { organization_id, fields, rows: found.items.len() };
    access_log::record_search(app, grant, &shown).await?;
    let today = local_time(app.now()).date();
    Ok(request.page(found, |holder| view::holder(holder, today)))
}

pub(super) fn read_states(query: &HolderQuery, faults: &mut Faults) -> Vec<HolderState> {
    match query.state.as_deref() {
        None => vec![HolderState::Registered],
        states => listing::one_of("state", states, faults),
    }
}

/// The holders of the list that the caller may know of; None if there are none.
pub(super) fn filter(
    caller: &Caller,
    query: &HolderQuery,
    states: Vec<HolderState>,
    searches: Vec<Search>,
) -> Option<Filter> {
    let scope = scope(caller)?;
    Some(Filter { scope, states, organization_id: query.organization_id, searches })
}

/// Whose holders a list shows; None for those of all organisations.
pub(super) const fn searched_organization(filter: &Filter) -> Option<OrganizationId> {
    match filter.scope {
        Scope::All => filter.organization_id,
        Scope::Of(own) => Some(own),
    }
}

/// The names of the fields that are searched by.
pub(super) fn searched_fields(filter: &Filter) -> Vec<&'static str> {
    filter.searches.iter().map(|search| search.field.as_str()).collect()
}

/// The texts that are searched for.
pub(super) fn searches(query: &HolderQuery, faults: &mut Faults) -> Vec<Search> {
    let mut searches = vec![];
    for field in HolderSearchField::ALL {
        let text = asked(query, field).unwrap_or_default();
        if let Some(Some(text)) = faults.check(field.as_str(), field.parse_text(text)) {
            searches.push(Search { field, text });
        }
    }
    searches
}

fn asked(query: &HolderQuery, field: HolderSearchField) -> Option<&str> {
    let text = match field {
        HolderSearchField::GivenName => &query.given_name,
        HolderSearchField::FamilyName => &query.family_name,
        HolderSearchField::TaxCode => &query.tax_code,
        HolderSearchField::Email => &query.email,
        HolderSearchField::Phone => &query.phone,
        HolderSearchField::Fax => &query.fax,
        HolderSearchField::CompanyName => &query.company_name,
        HolderSearchField::VatNumber => &query.vat_number,
        HolderSearchField::Mailbox => &query.mailbox,
    };
    text.as_deref()
}
