//! Usage of mailboxes: the latest figures, and an hourly series.

use chrono::{DateTime, Utc};
use sigillo_domain::id::MailboxId;
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The usage of a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct Figures {
    pub inbox_bytes: i64,
    pub archive_bytes: i64,
    /// Bytes in all folders, without the archive where it has a quota of its own.
    pub used_bytes: i64,
    pub messages: i64,
}

/// A mailbox with a store, and its latest figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub mailbox_id: MailboxId,
    pub address: String,
    /// None if the mailbox was never measured.
    pub figures: Option<Figures>,
    /// The hour of the latest row in its series.
    pub kept_at: Option<DateTime<Utc>>,
    /// Whether the archive has a quota of its own.
    pub has_archive_quota: bool,
}

/// A row of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Point {
    pub hour: DateTime<Utc>,
    #[sqlx(flatten)]
    pub figures: Figures,
}

/// The columns of a mailbox that hold its latest figures; all of them are null before the first
/// measurement.
#[derive(sqlx::FromRow)]
struct MeasuredColumns {
    #[sqlx(rename = "used_inbox_bytes")]
    inbox: Option<i64>,
    #[sqlx(rename = "used_archive_bytes")]
    archive: Option<i64>,
    #[sqlx(rename = "used_bytes")]
    total: Option<i64>,
    #[sqlx(rename = "used_messages")]
    messages: Option<i64>,
}

impl MeasuredColumns {
    fn figures(&self) -> Option<Figures> {
        Some(Figures {
            inbox_bytes: self.inbox?,
            archive_bytes: self.archive?,
            used_bytes: self.total?,
            messages: self.messages?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct MeasuredRow {
    #[sqlx(try_from = "Uuid")]
    id: MailboxId,
    address: String,
    usage_kept_at: Option<DateTime<Utc>>,
    archive_mb: Option<i64>,
    #[sqlx(flatten)]
    measured: MeasuredColumns,
}

impl From<MeasuredRow> for Measured {
    fn from(row: MeasuredRow) -> Self {
        Self {
            mailbox_id: row.id,
            address: row.address,
            figures: row.measured.figures(),
            kept_at: row.usage_kept_at,
            has_archive_quota: row.archive_mb.is_some(),
        }
    }
}

/// Up to `limit` mailboxes that have a store, after this id, in the order of ids.
pub async fn with_store(
    on: &mut impl Connection,
    after: Option<MailboxId>,
    limit: i64,
) -> Result<Vec<Measured>, StorageError> {
    let rows = fetch_all!(
        on,
        MeasuredRow,
        "SELECT id, address, usage_kept_at, archive_mb, used_inbox_bytes, used_archive_bytes,
            used_bytes, used_messages
         FROM mailbox WHERE id > $1 AND state IN ('active', 'disabled', 'suppressed')
         ORDER BY id LIMIT $2",
        // The range starts at the lowest id: without a range the planner might read every mailbox
        // in order to sort.
        after.unwrap_or(MailboxId::NIL),
        limit
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The latest figures of a mailbox.
pub async fn present(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<Option<Figures>, StorageError> {
    let row = fetch_optional!(
        on,
        MeasuredColumns,
        "SELECT used_inbox_bytes, used_archive_bytes, used_bytes, used_messages
         FROM mailbox WHERE id = $1",
        mailbox_id
    )?;
    Ok(row.and_then(|row| row.figures()))
}

/// Records the usage of a mailbox, and whether its user was notified that space is running out. A
/// measurement does not change the mailbox's version.
pub async fn note(
    tx: &mut Tx,
    mailbox_id: MailboxId,
    figures: &Figures,
    hour: DateTime<Utc>,
    soft_limit_told: bool,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE mailbox SET used_inbox_bytes = $1, used_archive_bytes = $2, used_bytes = $3,
            used_messages = $4, usage_kept_at = $5, soft_limit_told = $6
         WHERE id = $7",
        figures.inbox_bytes,
        figures.archive_bytes,
        figures.used_bytes,
        figures.messages,
        hour,
        soft_limit_told,
        mailbox_id
    )?;
    execute!(
        tx,
        "INSERT INTO mailbox_usage (mailbox_id, hour, inbox_bytes, archive_bytes, used_bytes,
            messages)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (mailbox_id, hour) DO UPDATE SET inbox_bytes = excluded.inbox_bytes,
            archive_bytes = excluded.archive_bytes, used_bytes = excluded.used_bytes,
            messages = excluded.messages",
        mailbox_id,
        hour,
        figures.inbox_bytes,
        figures.archive_bytes,
        figures.used_bytes,
        figures.messages
    )?;
    Ok(())
}

/// Corrects the latest use that counts to the quota, once something else counts to it.
pub async fn recount(
    tx: &mut Tx,
    mailbox_id: MailboxId,
    used_bytes: i64,
) -> Result<(), StorageError> {
    execute!(tx, "UPDATE mailbox SET used_bytes = $1 WHERE id = $2", used_bytes, mailbox_id)?;
    Ok(())
}

/// Clears the latest figures of a mailbox whose messages were destroyed. The series stays.
pub async fn clear(tx: &mut Tx, mailbox_id: MailboxId) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE mailbox SET used_inbox_bytes = NULL, used_archive_bytes = NULL, used_bytes = NULL,
            used_messages = NULL
         WHERE id = $1",
        mailbox_id
    )?;
    Ok(())
}

/// The series of a mailbox since a time, beginning with the row that was current at that time.
pub async fn series(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    since: DateTime<Utc>,
) -> Result<Vec<Point>, StorageError> {
    fetch_all!(
        on,
        Point,
        "SELECT hour, inbox_bytes, archive_bytes, used_bytes, messages FROM mailbox_usage
         WHERE mailbox_id = $1 AND hour >= COALESCE(
            (SELECT MAX(hour) FROM mailbox_usage WHERE mailbox_id = $1 AND hour <= $2), $2)
         ORDER BY hour",
        mailbox_id,
        since
    )
}

/// The oldest hour of any series.
pub async fn oldest(on: &mut impl Connection) -> Result<Option<DateTime<Utc>>, StorageError> {
    let row = fetch_optional!(
        on,
        (DateTime<Utc>,),
        "SELECT hour FROM mailbox_usage ORDER BY hour LIMIT 1"
    )?;
    Ok(row.map(|(hour,)| hour))
}

/// Deletes all rows for hours in `[from, until)` except the last one of each mailbox.
pub async fn thin(
    tx: &mut Tx,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<u64, StorageError> {
    execute!(
        tx,
        "DELETE FROM mailbox_usage WHERE hour >= $1 AND hour < $2 AND EXISTS (
            SELECT 1 FROM mailbox_usage later
            WHERE later.mailbox_id = mailbox_usage.mailbox_id AND later.hour > mailbox_usage.hour
                AND later.hour < $2)",
        from,
        until
    )
}
