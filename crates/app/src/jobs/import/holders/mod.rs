//! The kind of job that enters the holders of a file, without mailboxes.

mod create;
mod preview;
mod step;

pub use create::create;
pub(in super::super) use preview::HolderPreview;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sigillo_contract::Operation;
use sigillo_contract::import::ImportFile;
use sigillo_contract::operations::CreateHolderImport;
use sigillo_domain::Code;
use sigillo_domain::id::OrganizationId;
use sigillo_storage::job_rows::JobRow;

use super::super::request::{Details, JobHandler, Step};
use crate::caller::Identity;
use crate::error::AppError;
use crate::holders::check_organization;
use crate::{Caller, Grant};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct HolderImportRequest {
    pub organization_id: OrganizationId,
    pub file: ImportFile,
}

#[async_trait]
impl JobHandler for HolderImportRequest {
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
        let grant: Grant<CreateHolderImport> = Grant::of_job(step.caller.clone());
        self.check_caller(grant.caller())?;
        step::step(self, step, grant.caller(), rows).await
    }
}

impl HolderImportRequest {
    /// Ends the job of an account that may no longer create holders there. It could when the file was
    /// uploaded, so the job reports the lost permission rather than `not_found`.
    fn check_caller(&self, caller: &Caller) -> Result<(), AppError> {
        let is_own = check_organization(caller, self.organization_id).is_ok();
        if is_own && caller.may(CreateHolderImport::SPEC.access) {
            Ok(())
        } else {
            Err(AppError::Problem(Code::Forbidden))
        }
    }
}
