//! When preserved mailboxes are read, and the leases under which servers read them.

use chrono::{DateTime, Utc};
use sigillo_domain::id::MailboxId;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The most rows of one statement.
const ROWS: usize = 200;

/// The reading of a mailbox, as a server has claimed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub mailbox_id: MailboxId,
    /// How many deliveries there were until then.
    pub deliveries: i64,
    /// The first delivery since the last reading.
    pub behind_since: Option<DateTime<Utc>>,
    /// When everything is to be looked at again.
    pub reconcile_at: DateTime<Utc>,
    /// How many readings have failed in a row.
    pub attempts: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    deliveries: i64,
    behind_since: Option<DateTime<Utc>>,
    reconcile_at: DateTime<Utc>,
    attempts: i64,
}

impl From<Row> for Claimed {
    fn from(row: Row) -> Self {
        let Row { mailbox_id, deliveries, behind_since, reconcile_at, attempts } = row;
        Self { mailbox_id, deliveries, behind_since, reconcile_at, attempts }
    }
}

const RETURNING: &str = " RETURNING mailbox_id, deliveries, behind_since, reconcile_at, attempts";
const FREE: &str = "(lease_until IS NULL OR lease_until <= ";

/// Whether any mailbox is to be read.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    let sql = "SELECT mailbox_id FROM preservation_reading
         WHERE due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1) ORDER BY due_at LIMIT 1";
    Ok(fetch_optional!(on, (Uuid,), sql, now)?.is_some())
}

/// Claims the mailbox that is longest due.
pub async fn claim(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Claimed>, StorageError> {
    let mut statement = leasing(lease, until);
    statement
        .push(" WHERE mailbox_id IN (SELECT mailbox_id FROM preservation_reading WHERE due_at <= ");
    statement.bind(Value::Time(now)).push(" AND ").push(FREE);
    statement.bind(Value::Time(now)).push(") ORDER BY due_at LIMIT 1");
    statement.push(tx.skip_locked()).push(")").push(RETURNING);
    Ok(statement.fetch_all::<Row>(tx).await?.pop().map(Into::into))
}

/// Claims a mailbox whether or not it is due; None while another server reads it.
pub async fn claim_one(
    tx: &mut Tx,
    mailbox: MailboxId,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Claimed>, StorageError> {
    let mut statement = leasing(lease, until);
    statement.push(" WHERE mailbox_id = ").bind(Value::id(mailbox)).push(" AND ").push(FREE);
    statement.bind(Value::Time(now)).push(")").push(RETURNING);
    Ok(statement.fetch_all::<Row>(tx).await?.pop().map(Into::into))
}

fn leasing(lease: Uuid, until: DateTime<Utc>) -> Statement {
    let mut statement = Statement::default();
    statement.push("UPDATE preservation_reading SET lease = ").bind(Value::Id(lease));
    statement.push(", lease_until = ").bind(Value::Time(until));
    statement
}

/// Prolongs a lease. False if it was lost.
pub async fn prolong(
    tx: &mut Tx,
    mailbox: MailboxId,
    lease: Uuid,
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let sql =
        "UPDATE preservation_reading SET lease_until = $1 WHERE mailbox_id = $2 AND lease = $3";
    Ok(execute!(tx, sql, until, mailbox, lease)? == 1)
}

/// A reading that came to its end.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    pub began_at: DateTime<Utc>,
    /// When the mailbox is read again; None if nothing of its periods is left.
    pub next: Option<DateTime<Utc>>,
    /// When everything is looked at again, if everything was.
    pub reconciled: Option<DateTime<Utc>>,
    /// What only the look at everything has found: how many, and the first of them by arrival.
    pub missed: Option<(i64, DateTime<Utc>)>,
}

/// Records a reading that came to its end. What was delivered meanwhile makes the mailbox due at once.
pub async fn end(
    tx: &mut Tx,
    claimed: &Claimed,
    lease: Uuid,
    ended: Ended,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE preservation_reading SET lease = NULL, lease_until = NULL, attempts = 0, failing_since = NULL,
            error = NULL, read_at = $1,
            due_at = CASE WHEN deliveries <> $2 THEN $3 ELSE $4 END,
            behind_since = CASE WHEN deliveries <> $2 THEN $1 ELSE NULL END
         WHERE mailbox_id = $5 AND lease = $6",
        ended.began_at,
        claimed.deliveries,
        now,
        ended.next,
        claimed.mailbox_id,
        lease
    )?;
    if let Some(next) = ended.reconciled {
        execute!(
            tx,
            "UPDATE preservation_reading SET reconciled_at = $1, reconcile_at = $2 WHERE mailbox_id = $3",
            ended.began_at,
            next,
            claimed.mailbox_id
        )?;
    }
    if let Some((missed, since)) = ended.missed {
        execute!(
            tx,
            "UPDATE preservation_reading SET missed = missed + $1, missed_at = $2, missed_since = $3
             WHERE mailbox_id = $4",
            missed,
            now,
            since,
            claimed.mailbox_id
        )?;
    }
    Ok(())
}

