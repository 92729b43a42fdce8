//! Thinning the series of use: hours for 90 days, then days.

use chrono::{DurationRound, TimeDelta};
use sigillo_storage::{mail_host, mailbox_usage};

use crate::App;
use crate::error::AppError;

const HOURS_KEPT: TimeDelta = TimeDelta::days(90);

/// Thins one day, if one is due; returns the number of days thinned.
pub async fn thin(app: &App) -> Result<usize, AppError> {
    const DAY: TimeDelta = TimeDelta::days(1);
    let mut on = app.db.read().await?;
    let until = mail_host::thinned_until(&mut on).await?;
    let Some(oldest) = mailbox_usage::oldest(&mut on).await? else { return Ok(0) };
    drop(on);
    let from = until.map_or(oldest, |until| until.max(oldest));
    let from = from.duration_trunc(DAY).unwrap_or(from);
    if from + DAY > app.now() - HOURS_KEPT {
        return Ok(0);
    }
    let mut tx = app.db.begin().await?;
    let gone = mailbox_usage::thin(&mut tx, from, from + DAY).await?;
    mail_host::set_thinned_until(&mut tx, from + DAY).await?;
    tx.commit().await?;
    tracing::debug!(day = %from.date_naive(), gone, "a day of use was thinned");
    Ok(1)
}
