//! The log over all histories: blocks of keyed records, each sealed over the block before.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// What an index covers: the keyed records that are not in the log yet.
const PENDING: &str = "log_position IS NULL AND substr(hash, 1, 3) = 'v2:'";

/// The row of the log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Log {
    /// None until a server has started.
    pub log_id: Option<Uuid>,
    pub key_id: Option<String>,
    /// Up to which subject the histories from before there was a key are sealed.
    pub existing_sealed_to: Option<Uuid>,
    /// When all of them were.
    pub existing_sealed_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Block {
    pub last_position: i64,
    pub records: i64,
    pub hash: String,
    pub at: DateTime<Utc>,
    /// Whether no record was left over for the next block.
    pub caught_up: bool,
    pub key_id: String,
}

/// A record in the log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LoggedRecord {
    pub log_position: i64,
    pub subject_id: Uuid,
    pub seq: i64,
    pub hash: String,
}

/// A record that is not in the log yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PendingRecord {
    pub subject_id: Uuid,
    pub seq: i64,
    pub at: DateTime<Utc>,
}

const LOG: &str = "SELECT log_id, key_id, existing_sealed_to, existing_sealed_at FROM history_log";
const BLOCK: &str = "SELECT last_position, records, hash, at, caught_up, key_id FROM history_block";

pub async fn read(on: &mut impl Connection) -> Result<Log, StorageError> {
    let log = fetch_optional!(on, Log, LOG)?;
    log.ok_or_else(|| StorageError::Broken("history_log has no row".into()))
}

/// Locks the log until the transaction ends; None while another server has it.
pub async fn lock(tx: &mut Tx) -> Result<Option<Log>, StorageError> {
    let mut statement = Statement::default();
    statement.push(LOG).push(tx.skip_locked());
    Ok(statement.fetch_all::<Log>(tx).await?.into_iter().next())
}

/// Keeps all others from appending records until the transaction ends, and waits for those who are at it. On
/// `SQLite` the transaction holds the only write lock already.
pub async fn lock_out_writers(tx: &mut Tx) -> Result<(), StorageError> {
    if let Tx::Postgres(..) = tx {
        execute!(tx, "LOCK TABLE history_chain IN EXCLUSIVE MODE")?;
    }
    Ok(())
}

pub async fn set_key_id(tx: &mut Tx, key_id: &str) -> Result<(), StorageError> {
    execute!(tx, "UPDATE history_log SET key_id = $1", key_id)?;
    Ok(())
}

/// The positions of the log that are sealed with one key.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KeyRange {
    pub key_id: String,
    /// The last position before them.
    pub after: i64,
    pub last: i64,
}

/// The keys of the log in the order in which they were used.
pub async fn key_ranges(on: &mut impl Connection) -> Result<Vec<KeyRange>, StorageError> {
    fetch_all!(
        on,
        KeyRange,
        "SELECT key_id, MIN(last_position - records) AS after, MAX(last_position) AS last
         FROM history_block GROUP BY key_id ORDER BY 2, 3"
    )
}

/// Names the log and its key, unless that was done before.
pub async fn name(
    on: &mut impl Connection,
    log_id: Uuid,
    key_id: &str,
) -> Result<(), StorageError> {
    execute!(
        on,
        "UPDATE history_log SET log_id = $1, key_id = $2 WHERE log_id IS NULL",
        log_id,
        key_id
    )?;
    Ok(())
}

/// Records how far the histories from before there was a key are sealed.
pub async fn set_existing_sealed(
    tx: &mut Tx,
    to: Option<Uuid>,
    at: Option<DateTime<Utc>>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE history_log SET existing_sealed_to = $1, existing_sealed_at = $2",
        to,
        at
    )?;
    Ok(())
}

/// The record that has waited longest for the log.
pub async fn first_pending(
    on: &mut impl Connection,
) -> Result<Option<PendingRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT subject_id, seq, at FROM history WHERE ").push(PENDING);
    statement.push(" ORDER BY at, subject_id, seq LIMIT 1");
    Ok(statement.fetch_all(on).await?.into_iter().next())
}

