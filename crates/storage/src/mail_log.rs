//! Up to where the logs of the mail host were read, and the messages that have begun to be sent.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_host::MailLogKind;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A place in a file, which is known by how it begins.
#[derive(Debug, Clone, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct LogPosition {
    /// The number of bytes of which `head_hash` is the hash; 0 before anything was read.
    pub head_length: i64,
    pub head_hash: String,
    /// The bytes that were read.
    pub read_bytes: i64,
}

/// The state of a log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MailLogRow {
    #[sqlx(flatten)]
    pub position: LogPosition,
    /// One higher with every change.
    pub generation: i64,
    /// The server that reads it.
    pub held_by: Uuid,
    pub held_until: DateTime<Utc>,
    /// The machine of that server.
    pub machine: String,
    /// From when on everything in it was counted, unless there were gaps.
    pub counted_since: DateTime<Utc>,
    pub read_at: DateTime<Utc>,
    /// The lines that should have been counted and could not be understood.
    pub unreadable_lines: i64,
    pub unreadable_at: Option<DateTime<Utc>>,
    /// How many times the file read before was gone.
    pub gaps: i64,
    pub gap_at: Option<DateTime<Utc>>,
}

/// Who reads a log, and until when it has the log for itself.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    pub server: Uuid,
    pub until: DateTime<Utc>,
    pub machine: &'a str,
}

/// What was read of a log.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    pub position: &'a LogPosition,
    pub unreadable_lines: i64,
    /// Whether the file read before was gone.
    pub has_gap: bool,
}

const COLUMNS: &str =
    "head_length, head_hash, read_bytes, generation, held_by, held_until, machine,
    counted_since, read_at, unreadable_lines, unreadable_at, gaps, gap_at";

pub async fn get(
    on: &mut impl Connection,
    log: MailLogKind,
) -> Result<Option<MailLogRow>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM mail_log_position WHERE log = ");
    statement.bind(Value::text(log.as_str()));
    Ok(statement.fetch_all(on).await?.pop())
}

/// Begins to count from a log at this position. Returns false if another server has begun.
pub async fn begin(
    tx: &mut Tx,
    log: MailLogKind,
    position: &LogPosition,
    reader: Reader<'_>,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let added = execute!(
        tx,
        "INSERT INTO mail_log_position (log, head_length, head_hash, read_bytes, generation, held_by,
            held_until, machine, counted_since, read_at, unreadable_lines, gaps)
         VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $8, 0, 0)
         ON CONFLICT (log) DO NOTHING",
        log.as_str(),
        position.head_length,
        &position.head_hash,
        position.read_bytes,
        reader.server,
        reader.until,
        reader.machine,
        now
    )?;
    Ok(added == 1)
}

/// Moves the position of a log on from the state that was found. Returns false if another server has moved it since:
/// what was read must then not count.
pub async fn move_on(
    tx: &mut Tx,
    log: MailLogKind,
    found: &MailLogRow,
    progress: Progress<'_>,
    reader: Reader<'_>,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let Progress { position, unreadable_lines, has_gap } = progress;
    let moved = execute!(
        tx,
        "UPDATE mail_log_position SET head_length = $1, head_hash = $2, read_bytes = $3,
            generation = generation + 1, held_by = $4, held_until = $5, machine = $6, read_at = $7,
            unreadable_lines = unreadable_lines + $8, unreadable_at = COALESCE($9, unreadable_at),
            gaps = gaps + $10, gap_at = COALESCE($11, gap_at)
         WHERE log = $12 AND generation = $13",
        position.head_length,
        &position.head_hash,
        position.read_bytes,
        reader.server,
        reader.until,
        reader.machine,
        now,
        unreadable_lines,
        (unreadable_lines > 0).then_some(now),
        i64::from(has_gap),
        has_gap.then_some(now),
        log.as_str(),
        found.generation
    )?;
    Ok(moved == 1)
}

/// From when on messages are counted; None for what is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CountedSince {
    /// Also that of the sign-ins.
    pub received: Option<DateTime<Utc>>,
    pub sent: Option<DateTime<Utc>>,
}

pub async fn counted_since(on: &mut impl Connection) -> Result<CountedSince, StorageError> {
    let rows = fetch_all!(
        on,
        (String, DateTime<Utc>),
        "SELECT log, counted_since FROM mail_log_position"
    )?;
    let of = |log: MailLogKind| {
        rows.iter().find(|(name, _)| name == log.as_str()).map(|(_, since)| *since)
    };
    Ok(CountedSince { received: of(MailLogKind::Dovecot), sent: of(MailLogKind::Postfix) })
}

/// Records that the user of a mailbox has begun to hand over a message.
pub async fn begin_handover(
    tx: &mut Tx,
    queue_id: &str,
    mailbox_id: MailboxId,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO mail_handover (queue_id, mailbox_id, begun_at) VALUES ($1, $2, $3)
         ON CONFLICT (queue_id) DO NOTHING",
        queue_id,
        mailbox_id,
        at
    )?;
    Ok(())
}

/// A message that a user has handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub mailbox_id: MailboxId,
    pub begun_at: DateTime<Utc>,
}

/// Ends the handovers with these ids, and returns each that had begun.
pub async fn end_handovers(tx: &mut Tx, queue_ids: &[&str]) -> Result<Vec<Handover>, StorageError> {
    let mut ended = vec![];
    for part in queue_ids.chunks(500) {
        let mut statement = Statement::default();
        statement.push("DELETE FROM mail_handover WHERE queue_id IN ");
        statement.bind_list(part.iter().map(|id| Value::text(id)));
        statement.push(" RETURNING mailbox_id, begun_at");
        let rows = statement.fetch_all::<(Uuid, DateTime<Utc>)>(tx).await?;
        ended.extend(rows.into_iter().map(|(mailbox_id, begun_at)| Handover {
            mailbox_id: MailboxId::from_uuid(mailbox_id),
            begun_at,
        }));
    }
    Ok(ended)
}

/// Forgets the messages that were begun long before the latest one and never accepted: Postfix itself gives a message up
/// after five days. How late the log is read does not matter.
pub async fn forget_handovers(tx: &mut Tx, latest: DateTime<Utc>) -> Result<u64, StorageError> {
    const KEPT: TimeDelta = TimeDelta::days(14);
    execute!(tx, "DELETE FROM mail_handover WHERE begun_at < $1", latest - KEPT)
}
