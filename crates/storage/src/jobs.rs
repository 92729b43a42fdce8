//! Jobs, and the leases under which workers process them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sigillo_domain::Code;
use sigillo_domain::id::{AccountId, DomainId, JobId, OrganizationId};
use sigillo_domain::job::{JobKind, JobState};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::tx::Tx;

/// A stored job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub kind: JobKind,
    pub state: JobState,
    pub account_id: AccountId,
    /// User name of the account at the time.
    pub account_name: String,
    /// The account that confirmed it, and its user name at the time.
    pub run_by: Option<(AccountId, String)>,
    pub organization_id: Option<OrganizationId>,
    /// JSON, as its kind defines it.
    pub request: String,
    /// The filters by which its rows were chosen, as JSON.
    pub matching: Option<String>,
    pub counts: Counts,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub problem: Option<Code>,
    pub rows_forgotten: bool,
    pub version: i64,
    /// Number of turns that were begun since the last one that ended.
    pub attempts: i64,
}

/// The number of rows with each outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct Counts {
    pub pending: i64,
    pub to_do: i64,
    pub unchanged: i64,
    pub failed: i64,
    pub done: i64,
}

impl Counts {
    pub const fn total(&self) -> i64 {
        self.pending + self.to_do + self.unchanged + self.failed + self.done
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: JobId,
    #[sqlx(try_from = "String")]
    pub(crate) kind: JobKind,
    #[sqlx(try_from = "String")]
    pub(crate) state: JobState,
    #[sqlx(try_from = "Uuid")]
    account_id: AccountId,
    account_name: String,
    run_by_id: Option<Uuid>,
    run_by_name: Option<String>,
    organization_id: Option<Uuid>,
    request: String,
    matching: Option<String>,
    #[sqlx(flatten)]
    counts: Counts,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    problem: Option<String>,
    rows_forgotten: bool,
    version: i64,
    attempts: i64,
}

impl TryFrom<Row> for Job {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let problem = row.problem.map(|text| {
            Code::parse(&text)
                .ok_or_else(|| StorageError::Broken(format!("unknown problem of a job: {text:?}")))
        });
        Ok(Self {
            id: row.id,
            kind: row.kind,
            state: row.state,
            account_id: row.account_id,
            account_name: row.account_name,
            run_by: row.run_by_id.map(AccountId::from).zip(row.run_by_name),
            organization_id: row.organization_id.map(OrganizationId::from),
            request: row.request,
            matching: row.matching,
            counts: row.counts,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            problem: problem.transpose()?,
            rows_forgotten: row.rows_forgotten,
            version: row.version,
            attempts: row.attempts,
        })
    }
}

pub(crate) const COLUMNS: &str = "id, kind, state, account_id, account_name, run_by_id, run_by_name, organization_id, request, matching, \
     pending, to_do, unchanged, failed, done, created_at, started_at, finished_at, problem, \
     rows_forgotten, version, attempts";

const QUEUE: Queue = Queue { table: "job", columns: COLUMNS };

/// Records the domains that a job is about; those that are recorded already stay.
pub async fn add_domains(
    tx: &mut Tx,
    job_id: JobId,
    domains: impl IntoIterator<Item = DomainId>,
) -> Result<(), StorageError> {
    for domain_id in domains {
        execute!(
            tx,
            "INSERT INTO job_domain (job_id, domain_id) VALUES ($1, $2)
             ON CONFLICT (job_id, domain_id) DO NOTHING",
            job_id,
            domain_id
        )?;
    }
    Ok(())
}

/// The domains that a job is about.
pub async fn domains(
    on: &mut impl Connection,
    job_id: JobId,
) -> Result<Vec<DomainId>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT domain_id FROM job_domain WHERE job_id = ").bind(Value::id(job_id));
    let rows: Vec<(Uuid,)> = statement.fetch_all(on).await?;
    Ok(rows.into_iter().map(|(domain_id,)| domain_id.into()).collect())
}

/// Adds a job, due at once where there is something to do.
pub async fn insert(tx: &mut Tx, job: &Job) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO job (id, kind, state, account_id, account_name, organization_id, request,
            total, pending, to_do, unchanged, failed, done, created_at, started_at, finished_at,
            problem, rows_forgotten, version, attempts, next_attempt_at, matching)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21, $22)",
        job.id,
        job.kind.as_str(),
        job.state.as_str(),
        job.account_id,
        &job.account_name,
        job.organization_id,
        &job.request,
        job.counts.total(),
        job.counts.pending,
        job.counts.to_do,
        job.counts.unchanged,
        job.counts.failed,
        job.counts.done,
        job.created_at,
        job.started_at,
        job.finished_at,
        job.problem.map(Code::as_str),
        job.rows_forgotten,
        job.version,
        job.attempts,
        job.state.is_working().then_some(job.created_at),
        job.matching.clone(),
    )?;
    Ok(())
}

