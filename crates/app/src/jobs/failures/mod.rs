//! Exporting the rows of a job that failed.

mod table;
mod words;

use std::future::pending;

use async_trait::async_trait;
use sigillo_contract::import::ImportFile;
use sigillo_contract::job::FailuresQuery;
use sigillo_contract::operations::ExportJobFailures;
use sigillo_domain::id::JobId;
use sigillo_domain::import::{Column, Field, ImportKind, Mapping};
use sigillo_domain::job::Outcome;
use sigillo_domain::message::Language;
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_storage::{StorageError, job_rows};

use super::remarks::Remarks;
use super::request::Request;
use super::scope;
use crate::error::AppError;
use crate::ports::table::{Separator, TableFormat, TableWriter, WriteError};
use crate::table_stream::{RowSource, TableFile, TableStreamError, write_table};
use crate::{App, Grant};

pub use table::FailuresTable;
pub use words::reason_of_faults;

/// The number of rows read at a time.
const BATCH_ROWS: i64 = 1_000;

/// A file of the rows that failed, which people correct and upload again.
pub struct FailuresFile {
    pub format: TableFormat,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes the rows that failed into a file. It has at most [`sigillo_domain::job::MAX_ROWS`] rows
/// and is held in memory, so that an error while it is written is an error of the request.
pub async fn export_failures(
    app: &App,
    grant: &Grant<ExportJobFailures>,
    id: JobId,
    query: &FailuresQuery,
) -> Result<FailuresFile, AppError> {
    let (format, language) = parse(query)?;
    let mut on = app.db.read().await?;
    let job = scope::find(&mut on, grant, id).await?;
    drop(on);
    let kind = job.kind.imports();
    let table = match Request::of(&job)?.as_handler().details().import {
        Some(file) => table_of_import(&file, language),
        None => table_of_addresses(language),
    };
    let file = TableFile {
        format,
        description: table.description(),
        write_row: Box::new(move |row: &FailedRow, file| {
            write_row(&table, row, (kind, language), file)
        }),
    };
    let mut rows = FailedRows { app: app.clone(), job_id: id, after: 0 };
    let writers = app.table_writers.clone();
    let written = write_table(writers, file, &mut rows, vec![], pending()).await;
    let name = language.choose("righe-da-correggere", "rows-to-mend");
    let name = format!("{name}.{}", format.extension());
    match (written.result, written.output) {
        (Ok(()), Some(bytes)) => Ok(FailuresFile { format, name, bytes }),
        (Err(TableStreamError::Read(error)), _) => Err(error),
        (result, _) => {
            let error = result.err();
            tracing::error!(?error, "the rows of a job could not be written");
            Err(AppError::Problem(Code::Internal))
        }
    }
}

fn parse(query: &FailuresQuery) -> Result<(TableFormat, Language), AppError> {
    let mut faults = Faults::default();
    let format = match query.format.as_deref() {
        None | Some("csv") => Ok(TableFormat::Csv(Separator::default())),
        Some("xlsx") => Ok(TableFormat::Xlsx),
        Some(_) => Err(FaultCode::Unknown),
    };
    let format = faults.check("format", format);
    let language = query.lang.as_deref().map_or(Some(Language::It), Language::parse);
    let language = faults.check("lang", language.ok_or(FaultCode::Unknown));
    Ok(faults.result(format.zip(language))?)
}

fn table_of_import(file: &ImportFile, language: Language) -> FailuresTable {
    let headings: Vec<_> = file.columns.iter().map(|column| column.heading.as_deref()).collect();
    FailuresTable::new(&headings, &file.mapping(), language)
}

/// A table for the rows of a bulk change, which have addresses and come from no file.
fn table_of_addresses(language: Language) -> FailuresTable {
    let mapping = Mapping { columns: vec![Some(Column::new(Field::Address))] };
    FailuresTable::new(&[None], &mapping, language)
}

fn write_row(
    table: &FailuresTable,
    row: &FailedRow,
    (kind, language): (Option<ImportKind>, Language),
    file: &mut dyn TableWriter,
) -> Result<(), WriteError> {
    let mut cells: Vec<_> = row.cells.iter().map(String::as_str).collect();
    if row.line.is_none() {
        cells.push(row.address.as_deref().unwrap_or_default());
    }
    let code = row.code.unwrap_or(Code::Internal);
    let reason = match kind {
        Some(ImportKind::Holders) => words::reason_of_holder(code, &row.faults, language),
        _ => words::reason(code, &row.faults, language),
    };
    table.write_row(row.line.unwrap_or(row.seq), &cells, &reason, file)
}

/// A row that failed.
struct FailedRow {
    seq: i64,
    /// The row's number in the file; None for a bulk change.
    line: Option<i64>,
    address: Option<String>,
    /// The cells as they were in the file; empty for a bulk change.
    cells: Vec<String>,
    code: Option<Code>,
    faults: Vec<Fault>,
}

/// The failed rows of a job, in their order.
struct FailedRows {
    app: App,
    job_id: JobId,
    after: i64,
}

#[async_trait]
impl RowSource for FailedRows {
    type Row = FailedRow;

    async fn next_batch(&mut self) -> Result<Option<Vec<FailedRow>>, AppError> {
        let mut on = self.app.db.read().await?;
        let failed = Some(Outcome::Failed);
        let rows = job_rows::list(&mut on, self.job_id, failed, self.after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = last.seq;
        rows.into_iter().map(failed_row).collect::<Result<_, _>>().map(Some)
    }
}

fn failed_row(row: job_rows::JobRow) -> Result<FailedRow, AppError> {
    let remarks = Remarks::read(row.remarks.as_deref())?;
    let cells = row.cells.as_deref().map(serde_json::from_str).transpose();
    let cells = cells.map_err(|error| StorageError::Broken(format!("cells of a row: {error}")))?;
    Ok(FailedRow {
        seq: row.seq,
        line: row.line,
        address: row.subject_name,
        cells: cells.unwrap_or_default(),
        code: remarks.code,
        faults: remarks.faults,
    })
}
