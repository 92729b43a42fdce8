//! Keeping the counts of mailboxes short.

use sigillo_storage::mailbox_counts;

use crate::App;
use crate::error::AppError;

/// Rows gathered in one transaction.
const BATCH: i64 = 10_000;

/// Gathers what has changed in the counts since the last time; says how many rows that was.
pub async fn gather_counts(app: &App) -> Result<usize, AppError> {
    let gone = mailbox_counts::gather(&app.db, BATCH).await?;
    Ok(usize::try_from(gone).unwrap_or_default())
}
