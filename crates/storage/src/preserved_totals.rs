//! How much is preserved of each mailbox, kept with the receipts so that nobody counts them anew.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{DisposalId, DomainId, MailboxId};

use crate::engine::Connection;
use crate::error::StorageError;
use crate::receipts::Receipt;
use crate::tx::Tx;

/// How much is preserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct PreservedTotal {
    pub receipts: i64,
    pub bytes: i64,
    /// When the last one was stored.
    pub last_at: DateTime<Utc>,
}

/// Adds a receipt that was stored.
pub(crate) async fn add(tx: &mut Tx, receipt: &Receipt) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO preserved_total (mailbox_id, domain_id, receipts, bytes, last_at) VALUES ($1, $2, 1, $3, $4)
         ON CONFLICT (mailbox_id) DO UPDATE SET
            receipts = preserved_total.receipts + 1, bytes = preserved_total.bytes + excluded.bytes,
            last_at = CASE WHEN excluded.last_at > preserved_total.last_at
                THEN excluded.last_at ELSE preserved_total.last_at END",
        receipt.mailbox_id,
        receipt.domain_id,
        receipt.bytes,
        receipt.stored_at,
    )?;
    Ok(())
}

/// Takes off the receipts of a disposal, which are preserved no longer.
pub(crate) async fn subtract(tx: &mut Tx, disposal: DisposalId) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE preserved_total SET
            receipts = receipts - (SELECT COUNT(*) FROM receipt r
                WHERE r.disposal_id = $1 AND r.mailbox_id = preserved_total.mailbox_id),
            bytes = bytes - (SELECT CAST(COALESCE(SUM(r.bytes), 0) AS BIGINT) FROM receipt r
                WHERE r.disposal_id = $1 AND r.mailbox_id = preserved_total.mailbox_id)
         WHERE mailbox_id IN (SELECT mailbox_id FROM receipt WHERE disposal_id = $1)",
        disposal
    )?;
    Ok(())
}

/// What is preserved of a mailbox; None where nothing was.
pub async fn of_mailbox(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<Option<PreservedTotal>, StorageError> {
    let sql = "SELECT receipts, bytes, last_at FROM preserved_total WHERE mailbox_id = $1";
    fetch_optional!(on, PreservedTotal, sql, mailbox_id)
}

/// What is preserved of the mailboxes of a domain; None where nothing was.
pub async fn of_domain(
    on: &mut impl Connection,
    domain_id: DomainId,
) -> Result<Option<PreservedTotal>, StorageError> {
    let rows = fetch_all!(
        on,
        PreservedTotal,
        "SELECT CAST(SUM(receipts) AS BIGINT) AS receipts, CAST(SUM(bytes) AS BIGINT) AS bytes, MAX(last_at) AS last_at
         FROM preserved_total WHERE domain_id = $1 GROUP BY domain_id",
        domain_id
    )?;
    Ok(rows.into_iter().next())
}
