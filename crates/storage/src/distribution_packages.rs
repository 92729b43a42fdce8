//! Packages of receipts that the user of a mailbox has asked for, and the leases under which workers make them.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{DistributionPackageId, MailboxId};
use sigillo_domain::message::Language;
use sigillo_domain::receipt::DistributionPackageState;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::tx::Tx;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistributionPackage {
    pub id: DistributionPackageId,
    pub mailbox_id: MailboxId,
    pub asked_at: DateTime<Utc>,
    pub language: Language,
    /// Which receipts, as JSON.
    pub selection: String,
    pub state: DistributionPackageState,
    /// The receipts that it will have, and those that are in it.
    pub total: i64,
    pub done: i64,
    pub finished_at: Option<DateTime<Utc>>,
    /// Until when its file is kept.
    pub expires_at: Option<DateTime<Utc>>,
    pub file: Option<PackageFile>,
    /// How often a worker has taken it up.
    pub attempts: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFile {
    pub sha256: String,
    pub bytes: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: DistributionPackageId,
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    asked_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    language: Language,
    selection: String,
    #[sqlx(try_from = "String")]
    state: DistributionPackageState,
    total: i64,
    done: i64,
    finished_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    sha256: Option<String>,
    bytes: Option<i64>,
    attempts: i64,
}

const COLUMNS: &str = "id, mailbox_id, asked_at, language, selection, state, total, done, finished_at, expires_at, \
     sha256, bytes, attempts";

const QUEUE: Queue = Queue { table: "distribution_package", columns: COLUMNS };

impl From<Row> for DistributionPackage {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            mailbox_id: row.mailbox_id,
            asked_at: row.asked_at,
            language: row.language,
            selection: row.selection,
            state: row.state,
            total: row.total,
            done: row.done,
            finished_at: row.finished_at,
            expires_at: row.expires_at,
            file: row.sha256.zip(row.bytes).map(|(sha256, bytes)| PackageFile { sha256, bytes }),
            attempts: row.attempts,
        }
    }
}

/// Stores a package that is to be made at once.
pub async fn insert(tx: &mut Tx, package: &DistributionPackage) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO distribution_package (id, mailbox_id, asked_at, language, selection, state, total, done,
            next_attempt_at, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $3, 0)",
        package.id,
        package.mailbox_id,
        package.asked_at,
        package.language.as_str(),
        &package.selection,
        package.state.as_str(),
        package.total,
    )?;
    Ok(())
}

/// The newest packages of a mailbox, before one of them.
pub async fn list(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    before: Option<DistributionPackageId>,
    limit: i64,
) -> Result<Vec<DistributionPackage>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM distribution_package WHERE mailbox_id = ");
    statement.bind(Value::id(mailbox_id));
    if let Some(before) = before {
        statement.push(" AND id < ").bind(Value::id(before));
    }
    statement.push(" ORDER BY id DESC LIMIT ").bind(Value::Int(limit));
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}

/// Finds a package of a mailbox.
pub async fn find(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    id: DistributionPackageId,
) -> Result<Option<DistributionPackage>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM distribution_package WHERE id = ");
    statement.bind(Value::id(id)).push(" AND mailbox_id = ").bind(Value::id(mailbox_id));
    Ok(statement.fetch_all::<Row>(on).await?.pop().map(Into::into))
}

/// How many packages of a mailbox are not made yet.
pub async fn count_unfinished(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM distribution_package WHERE mailbox_id = ");
    statement.bind(Value::id(mailbox_id)).push(" AND state IN ('waiting', 'working')");
    statement.number(on).await
}

/// Whether any package is to be made, or to be removed.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Claims the package that has been due for longest, under a lease: nobody else gets it before `until`.
pub async fn claim(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<DistributionPackage>, StorageError> {
    let rows = QUEUE.claim(tx, lease, now, until, 1).fetch_all::<Row>(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// Says how far a package is, and holds its lease until a later time; false if the lease was lost.
pub async fn progress(
    tx: &mut Tx,
    id: DistributionPackageId,
    lease: Uuid,
    (done, total): (i64, i64),
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE distribution_package SET state = 'working', done = $1, total = $2, next_attempt_at = $3
         WHERE id = $4 AND lease = $5",
        done,
        total,
        until,
        id,
        lease
    )?;
    Ok(touched == 1)
}

/// Records a package that is made; its worker looks at it again when it expires. False if the lease was lost.
pub async fn finish(
    tx: &mut Tx,
    id: DistributionPackageId,
    lease: Uuid,
    file: &PackageFile,
    (done, now, expires_at): (i64, DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE distribution_package SET state = 'ready', done = $1, total = $1, finished_at = $2, expires_at = $3,
            next_attempt_at = $3, sha256 = $4, bytes = $5, lease = NULL, attempts = 0
         WHERE id = $6 AND lease = $7",
        done,
        now,
        expires_at,
        &file.sha256,
        file.bytes,
        id,
        lease
    )?;
    Ok(touched == 1)
}

/// Tries again later.
pub async fn postpone(
    tx: &mut Tx,
    id: DistributionPackageId,
    lease: Uuid,
    next_attempt_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    let sql = "UPDATE distribution_package SET next_attempt_at = $1, lease = NULL WHERE id = $2 AND lease = $3";
    execute!(tx, sql, next_attempt_at, id, lease)?;
    Ok(())
}

/// Ends a package that has no file, or has it no longer. False if the lease was lost.
pub async fn end(
    tx: &mut Tx,
    id: DistributionPackageId,
    lease: Uuid,
    state: DistributionPackageState,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE distribution_package SET state = $1, finished_at = COALESCE(finished_at, $2), next_attempt_at = NULL,
            sha256 = NULL, bytes = NULL, lease = NULL
         WHERE id = $3 AND lease = $4",
        state.as_str(),
        now,
        id,
        lease
    )?;
    Ok(touched == 1)
}
