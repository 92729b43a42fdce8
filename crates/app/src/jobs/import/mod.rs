//! The kind of job that creates the mailboxes of a file.

mod create;
mod map_columns;
mod read;
mod step;

pub use create::create;
pub use map_columns::map_columns;
pub use read::{parse_options, read_file, read_options, suggest_mapping};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sigillo_contract::import::ImportFile;
use sigillo_domain::id::DomainId;
use sigillo_storage::job_rows::JobRow;

use super::request::{Details, JobHandler, Step};
use crate::Grant;
use crate::error::AppError;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ImportRequest {
    pub domain_id: DomainId,
    pub file: ImportFile,
}

#[async_trait]
impl JobHandler for ImportRequest {
    fn rows_per_step(&self) -> i64 {
        250
    }

    fn is_irreversible(&self) -> bool {
        false
    }

    fn details(&self) -> Details {
        Details { import: Some(self.file.clone()), ..Details::default() }
    }

    async fn step(&self, step: Step<'_>, rows: Vec<JobRow>) -> Result<Vec<JobRow>, AppError> {
        let Step { app, tx, caller, job_id, dry_run } = step;
        let task = step::Task { job_id, domain_id: self.domain_id, file: &self.file, dry_run };
        step::step(app, tx, &Grant::of_job(caller), &task, rows).await
    }
}
