//! When preservation was on for a mailbox (A18).

use chrono::{DateTime, Utc};
use sigillo_domain::id::MailboxId;
use sigillo_domain::preservation::Period;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The most rows of one statement.
const ROWS: usize = 200;

/// Begins a period for each of these mailboxes, in the transaction that switches preservation on.
pub async fn begin(
    tx: &mut Tx,
    mailboxes: &[MailboxId],
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    for part in mailboxes.chunks(ROWS) {
        let mut statement = Statement::default();
        statement.push("INSERT INTO preservation_period (mailbox_id, started_at) VALUES ");
        statement.bind_rows(part.iter().map(|id| [Value::id(*id), Value::Time(at)]));
        // One that ended at the moment at which it began goes on.
        statement.push(" ON CONFLICT (mailbox_id, started_at) DO UPDATE SET ended_at = NULL");
        statement.execute(tx).await?;
        let mut statement = Statement::default();
        statement
            .push("INSERT INTO preservation_reading (mailbox_id, due_at, reconcile_at) VALUES ");
        statement
            .bind_rows(part.iter().map(|id| [Value::id(*id), Value::Time(at), Value::Time(at)]));
        statement.push(
            " ON CONFLICT (mailbox_id) DO UPDATE SET due_at = excluded.due_at, reconcile_at = excluded.reconcile_at",
        );
        statement.execute(tx).await?;
    }
    Ok(())
}

/// Ends the period of a mailbox, in the transaction that switches preservation off. What came until then is still
/// read.
pub async fn end(tx: &mut Tx, mailbox: MailboxId, at: DateTime<Utc>) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE preservation_period SET ended_at = CASE WHEN started_at > $1 THEN started_at ELSE $1 END
         WHERE mailbox_id = $2 AND ended_at IS NULL",
        at,
        mailbox
    )?;
    execute!(
        tx,
        "UPDATE preservation_reading SET due_at = $1, reconcile_at = $1 WHERE mailbox_id = $2",
        at,
        mailbox
    )?;
    Ok(())
}

/// The periods of a mailbox, from the first on.
pub async fn of_mailbox(
    on: &mut impl Connection,
    mailbox: MailboxId,
) -> Result<Vec<Period>, StorageError> {
    let rows = fetch_all!(
        on,
        (DateTime<Utc>, Option<DateTime<Utc>>),
        "SELECT started_at, ended_at FROM preservation_period WHERE mailbox_id = $1 ORDER BY started_at",
        mailbox
    )?;
    Ok(rows.into_iter().map(|(started_at, ended_at)| Period { started_at, ended_at }).collect())
}
