use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use sigillo_adapters::export::{ExportError, Language};
use sigillo_adapters::table::{RefusedRows, TableFormat, reason};
use sigillo_app::jobs::{self, FailedRow, Failures};
use sigillo_contract::job::FailuresQuery;
use sigillo_contract::operations::ExportJobFailures;
use sigillo_domain::import::{Column, Field, Mapping};
use sigillo_domain::{Code, FaultCode, Faults};

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ExportJobFailures>,
) -> Result<HttpResponse, Failure> {
    let (format, language) = read(&call.query)?;
    let mut failures = jobs::failures(&http.app, &call.grant, call.path).await?;
    let mut file = start(&failures, format, language).map_err(|error| broken(&error))?;
    loop {
        let rows = failures.next().await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            write(&mut file, &row, language).map_err(|error| broken(&error))?;
        }
    }
    let file = actix_web::web::block(move || file.finish()).await;
    let file = file.map_err(|_| Failure::new(Code::Internal))?.map_err(|error| broken(&error))?;
    let (media_type, extension) = match format {
        TableFormat::Csv => ("text/csv; charset=utf-8", "csv"),
        TableFormat::Xlsx => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        }
    };
    let name = language.choose("righe-da-correggere", "rows-to-mend");
    let disposition = format!("attachment; filename=\"{name}.{extension}\"");
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(file.into_inner()))
}

/// A file of at most [`sigillo_domain::job::MAX_ROWS`] rows is held whole.
type File = RefusedRows<std::io::Cursor<Vec<u8>>>;

fn start(
    failures: &Failures,
    format: TableFormat,
    language: Language,
) -> Result<File, ExportError> {
    let output = std::io::Cursor::new(vec![]);
    let Some(file) = &failures.file else {
        let mapping = Mapping { columns: vec![Some(Column::new(Field::Address))] };
        return RefusedRows::start(format, output, &[None], &mapping, language);
    };
    let headings: Vec<_> = file.columns.iter().map(|column| column.heading.as_deref()).collect();
    RefusedRows::start(format, output, &headings, &file.mapping(), language)
}

fn write(file: &mut File, row: &FailedRow, language: Language) -> Result<(), ExportError> {
    let mut cells: Vec<_> = row.cells.iter().map(String::as_str).collect();
    if row.line.is_none() {
        cells.push(row.address.as_deref().unwrap_or_default());
    }
    let reason = reason(row.code.unwrap_or(Code::Internal), &row.faults, language);
    file.row(row.line.unwrap_or(row.seq), &cells, &reason)
}

fn broken(error: &ExportError) -> Failure {
    tracing::error!(%error, "the rows of a job could not be written");
    Failure::new(Code::Internal)
}

fn read(query: &FailuresQuery) -> Result<(TableFormat, Language), Failure> {
    let mut faults = Faults::default();
    let format = match query.format.as_deref() {
        None | Some("csv") => Ok(TableFormat::Csv),
        Some("xlsx") => Ok(TableFormat::Xlsx),
        Some(_) => Err(FaultCode::Unknown),
    };
    let format = faults.check("format", format);
    let language = match query.lang.as_deref() {
        None | Some("it") => Ok(Language::It),
        Some("en") => Ok(Language::En),
        Some(_) => Err(FaultCode::Unknown),
    };
    let language = faults.check("lang", language);
    faults.result(format.zip(language)).map_err(Failure::invalid)
}
