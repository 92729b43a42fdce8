//! What the store of objects keeps. A row is there before its object, and until after it.

use chrono::{DateTime, Utc};
use sigillo_domain::document::ObjectDamage;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// An object, by the SHA-256 of its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    pub sha256: String,
    /// Its name in the store.
    pub key: String,
    pub bytes: i64,
    /// When to look whether anything names it.
    pub check_at: Option<DateTime<Utc>>,
    /// Whether it is being removed.
    pub removing: bool,
    pub damage: Option<ObjectDamage>,
}

#[derive(sqlx::FromRow)]
struct Row {
    sha256: String,
    key: String,
    bytes: i64,
    check_at: Option<DateTime<Utc>>,
    removing: bool,
    damage: Option<String>,
}

impl TryFrom<Row> for StoredObject {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let damage = row.damage.map(ObjectDamage::try_from).transpose()?;
        let Row { sha256, key, bytes, check_at, removing, .. } = row;
        Ok(Self { sha256, key, bytes, check_at, removing, damage })
    }
}

/// Keeps an object until `check_at`, for an upload of its content, and returns its key. It is `key` where there is
/// no such object, or none that can be relied on: it is being removed, or damaged.
pub async fn claim(
    tx: &mut Tx,
    sha256: &str,
    key: &str,
    bytes: i64,
    check_at: DateTime<Utc>,
) -> Result<String, StorageError> {
    let row = fetch_optional!(
        tx,
        (String,),
        "INSERT INTO stored_object (sha256, key, bytes, check_at, removing) VALUES ($1, $2, $3, $4, FALSE)
         ON CONFLICT (sha256) DO UPDATE SET
            key = CASE WHEN stored_object.removing OR stored_object.damage IS NOT NULL
                THEN excluded.key ELSE stored_object.key END,
            bytes = excluded.bytes, check_at = excluded.check_at, removing = FALSE,
            damage = NULL, damaged_at = NULL
         RETURNING key",
        sha256,
        key,
        bytes,
        check_at
    )?;
    row.map(|(key,)| key).ok_or_else(|| StorageError::Broken("an object was not claimed".into()))
}

pub async fn find(
    on: &mut impl Connection,
    sha256: &str,
) -> Result<Option<StoredObject>, StorageError> {
    let row = fetch_optional!(
        on,
        Row,
        "SELECT sha256, key, bytes, check_at, removing, damage FROM stored_object WHERE sha256 = $1",
        sha256
    )?;
    row.map(TryInto::try_into).transpose()
}

/// Finds an object and locks it: it is not removed before the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    sha256: &str,
) -> Result<Option<StoredObject>, StorageError> {
    // A change of nothing locks the row on both engines.
    let row = fetch_optional!(
        tx,
        Row,
        "UPDATE stored_object SET removing = removing WHERE sha256 = $1
         RETURNING sha256, key, bytes, check_at, removing, damage",
        sha256
    )?;
    row.map(TryInto::try_into).transpose()
}

/// Whether anything names the object. What else keeps its content here is asked here.
pub async fn is_named(on: &mut impl Connection, sha256: &str) -> Result<bool, StorageError> {
    let row = fetch_optional!(
        on,
        (String,),
        "SELECT sha256 FROM document WHERE sha256 = $1
         UNION ALL SELECT sha256 FROM ticket_attachment WHERE sha256 = $1
         UNION ALL SELECT sha256 FROM receipt WHERE sha256 = $1 AND discarded_at IS NULL
         UNION ALL SELECT index_sha256 FROM receipt_package WHERE index_sha256 = $1
         UNION ALL SELECT report_sha256 FROM receipt_package WHERE report_sha256 = $1
         UNION ALL SELECT seal_sha256 FROM receipt_package WHERE seal_sha256 = $1
         UNION ALL SELECT list_sha256 FROM receipt_disposal WHERE list_sha256 = $1
         UNION ALL SELECT sha256 FROM distribution_package WHERE sha256 = $1 LIMIT 1",
        sha256
    )?;
    Ok(row.is_some())
}

/// Sets when to look whether anything still names the object; None if something does.
pub async fn set_check(
    tx: &mut Tx,
    sha256: &str,
    at: Option<DateTime<Utc>>,
) -> Result<(), StorageError> {
    execute!(tx, "UPDATE stored_object SET check_at = $1 WHERE sha256 = $2", at, sha256)?;
    Ok(())
}

/// Up to `limit` objects of which it is time to look whether anything names them.
pub async fn to_check(
    on: &mut impl Connection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<String>, StorageError> {
    let rows = fetch_all!(
        on,
        (String,),
        "SELECT sha256 FROM stored_object WHERE check_at IS NOT NULL AND check_at <= $1
         ORDER BY check_at LIMIT $2",
        now,
        limit
    )?;
    Ok(rows.into_iter().map(|(sha256,)| sha256).collect())
}

/// Marks an object that nothing names as being removed.
pub async fn begin_removal(tx: &mut Tx, sha256: &str) -> Result<(), StorageError> {
    execute!(tx, "UPDATE stored_object SET removing = TRUE WHERE sha256 = $1", sha256)?;
    Ok(())
}

/// Forgets an object that was removed from the store, unless an upload has taken the row over.
pub async fn end_removal(tx: &mut Tx, sha256: &str, key: &str) -> Result<(), StorageError> {
    execute!(
        tx,
        "DELETE FROM stored_object WHERE sha256 = $1 AND key = $2 AND removing",
        sha256,
        key
    )?;
    Ok(())
}

/// Keeps an object that the store refuses to give up, until it is asked again at a time.
pub async fn set_locked(
    tx: &mut Tx,
    sha256: &str,
    key: &str,
    now: DateTime<Utc>,
    check_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE stored_object SET removing = FALSE, locked_at = COALESCE(locked_at, $1), check_at = $2
         WHERE sha256 = $3 AND key = $4 AND removing",
        now,
        check_at,
        sha256,
        key
    )?;
    Ok(())
}

/// How many objects the store refuses to give up.
pub async fn count_locked(on: &mut impl Connection) -> Result<i64, StorageError> {
    let mut statement = crate::bind::Statement::default();
    statement.push(
        "SELECT COUNT(*) FROM stored_object WHERE locked_at IS NOT NULL AND check_at IS NOT NULL",
    );
    statement.number(on).await
}

/// Records what is wrong with an object, or that nothing is; false if it was so already.
pub async fn set_damage(
    tx: &mut Tx,
    object: &StoredObject,
    damage: Option<ObjectDamage>,
    at: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let damage = damage.map(ObjectDamage::as_str);
    let touched = execute!(
        tx,
        "UPDATE stored_object SET damage = $1, damaged_at = $2
         WHERE sha256 = $3 AND key = $4 AND COALESCE(damage, '') <> COALESCE($1, '')",
        damage,
        damage.map(|_| at),
        &object.sha256,
        &object.key
    )?;
    Ok(touched == 1)
}

/// Up to `limit` objects after one, in the order of their hashes.
pub async fn after(
    on: &mut impl Connection,
    sha256: &str,
    limit: i64,
) -> Result<Vec<StoredObject>, StorageError> {
    let rows = fetch_all!(
        on,
        Row,
        "SELECT sha256, key, bytes, check_at, removing, damage FROM stored_object WHERE sha256 > $1
         ORDER BY sha256 LIMIT $2",
        sha256,
        limit
    )?;
    rows.into_iter().map(TryInto::try_into).collect()
}
