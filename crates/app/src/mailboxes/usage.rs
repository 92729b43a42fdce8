//! The space that a mailbox uses, now and over time.

use chrono::TimeDelta;
use sigillo_contract::mail_host::{MailboxUsage, UsageQuery};
use sigillo_contract::operations::GetMailboxUsage;
use sigillo_domain::FaultCode;
use sigillo_domain::id::MailboxId;
use sigillo_storage::{mail_host, mailbox_usage};

use super::find;
use crate::error::AppError;
use crate::{App, Grant, mail_traffic, view};

const DAYS: u32 = 30;
const MOST_DAYS: u32 = 3650;

pub async fn usage(
    app: &App,
    grant: &Grant<GetMailboxUsage>,
    id: MailboxId,
    query: &UsageQuery,
) -> Result<MailboxUsage, AppError> {
    let days = query.days.unwrap_or(DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(AppError::fault("days", FaultCode::OutOfRange));
    }
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    let since = app.now() - TimeDelta::days(days.into());
    let series = mailbox_usage::series(&mut on, id, since).await?;
    let measured_at = match app.mail_host {
        Some(_) => mail_host::get(&mut on).await?.measured_at,
        None => None,
    };
    let traffic = mail_traffic::of_mailbox(&mut on, id, app.now(), days).await?;
    Ok(MailboxUsage {
        measured_at,
        traffic,
        present: mailbox_usage::present(&mut on, id).await?.map(view::figures),
        series: series.into_iter().map(view::usage_point).collect(),
    })
}
