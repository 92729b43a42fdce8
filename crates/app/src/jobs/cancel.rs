use sigillo_contract::job::Job as Shown;
use sigillo_contract::operations::CancelJob;
use sigillo_domain::Code;
use sigillo_domain::id::JobId;
use sigillo_domain::job::JobState;
use sigillo_storage::jobs;

use super::request::complete_view;
use super::scope;
use crate::error::AppError;
use crate::{App, Grant};

/// Stops a job. What it has done stays, and the remaining rows are left as they are.
pub async fn cancel(app: &App, grant: &Grant<CancelJob>, id: JobId) -> Result<Shown, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let mut job = scope::find_to_change(&mut tx, grant, id).await?.into_row();
    if job.state.is_over() {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    job.state = JobState::Cancelled;
    job.finished_at = Some(now);
    job.version += 1;
    jobs::update(&mut tx, &job, now).await?;
    let shown = complete_view(&mut tx, job).await?;
    tx.commit().await?;
    Ok(shown)
}
