//! Listing tickets, and counting those that wait for an answer.

use sigillo_contract::operations::ListTickets;
use sigillo_contract::page::Page;
use sigillo_contract::ticket::{Ticket, TicketQuery};
use sigillo_contract::{Access, Operation};
use sigillo_domain::Faults;
use sigillo_domain::list::Sort;
use sigillo_domain::ticket::TicketSortField;
use sigillo_storage::ticket_list::{self, Filter, Scope, Viewer};
use sigillo_storage::{Connection, StorageError};

use super::{shown, side};
use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::listing::{self, ListRequest, one_of};
use crate::local_time::days_of;
use crate::{App, Grant};

pub(super) const DEFAULT_ORDER: Sort<TicketSortField> =
    Sort::descending(TicketSortField::UpdatedAt);

pub async fn list(
    app: &App,
    grant: &Grant<ListTickets>,
    query: &TicketQuery,
) -> Result<Page<Ticket>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListTickets>(query, DEFAULT_ORDER, &mut faults);
    let caller = grant.caller();
    let filter = filter(caller, query, &mut faults);
    let request = faults.result(request)?;
    let mut on = app.db.read().await?;
    let found = ticket_list::page(&mut on, &filter, &request.page).await?;
    let side = side(caller);
    Ok(request.page(found, |named| shown(named, side)))
}

/// How many tickets wait for an answer of the caller's side; None for whoever may know of none. They are those of the
/// list with `queue=waiting`.
pub async fn count_awaiting(
    on: &mut impl Connection,
    caller: &Caller,
) -> Result<Option<i64>, StorageError> {
    let access: Access = ListTickets::SPEC.access;
    if !caller.may(access) {
        return Ok(None);
    }
    let filter = Filter::awaiting(scope(caller), viewer(caller));
    ticket_list::count(on, &filter).await.map(Some)
}

/// The filters of a list, and of its export.
pub(super) fn filter(caller: &Caller, query: &TicketQuery, faults: &mut Faults) -> Filter {
    let days = (query.created_from, query.created_to);
    let names = ["created_from", "created_to"];
    let (created_from, created_before) = days_of(names, days.0, days.1, faults);
    Filter {
        statuses: one_of("status", query.status.as_deref(), faults),
        priorities: one_of("priority", query.priority.as_deref(), faults),
        types: one_of("type", query.ticket_type.as_deref(), faults),
        desks: one_of("desk", query.desk.as_deref(), faults),
        queues: one_of("queue", query.queue.as_deref(), faults),
        organization_id: query.organization_id,
        created_from,
        created_before,
        search: listing::search(query.q.as_deref(), faults),
        ..Filter::new(scope(caller), viewer(caller))
    }
}

/// As the scope of a single ticket.
fn scope(caller: &Caller) -> Scope {
    caller.organization_id().map_or(Scope::All, Scope::Of)
}

fn viewer(caller: &Caller) -> Viewer {
    Viewer { side: side(caller), account_id: caller.account_id() }
}
