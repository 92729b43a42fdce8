//! Adding to the log over all histories. It is a worker that gives the records their positions, so that
//! writers do not queue for one row.

use chrono::{DateTime, Utc};
use sigillo_domain::history_key::{BlockHeader, HistoryKey};
use sigillo_storage::history::former_key;
use sigillo_storage::history_log::{self, Block};
use sigillo_storage::{Db, StorageError, Tx};
use uuid::Uuid;

use super::existing;
use crate::error::AppError;
use crate::{App, Entropy};

/// The number of records in one block, so that other writers of an `SQLite` file wait for milliseconds only.
const BLOCK_RECORDS: i64 = 2000;

/// Takes up the history's key: the first server on a database names it there. Returns the name of the
/// database's key if that is another one: what is sealed with this one would look forged.
pub async fn adopt_key(db: &Db, entropy: &dyn Entropy) -> Result<Option<String>, StorageError> {
    let own = db.history_key()?;
    let mut log = history_log::read(&mut db.read().await?).await?;
    if log.log_id.is_none() {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes);
        let mut tx = db.begin().await?;
        let log_id = uuid::Builder::from_random_bytes(bytes).into_uuid();
        history_log::name(&mut tx, log_id, own.id()).await?;
        log = history_log::read(&mut tx).await?;
        tx.commit_aside().await?;
    }
    Ok(log.key_id.filter(|id| id != own.id()))
}

/// The id of the key that the history is sealed with; None before the first start with a key.
pub async fn key_id(db: &Db) -> Result<Option<String>, StorageError> {
    Ok(history_log::read(&mut db.read().await?).await?.key_id)
}

/// Seals what has been recorded since the last block, and returns the number of records if more may be
/// waiting. Any number of servers may run it at any interval.
///
/// The first block is sealed after the histories from before there was a key: from its time on, every
/// field of every subject is covered.
pub async fn seal_log(app: &App) -> Result<usize, AppError> {
    Ok(seal_next(&app.db, &*app.entropy, app.now()).await?)
}

/// Like [`seal_log`], without the rest of the application.
pub async fn seal_next(
    db: &Db,
    entropy: &dyn Entropy,
    now: DateTime<Utc>,
) -> Result<usize, StorageError> {
    let mut on = db.read().await?;
    let idle = history_log::read(&mut on).await?.existing_sealed_at.is_some()
        && history_log::first_pending(&mut on).await?.is_none();
    drop(on);
    if idle {
        return Ok(0);
    }
    if let Some(other) = adopt_key(db, entropy).await? {
        return Err(former_key(&other));
    }
    let mut tx = db.begin().await?;
    let Some(log) = history_log::lock(&mut tx).await? else { return Ok(0) };
    let Some(log_id) = log.log_id else { return Ok(0) };
    let key = tx.history_key()?;
    // Another server may have changed the key before the log was locked.
    if let Some(other) = log.key_id.as_deref().filter(|id| *id != key.id()) {
        return Err(former_key(other));
    }
    let done = if log.existing_sealed_at.is_none() {
        existing::seal_next(&mut tx, &log, now).await?
    } else {
        seal_block(&mut tx, log_id, now, &key).await?
    };
    tx.commit_aside().await?;
    Ok(done)
}

/// Seals the next block with a key, and returns the number of records if more are waiting.
pub(super) async fn seal_block(
    tx: &mut Tx,
    log_id: Uuid,
    at: DateTime<Utc>,
    key: &HistoryKey,
) -> Result<usize, StorageError> {
    let last = history_log::last_block(tx).await?;
    let (after, previous) =
        last.as_ref().map_or((0, ""), |last| (last.last_position, last.hash.as_str()));
    let seals = history_log::take_positions(tx, after, BLOCK_RECORDS).await?;
    let records = i64::try_from(seals.len()).unwrap_or(i64::MAX);
    if records == 0 {
        return Ok(0);
    }
    let caught_up = records < BLOCK_RECORDS;
    let last_position = after + records;
    let header = BlockHeader { log_id, previous, last_position, records, at, caught_up };
    let mut seal = key.begin_block(&header);
    for record in &seals {
        seal.add(record);
    }
    let (hash, key_id) = (seal.finish(), key.id().to_owned());
    let block = Block { last_position, records, hash, at, caught_up, key_id };
    history_log::insert_block(tx, &block).await?;
    Ok(if caught_up { 0 } else { seals.len() })
}
