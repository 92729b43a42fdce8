//! The history of a mailbox (B12).

use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::GetMailboxHistory;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::id::MailboxId;
use sigillo_storage::history::Filter;

use super::find;
use crate::error::AppError;
use crate::listing::{Window, one_of, person};
use crate::{App, Grant, display_names, view};

pub async fn history(
    app: &App,
    grant: &Grant<GetMailboxHistory>,
    id: MailboxId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let window: Window<i64> = Window::new(query.cursor.as_deref(), query.limit)?;
    let filter = filter(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    let subject = id.subject();
    let (after, limit) = (window.after, window.fetch());
    let records = sigillo_storage::history::list(&mut on, subject, &filter, after, limit).await?;
    let mut records: Vec<_> = records.into_iter().map(view::record).collect::<Result<_, _>>()?;
    display_names::fill(&mut on, &mut records).await?;
    Ok(window.page(records, |record| record.seq, |record| record))
}

fn filter(query: &HistoryQuery) -> Result<Filter, AppError> {
    let mut faults = Faults::default();
    let filter = Filter {
        actions: one_of("action", query.action.as_deref(), &mut faults),
        without: None,
        actor_name: person(query.person.as_deref(), &mut faults),
    };
    Ok(faults.result(Some(filter))?)
}
