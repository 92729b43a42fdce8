//! Taking a file in: its rows become those of a job, as they are.

use sigillo_contract::import::{ImportColumn, ImportFile, ImportQuery};
use sigillo_contract::job::Job as Shown;
use sigillo_contract::operations::CreateImport;
use sigillo_domain::import::{Column, Mapping};
use sigillo_domain::job::{Kind, MAX_ROWS, State};
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::job_rows::{self, NewRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_storage::{StorageError, domains};

use super::super::request::{Request, view};
use super::super::scope;
use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, Grant};

/// Rows whose cells are shown beside the heading of a column.
const SAMPLES: usize = 3;
/// Longest cell that is shown there, in characters.
const SAMPLE_CHARS: usize = 60;
/// Longest name of a file, in characters.
const NAME_MAX: usize = 255;

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportTable {
    pub format: &'static str,
    /// Of a csv.
    pub separator: Option<&'static str>,
    /// Of a csv.
    pub encoding: Option<&'static str>,
    /// None in a file without headings.
    pub headings: Option<Vec<String>>,
    /// What the columns are taken for. Of those that hold passwords no cell is kept: nobody but the
    /// user sets one.
    pub mapping: Mapping,
    /// Where each row stands in the file, and its cells.
    pub rows: Vec<(i64, Vec<String>)>,
}

pub async fn create(
    app: &App,
    grant: &Grant<CreateImport>,
    query: &ImportQuery,
    mut table: ImportTable,
) -> Result<Shown, AppError> {
    if query.file_name.as_ref().is_some_and(|name| name.chars().count() > NAME_MAX) {
        return Err(AppError::fault("file_name", FaultCode::TooLong));
    }
    let (account_id, account_name) = scope::account_of(grant.caller())?;
    let mut on = app.db.read().await?;
    let found = domains::find_by_name(&mut on, query.domain.trim()).await?;
    drop(on);
    let domain = found.ok_or_else(|| AppError::not_found_at("domain"))?.domain;
    let domain = InScope::new(grant, domain).map_err(|error| match error.code() {
        Code::NotFound => AppError::not_found_at("domain"),
        _ => error,
    })?;
    if table.rows.is_empty() || table.rows.len() > MAX_ROWS {
        return Err(AppError::Problem(Code::RowsOutOfRange));
    }
    let secret: Vec<_> = table.mapping.secret().collect();
    for (_, cells) in &mut table.rows {
        for place in &secret {
            if let Some(cell) = cells.get_mut(*place) {
                cell.clear();
            }
        }
    }
    let mapped = table.mapping.check(table.mapping.columns.len()).is_empty();
    let file = ImportFile {
        name: query.file_name.clone(),
        domain: domain.name.clone(),
        format: table.format.to_owned(),
        separator: table.separator.map(str::to_owned),
        encoding: table.encoding.map(str::to_owned),
        columns: columns(&table),
    };
    let now = app.now();
    let job = Job {
        id: app.new_id(),
        kind: Kind::Import,
        state: if mapped { State::Checking } else { State::Mapping },
        account_id,
        account_name,
        run_by: None,
        organization_id: Some(domain.organization_id),
        request: Request::Import { domain_id: domain.id, file }.text()?,
        counts: Counts {
            pending: i64::try_from(table.rows.len()).unwrap_or(i64::MAX),
            ..Counts::default()
        },
        created_at: now,
        started_at: None,
        finished_at: None,
        problem: None,
        rows_forgotten: false,
        version: 1,
        attempts: 0,
    };
    let rows = table.rows.into_iter().map(row).collect::<Result<_, _>>()?;
    let mut tx = app.db.begin().await?;
    jobs::insert(&mut tx, &job).await?;
    job_rows::insert(&mut tx, job.id, 0, rows).await?;
    tx.commit().await?;
    view(job)
}

fn row((line, cells): (i64, Vec<String>)) -> Result<NewRow, AppError> {
    let cells = serde_json::to_string(&cells);
    let cells = cells.map_err(|error| StorageError::Broken(error.to_string()))?;
    Ok(NewRow { line: Some(line), cells: Some(cells), ..NewRow::default() })
}

fn columns(table: &ImportTable) -> Vec<ImportColumn> {
    let sample = |place: usize| {
        let cells = table.rows.iter().filter_map(|(_, cells)| cells.get(place));
        let cells = cells.filter(|cell| !cell.trim().is_empty()).take(SAMPLES);
        cells.map(|cell| cell.chars().take(SAMPLE_CHARS).collect()).collect()
    };
    let column = |(place, holds): (usize, &Option<Column>)| ImportColumn {
        heading: table.headings.as_ref().and_then(|headings| headings.get(place).cloned()),
        samples: sample(place),
        holds: holds.map(Into::into),
    };
    table.mapping.columns.iter().enumerate().map(column).collect()
}
