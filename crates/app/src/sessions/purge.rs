//! Deleting expired data: personal data is kept no longer than needed.

use chrono::TimeDelta;
use sigillo_storage::{links, mailbox_sessions, sessions, throttle};

use crate::App;
use crate::error::AppError;

/// How long an ended session is kept, for investigations.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Deletes old sessions, the tokens of expired links and closed windows of attempts. Returns the
/// number of deleted rows.
pub async fn purge(app: &App) -> Result<u64, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let sessions = sessions::purge(&mut tx, now - KEPT).await?;
    let of_users = mailbox_sessions::purge(&mut tx, now).await?;
    let tokens = links::purge(&mut tx, now).await?;
    let windows = throttle::purge(&mut tx, now).await?;
    tx.commit().await?;
    Ok(sessions + of_users + tokens + windows)
}