/// Saves a job whose state a person has changed, if the row is still at the version before. A worker that
/// has the job loses it, and another can continue at once if there is something to do.
pub async fn update(tx: &mut Tx, job: &Job, now: DateTime<Utc>) -> Result<(), StorageError> {
    let touched = execute!(
        tx,
        "UPDATE job SET state = $1, request = $2, pending = $3, to_do = $4, unchanged = $5,
            failed = $6, done = $7, started_at = $8, finished_at = $9, problem = $10,
            run_by_id = $11, run_by_name = $12, version = $13, attempts = 0,
            next_attempt_at = $14, lease = NULL
         WHERE id = $15 AND version = $13 - 1",
        job.state.as_str(),
        &job.request,
        job.counts.pending,
        job.counts.to_do,
        job.counts.unchanged,
        job.counts.failed,
        job.counts.done,
        job.started_at,
        job.finished_at,
        job.problem.map(Code::as_str),
        job.run_by.as_ref().map(|(id, _)| *id),
        job.run_by.as_ref().map(|(_, name)| name.clone()),
        job.version,
        job.state.is_working().then_some(now),
        job.id,
    )?;
    if touched == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Whether a job is due.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Claims the job that is due longest, under a lease: nobody else gets it before `until`.
pub async fn claim(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Job>, StorageError> {
    one(QUEUE.claim(tx, lease, now, until, 1), tx).await
}

fn by_id(id: JobId) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM job WHERE id = ").bind(Value::id(id));
    statement
}

async fn one(statement: Statement, on: &mut impl Connection) -> Result<Option<Job>, StorageError> {
    let rows = statement.fetch_all::<Row>(on).await?;
    rows.into_iter().next().map(TryInto::try_into).transpose()
}

/// The job that a lease holds, locked until the transaction ends. None if the lease was lost, to another
/// worker or to a person who has changed the job's state.
pub async fn held(tx: &mut Tx, id: JobId, lease: Uuid) -> Result<Option<Job>, StorageError> {
    let mut statement = by_id(id);
    statement.push(" AND lease = ").bind(Value::id(lease)).push(tx.row_lock());
    one(statement, tx).await
}

/// Saves the progress of a worker, in the transaction of the work, and extends its lease until `until`. If
/// the new state leaves nothing for a worker to do, the lease ends.
pub async fn advance(
    tx: &mut Tx,
    job: &Job,
    lease: Uuid,
    until: DateTime<Utc>,
) -> Result<(), StorageError> {
    let goes_on = job.state.is_working();
    let touched = execute!(
        tx,
        "UPDATE job SET state = $1, pending = $2, to_do = $3, unchanged = $4, failed = $5,
            done = $6, finished_at = $7, problem = $8, version = $9, attempts = 0,
            next_attempt_at = $10, lease = $11
         WHERE id = $12 AND lease = $13",
        job.state.as_str(),
        job.counts.pending,
        job.counts.to_do,
        job.counts.unchanged,
        job.counts.failed,
        job.counts.done,
        job.finished_at,
        job.problem.map(Code::as_str),
        job.version,
        goes_on.then_some(until),
        goes_on.then_some(lease),
        job.id,
        lease,
    )?;
    if touched == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Ends the lease on a job, which becomes due at the given time.
pub async fn release(
    tx: &mut Tx,
    id: JobId,
    lease: Uuid,
    next_attempt_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE job SET next_attempt_at = $1, lease = NULL WHERE id = $2 AND lease = $3",
        next_attempt_at,
        id,
        lease
    )?;
    Ok(())
}

pub async fn find(on: &mut impl Connection, id: JobId) -> Result<Option<Job>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a job and locks it until the transaction ends.
pub async fn find_to_change(tx: &mut Tx, id: JobId) -> Result<Option<Job>, StorageError> {
    let mut statement = by_id(id);
    statement.push(tx.row_lock());
    one(statement, tx).await
}

/// The imports of an organisation that still have their rows, locked until the transaction ends. In the order of
/// their ids, so that two callers do not deadlock.
pub async fn imports_to_change(
    tx: &mut Tx,
    organization_id: OrganizationId,
) -> Result<Vec<Job>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM job WHERE organization_id = ");
    statement.bind(Value::id(organization_id));
    let imports = JobKind::ALL.into_iter().filter(|kind| kind.imports().is_some());
    statement.push(" AND kind IN ").bind_list(imports.map(|kind| Value::text(kind.as_str())));
    statement.push(" AND NOT rows_forgotten ORDER BY id").push(tx.row_lock());
    let rows = statement.fetch_all::<Row>(tx).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Saves what a job was requested to do, without what is not kept of it any longer.
pub async fn set_request(tx: &mut Tx, id: JobId, request: &str) -> Result<(), StorageError> {
    execute!(tx, "UPDATE job SET request = $1 WHERE id = $2", request, id)?;
    Ok(())
}

/// The jobs that undo others and wait, are running, or have changed something, by their request, which is
/// among the given ones. Of several with the same request, the oldest.
pub async fn effective_undos(
    on: &mut impl Connection,
    requests: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, JobId>, StorageError> {
    let mut statement = Statement::default();
    statement.push(
        "SELECT request, id FROM job WHERE kind = 'undo' AND (state IN ('checking', 'running')
            OR (state = 'ready' AND to_do > 0) OR (state = 'finished' AND done > 0))
         AND request IN ",
    );
    statement.bind_list(requests.into_iter().map(Value::Text)).push(" ORDER BY id DESC");
    let rows = statement.fetch_all::<(String, Uuid)>(on).await?;
    Ok(rows.into_iter().map(|(request, id)| (request, id.into())).collect())
}

/// Up to `limit` jobs that were created before a moment and still have their rows.
pub async fn with_old_rows(
    on: &mut impl Connection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<JobId>, StorageError> {
    let rows = fetch_all!(
        on,
        (Uuid,),
        "SELECT id FROM job WHERE NOT rows_forgotten AND created_at < $1
         ORDER BY created_at LIMIT $2",
        before,
        limit
    )?;
    Ok(rows.into_iter().map(|(id,)| JobId::from_uuid(id)).collect())
}

/// Records that the rows of a job are deleted. A job that was not over is cancelled by that.
pub async fn set_rows_forgotten(
    tx: &mut Tx,
    id: JobId,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE job SET rows_forgotten = TRUE, version = version + 1, lease = NULL,
            next_attempt_at = NULL, finished_at = COALESCE(finished_at, $1),
            state = CASE WHEN finished_at IS NULL THEN 'cancelled' ELSE state END
         WHERE id = $2",
        now,
        id
    )?;
    Ok(())
}
