use sigillo_contract::job::{Job as Shown, JobRun};
use sigillo_contract::operations::RunJob;
use sigillo_domain::id::JobId;
use sigillo_domain::job::JobState;
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::jobs;

use super::request::{Request, complete_view};
use super::scope;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::sessions::require_confirmation;
use crate::{App, Grant};

/// Confirms a job after its dry run. From then on it runs with the permissions and under the name
/// of the person who confirmed it.
pub async fn run(
    app: &App,
    grant: &Grant<RunJob>,
    id: JobId,
    expected_version: Option<ExpectedVersions>,
    confirmation: &JobRun,
) -> Result<Shown, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let mut job = scope::find_to_change(&mut tx, grant, id).await?.into_row();
    check_version(expected_version, job.version)?;
    if job.state != JobState::Ready || job.counts.to_do == 0 {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let is_irreversible = Request::of(&job)?.as_handler().is_irreversible();
    match confirmation.count {
        None if is_irreversible => return Err(AppError::fault("/count", FaultCode::Required)),
        Some(count) if count != job.counts.to_do => {
            let fault = Fault::new("/count", FaultCode::Differs);
            return Err(AppError::AtField(Code::CountDiffers, fault));
        }
        _ => {}
    }
    if is_irreversible {
        require_confirmation(app, grant.caller()).await?;
    }
    job.state = JobState::Running;
    job.started_at = Some(now);
    job.run_by = Some(scope::account_of(grant.caller())?);
    job.version += 1;
    jobs::update(&mut tx, &job, now).await?;
    let shown = complete_view(&mut tx, job).await?;
    tx.commit().await?;
    Ok(shown)
}