/// Records a reading that failed.
pub async fn fail(
    tx: &mut Tx,
    claimed: &Claimed,
    lease: Uuid,
    error: &str,
    now: DateTime<Utc>,
    next: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE preservation_reading SET lease = NULL, lease_until = NULL, attempts = attempts + 1, error = $1,
            failing_since = COALESCE(failing_since, $2), due_at = $3
         WHERE mailbox_id = $4 AND lease = $5",
        error,
        now,
        next,
        claimed.mailbox_id,
        lease
    )?;
    Ok(())
}

/// Gives a lease back without an outcome: the mailbox stays due.
pub async fn release(tx: &mut Tx, mailbox: MailboxId, lease: Uuid) -> Result<(), StorageError> {
    let sql = "UPDATE preservation_reading SET lease = NULL, lease_until = NULL
         WHERE mailbox_id = $1 AND lease = $2";
    execute!(tx, sql, mailbox, lease)?;
    Ok(())
}

/// Makes mailboxes due that something was delivered to. One that cannot be read waits for its next attempt all the
/// same.
pub async fn delivered(
    tx: &mut Tx,
    mailboxes: &[MailboxId],
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    for part in mailboxes.chunks(ROWS) {
        let mut statement = Statement::default();
        statement.push("UPDATE preservation_reading SET deliveries = deliveries + 1, behind_since = COALESCE(behind_since, ");
        statement
            .bind(Value::Time(now))
            .push("), due_at = CASE WHEN failing_since IS NULL AND due_at > ");
        statement.bind(Value::Time(now)).push(" THEN ").bind(Value::Time(now));
        statement.push(" ELSE due_at END WHERE due_at IS NOT NULL AND mailbox_id IN ");
        statement.bind_list(part.iter().map(|id| Value::id(*id)));
        statement.execute(tx).await?;
    }
    Ok(())
}

/// Whether a mailbox is or was preserved.
pub async fn exists(on: &mut impl Connection, mailbox: MailboxId) -> Result<bool, StorageError> {
    let sql = "SELECT mailbox_id FROM preservation_reading WHERE mailbox_id = $1";
    Ok(fetch_optional!(on, (Uuid,), sql, mailbox)?.is_some())
}

/// How the readings of all mailboxes stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Summary {
    /// Mailboxes with preservation on.
    pub mailboxes: i64,
    pub behind_since: Option<DateTime<Utc>>,
    /// The mailbox whose last look at everything is the longest ago.
    pub reconciled_at: Option<DateTime<Utc>>,
    pub missed: i64,
    pub missed_at: Option<DateTime<Utc>>,
    pub missed_since: Option<DateTime<Utc>>,
    pub failing: i64,
    pub stored_since: i64,
}

/// Sums the readings up, with the receipts that were stored from the mail host since a time.
pub async fn summary(
    on: &mut impl Connection,
    since: DateTime<Utc>,
) -> Result<Summary, StorageError> {
    let row = fetch_optional!(
        on,
        Summary,
        "SELECT (SELECT COUNT(*) FROM preservation_period WHERE ended_at IS NULL) AS mailboxes,
            MIN(behind_since) AS behind_since, MIN(CASE WHEN due_at IS NOT NULL THEN reconciled_at END) AS reconciled_at,
            CAST(COALESCE(SUM(missed), 0) AS BIGINT) AS missed, MAX(missed_at) AS missed_at,
            MIN(missed_since) AS missed_since, COUNT(failing_since) AS failing,
            (SELECT COUNT(*) FROM receipt WHERE stored_at >= $1 AND source = 'mail_host') AS stored_since
         FROM preservation_reading",
        since
    )?;
    Ok(row.unwrap_or_default())
}

/// A mailbox that could not be read the last time.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Failing {
    #[sqlx(try_from = "Uuid")]
    pub mailbox_id: MailboxId,
    pub address: String,
    pub failing_since: DateTime<Utc>,
    pub error: String,
}

/// Up to `limit` mailboxes that could not be read, longest first.
pub async fn failing(on: &mut impl Connection, limit: i64) -> Result<Vec<Failing>, StorageError> {
    fetch_all!(
        on,
        Failing,
        "SELECT r.mailbox_id, m.address, r.failing_since, COALESCE(r.error, '') AS error
         FROM preservation_reading r JOIN mailbox m ON m.id = r.mailbox_id
         WHERE r.failing_since IS NOT NULL ORDER BY r.failing_since, r.mailbox_id LIMIT $1",
        limit
    )
}
