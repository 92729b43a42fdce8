//! The history of a mailbox (B12).

use sigillo_contract::history::HistoryRecord;
use sigillo_contract::operations::GetMailboxHistory;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::id::MailboxId;

use super::find;
use crate::error::AppError;
use crate::listing::Window;
use crate::{App, Grant, view};

pub async fn history(
    app: &App,
    grant: &Grant<GetMailboxHistory>,
    id: MailboxId,
    query: &PageQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let window: Window<i64> = Window::of(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    let subject = id.subject();
    let (after, limit) = (window.after, window.fetch());
    let records = sigillo_storage::history::list(&mut on, subject, after, limit).await?;
    let records: Vec<_> = records.into_iter().map(view::record).collect::<Result<_, _>>()?;
    Ok(window.page(records, |record| record.seq, |record| record))
}
