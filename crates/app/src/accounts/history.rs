//! The history of an account.

use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::GetAccountHistory;
use sigillo_contract::page::Page;
use sigillo_domain::id::AccountId;

use super::find;
use crate::error::AppError;
use crate::subject_history::HistoryPage;
use crate::{App, Grant};

pub async fn history(
    app: &App,
    grant: &Grant<GetAccountHistory>,
    id: AccountId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    page.read(&app.db, &mut on, id.subject()).await
}
