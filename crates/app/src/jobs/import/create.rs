//! Creating an import: the rows of the file are stored unchanged as rows of a job.

use sigillo_contract::import::{ImportColumn, ImportFile, ImportQuery};
use sigillo_contract::job::Job as JobView;
use sigillo_contract::operations::CreateImport;
use sigillo_domain::id::JobId;
use sigillo_domain::import::{Column, Mapping};
use sigillo_domain::job::{JobKind, JobState, MAX_ROWS};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::job_rows::{self, NewRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_storage::{StorageError, Tx, domains};

use super::super::request::{Request, view};
use super::super::scope;
use super::ImportRequest;
use super::read::{separator_name, suggest_mapping};
use crate::error::AppError;
use crate::ports::table::{Encoding, Row, Table};
use crate::scope::InScope;
use crate::{App, Grant};

/// The number of cells that are shown beside the heading of a column.
const SAMPLES: usize = 3;
/// The longest cell that is shown there, in characters.
const SAMPLE_CHARS: usize = 60;
/// The longest name of a file, in characters.
const MAX_NAME_CHARS: usize = 255;
/// The number of rows that are copied from the table at a time.
const BATCH_ROWS: usize = 1_000;

pub async fn create(
    app: &App,
    grant: &Grant<CreateImport>,
    query: &ImportQuery,
    mut table: Table,
) -> Result<JobView, AppError> {
    if query.file_name.as_ref().is_some_and(|name| name.chars().count() > MAX_NAME_CHARS) {
        return Err(AppError::fault("file_name", FaultCode::TooLong));
    }
    let (account_id, account_name) = scope::account_of(grant.caller())?;
    let domain = find_domain(app, grant, &query.domain).await?;
    if table.is_empty() || table.len() > MAX_ROWS {
        return Err(AppError::Problem(Code::RowsOutOfRange));
    }
    let mapping = suggest_mapping(&table);
    // Only users set passwords, so the passwords of a file are not stored.
    for column in mapping.secret() {
        table.clear_column(column);
    }
    let is_mapped = mapping.check(mapping.columns.len()).is_empty();
    let file = ImportFile {
        name: query.file_name.clone(),
        domain: domain.name.clone(),
        format: table.format.as_str().to_owned(),
        separator: table.separator.and_then(separator_name).map(str::to_owned),
        encoding: table.encoding.map(Encoding::name).map(str::to_owned),
        columns: columns(&table, &mapping),
    };
    let now = app.now();
    let job = Job {
        id: app.new_id(),
        kind: JobKind::Import,
        state: if is_mapped { JobState::Checking } else { JobState::Mapping },
        account_id,
        account_name,
        run_by: None,
        organization_id: Some(domain.organization_id),
        request: Request::Import(ImportRequest { domain_id: domain.id, file }).text()?,
        counts: Counts {
            pending: i64::try_from(table.len()).unwrap_or(i64::MAX),
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
    let mut tx = app.db.begin().await?;
    jobs::insert(&mut tx, &job).await?;
    insert_rows(&mut tx, job.id, &table).await?;
    tx.commit().await?;
    view(job)
}

async fn find_domain(
    app: &App,
    grant: &Grant<CreateImport>,
    name: &str,
) -> Result<InScope<MailDomain>, AppError> {
    let mut on = app.db.read().await?;
    let found = domains::find_by_name(&mut on, name.trim()).await?;
    let domain = found.ok_or_else(|| AppError::not_found_at("domain"))?.domain;
    InScope::new(grant, domain).map_err(|error| match error.code() {
        Code::NotFound => AppError::not_found_at("domain"),
        _ => error,
    })
}

async fn insert_rows(tx: &mut Tx, job_id: JobId, table: &Table) -> Result<(), AppError> {
    for start in (0..table.len()).step_by(BATCH_ROWS) {
        let end = table.len().min(start + BATCH_ROWS);
        let rows = (start..end).map(|index| new_row(&table.row(index)));
        job_rows::insert(tx, job_id, start, rows.collect::<Result<_, _>>()?).await?;
    }
    Ok(())
}

fn new_row(row: &Row<'_>) -> Result<NewRow, AppError> {
    let cells: Vec<&str> = row.cells().collect();
    let cells = serde_json::to_string(&cells);
    let cells = cells.map_err(|error| StorageError::Broken(error.to_string()))?;
    Ok(NewRow { line: Some(row.line.into()), cells: Some(cells), ..NewRow::default() })
}

fn columns(table: &Table, mapping: &Mapping) -> Vec<ImportColumn> {
    let samples = |index: usize| {
        let cells = table.rows().filter_map(|row| row.cell(index));
        let cells = cells.filter(|cell| !cell.trim().is_empty()).take(SAMPLES);
        cells.map(|cell| cell.chars().take(SAMPLE_CHARS).collect()).collect()
    };
    let column = |(index, holds): (usize, &Option<Column>)| ImportColumn {
        heading: table.headings.as_ref().and_then(|headings| headings.get(index).cloned()),
        samples: samples(index),
        holds: holds.map(Into::into),
    };
    mapping.columns.iter().enumerate().map(column).collect()
}
