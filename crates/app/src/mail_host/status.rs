//! Whether the mail host answers, and how old its figures are.

use chrono::TimeDelta;
use sigillo_contract::mail_host::MailHostStatus;
use sigillo_contract::operations::GetMailHost;
use sigillo_storage::{Connection, mail_host};

use crate::error::AppError;
use crate::{App, Grant, mail_traffic, preservation};

/// Figures older than this are reported as outdated.
pub(crate) const FRESH: TimeDelta = TimeDelta::minutes(5);

pub async fn status(app: &App, _grant: &Grant<GetMailHost>) -> Result<MailHostStatus, AppError> {
    let mut on = app.db.read().await?;
    let status = read_status(app, &mut on).await?;
    let logs = mail_traffic::status(&mut on, app.now()).await?;
    let preservation = preservation::status(app, &mut on).await?;
    Ok(MailHostStatus {
        logs: status.configured.then_some(logs),
        preservation: status.configured.then_some(preservation),
        ..status
    })
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
        logs: None,
        preservation: None,
    })
}
