//! The history of a mailbox (B12).

use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::GetMailboxHistory;
use sigillo_contract::page::Page;
use sigillo_domain::id::MailboxId;

use super::find;
use crate::error::AppError;
use crate::subject_history::HistoryPage;
use crate::{App, Grant};

pub async fn history(
    app: &App,
    grant: &Grant<GetMailboxHistory>,
    id: MailboxId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    page.read(&app.db, &mut on, id.subject()).await
}
