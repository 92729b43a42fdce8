//! Listing changes of holder.

use sigillo_contract::holder_change::{HolderChange, HolderChangeQuery};
use sigillo_contract::operations::ListHolderChanges;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::holder_change::HolderChangeSortField;
use sigillo_domain::list::Sort;
use sigillo_domain::permission::{Permission, Reach};
use sigillo_storage::domains;
use sigillo_storage::holder_change_list::{self, Filter, Scope};

use super::shown;
use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::listing::{self, ListRequest, one_of};
use crate::{App, Grant};

const DEFAULT_ORDER: Sort<HolderChangeSortField> =
    Sort::descending(HolderChangeSortField::RequestedAt);

pub async fn list(
    app: &App,
    grant: &Grant<ListHolderChanges>,
    query: &HolderChangeQuery,
) -> Result<Page<HolderChange>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListHolderChanges>(query, DEFAULT_ORDER, &mut faults);
    let states = one_of("state", query.state.as_deref(), &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let domain_id = match query.domain.as_deref().map(str::trim) {
        Some(name) => match domains::find_by_name(&mut on, name).await? {
            Some(owned) => Some(owned.domain.id),
            // A domain that is not there has no mailboxes.
            None => return Ok(request.empty_page()),
        },
        None => None,
    };
    let caller = grant.caller();
    let filter =
        Filter { scope: scope(caller), states, domain_id, mailbox_id: query.mailbox, search };
    let found = holder_change_list::page(&mut on, &filter, &request.page).await?;
    Ok(request.page(found, |named| shown(named, caller, None)))
}

/// A change is in the scope of whoever sees its mailbox.
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
