//! The passwords of mailboxes: the current one, and earlier ones that may not be chosen again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sigillo_domain::id::{MailboxId, PasswordId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredPassword {
    #[sqlx(try_from = "Uuid")]
    pub id: PasswordId,
    pub hash: String,
    pub in_use: bool,
}

/// The remembered passwords of a mailbox, in no particular order.
pub async fn list(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<Vec<StoredPassword>, StorageError> {
    fetch_all!(
        on,
        StoredPassword,
        "SELECT id, hash, in_use FROM mailbox_password WHERE mailbox_id = $1",
        mailbox_id
    )
}

/// The current password.
pub async fn in_use(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<Option<StoredPassword>, StorageError> {
    fetch_optional!(
        on,
        StoredPassword,
        "SELECT id, hash, in_use FROM mailbox_password WHERE mailbox_id = $1 AND in_use",
        mailbox_id
    )
}

/// The hashes of the current passwords of mailboxes.
pub async fn all_in_use(
    on: &mut impl Connection,
    mailbox_ids: impl IntoIterator<Item = MailboxId>,
) -> Result<HashMap<MailboxId, String>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT mailbox_id, hash FROM mailbox_password WHERE in_use AND mailbox_id IN ");
    statement.bind_list(mailbox_ids.into_iter().map(Value::id));
    let rows = statement.fetch_all::<(Uuid, String)>(on).await?;
    Ok(rows.into_iter().map(|(id, hash)| (id.into(), hash)).collect())
}

/// Replaces the current password, and keeps at most this many passwords in all.
pub async fn replace(
    tx: &mut Tx,
    mailbox_id: MailboxId,
    (id, hash): (PasswordId, &str),
    set_at: DateTime<Utc>,
    kept: i64,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE mailbox_password SET in_use = FALSE WHERE mailbox_id = $1 AND in_use",
        mailbox_id
    )?;
    execute!(
        tx,
        "INSERT INTO mailbox_password (id, mailbox_id, hash, set_at, in_use)
         VALUES ($1, $2, $3, $4, TRUE)",
        id,
        mailbox_id,
        hash,
        set_at
    )?;
    execute!(
        tx,
        "DELETE FROM mailbox_password WHERE mailbox_id = $1 AND id NOT IN
            (SELECT id FROM mailbox_password WHERE mailbox_id = $1
             ORDER BY set_at DESC, id DESC LIMIT $2)",
        mailbox_id,
        kept
    )?;
    Ok(())
}

/// Deletes every password of a mailbox.
pub async fn forget(tx: &mut Tx, mailbox_id: MailboxId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM mailbox_password WHERE mailbox_id = $1", mailbox_id)?;
    Ok(())
}
