//! Reading the file of an import into a table.

use sigillo_contract::import::ImportQuery;
use sigillo_domain::import::{self, Mapping};
use sigillo_domain::job::MAX_ROWS;
use sigillo_domain::{Code, FaultCode, Faults};

use crate::App;
use crate::error::AppError;
use crate::ports::table::{Encoding, ReadError, ReadOptions, Table};

const SEPARATORS: [(&str, u8); 4] =
    [("semicolon", b';'), ("comma", b','), ("tab", b'\t'), ("pipe", b'|')];

/// The name of a separator in the API; None for one that has no name there.
pub(super) fn separator_name(separator: u8) -> Option<&'static str> {
    SEPARATORS.iter().find(|(_, byte)| *byte == separator).map(|(name, _)| *name)
}

/// How the files of imports are read unless the request says otherwise.
pub fn read_options() -> ReadOptions {
    let options = ReadOptions::new(import::first_row_is_headings);
    ReadOptions { max_rows: MAX_ROWS, ..options }
}

/// The read options from the query of the request.
pub fn parse_options(query: &ImportQuery) -> Result<ReadOptions, AppError> {
    let mut faults = Faults::default();
    let separator = query.separator.as_deref().and_then(|text| {
        let known = SEPARATORS.iter().find(|(name, _)| *name == text);
        faults.check("separator", known.ok_or(FaultCode::Unknown)).map(|(_, byte)| *byte)
    });
    let encoding = query
        .encoding
        .as_deref()
        .and_then(|text| faults.check("encoding", Encoding::parse(text).ok_or(FaultCode::Unknown)));
    let options = ReadOptions { separator, encoding, ..read_options() };
    Ok(faults.result(Some(options))?)
}

/// Reads a file, off the threads that serve requests.
pub async fn read_file(
    app: &App,
    file: impl AsRef<[u8]> + Send + 'static,
    options: ReadOptions,
) -> Result<Table, AppError> {
    let reader = app.table_reader.clone();
    let reading = tokio::task::spawn_blocking(move || reader.read(file.as_ref(), &options));
    let table = reading.await.map_err(|error| {
        tracing::error!(%error, "a file could not be read");
        AppError::Problem(Code::Internal)
    })?;
    table.map_err(|error| refused(&error))
}

fn refused(error: &ReadError) -> AppError {
    let code = match error {
        ReadError::Empty | ReadError::TooManyRows { .. } => Code::RowsOutOfRange,
        ReadError::TooLarge { .. } => Code::PayloadTooLarge,
        _ => Code::FileNotReadable,
    };
    AppError::Detailed(code, error.to_string())
}

/// Suggests the field of each column of a file.
pub fn suggest_mapping(table: &Table) -> Mapping {
    let headings: Option<Vec<&str>> =
        table.headings.as_ref().map(|headings| headings.iter().map(String::as_str).collect());
    let mut mapping = import::suggest(headings.as_deref(), &table.sample());
    mapping.columns.resize(table.columns(), None);
    mapping
}
