//! Listing contracts.

use sigillo_contract::contract::{Contract, ContractQuery};
use sigillo_contract::operations::ListContracts;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::contract::{ContractSortField, LinkFilter};
use sigillo_domain::list::Sort;
use sigillo_domain::permission::{Permission, Reach};
use sigillo_storage::contract_list::{self, Filter, Scope};
use sigillo_storage::domains;

use super::shown;
use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::listing::{self, ListRequest, one_of};
use crate::{App, Grant};

const DEFAULT_ORDER: Sort<ContractSortField> = Sort::descending(ContractSortField::SentAt);

pub async fn list(
    app: &App,
    grant: &Grant<ListContracts>,
    query: &ContractQuery,
) -> Result<Page<Contract>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListContracts>(query, DEFAULT_ORDER, &mut faults);
    let states = one_of("state", query.state.as_deref(), &mut faults);
    let links = one_of::<LinkFilter>("link", query.link.as_deref(), &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let domain_id = match query.domain.as_deref().map(str::trim) {
        Some(name) => match domains::find_by_name(&mut on, name).await? {
            Some(owned) => Some(owned.domain.id),
            // A domain that is not there has no contracts.
            None => return Ok(request.empty_page()),
        },
        None => None,
    };
    let filter = Filter {
        scope: scope(grant.caller()),
        states,
        link_is_blocked: links.contains(&LinkFilter::Blocked),
        organization_id: query.organization_id,
        domain_id,
        mailbox_id: query.mailbox,
        holder_id: query.holder,
        search,
    };
    let found = contract_list::page(&mut on, &filter, &request.page).await?;
    Ok(request.page(found, shown))
}

/// A contract is in the scope of whoever sees its mailbox.
pub(crate) fn scope(caller: &Caller) -> Scope {
    match caller.reach() {
        Reach::Everything => Scope::All,
        Reach::Organization(id) => Scope::Of(*id),
        Reach::Granted(grants) => {
            let seen = grants.iter().filter(|(_, set)| set.has(Permission::View));
            Scope::Domains(seen.map(|(id, _)| *id).collect())
        }
    }
}
