use sigillo_contract::Operation;
use sigillo_contract::job::Job;
use sigillo_domain::id::JobId;

use super::request::complete_view;
use super::scope;
use crate::error::AppError;
use crate::{App, Grant};

/// The present state of a job. Streams of a job's progress use it too.
pub async fn get<O: Operation>(app: &App, grant: &Grant<O>, id: JobId) -> Result<Job, AppError> {
    let mut on = app.db.read().await?;
    let job = scope::find(&mut on, grant, id).await?.into_row();
    complete_view(&mut on, job).await
}
