//! Listing and searching mailboxes (A3, A5).

use sigillo_contract::Operation;
use sigillo_contract::mailbox::{Mailbox, MailboxQuery};
use sigillo_contract::operations::ListMailboxes;
use sigillo_contract::page::Page;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::mailbox_list::{self, Position};
use sigillo_storage::{Connection, decode_cursor, encode_cursor};

use super::select::{MailboxListRequest, Selection};
use crate::error::AppError;
use crate::listing::{count, limit};
use crate::{App, Grant, view};

pub async fn list(
    app: &App,
    grant: &Grant<ListMailboxes>,
    query: &MailboxQuery,
) -> Result<Page<Mailbox>, AppError> {
    let Request { selection, after, limit, count } = read(query)?;
    let mut on = app.db.read().await?;
    let Selection { filter, sort, .. } =
        selection.scoped(&mut on, grant, query.domain.as_deref()).await?;
    if filter.domains.is_empty() {
        return Ok(Page { items: vec![], next_cursor: None, total: count.then_some(0) });
    }
    let (items, end) = mailbox_list::page(&mut on, &filter, sort, after.as_ref(), limit).await?;
    let total = if count { Some(mailbox_list::count(&mut on, &filter).await?) } else { None };
    Ok(Page {
        items: items.into_iter().map(view::mailbox).collect(),
        next_cursor: end.as_ref().map(encode_cursor),
        total,
    })
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
    count: bool,
}

fn read(query: &MailboxQuery) -> Result<Request, AppError> {
    let mut faults = Faults::default();
    let limit = limit(query.limit, &mut faults);
    let count = count(query.count.as_deref(), &mut faults);
    let asked = MailboxListRequest {
        search: query.q.as_deref(),
        states: query.state.as_deref(),
        passwords: query.password_state.as_deref(),
        fill: query.fill.as_deref(),
        sort: query.sort.as_deref(),
    };
    let selection = asked.read(&mut faults);
    let after = query.cursor.as_deref().zip(selection.as_ref()).and_then(|(text, selection)| {
        let position: Option<Position> = decode_cursor(text);
        let position = position.filter(|position| position.belongs_to(selection.sort));
        faults.check("cursor", position.ok_or(FaultCode::InvalidCursor))
    });
    let request = selection.map(|selection| Request { selection, after, limit, count });
    Ok(faults.result(request)?)
}
