//! The messages of one mailbox.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sigillo_contract::mail_host::MailboxTraffic;
use sigillo_domain::id::MailboxId;
use sigillo_storage::{Connection, mailbox_openings, mailbox_traffic};

use crate::error::AppError;
use crate::local_time;

/// The messages of a mailbox today and on the days before it, so many in all.
pub async fn of_mailbox(
    on: &mut impl Connection,
    id: MailboxId,
    now: DateTime<Utc>,
    days: u32,
) -> Result<MailboxTraffic, AppError> {
    let today = local_time(now).date();
    let before = Days::new(u64::from(days.saturating_sub(1)));
    let from = today.checked_sub_days(before).unwrap_or(NaiveDate::MIN);
    let since = mailbox_traffic::counted_since(on).await?;
    let traffic = mailbox_traffic::of_mailbox(on, id, from, today).await?;
    Ok(MailboxTraffic {
        from,
        received: since.received.map(|_| traffic.received),
        received_since: since.received,
        sent: since.sent.map(|_| traffic.sent),
        sent_since: since.sent,
        last_opened_at: mailbox_openings::last_opened(on, id).await?,
    })
}
