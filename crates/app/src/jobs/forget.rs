//! Deleting the rows of old jobs, and the cells of a file that are shown beside its headings: they hold
//! personal data from people's files, which is not kept longer than needed. The history of each mailbox shows what was done to it.

use chrono::TimeDelta;
use sigillo_storage::{job_rows, jobs};

use super::import::erase::forget_samples;
use crate::App;
use crate::error::AppError;

/// How long the rows of a job are kept after its creation.
const KEPT: TimeDelta = TimeDelta::days(30);
/// The number of rows deleted in one transaction.
const BATCH: i64 = 1_000;

/// Deletes some rows of a job that is old enough. Returns their number, or 1 if the job itself was
/// marked as forgotten.
pub async fn forget(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    let mut on = app.db.read().await?;
    let old = jobs::with_old_rows(&mut on, now - KEPT, 1).await?;
    drop(on);
    let Some(id) = old.into_iter().next() else { return Ok(0) };
    let mut tx = app.db.begin().await?;
    let gone = job_rows::forget(&mut tx, id, BATCH).await?;
    if gone == 0 {
        if let Some(job) = jobs::find_to_change(&mut tx, id).await? {
            forget_samples(&mut tx, &job).await?;
        }
        jobs::set_rows_forgotten(&mut tx, id, now).await?;
    }
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX).max(1))
}
