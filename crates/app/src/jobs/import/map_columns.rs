use sigillo_contract::import::ImportMapping;
use sigillo_contract::job::Job as Shown;
use sigillo_contract::operations::MapImport;
use sigillo_domain::Code;
use sigillo_domain::id::JobId;
use sigillo_domain::import::Mapping;
use sigillo_domain::job::JobState;
use sigillo_storage::jobs::Counts;
use sigillo_storage::{job_rows, jobs};

use super::super::request::{Request, view};
use super::super::scope;
use super::ImportRequest;
use crate::error::{AppError, check_version};
use crate::{App, Grant};

/// Assigns the columns of an import by hand, and starts the dry run again.
pub async fn map_columns(
    app: &App,
    grant: &Grant<MapImport>,
    id: JobId,
    expected_version: Option<i64>,
    mapping: &ImportMapping,
) -> Result<Shown, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let mut job = scope::find_to_change(&mut tx, grant, id).await?.into_row();
    check_version(expected_version, job.version)?;
    let mut request = Request::of(&job)?;
    let Request::Import(ImportRequest { file, .. }) = &mut request else {
        return Err(AppError::Problem(Code::NotInThisState));
    };
    if !matches!(job.state, JobState::Mapping | JobState::Checking | JobState::Ready)
        || job.rows_forgotten
    {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let columns = mapping.columns.iter().map(|column| column.map(Into::into)).collect();
    let faults = Mapping { columns }.check(file.columns.len());
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    for (column, holds) in file.columns.iter_mut().zip(&mapping.columns) {
        column.holds = *holds;
    }
    job.request = request.text()?;
    job.counts = Counts { pending: job.counts.total(), ..Counts::default() };
    job.state = JobState::Checking;
    job.version += 1;
    jobs::update(&mut tx, &job, now).await?;
    job_rows::reset(&mut tx, id).await?;
    tx.commit().await?;
    view(job)
}
