//! Whether the mail host answers, and of when its figures are.

use sigillo_contract::mail_host::MailHostStatus;
use sigillo_contract::operations::GetMailHost;
use sigillo_storage::mail_host;

use crate::error::AppError;
use crate::{App, Grant};

pub async fn status(app: &App, _grant: &Grant<GetMailHost>) -> Result<MailHostStatus, AppError> {
    if app.mail_host.is_none() {
        return Ok(MailHostStatus::default());
    }
    let mut on = app.db.read().await?;
    let row = mail_host::get(&mut on).await?;
    Ok(MailHostStatus {
        configured: true,
        measured_at: row.measured_at,
        failing_since: row.failing_since,
        trouble: row.trouble,
        detail: row.detail,
    })
}
