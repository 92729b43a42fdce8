//! Whether the mail host answers, and how old its figures are.

use chrono::TimeDelta;
use sigillo_contract::mail_host::MailHostStatus;
use sigillo_contract::operations::GetMailHost;
use sigillo_storage::{Connection, mail_host};

use crate::error::AppError;
use crate::{App, Grant};

/// Figures older than this are reported as outdated.
const FRESH: TimeDelta = TimeDelta::minutes(5);

pub async fn status(app: &App, _grant: &Grant<GetMailHost>) -> Result<MailHostStatus, AppError> {
    read_status(app, &mut app.db.read().await?).await
}

pub(crate) async fn read_status(
    app: &App,
    on: &mut impl Connection,
) -> Result<MailHostStatus, AppError> {
    if app.mail_host.is_none() {
        return Ok(MailHostStatus::default());
    }
    let row = mail_host::get(on).await?;
    Ok(MailHostStatus {
        configured: true,
        measured_at: row.measured_at,
        is_stale: row.measured_at.is_none_or(|at| app.now() - at > FRESH),
        failing_since: row.failing_since,
        trouble: row.trouble,
        detail: row.detail,
    })
}
