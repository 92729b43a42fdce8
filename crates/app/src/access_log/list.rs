//! Listing who read the data of holders.

use std::collections::{BTreeSet, HashMap};

use sigillo_contract::access_log::{AccessLogQuery, AccessRecord};
use sigillo_contract::operations::ListAccessLog;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::access_log::AccessSortField;
use sigillo_domain::account::Role;
use sigillo_domain::holder::HolderState;
use sigillo_domain::list::Sort;
use sigillo_storage::access_log::{self, Filter, Scope};
use sigillo_storage::{Connection, StorageError, holders};

use crate::caller::Identity;
use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::local_time::days;
use crate::{App, Caller, Grant, display_names, view};

const NEWEST_FIRST: Sort<AccessSortField> = Sort::descending(AccessSortField::At);

pub async fn list(
    app: &App,
    grant: &Grant<ListAccessLog>,
    query: &AccessLogQuery,
) -> Result<Page<AccessRecord>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListAccessLog>(query, NEWEST_FIRST, &mut faults);
    let person = listing::person(query.person.as_deref(), &mut faults);
    let kinds = listing::one_of("kind", query.kind.as_deref(), &mut faults);
    let (from, to) = days(query.from, query.to, &mut faults);
    let request = faults.result(request)?;
    let Some(scope) = scope(grant.caller()) else { return Ok(request.empty_page()) };
    let filter = Filter { scope, person, holder_id: query.holder, kinds, from, to };
    let mut on = app.db.read().await?;
    let found = access_log::page(&mut on, &filter, &request.page).await?;
    let mut page = request.page(found, view::access_record);
    fill_holder_names(&mut on, &mut page.items).await?;
    display_names::fill(&mut on, &mut page.items).await?;
    Ok(page)
}

/// Fills in the present names of holders. An erased one has none.
async fn fill_holder_names(
    on: &mut impl Connection,
    shown: &mut [AccessRecord],
) -> Result<(), StorageError> {
    let ids: BTreeSet<_> = shown.iter().filter_map(|record| record.holder_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let found = holders::find_many(on, ids).await?.into_iter();
    let known = found.filter(|holder| holder.state != HolderState::Erased);
    let names: HashMap<_, _> = known
        .map(|holder| (holder.id, format!("{} {}", holder.family_name, holder.given_name)))
        .collect();
    for record in shown {
        record.holder_name = record.holder_id.and_then(|id| names.get(&id).cloned());
    }
    Ok(())
}

/// An operator sees every record, a postmaster those about the holders of its organisation.
fn scope(caller: &Caller) -> Option<Scope> {
    match caller.role() {
        Role::Operator => Some(Scope::All),
        _ => caller.organization_id().map(Scope::Organization),
    }
}
