//! What a job was asked for, as it is stored, and a job as it travels.

use serde::{Deserialize, Serialize};
use sigillo_contract::import::ImportFile;
use sigillo_contract::job::{BulkChange, Job as Shown, JobCounts};
use sigillo_storage::StorageError;
use sigillo_storage::jobs::Job;
use uuid::Uuid;

use crate::error::AppError;

/// What a job was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Request {
    BulkChange(BulkChange),
    Import { domain_id: Uuid, file: ImportFile },
}

impl Request {
    pub fn of(job: &Job) -> Result<Self, AppError> {
        let read = serde_json::from_str(&job.request);
        Ok(read.map_err(|error| StorageError::Broken(format!("request of a job: {error}")))?)
    }

    pub fn text(&self) -> Result<String, AppError> {
        let text = serde_json::to_string(self);
        Ok(text.map_err(|error| StorageError::Broken(error.to_string()))?)
    }
}

pub(super) fn view(job: Job) -> Result<Shown, AppError> {
    let (change, import) = match Request::of(&job)? {
        Request::BulkChange(change) => (Some(change), None),
        Request::Import { file, .. } => (None, Some(file)),
    };
    Ok(Shown {
        id: job.id,
        kind: job.kind,
        state: job.state,
        total: job.counts.total(),
        counts: JobCounts {
            pending: job.counts.pending,
            to_do: job.counts.to_do,
            unchanged: job.counts.unchanged,
            failed: job.counts.failed,
            done: job.counts.done,
        },
        change,
        import,
        created_by: job.account_name,
        run_by: job.run_by.map(|(_, name)| name),
        created_at: job.created_at,
        started_at: job.started_at,
        finished_at: job.finished_at,
        problem: job.problem,
        rows_forgotten: job.rows_forgotten,
        version: job.version,
    })
}
