//! The kind of job that makes the same change to many mailboxes.

mod create;
mod step;

pub use create::create;

use async_trait::async_trait;
use sigillo_contract::job::BulkChange;
use sigillo_domain::job::BulkAction;
use sigillo_storage::job_rows::JobRow;

use super::request::{Details, JobHandler, Step};
use crate::Grant;
use crate::error::AppError;

#[async_trait]
impl JobHandler for BulkChange {
    fn rows_per_step(&self) -> i64 {
        50
    }

    fn is_irreversible(&self) -> bool {
        match self.action {
            BulkAction::Cancel => true,
            BulkAction::Disable
            | BulkAction::Enable
            | BulkAction::Update
            | BulkAction::SendPasswordReset
            | BulkAction::Renew
            | BulkAction::Terminate => false,
        }
    }

    fn details(&self) -> Details {
        Details { change: Some(self.clone()), ..Details::default() }
    }

    async fn step(&self, step: Step<'_>, rows: Vec<JobRow>) -> Result<Vec<JobRow>, AppError> {
        let Step { app, tx, caller, job_id, dry_run } = step;
        let task = step::Task { app, job_id, change: self, dry_run };
        step::step(&task, tx, &Grant::of_job(caller), rows).await
    }
}
