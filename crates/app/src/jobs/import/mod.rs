//! The kinds of jobs that create the mailboxes of a file, or enter its holders ([`holders`]) or its identifications
//! ([`identifications`]).

mod create;
pub(super) mod erase;
mod file;
mod holders;
mod identifications;
mod map_columns;
mod preview;
mod read;
mod registry;
mod samples;
mod step;

pub use create::create;
pub(super) use holders::HolderImportRequest;
pub use holders::create as create_of_holders;
pub(super) use identifications::IdentificationImportRequest;
pub use identifications::create as create_of_identifications;
pub use map_columns::map_columns;
pub(super) use preview::Preview;
pub use read::{
    ImportOwner, import_slot, import_slots, parse_options, parse_options_of_identifications,
    read_file, read_options, suggest_mapping, suggest_mapping_of_holders,
};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sigillo_contract::import::ImportFile;
use sigillo_domain::id::DomainId;
use sigillo_domain::import::CompanyRow;
use sigillo_domain::job::Outcome;
use sigillo_storage::StorageError;
use sigillo_storage::job_rows::JobRow;

use super::remarks::Remarks;
use super::request::{Details, JobHandler, Step};
use crate::Grant;
use crate::error::AppError;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ImportRequest {
    pub domain_id: DomainId,
    pub file: ImportFile,
}

/// The cells of a row, as they are stored.
fn cells_of(row: &JobRow) -> Result<Vec<String>, AppError> {
    let cells = serde_json::from_str(row.cells.as_deref().unwrap_or("[]"));
    Ok(cells.map_err(|error| StorageError::Broken(format!("cells of a row: {error}")))?)
}

/// The cells of a row, to be stored.
fn text_of(cells: &[String]) -> Result<String, AppError> {
    let text = serde_json::to_string(cells);
    Ok(text.map_err(|error| StorageError::Broken(error.to_string()))?)
}

fn texts(cells: &[String]) -> Vec<&str> {
    cells.iter().map(String::as_str).collect()
}

fn failed(row: JobRow, remarks: &Remarks) -> JobRow {
    JobRow { outcome: Outcome::Failed, remarks: remarks.text(), ..row }
}

/// The name of a row's company, or else its VAT number; empty where there is none.
fn company_name(company: Option<CompanyRow>) -> String {
    let company = company.map(|company| company.fields);
    let company = company.map(|fields| match fields.legal_name.as_str() {
        "" => fields.vat_number,
        _ => fields.legal_name,
    });
    company.unwrap_or_default()
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