pub async fn count_pending(on: &mut impl Connection) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT count(*) FROM history WHERE ").push(PENDING);
    statement.number(on).await
}

/// The subjects of up to `limit` records that are not in the log yet.
pub async fn pending_subjects(
    on: &mut impl Connection,
    limit: i64,
) -> Result<Vec<Uuid>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT subject_id FROM history WHERE ").push(PENDING);
    statement.push(" ORDER BY at, subject_id, seq LIMIT ").bind(Value::Int(limit));
    let rows = statement.fetch_all::<(Uuid,)>(on).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Gives up to `limit` records the positions after this one, oldest first, and returns their seals in
/// the order of the log.
pub async fn take_positions(
    tx: &mut Tx,
    after: i64,
    limit: i64,
) -> Result<Vec<String>, StorageError> {
    let mut statement = Statement::default();
    statement.push("UPDATE history SET log_position = ").bind(Value::Int(after));
    statement.push(
        " + waiting.place FROM (SELECT subject_id, seq,
            row_number() OVER (ORDER BY at, subject_id, seq) AS place
         FROM (SELECT subject_id, seq, at FROM history WHERE ",
    );
    statement.push(PENDING).push(" ORDER BY at, subject_id, seq LIMIT ").bind(Value::Int(limit));
    statement.push(
        ") AS oldest) AS waiting
         WHERE history.subject_id = waiting.subject_id AND history.seq = waiting.seq
         RETURNING log_position, hash",
    );
    let mut taken = statement.fetch_all::<(i64, String)>(tx).await?;
    taken.sort_unstable_by_key(|(position, _)| *position);
    Ok(taken.into_iter().map(|(_, hash)| hash).collect())
}

pub async fn insert_block(tx: &mut Tx, block: &Block) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO history_block (last_position, records, hash, at, caught_up, key_id)
         VALUES ($1, $2, $3, $4, $5, $6)",
        block.last_position,
        block.records,
        &block.hash,
        block.at,
        block.caught_up,
        &block.key_id
    )?;
    Ok(())
}

pub async fn last_block(on: &mut impl Connection) -> Result<Option<Block>, StorageError> {
    let mut statement = Statement::default();
    statement.push(BLOCK).push(" ORDER BY last_position DESC LIMIT 1");
    Ok(statement.fetch_all(on).await?.into_iter().next())
}

/// The last position that is in a block; 0 before the first.
pub async fn last_position(on: &mut impl Connection) -> Result<i64, StorageError> {
    Ok(last_block(on).await?.map_or(0, |block| block.last_position))
}

/// The block that ends at this position.
pub async fn block_at(
    on: &mut impl Connection,
    position: i64,
) -> Result<Option<Block>, StorageError> {
    let mut statement = Statement::default();
    statement.push(BLOCK).push(" WHERE last_position = ").bind(Value::Int(position));
    Ok(statement.fetch_all(on).await?.into_iter().next())
}

/// The last block that was sealed before this time.
pub async fn block_before(
    on: &mut impl Connection,
    at: DateTime<Utc>,
) -> Result<Option<Block>, StorageError> {
    let mut statement = Statement::default();
    statement.push(BLOCK).push(" WHERE at < ").bind(Value::Time(at));
    statement.push(" ORDER BY last_position DESC LIMIT 1");
    Ok(statement.fetch_all(on).await?.into_iter().next())
}

/// Up to `limit` blocks after this position, in order.
pub async fn blocks(
    on: &mut impl Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<Block>, StorageError> {
    let mut statement = Statement::default();
    statement.push(BLOCK).push(" WHERE last_position > ").bind(Value::Int(after));
    statement.push(" ORDER BY last_position LIMIT ").bind(Value::Int(limit));
    statement.fetch_all(on).await
}

/// Up to `limit` records after this position, in the order of the log.
pub async fn records(
    on: &mut impl Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<LoggedRecord>, StorageError> {
    fetch_all!(
        on,
        LoggedRecord,
        "SELECT log_position, subject_id, seq, hash FROM history
         WHERE log_position > $1 ORDER BY log_position LIMIT $2",
        after,
        limit
    )
}
