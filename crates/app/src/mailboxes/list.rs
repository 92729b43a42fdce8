//! Listing and searching mailboxes (A3, A5).

use std::collections::{BTreeMap, HashMap};

use sigillo_contract::Operation;
use sigillo_contract::mailbox::{Mailbox, MailboxQuery};
use sigillo_contract::operations::ListMailboxes;
use sigillo_contract::page::Page;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::mailbox_list::{self, Filter, Position};
use sigillo_storage::{Connection, decode_cursor, encode_cursor};

use super::select::{MailboxListRequest, Selection};
use crate::error::AppError;
use crate::listing::limit;
use crate::{App, Grant, display_names, view};

pub async fn list(
    app: &App,
    grant: &Grant<ListMailboxes>,
    query: &MailboxQuery,
) -> Result<Page<Mailbox>, AppError> {
    let Request { selection, after, limit, count } = read(query)?;
    let mut on = app.db.read().await?;
    let Selection { filter, sort, .. } =
        selection.scoped(&mut on, grant, query.domain.as_deref()).await?;
    let (items, end) = if filter.domains.is_empty() {
        (vec![], None)
    } else {
        mailbox_list::page(&mut on, &filter, sort, after.as_ref(), limit).await?
    };
    let Counted { total, counts } = counted(&mut on, &filter, count).await?;
    let mut items: Vec<_> = items.into_iter().map(view::mailbox).collect();
    display_names::fill(&mut on, &mut items).await?;
    Ok(Page { items, next_cursor: end.as_ref().map(encode_cursor), total, counts })
}

#[derive(Default)]
struct Counted {
    total: Option<i64>,
    counts: Option<BTreeMap<String, i64>>,
}

async fn counted(
    on: &mut impl Connection,
    filter: &Filter,
    count: Option<Count>,
) -> Result<Counted, AppError> {
    let nothing = filter.domains.is_empty();
    match count {
        None => Ok(Counted::default()),
        Some(Count::Exact) => {
            let total = if nothing { 0 } else { mailbox_list::count(on, filter).await? };
            Ok(Counted { total: Some(total), counts: None })
        }
        Some(Count::States) => {
            let found = if nothing {
                HashMap::new()
            } else {
                mailbox_list::count_by_state(on, filter).await?
            };
            let number = |state| found.get(&state).copied().unwrap_or(0);
            let listed =
                |state: &MailboxState| filter.states.is_empty() || filter.states.contains(state);
            let total = MailboxState::ALL.into_iter().filter(listed).map(number).sum();
            let counts = MailboxState::ALL.map(|state| (state.as_str().to_owned(), number(state)));
            Ok(Counted { total: Some(total), counts: Some(counts.into()) })
        }
    }
}

/// Validates a query of the list and limits what it selects to the caller's scope.
pub(crate) async fn selection<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    query: &MailboxQuery,
) -> Result<Selection, AppError> {
    read(query)?.selection.scoped(on, grant, query.domain.as_deref()).await
}

struct Request {
    selection: Selection,
    after: Option<Position>,
    limit: usize,
    count: Option<Count>,
}

#[derive(Clone, Copy)]
enum Count {
    /// The length of the list.
    Exact,
    /// That, and the number of mailboxes in each state.
    States,
}

impl Count {
    fn parse(text: &str) -> Result<Self, FaultCode> {
        match text {
            "exact" => Ok(Self::Exact),
            "states" => Ok(Self::States),
            _ => Err(FaultCode::Unknown),
        }
    }
}

fn read(query: &MailboxQuery) -> Result<Request, AppError> {
    let mut faults = Faults::default();
    let limit = limit(query.limit, &mut faults);
    let count = query.count.as_deref();
    let count = count.and_then(|text| faults.check("count", Count::parse(text)));
    let selection = MailboxListRequest::from(query).read(&mut faults);
    let after = query.cursor.as_deref().zip(selection.as_ref()).and_then(|(text, selection)| {
        let position: Option<Position> = decode_cursor(text);
        let position = position.filter(|position| position.belongs_to(selection.sort));
        faults.check("cursor", position.ok_or(FaultCode::InvalidCursor))
    });
    let request = selection.map(|selection| Request { selection, after, limit, count });
    Ok(faults.result(request)?)
}
