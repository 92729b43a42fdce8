//! Up to where the folders of a preserved mailbox were read, and where receipts were seen in them.

use std::collections::HashSet;

use sigillo_domain::id::MailboxId;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The most rows of one statement.
const ROWS: usize = 500;

/// Up to where a folder was read. UIDs hold for one UIDVALIDITY.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub uid_validity: i64,
    pub last_uid: i64,
}

/// A folder of a mailbox, while its UIDs hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folder<'a> {
    pub mailbox: MailboxId,
    pub name: &'a str,
    pub uid_validity: i64,
}

pub async fn position(
    on: &mut impl Connection,
    mailbox: MailboxId,
    folder: &str,
) -> Result<Option<Position>, StorageError> {
    let row = fetch_optional!(
        on,
        (i64, i64),
        "SELECT uid_validity, last_uid FROM preservation_folder WHERE mailbox_id = $1 AND folder = $2",
        mailbox,
        folder
    )?;
    Ok(row.map(|(uid_validity, last_uid)| Position { uid_validity, last_uid }))
}

/// Moves a position on. False if it is not `from` any more: another server has moved it.
pub async fn move_on(
    tx: &mut Tx,
    folder: &Folder<'_>,
    from: Option<Position>,
    last_uid: i64,
) -> Result<bool, StorageError> {
    let Folder { mailbox, name, uid_validity } = *folder;
    let touched = match from {
        None => execute!(
            tx,
            "INSERT INTO preservation_folder (mailbox_id, folder, uid_validity, last_uid) VALUES ($1, $2, $3, $4)
             ON CONFLICT (mailbox_id, folder) DO NOTHING",
            mailbox,
            name,
            uid_validity,
            last_uid
        )?,
        Some(from) => execute!(
            tx,
            "UPDATE preservation_folder SET uid_validity = $1, last_uid = $2
             WHERE mailbox_id = $3 AND folder = $4 AND uid_validity = $5 AND last_uid = $6",
            uid_validity,
            last_uid,
            mailbox,
            name,
            from.uid_validity,
            from.last_uid
        )?,
    };
    Ok(touched == 1)
}

/// Records where a receipt was seen. False if it was recorded before.
pub async fn add(
    tx: &mut Tx,
    folder: &Folder<'_>,
    uid: i64,
    identity: &str,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "INSERT INTO preservation_place (mailbox_id, folder, uid_validity, uid, identity)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (mailbox_id, folder, uid_validity, uid) DO NOTHING",
        folder.mailbox,
        folder.name,
        folder.uid_validity,
        uid,
        identity
    )?;
    Ok(touched == 1)
}

/// Whether an e-mail was seen in a mailbox, in whatever folder.
pub async fn is_known(
    on: &mut impl Connection,
    mailbox: MailboxId,
    identity: &str,
) -> Result<bool, StorageError> {
    let sql = "SELECT uid FROM preservation_place WHERE mailbox_id = $1 AND identity = $2 LIMIT 1";
    Ok(fetch_optional!(on, (i64,), sql, mailbox, identity)?.is_some())
}

/// The UIDs at which receipts were seen in a folder.
pub async fn in_folder(
    on: &mut impl Connection,
    folder: &Folder<'_>,
) -> Result<HashSet<i64>, StorageError> {
    let rows = fetch_all!(
        on,
        (i64,),
        "SELECT uid FROM preservation_place WHERE mailbox_id = $1 AND folder = $2 AND uid_validity = $3",
        folder.mailbox,
        folder.name,
        folder.uid_validity
    )?;
    Ok(rows.into_iter().map(|(uid,)| uid).collect())
}

/// Forgets places of a folder from which the receipts are gone.
pub async fn forget(tx: &mut Tx, folder: &Folder<'_>, uids: &[i64]) -> Result<(), StorageError> {
    for part in uids.chunks(ROWS) {
        let mut statement = Statement::default();
        statement.push("DELETE FROM preservation_place WHERE mailbox_id = ");
        statement.bind(Value::id(folder.mailbox)).push(" AND folder = ");
        statement.bind(Value::text(folder.name)).push(" AND uid_validity = ");
        statement.bind(Value::Int(folder.uid_validity)).push(" AND uid IN ");
        statement.bind_list(part.iter().map(|uid| Value::Int(*uid)));
        statement.execute(tx).await?;
    }
    Ok(())
}
