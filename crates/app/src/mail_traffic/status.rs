//! How well the logs of the mail host are read.

use chrono::{DateTime, Utc};
use sigillo_contract::mail_host::MailLogStatus;
use sigillo_domain::mail_host::MailLogKind;
use sigillo_storage::{Connection, mail_log};

use crate::error::AppError;
use crate::mail_host::FRESH;

/// The logs from which something is counted.
pub async fn status(
    on: &mut impl Connection,
    now: DateTime<Utc>,
) -> Result<Vec<MailLogStatus>, AppError> {
    let mut logs = vec![];
    for log in MailLogKind::ALL {
        let Some(row) = mail_log::get(on, log).await? else { continue };
        logs.push(MailLogStatus {
            log,
            counted_since: row.counted_since,
            read_at: row.read_at,
            is_stale: now - row.read_at > FRESH,
            unreadable_lines: row.unreadable_lines,
            unreadable_at: row.unreadable_at,
            gaps: row.gaps,
            gap_at: row.gap_at,
        });
    }
    Ok(logs)
}
