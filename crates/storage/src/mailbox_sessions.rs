//! Sessions of mailbox users.

use chrono::{DateTime, Utc};
use sigillo_domain::id::MailboxId;
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MailboxSession {
    #[sqlx(try_from = "Uuid")]
    pub mailbox_id: MailboxId,
    pub opened_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub async fn open(tx: &mut Tx, hash: &str, session: &MailboxSession) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO mailbox_session (hash, mailbox_id, opened_at, expires_at)
         VALUES ($1, $2, $3, $4)",
        hash,
        session.mailbox_id,
        session.opened_at,
        session.expires_at
    )?;
    Ok(())
}

/// Finds a session that has not expired.
pub async fn find(
    on: &mut impl Connection,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<MailboxSession>, StorageError> {
    fetch_optional!(
        on,
        MailboxSession,
        "SELECT mailbox_id, opened_at, expires_at FROM mailbox_session
         WHERE hash = $1 AND expires_at > $2",
        hash,
        now
    )
}

pub async fn extend(tx: &mut Tx, hash: &str, until: DateTime<Utc>) -> Result<(), StorageError> {
    execute!(tx, "UPDATE mailbox_session SET expires_at = $1 WHERE hash = $2", until, hash)?;
    Ok(())
}

pub async fn end(tx: &mut Tx, hash: &str) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM mailbox_session WHERE hash = $1", hash)?;
    Ok(())
}

pub async fn end_all(tx: &mut Tx, mailbox_id: MailboxId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM mailbox_session WHERE mailbox_id = $1", mailbox_id)?;
    Ok(())
}

/// Deletes the sessions that expired before a moment.
pub async fn purge(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StorageError> {
    execute!(tx, "DELETE FROM mailbox_session WHERE expires_at < $1", before)
}
