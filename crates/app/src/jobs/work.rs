//! Processing jobs.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::Code;
use sigillo_domain::account::AccountState;
use sigillo_domain::id::JobId;
use sigillo_domain::job::{JobState, Outcome};
use sigillo_storage::job_rows::{self, JobRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_storage::{Tx, accounts};
use uuid::Uuid;

use super::request::{Request, Step};
use crate::error::AppError;
use crate::{App, JobCaller};

/// How long a worker may keep a job from one step to the next. A worker that dies delays its job by
/// this much.
const LEASE: TimeDelta = TimeDelta::seconds(20);
/// How long a worker stays with one job while others wait.
const TURN: TimeDelta = TimeDelta::seconds(1);
/// The delay after a step that failed for a reason outside of the job.
const RETRY_DELAY: TimeDelta = TimeDelta::seconds(5);
/// Upper bound on the claims of a job that end without a step, after which the job fails: something
/// in it brings its workers down.
const MAX_ATTEMPTS: i64 = 20;

/// Claims the job that has been due for longest, processes it for a while, and returns the number
/// of jobs found (0 or 1). Any number of workers on any number of servers may run it.
pub async fn work(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    // A read is cheap and does not occupy SQLite's single writer.
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
    if job.attempts > MAX_ATTEMPTS {
        give_up(app, job.id, lease, Code::Internal).await?;
        return Ok(1);
    }
    loop {
        match step(app, job.id, lease).await {
            Ok(true) if app.now() < now + TURN => {}
            Ok(true) => return let_go(app, job.id, lease, app.now()).await.map(|()| 1),
            Ok(false) => return Ok(1),
            // The account may not continue. Nothing of this step was committed.
            Err(AppError::Problem(code)) => {
                give_up(app, job.id, lease, code).await?;
                return Ok(1);
            }
            Err(error) => {
                // If this fails too, the lease expires by itself.
                let _ = let_go(app, job.id, lease, app.now() + RETRY_DELAY).await;
                return Err(error);
            }
        }
    }
}

async fn let_go(
    app: &App,
    id: JobId,
    lease: Uuid,
    next_attempt_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    jobs::release(&mut tx, id, lease, next_attempt_at).await?;
    Ok(tx.commit().await?)
}

async fn give_up(app: &App, id: JobId, lease: Uuid, code: Code) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let Some(mut job) = jobs::held(&mut tx, id, lease).await? else { return Ok(()) };
    tracing::warn!(job = %id, problem = code.as_str(), "a job cannot go on");
    job.state = JobState::Failed;
    job.problem = Some(code);
    job.finished_at = Some(now);
    job.version += 1;
    jobs::advance(&mut tx, &job, lease, now).await?;
    Ok(tx.commit().await?)
}

/// Processes a few rows and saves their outcomes. Returns false if no work is left for a worker, or
/// if another worker has the job.
async fn step(app: &App, id: JobId, lease: Uuid) -> Result<bool, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let Some(mut job) = jobs::held(&mut tx, id, lease).await? else { return Ok(false) };
    let request = Request::of(&job)?;
    let kind = request.as_handler();
    let (source, limit) = match job.state {
        JobState::Checking => (Outcome::Pending, CHECKED_PER_STEP),
        JobState::Running => (Outcome::ToDo, kind.rows_per_step()),
        JobState::Mapping
        | JobState::Ready
        | JobState::Finished
        | JobState::Cancelled
        | JobState::Failed => {
            return Ok(false);
        }
    };
    let caller = on_behalf(&mut tx, &job).await?;
    let rows = job_rows::list(&mut tx, id, Some(source), 0, limit).await?;
    if rows.is_empty() {
        end_phase(&mut job, now);
    } else {
        let taken = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let dry_run = job.state == JobState::Checking;
        let step = Step { app, tx: &mut tx, caller, job_id: id, dry_run };
        let processed = kind.step(step, rows).await?;
        move_counts(&mut job.counts, source, taken, &processed);
        job_rows::save_outcomes(&mut tx, id, processed).await?;
    }
    let goes_on = job.state.is_working();
    jobs::advance(&mut tx, &job, lease, app.now() + LEASE).await?;
    tx.commit().await?;
    Ok(goes_on)
}

/// The number of rows in one step of a dry run.
const CHECKED_PER_STEP: i64 = 500;

fn end_phase(job: &mut Job, now: DateTime<Utc>) {
    job.version += 1;
    if job.state == JobState::Checking {
        job.state = JobState::Ready;
    } else {
        job.state = JobState::Finished;
        job.finished_at = Some(now);
    }
}

fn move_counts(counts: &mut Counts, source: Outcome, taken: i64, processed: &[JobRow]) {
    let add = |counts: &mut Counts, outcome: Outcome, by: i64| match outcome {
        Outcome::Pending => counts.pending += by,
        Outcome::ToDo => counts.to_do += by,
        Outcome::Unchanged => counts.unchanged += by,
        Outcome::Failed => counts.failed += by,
        Outcome::Done => counts.done += by,
    };
    add(counts, source, -taken);
    for row in processed {
        add(counts, row.outcome, 1);
    }
}

/// The account that confirmed the job (for the dry run: requested it), with its present
/// permissions. A job cannot do what its account may no longer do.
async fn on_behalf(tx: &mut Tx, job: &Job) -> Result<JobCaller, AppError> {
    let forbidden = AppError::Problem(Code::Forbidden);
    let account_id = job.run_by.as_ref().map_or(job.account_id, |(id, _)| *id);
    let named = accounts::find(tx, account_id).await?;
    let named = named.filter(|named| named.account.state == AccountState::Enabled);
    let named = named.ok_or(forbidden)?;
    let grants = accounts::grants(tx, account_id).await?;
    Ok(JobCaller::new(named, grants))
}
