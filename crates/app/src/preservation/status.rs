//! How receipts are taken from the mail host.

use chrono::TimeDelta;
use sigillo_contract::mail_host::{PreservationFailure, ReceiptIntakeStatus};
use sigillo_storage::{Connection, StorageError, preservation_readings as readings};

use crate::App;

const DAY: TimeDelta = TimeDelta::hours(24);
/// The number of failures that are shown.
const SHOWN: i64 = 20;

pub async fn status(
    app: &App,
    on: &mut impl Connection,
) -> Result<ReceiptIntakeStatus, StorageError> {
    let summary = readings::summary(on, app.now() - DAY).await?;
    let failures = readings::failing(on, SHOWN).await?.into_iter();
    Ok(ReceiptIntakeStatus {
        configured: app.preservation.is_some(),
        mailboxes: summary.mailboxes,
        stored_last_day: summary.stored_since,
        behind_since: summary.behind_since,
        reconciled_at: summary.reconciled_at,
        missed: summary.missed,
        missed_at: summary.missed_at,
        missed_since: summary.missed_since,
        failing: summary.failing,
        failures: failures
            .map(|failing| PreservationFailure {
                mailbox_id: failing.mailbox_id,
                address: failing.address,
                failing_since: failing.failing_since,
                detail: failing.error,
            })
            .collect(),
    })
}
