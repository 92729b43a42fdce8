//! Listing and searching mailboxes (A3, A5).

use std::collections::{BTreeMap, HashMap, HashSet};

use sigillo_contract::Operation;
use sigillo_contract::mailbox::{Mailbox, MailboxQuery};
use sigillo_contract::operations::ListMailboxes;
use sigillo_contract::page::Page;
use sigillo_domain::mailbox::{MailboxPart, MailboxState};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::mailbox_list::{self, Filter, Position};
use sigillo_storage::{Connection, decode_cursor, encode_cursor};

use super::holders::with_holders;
use super::select::{MailboxListRequest, Selection};
use crate::access_log::{self, Shown};
use crate::error::AppError;
use crate::listing::limit;
use crate::reference_names::References;
use crate::{App, Grant, display_names, mail_host};

pub async fn list(
    app: &App,
    grant: &Grant<ListMailboxes>,
    query: &MailboxQuery,
) -> Result<Page<Mailbox>, AppError> {
    let Request { selection, after, limit, count, with_mail_host } = read(query)?;
    let mut on = app.db.read().await?;
    let Selection { filter, sort, .. } =
        selection.scoped(&mut on, grant, query.domain.as_deref()).await?;
    let (items, end) = if filter.domains.is_empty() {
        (vec![], None)
    } else {
        mailbox_list::page(&mut on, &filter, sort, after.as_ref(), limit).await?
    };
    let Counted { total, counts } = counted(&mut on, &filter, count).await?;
    let references = References::of_mailboxes(&mut on, &items).await?;
    let mut items = with_holders(&mut on, items, &references).await?;
    display_names::fill(&mut on, &mut items).await?;
    let mail_host =
        if with_mail_host { Some(mail_host::read_status(app, &mut on).await?) } else { None };
    drop(on);
    record_search(app, grant, &filter, &items).await?;
    Ok(Page { items, next_cursor: end.as_ref().map(encode_cursor), total, counts, mail_host })
}

/// Records a search by the data of people, as the list of holders records its own.
async fn record_search(
    app: &App,
    grant: &Grant<ListMailboxes>,
    filter: &Filter,
    items: &[Mailbox],
) -> Result<(), AppError> {
    if filter.people.is_empty() {
        return Ok(());
    }
    let fields: Vec<_> = filter.people.iter().map(|search| search.field.as_str()).collect();
    let holders: HashSet<_> =
        items.iter().filter_map(|one| Some(one.holder.as_ref()?.id)).collect();
    let organization_id = grant.caller().organization_id();
    let shown = Shown { organization_id, fields: &fields, rows: holders.len() };
    access_log::record_search(app, grant, &shown).await
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

/// The number of mailboxes that a query selects in the caller's scope; None where the caller no longer
/// reaches its domain, or the query is not valid any more.
pub(crate) async fn count_in_scope(
    on: &mut impl Connection,
    grant: &Grant<ListMailboxes>,
    query: &MailboxQuery,
) -> Result<Option<i64>, AppError> {
    match selection(on, grant, query).await {
        Ok(Selection { filter, .. }) => Ok(counted(on, &filter, Some(Count::Exact)).await?.total),
        Err(AppError::Problem(_) | AppError::Invalid(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

struct Request {
    selection: Selection,
    after: Option<Position>,
    limit: usize,
    count: Option<Count>,
    with_mail_host: bool,
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
    let with_mail_host = query.include.as_deref().is_some_and(|part| {
        let is_known = part == MailboxPart::MailHost.as_str();
        faults.check("include", is_known.then_some(()).ok_or(FaultCode::Unknown)).is_some()
    });
    let selection = MailboxListRequest::from(query).read(&mut faults);
    let after = query.cursor.as_deref().zip(selection.as_ref()).and_then(|(text, selection)| {
        let position: Option<Position> = decode_cursor(text);
        let position = position.filter(|position| position.belongs_to(selection.sort));
        faults.check("cursor", position.ok_or(FaultCode::InvalidCursor))
    });
    let request =
        selection.map(|selection| Request { selection, after, limit, count, with_mail_host });
    Ok(faults.result(request)?)
}
