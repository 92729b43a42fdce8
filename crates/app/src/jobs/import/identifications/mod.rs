//! The kind of job that enters how the holders of a domain's mailboxes were identified, as a file says it.

mod create;
mod step;

pub use create::create;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sigillo_contract::import::ImportFile;
use sigillo_domain::id::DomainId;
use sigillo_storage::job_rows::JobRow;

use super::super::request::{Details, JobHandler, Step};
use crate::Grant;
use crate::error::AppError;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct IdentificationImportRequest {
    pub domain_id: DomainId,
    pub file: ImportFile,
}

#[async_trait]
impl JobHandler for IdentificationImportRequest {
    fn rows_per_step(&self) -> i64 {
        100
    }

    fn is_irreversible(&self) -> bool {
        false
    }

    fn details(&self) -> Details {
        Details { import: Some(self.file.clone()), ..Details::default() }
    }

    async fn step(&self, step: Step<'_>, rows: Vec<JobRow>) -> Result<Vec<JobRow>, AppError> {
        let grant = Grant::of_job(step.caller.clone());
        step::step(self, step, &grant, rows).await
    }
}
