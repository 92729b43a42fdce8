//! The rows of a job that failed, to be taken away.

use sigillo_contract::import::ImportFile;
use sigillo_contract::operations::ExportJobFailures;
use sigillo_domain::job::Outcome;
use sigillo_domain::{Code, Fault};
use sigillo_storage::job_rows;
use uuid::Uuid;

use super::remarks::Remarks;
use super::request::Request;
use super::scope;
use crate::error::AppError;
use crate::{App, Grant};

/// Rows read at a time.
const BATCH: i64 = 1_000;

/// A row that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRow {
    pub seq: i64,
    pub line: Option<i64>,
    pub address: Option<String>,
    /// As they were in the file; empty for a bulk change.
    pub cells: Vec<String>,
    pub code: Option<Code>,
    pub faults: Vec<Fault>,
}

/// The rows that failed, under way: they come a batch at a time.
pub struct Failures {
    app: App,
    job_id: Uuid,
    after: i64,
    /// Of the file of an import; None for a bulk change.
    pub file: Option<ImportFile>,
    pub at: chrono::DateTime<chrono::Utc>,
}

pub async fn failures(
    app: &App,
    grant: &Grant<ExportJobFailures>,
    id: Uuid,
) -> Result<Failures, AppError> {
    let mut on = app.db.read().await?;
    let job = scope::find(&mut on, grant, id).await?;
    let file = match Request::of(&job)? {
        Request::Import { file, .. } => Some(file),
        Request::BulkChange(_) => None,
    };
    Ok(Failures { app: app.clone(), job_id: id, after: 0, file, at: app.now() })
}

impl Failures {
    /// The next rows; none when all have come.
    pub async fn next(&mut self) -> Result<Vec<FailedRow>, AppError> {
        let mut on = self.app.db.read().await?;
        let outcome = Some(Outcome::Failed);
        let rows = job_rows::list(&mut on, self.job_id, outcome, self.after, BATCH).await?;
        self.after = rows.last().map_or(self.after, |row| row.seq);
        rows.into_iter().map(failed).collect()
    }
}

fn failed(row: job_rows::JobRow) -> Result<FailedRow, AppError> {
    let remarks = Remarks::read(row.remarks.as_deref())?;
    let cells = row.cells.as_deref().map(serde_json::from_str).transpose();
    let cells = cells.map_err(|error| {
        sigillo_storage::StorageError::Broken(format!("cells of a row: {error}"))
    })?;
    Ok(FailedRow {
        seq: row.seq,
        line: row.line,
        address: row.address,
        cells: cells.unwrap_or_default(),
        code: remarks.code,
        faults: remarks.faults,
    })
}
