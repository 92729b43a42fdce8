//! Carrying jobs on.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::Code;
use sigillo_domain::account::AccountState;
use sigillo_domain::job::{Kind, Outcome, State};
use sigillo_storage::job_rows::{self, JobRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_storage::{Tx, accounts};
use uuid::Uuid;

use super::request::Request;
use super::{bulk, import};
use crate::error::AppError;
use crate::{App, Grant, JobCaller};

/// How long a job is a worker's alone from one step to the next. A worker that dies holds its job
/// back by this much and no longer.
const LEASE: TimeDelta = TimeDelta::seconds(20);
/// How long a worker stays with a job while others wait.
const TURN: TimeDelta = TimeDelta::seconds(1);
/// How long a job rests after a step that failed by no fault of its own.
const REST: TimeDelta = TimeDelta::seconds(5);
/// Turns that may end without a step before the job is given up: something in it brings its workers
/// down.
const MOST_ATTEMPTS: i64 = 20;

/// Takes the job that has waited longest and carries it on for a while; says whether there was one.
/// Any number of workers on any server may do so.
pub async fn work(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    // Looking is cheap, and what SQLite's one writer is not asked for does not hold anybody up.
    let mut on = app.db.read().await?;
    if !jobs::any_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);
    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = jobs::claim(&mut tx, lease, now, now + LEASE).await?;
    tx.commit().await?;
    let Some(job) = claimed else { return Ok(0) };
    if job.attempts > MOST_ATTEMPTS {
        give_up(app, job.id, lease, Code::Internal).await?;
        return Ok(1);
    }
    loop {
        match step(app, job.id, lease).await {
            Ok(true) if app.now() < now + TURN => {}
            Ok(true) => return let_go(app, job.id, lease, app.now()).await.map(|()| 1),
            Ok(false) => return Ok(1),
            // Whoever asked for it may not go on: nothing of this step was done.
            Err(AppError::Problem(code)) => {
                give_up(app, job.id, lease, code).await?;
                return Ok(1);
            }
            Err(error) => {
                // Should even this fail, the lease ends by itself.
                let _ = let_go(app, job.id, lease, app.now() + REST).await;
                return Err(error);
            }
        }
    }
}

async fn let_go(
    app: &App,
    id: Uuid,
    lease: Uuid,
    next_attempt_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    jobs::release(&mut tx, id, lease, next_attempt_at).await?;
    Ok(tx.commit().await?)
}

async fn give_up(app: &App, id: Uuid, lease: Uuid, code: Code) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let Some(mut job) = jobs::held(&mut tx, id, lease).await? else { return Ok(()) };
    tracing::warn!(job = %id, problem = code.as_str(), "a job cannot go on");
    job.state = State::Failed;
    job.problem = Some(code);
    job.finished_at = Some(now);
    job.version += 1;
    jobs::advance(&mut tx, &job, lease, now).await?;
    Ok(tx.commit().await?)
}

/// One step: a few rows, and what became of them. False when there is nothing more for a worker to
/// do, or somebody else has the job.
async fn step(app: &App, id: Uuid, lease: Uuid) -> Result<bool, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let Some(mut job) = jobs::held(&mut tx, id, lease).await? else { return Ok(false) };
    let (source, limit) = match (job.state, job.kind) {
        (State::Checking, _) => (Outcome::Pending, CHECKED_AT_ONCE),
        (State::Running, Kind::Import) => (Outcome::ToDo, IMPORTED_AT_ONCE),
        (State::Running, Kind::BulkChange) => (Outcome::ToDo, CHANGED_AT_ONCE),
        _ => return Ok(false),
    };
    let caller = on_behalf(&mut tx, &job).await?;
    let rows = job_rows::list(&mut tx, id, Some(source), 0, limit).await?;
    if rows.is_empty() {
        end_phase(&mut job, now);
    } else {
        let taken = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let dry = job.state == State::Checking;
        let settled = match Request::of(&job)? {
            Request::BulkChange(change) => {
                bulk::step(app, &mut tx, &Grant::of_job(caller), &change, rows, dry).await?
            }
            Request::Import { domain_id, file } => {
                let task = import::Task { job_id: id, domain_id, file: &file, dry };
                import::step(app, &mut tx, &Grant::of_job(caller), &task, rows).await?
            }
        };
        move_counts(&mut job.counts, source, taken, &settled);
        job_rows::settle(&mut tx, id, settled).await?;
    }
    let goes_on = job.state.is_working();
    jobs::advance(&mut tx, &job, lease, app.now() + LEASE).await?;
    tx.commit().await?;
    Ok(goes_on)
}

/// Rows of a step. Nobody else writes to an SQLite meanwhile: a step is short.
const CHECKED_AT_ONCE: i64 = 500;
const IMPORTED_AT_ONCE: i64 = 250;
const CHANGED_AT_ONCE: i64 = 50;

fn end_phase(job: &mut Job, now: DateTime<Utc>) {
    job.version += 1;
    if job.state == State::Checking {
        job.state = State::Ready;
    } else {
        job.state = State::Finished;
        job.finished_at = Some(now);
    }
}

fn move_counts(counts: &mut Counts, source: Outcome, taken: i64, settled: &[JobRow]) {
    let place = |counts: &mut Counts, outcome: Outcome, by: i64| match outcome {
        Outcome::Pending => counts.pending += by,
        Outcome::ToDo => counts.to_do += by,
        Outcome::Unchanged => counts.unchanged += by,
        Outcome::Failed => counts.failed += by,
        Outcome::Done => counts.done += by,
    };
    place(counts, source, -taken);
    for row in settled {
        place(counts, row.outcome, 1);
    }
}

/// The account that said the job may run, or for the dry run the one that asked for it, with what it
/// may do now: what was taken from it since, it may not do through a job either.
async fn on_behalf(tx: &mut Tx, job: &Job) -> Result<JobCaller, AppError> {
    let forbidden = AppError::Problem(Code::Forbidden);
    let account_id = job.run_by.as_ref().map_or(job.account_id, |(id, _)| *id);
    let named = accounts::find(tx, account_id).await?;
    let named = named.filter(|named| named.account.state == AccountState::Enabled);
    let named = named.ok_or(forbidden)?;
    let grants = accounts::grants(tx, account_id).await?;
    Ok(JobCaller::new(named, grants))
}
