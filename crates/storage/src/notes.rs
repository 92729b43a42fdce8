//! Notes on mailboxes.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Note {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub author: String,
    pub text: String,
}

pub async fn insert(tx: &mut Tx, mailbox_id: Uuid, note: &Note) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO mailbox_note (id, mailbox_id, at, author, text) VALUES ($1, $2, $3, $4, $5)",
        note.id,
        mailbox_id,
        note.at,
        &note.author,
        &note.text
    )?;
    Ok(())
}

/// Up to `limit` notes of a mailbox, newest first, before the one of this id: ids grow with time.
pub async fn list(
    on: &mut impl Connection,
    mailbox_id: Uuid,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Note>, StorageError> {
    fetch_all!(
        on,
        Note,
        "SELECT id, at, author, text FROM mailbox_note
         WHERE mailbox_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        mailbox_id,
        before.unwrap_or(Uuid::max()),
        limit
    )
}
