//! Checking the log over all histories.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use sigillo_domain::history_key::BlockHeader;
use sigillo_storage::history_log::{self, Block, Log, LoggedRecord};
use sigillo_storage::{StorageError, Tx};

use super::checkpoint::Checkpoint;
use super::keys::LogKeys;
use super::verify::{Break, Checked, check};

/// The number of blocks, and of records, read at a time.
const BATCH: i64 = 5000;

/// Checks every block after `start`: its seal covers the block before and each of its records. Returns the
/// number of blocks.
pub(super) async fn check_blocks(
    on: &mut Tx,
    keys: &LogKeys,
    log: &Log,
    start: Option<&Block>,
) -> Checked<u64> {
    let mut previous = start.map(|block| block.hash.clone()).unwrap_or_default();
    let mut position = start.map_or(0, |block| block.last_position);
    let mut records = Records { read: VecDeque::new(), last_read: position };
    let mut checked = 0;
    loop {
        let blocks = history_log::blocks(on, position, BATCH).await?;
        if blocks.is_empty() {
            break;
        }
        for block in blocks {
            check!(check_block(on, keys, log, (position, &previous), &block, &mut records).await?);
            (position, previous) = (block.last_position, block.hash);
            checked += 1;
        }
    }
    if let Some(record) = records.next(on).await? {
        let reason = format!("the record at position {} is in no block", record.log_position);
        return Ok(Err(Break { seq: Some(record.seq), ..Break::of_log(reason) }));
    }
    Ok(Ok(checked))
}

async fn check_block(
    on: &mut Tx,
    keys: &LogKeys,
    log: &Log,
    (mut position, previous): (i64, &str),
    block: &Block,
    records: &mut Records,
) -> Checked {
    let Block { last_position, records: count, at, caught_up, .. } = *block;
    if position + count != last_position {
        let reason = format!("a block is missing between positions {position} and {last_position}");
        return Ok(Err(Break::of_log(reason)));
    }
    let log_id = log.log_id.unwrap_or_default();
    let header = BlockHeader { log_id, previous, last_position, records: count, at, caught_up };
    let mut seal = keys.of(Some(last_position)).begin_block(&header);
    while position < last_position {
        position += 1;
        let record = records.next(on).await?.filter(|record| record.log_position == position);
        let Some(record) = record else {
            let reason =
                format!("the record at position {position}, of the block of {at}, is missing");
            return Ok(Err(Break::of_log(reason)));
        };
        seal.add(&record.hash);
    }
    if seal.finish() != block.hash {
        let reason =
            format!("the block that ends at position {last_position} does not match its seal");
        return Ok(Err(Break::of_log(reason)));
    }
    Ok(Ok(()))
}

/// Reads the records of the log in order.
struct Records {
    read: VecDeque<LoggedRecord>,
    last_read: i64,
}

impl Records {
    async fn next(&mut self, on: &mut Tx) -> Result<Option<LoggedRecord>, StorageError> {
        if self.read.is_empty() {
            self.read = history_log::records(on, self.last_read, BATCH).await?.into();
            self.last_read = self.read.back().map_or(self.last_read, |last| last.log_position);
        }
        Ok(self.read.pop_front())
    }
}

/// When the first block was sealed.
pub(super) async fn proven_from(on: &mut Tx) -> Result<Option<DateTime<Utc>>, StorageError> {
    Ok(history_log::blocks(on, 0, 1).await?.first().map(|block| block.at))
}

/// Checks that the log still contains what it contained when these checkpoints were signed.
pub(super) async fn check_checkpoints(
    on: &mut Tx,
    keys: &LogKeys,
    log: &Log,
    checkpoints: &[Checkpoint],
) -> Checked {
    let end = history_log::last_position(on).await?;
    for checkpoint in checkpoints {
        let Checkpoint { position, at, .. } = *checkpoint;
        let broken =
            |reason: String| Ok(Err(Break::of_log(format!("{reason} (checkpoint of {at})"))));
        if !checkpoint.is_signed_with_any(&keys.all())? {
            return broken("a checkpoint is not signed with this key".into());
        }
        if Some(checkpoint.log) != log.log_id {
            return broken("a checkpoint is of another log".into());
        }
        if position > end {
            let had = format!("the log ends at position {end} and had come to {position}");
            return broken(format!("{had}: the database was rolled back"));
        }
        let block = history_log::block_at(on, position).await?;
        if block.is_none_or(|block| block.hash != checkpoint.block) {
            return broken(format!("the log was rewritten before position {position}"));
        }
    }
    Ok(Ok(()))
}
