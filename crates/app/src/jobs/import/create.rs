//! Creating an import: the rows of the file are stored unchanged as rows of a job.

use sigillo_contract::import::{ImportChoices, ImportColumn, ImportFile, ImportQuery};
use sigillo_contract::job::Job as JobView;
use sigillo_contract::operations::CreateImport;
use sigillo_domain::id::JobId;
use sigillo_domain::import::{self, Mapping, Suggestion};
use sigillo_domain::job::{JobKind, JobState, MAX_ROWS};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::job_rows::{self, NewRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_storage::{Tx, domains};

use super::super::request::{Request, complete_view};
use super::super::scope;
use super::read::{separator_name, suggest_mapping};
use super::samples::Samples;
use super::{ImportRequest, text_of};
use crate::error::AppError;
use crate::ports::table::{Encoding, Row, Table};
use crate::scope::InScope;
use crate::{App, Grant};

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
    require_choices(query, &table)?;
    let mut suggestion = suggest_mapping(&table, Some(&domain.name));
    // A further column beside passwords is a part of one that has a separator in it.
    if let Some(last) = suggestion.mapping.secret().last()
        && table.drop_unnamed_columns(last + 1)
    {
        suggestion = suggest_mapping(&table, Some(&domain.name));
    }
    let cells = StoredCells { table: &table, mapping: &suggestion.mapping };
    let sheet = table.sheet.as_ref();
    let file = ImportFile {
        name: query.file_name.clone(),
        domain: domain.name.clone(),
        format: table.format.as_str().to_owned(),
        separator: table.separator.and_then(separator_name).map(str::to_owned),
        encoding: table.encoding.map(Encoding::name).map(str::to_owned),
        sheet: sheet.map(|sheet| sheet.name.clone()),
        hidden_rows: sheet.map_or(0, |sheet| count(sheet.hidden_rows)),
        hidden_rows_skipped: query.hidden_rows.as_deref() == Some("skip"),
        headings_line: table.headings_line.map(i64::from),
        columns: columns(&cells, &suggestion),
        hidden_sheets: sheet.map_or_else(Vec::new, |sheet| sheet.hidden_sheets.clone()),
    };
    let now = app.now();
    let job = Job {
        id: app.new_id(),
        kind: JobKind::Import,
        state: if suggestion.is_certain() { JobState::Checking } else { JobState::Mapping },
        account_id,
        account_name,
        run_by: None,
        organization_id: Some(domain.organization_id),
        request: Request::Import(ImportRequest { domain_id: domain.id, file }).text()?,
        matching: None,
        counts: Counts { pending: count(table.len()), ..Counts::default() },
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
    jobs::add_domains(&mut tx, job.id, [domain.id]).await?;
    insert_rows(&mut tx, job.id, &cells).await?;
    let shown = complete_view(&mut tx, job).await?;
    tx.commit().await?;
    Ok(shown)
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

/// Refuses a file that leaves a choice which the request does not make.
fn require_choices(query: &ImportQuery, table: &Table) -> Result<(), AppError> {
    let Some(sheet) = &table.sheet else { return Ok(()) };
    let required = |pointer| Fault::new(pointer, FaultCode::Required);
    if query.sheet.is_none() && sheet.alternatives.len() > 1 {
        let choices = ImportChoices { sheets: sheet.alternatives.clone(), hidden_rows: 0 };
        return Err(AppError::ChoiceRequired(required("sheet"), choices));
    }
    if query.hidden_rows.is_none() && sheet.hidden_rows > 0 {
        let choices = ImportChoices { sheets: vec![], hidden_rows: count(sheet.hidden_rows) };
        return Err(AppError::ChoiceRequired(required("hidden_rows"), choices));
    }
    Ok(())
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The rows of a table as they are stored: only users set passwords, so those of a file are left
/// out.
struct StoredCells<'t> {
    table: &'t Table,
    mapping: &'t Mapping,
}

impl StoredCells<'_> {
    fn of(&self, row: &Row<'_>) -> Vec<String> {
        let mut cells: Vec<String> = row.cells().map(str::to_owned).collect();
        import::hide_secrets(&mut cells, self.mapping, self.table.layout());
        cells
    }
}

async fn insert_rows(tx: &mut Tx, job_id: JobId, cells: &StoredCells<'_>) -> Result<(), AppError> {
    let table = cells.table;
    for start in (0..table.len()).step_by(BATCH_ROWS) {
        let end = table.len().min(start + BATCH_ROWS);
        let rows = (start..end).map(|index| {
            let row = table.row(index);
            let cells = Some(text_of(&cells.of(&row))?);
            Ok(NewRow { line: Some(row.line.into()), cells, ..NewRow::default() })
        });
        job_rows::insert(tx, job_id, start, rows.collect::<Result<_, AppError>>()?).await?;
    }
    Ok(())
}

fn columns(cells: &StoredCells<'_>, suggestion: &Suggestion) -> Vec<ImportColumn> {
    let table = cells.table;
    let mut samples = Samples::new(table.columns());
    table.rows().for_each(|row| samples.add(&cells.of(&row)));
    let heading = |at: usize| table.headings.as_ref().and_then(|all| all.get(at).cloned());
    let is_hidden = |at| table.sheet.as_ref().is_some_and(|sheet| sheet.is_hidden_column(at));
    let column = |(at, samples): (usize, Vec<String>)| ImportColumn {
        heading: heading(at),
        samples,
        holds: suggestion.mapping.columns[at].map(Into::into),
        doubt: suggestion.doubts[at],
        hidden: is_hidden(at),
    };
    samples.into_columns().into_iter().enumerate().map(column).collect()
}
