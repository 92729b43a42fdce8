//! Keeps the table of mailbox counts small.

use sigillo_storage::mailbox_counts;

use crate::App;
use crate::error::AppError;

/// The number of rows merged in one transaction.
const BATCH: i64 = 10_000;

/// Merges the changes of the counts since the last time, and returns their number.
pub async fn gather_counts(app: &App) -> Result<usize, AppError> {
    let gone = mailbox_counts::gather(&app.db, BATCH).await?;
    Ok(usize::try_from(gone).unwrap_or_default())
}
