//! The registry of the kinds of jobs, and a job as the API shows it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sigillo_contract::import::ImportFile;
use sigillo_contract::job::{BulkChange, Job as Shown, JobCounts, MailboxSelection};
use sigillo_domain::id::JobId;
use sigillo_domain::job::JobKind;
use sigillo_storage::job_rows::JobRow;
use sigillo_storage::jobs::Job;
use sigillo_storage::{Connection, StorageError, Tx};

use super::import::{HolderImportRequest, IdentificationImportRequest, ImportRequest};
use super::undo::{UndoRequest, fill_undone_by};
use crate::caller::JobCaller;
use crate::error::AppError;
use crate::{App, display_names};

/// A kind of job. The implementing type holds what such a job was requested to do.
#[async_trait]
pub(super) trait JobHandler: Send + Sync {
    /// Upper bound on the rows that are carried out in one transaction. Steps must be short, since
    /// SQLite has a single writer.
    fn rows_per_step(&self) -> i64;

    /// Whether the job cannot be undone: the person who confirms it must then state the count.
    fn is_irreversible(&self) -> bool;

    /// The parts of the API's job that are specific to its kind.
    fn details(&self) -> Details;

    /// Processes some rows and returns them with their outcomes. An error other than of a single
    /// row ends the job.
    async fn step(&self, step: Step<'_>, rows: Vec<JobRow>) -> Result<Vec<JobRow>, AppError>;
}

/// The context of one step of a job.
pub(super) struct Step<'a> {
    pub app: &'a App,
    pub tx: &'a mut Tx,
    pub caller: JobCaller,
    pub job_id: JobId,
    pub dry_run: bool,
}

#[derive(Default)]
pub(super) struct Details {
    pub change: Option<BulkChange>,
    pub import: Option<ImportFile>,
    pub undoes: Option<JobId>,
}

/// Defines [`Request`] from a line for each kind of job. A [`JobKind`] without a line does not
/// compile.
macro_rules! job_kinds {
    ($($kind:ident => $request:ty,)*) => {
        /// What a job was requested to do, as it is stored.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(super) enum Request { $($kind($request),)* }

        impl Request {
            pub fn as_handler(&self) -> &dyn JobHandler {
                match self { $(Self::$kind(request) => request,)* }
            }

            fn is_of(&self, kind: JobKind) -> bool {
                match kind { $(JobKind::$kind => matches!(self, Self::$kind(_)),)* }
            }
        }
    };
}

job_kinds! {
    BulkChange => BulkChange,
    HolderImport => HolderImportRequest,
    IdentificationImport => IdentificationImportRequest,
    Import => ImportRequest,
    Undo => UndoRequest,
}

impl Request {
    pub fn of(job: &Job) -> Result<Self, AppError> {
        let broken = |error: String| StorageError::Broken(format!("request of a job: {error}"));
        let request: Self =
            serde_json::from_str(&job.request).map_err(|error| broken(error.to_string()))?;
        if request.is_of(job.kind) {
            return Ok(request);
        }
        Err(broken(format!("it is not of the kind {}", job.kind)).into())
    }

    /// The file of an import.
    pub fn file_mut(&mut self) -> Option<&mut ImportFile> {
        match self {
            Request::Import(request) => Some(&mut request.file),
            Request::HolderImport(request) => Some(&mut request.file),
            Request::IdentificationImport(request) => Some(&mut request.file),
            Request::BulkChange(_) | Request::Undo(_) => None,
        }
    }

    pub fn text(&self) -> Result<String, AppError> {
        let text = serde_json::to_string(self);
        Ok(text.map_err(|error| StorageError::Broken(error.to_string()))?)
    }
}

/// A job as the API shows it, with the names of the people who requested and confirmed it, and the job
/// that undoes it.
pub(super) async fn complete_view(on: &mut impl Connection, job: Job) -> Result<Shown, AppError> {
    let mut shown = view(job)?;
    complete(on, std::slice::from_mut(&mut shown)).await?;
    Ok(shown)
}

/// Adds what is not in the jobs' own rows.
pub(super) async fn complete(
    on: &mut impl Connection,
    shown: &mut [Shown],
) -> Result<(), AppError> {
    display_names::fill(on, shown).await?;
    fill_undone_by(on, shown).await
}

pub(super) fn view(job: Job) -> Result<Shown, AppError> {
    let Details { change, import, undoes } = Request::of(&job)?.as_handler().details();
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
        undoes,
        undone_by: None,
        matching: matching(job.matching.as_deref())?,
        created_by: job.account_name,
        created_by_display_name: None,
        run_by: job.run_by.map(|(_, name)| name),
        run_by_display_name: None,
        created_at: job.created_at,
        started_at: job.started_at,
        finished_at: job.finished_at,
        problem: job.problem,
        rows_forgotten: job.rows_forgotten,
        version: job.version,
    })
}

fn matching(text: Option<&str>) -> Result<Option<MailboxSelection>, AppError> {
    let read = |text| {
        serde_json::from_str(text)
            .map_err(|error| StorageError::Broken(format!("selection of a job: {error}")))
    };
    Ok(text.map(read).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_requests_can_be_read() {
        let bulk = r#"{"bulk_change":{"action":"disable"}}"#;
        let import = r#"{"import":{"domain_id":"00000000-0000-0000-0000-000000000001",
            "file":{"name":null,"domain":"pec.example.it","format":"csv","separator":",",
            "encoding":"UTF-8","columns":[]}}}"#;
        let read = |text| serde_json::from_str::<Request>(text).unwrap();
        assert!(read(bulk).is_of(JobKind::BulkChange) && !read(bulk).is_of(JobKind::Import));
        assert!(read(import).is_of(JobKind::Import) && !read(import).is_of(JobKind::BulkChange));
        assert!(read(import).as_handler().details().import.is_some());
        let holders = r#"{"holder_import":{"organization_id":"00000000-0000-0000-0000-000000000001",
            "file":{"name":null,"domain":null,"organization":"Ufficio","format":"csv","separator":",",
            "encoding":"UTF-8","columns":[]}}}"#;
        assert!(
            read(holders).is_of(JobKind::HolderImport) && !read(holders).is_of(JobKind::Import)
        );
    }
}
