use sigillo_contract::job::{Job as Shown, JobRun};
use sigillo_contract::operations::RunJob;
use sigillo_domain::job::{BulkAction, State};
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::jobs;
use uuid::Uuid;

use super::request::{Request, view};
use super::scope;
use crate::error::{AppError, check_version};
use crate::{App, Grant};

/// A person's word that a job may run, after its dry run: from then on it is theirs, by what they may
/// do and under their name in the histories.
pub async fn run(
    app: &App,
    grant: &Grant<RunJob>,
    id: Uuid,
    expected_version: Option<i64>,
    word: &JobRun,
) -> Result<Shown, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let mut job = scope::find_to_change(&mut tx, grant, id).await?.into_row();
    check_version(expected_version, job.version)?;
    if job.state != State::Ready || job.counts.to_do == 0 {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let is_for_ever = matches!(
        Request::of(&job)?,
        Request::BulkChange(change) if change.action == BulkAction::Cancel
    );
    match word.count {
        None if is_for_ever => return Err(AppError::fault("/count", FaultCode::Required)),
        Some(count) if count != job.counts.to_do => {
            let fault = Fault::new("/count", FaultCode::OutOfRange);
            return Err(AppError::AtField(Code::CountDiffers, fault));
        }
        _ => {}
    }
    job.state = State::Running;
    job.started_at = Some(now);
    job.run_by = Some(scope::account_of(grant.caller())?);
    job.version += 1;
    jobs::update(&mut tx, &job, now).await?;
    tx.commit().await?;
    view(job)
}
