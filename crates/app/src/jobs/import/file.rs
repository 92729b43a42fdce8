//! The file of an import, once it was read: what it looks like, and its rows, which are stored unchanged as
//! rows of a job.

use sigillo_contract::import::{
    HolderImportQuery, ImportChoices, ImportColumn, ImportFile, ImportQuery,
};
use sigillo_contract::job::Job as JobView;
use sigillo_domain::id::{DomainId, JobId, OrganizationId};
use sigillo_domain::import::{self, ImportKind, Mapping, Suggestion};
use sigillo_domain::job::{JobKind, JobState, MAX_ROWS};
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::Tx;
use sigillo_storage::job_rows::{self, NewRow};
use sigillo_storage::jobs::{self, Counts, Job};

use super::super::request::{Request, complete_view};
use super::super::scope;
use super::read::separator_name;
use super::samples::Samples;
use super::text_of;
use crate::error::AppError;
use crate::ports::table::{Encoding, Row, Table};
use crate::{App, Caller};

/// The longest name of a file, in characters.
const MAX_NAME_CHARS: usize = 255;
/// The number of rows that are copied from the table at a time.
const BATCH_ROWS: usize = 1_000;

/// What a request says of the file that it brings.
#[derive(Debug, Clone, Copy)]
pub struct FileChoices<'q> {
    pub kind: ImportKind,
    pub file_name: Option<&'q str>,
    pub separator: Option<&'q str>,
    pub encoding: Option<&'q str>,
    pub sheet: Option<&'q str>,
    pub hidden_rows: Option<&'q str>,
}

impl<'q> From<&'q ImportQuery> for FileChoices<'q> {
    fn from(query: &'q ImportQuery) -> Self {
        Self::of(query, ImportKind::Mailboxes)
    }
}

impl<'q> FileChoices<'q> {
    /// What a request says of a file that is about the mailboxes of a domain.
    pub fn of(query: &'q ImportQuery, kind: ImportKind) -> Self {
        Self {
            kind,
            file_name: query.file_name.as_deref(),
            separator: query.separator.as_deref(),
            encoding: query.encoding.as_deref(),
            sheet: query.sheet.as_deref(),
            hidden_rows: query.hidden_rows.as_deref(),
        }
    }
}

impl<'q> From<&'q HolderImportQuery> for FileChoices<'q> {
    fn from(query: &'q HolderImportQuery) -> Self {
        Self {
            kind: ImportKind::Holders,
            file_name: query.file_name.as_deref(),
            separator: query.separator.as_deref(),
            encoding: query.encoding.as_deref(),
            sheet: query.sheet.as_deref(),
            hidden_rows: query.hidden_rows.as_deref(),
        }
    }
}

impl FileChoices<'_> {
    pub fn check_name(&self) -> Result<(), AppError> {
        if self.file_name.is_some_and(|name| name.chars().count() > MAX_NAME_CHARS) {
            return Err(AppError::fault("file_name", FaultCode::TooLong));
        }
        Ok(())
    }

    /// Refuses a file that leaves a choice which the request does not make.
    fn check_made(&self, table: &Table) -> Result<(), AppError> {
        let Some(sheet) = &table.sheet else { return Ok(()) };
        let required = |pointer| Fault::new(pointer, FaultCode::Required);
        if self.sheet.is_none() && sheet.alternatives.len() > 1 {
            let choices = ImportChoices { sheets: sheet.alternatives.clone(), hidden_rows: 0 };
            return Err(AppError::ChoiceRequired(required("sheet"), choices));
        }
        if self.hidden_rows.is_none() && sheet.hidden_rows > 0 {
            let choices = ImportChoices { sheets: vec![], hidden_rows: count(sheet.hidden_rows) };
            return Err(AppError::ChoiceRequired(required("hidden_rows"), choices));
        }
        Ok(())
    }
}

/// A file that can be imported.
pub(super) struct ReadFile<'q> {
    choices: FileChoices<'q>,
    table: Table,
    suggestion: Suggestion,
}

impl<'q> ReadFile<'q> {
    pub fn new(
        choices: FileChoices<'q>,
        mut table: Table,
        suggest: impl Fn(&Table) -> Suggestion,
    ) -> Result<Self, AppError> {
        if table.is_empty() || table.len() > MAX_ROWS {
            return Err(AppError::Problem(Code::RowsOutOfRange));
        }
        choices.check_made(&table)?;
        let mut suggestion = suggest(&table);
        // A further column beside passwords is a part of one that has a separator in it.
        if let Some(last) = suggestion.mapping.secret().last()
            && table.drop_unnamed_columns(last + 1)
        {
            suggestion = suggest(&table);
        }
        Ok(Self { choices, table, suggestion })
    }

    /// The file as the API shows it. Where its rows go is added by the caller.
    pub fn description(&self) -> ImportFile {
        let Self { choices, table, suggestion } = self;
        let sheet = table.sheet.as_ref();
        ImportFile {
            name: choices.file_name.map(str::to_owned),
            domain: None,
            organization: None,
            format: table.format.as_str().to_owned(),
            separator: table.separator.and_then(separator_name).map(str::to_owned),
            encoding: table.encoding.map(Encoding::name).map(str::to_owned),
            sheet: sheet.map(|sheet| sheet.name.clone()),
            hidden_rows: sheet.map_or(0, |sheet| count(sheet.hidden_rows)),
            hidden_rows_skipped: choices.hidden_rows == Some("skip"),
            headings_line: table.headings_line.map(i64::from),
            columns: columns(&self.cells(), suggestion),
            hidden_sheets: sheet.map_or_else(Vec::new, |sheet| sheet.hidden_sheets.clone()),
        }
    }

    fn cells(&self) -> StoredCells<'_> {
        StoredCells { table: &self.table, mapping: &self.suggestion.mapping }
    }

    /// Makes the job whose rows are those of the file. The dry run starts at once unless a person has to say
    /// what the columns hold.
    pub async fn store(
        self,
        app: &App,
        caller: &Caller,
        (kind, request): (JobKind, Request),
        (organization_id, domain_id): (OrganizationId, Option<DomainId>),
    ) -> Result<JobView, AppError> {
        let (account_id, account_name) = scope::account_of(caller)?;
        let is_certain = self.suggestion.is_certain(self.choices.kind);
        let job = Job {
            id: app.new_id(),
            kind,
            state: if is_certain { JobState::Checking } else { JobState::Mapping },
            account_id,
            account_name,
            run_by: None,
            organization_id: Some(organization_id),
            request: request.text()?,
            matching: None,
            counts: Counts { pending: count(self.table.len()), ..Counts::default() },
            created_at: app.now(),
            started_at: None,
            finished_at: None,
            problem: None,
            rows_forgotten: false,
            version: 1,
            attempts: 0,
        };
        let mut tx = app.db.begin().await?;
        jobs::insert(&mut tx, &job).await?;
        jobs::add_domains(&mut tx, job.id, domain_id).await?;
        insert_rows(&mut tx, job.id, &self.cells()).await?;
        let shown = complete_view(&mut tx, job).await?;
        tx.commit().await?;
        Ok(shown)
    }
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
