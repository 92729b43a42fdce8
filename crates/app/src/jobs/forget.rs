//! Forgetting the rows of old jobs: they hold what people's files held, and that is kept no longer
//! than it serves. What became of each mailbox stands in its history.

use chrono::TimeDelta;
use sigillo_storage::{job_rows, jobs};

use crate::App;
use crate::error::AppError;

/// How long the rows of a job are kept, from when it was made.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Rows removed in one transaction.
const BATCH: i64 = 1_000;

/// Removes some rows of jobs that are old enough; says how many, or that a job was closed.
pub async fn forget(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    let mut on = app.db.read().await?;
    let old = jobs::with_old_rows(&mut on, now - KEPT, 1).await?;
    drop(on);
    let Some(id) = old.into_iter().next() else { return Ok(0) };
    let mut tx = app.db.begin().await?;
    let gone = job_rows::forget(&mut tx, id, BATCH).await?;
    if gone == 0 {
        jobs::set_rows_forgotten(&mut tx, id, now).await?;
    }
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX).max(1))
}
