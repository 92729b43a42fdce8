use actix_web::web::{Bytes, Data};
use sigillo_adapters::export::Language;
use sigillo_adapters::table::{self, Encoding, Options, Table, TableError};
use sigillo_app::jobs::{self, ImportTable};
use sigillo_contract::import::ImportQuery;
use sigillo_contract::operations::CreateImport;
use sigillo_domain::job::MAX_ROWS;
use sigillo_domain::{Code, FaultCode, Faults};

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CreateImport>,
) -> Result<Reply<CreateImport>, Failure> {
    let options = options(&call.query)?;
    // Files are taken in one at a time: together they could fill the memory.
    let turn = http.reading_files.acquire().await;
    let table = actix_web::web::block(move || read(&call.file, &options)).await;
    drop(turn);
    let table = table.map_err(|_| Failure::new(Code::Internal))??;
    let job = jobs::create_import(&http.app, &call.grant, &call.query, table).await?;
    Ok(reply(job))
}

const SEPARATORS: [(&str, u8); 4] =
    [("semicolon", b';'), ("comma", b','), ("tab", b'\t'), ("pipe", b'|')];

fn options(query: &ImportQuery) -> Result<Options, Failure> {
    let mut faults = Faults::default();
    let separator = query.separator.as_deref().and_then(|text| {
        let known = SEPARATORS.iter().find(|(name, _)| *name == text);
        faults.check("separator", known.ok_or(FaultCode::Unknown)).map(|(_, byte)| *byte)
    });
    let encoding = query
        .encoding
        .as_deref()
        .and_then(|text| faults.check("encoding", Encoding::parse(text).ok_or(FaultCode::Unknown)));
    let options = Options { separator, encoding, max_rows: MAX_ROWS, ..Options::default() };
    faults.result(Some(options)).map_err(Failure::invalid)
}

fn read(file: &Bytes, options: &Options) -> Result<ImportTable, Failure> {
    let table = table::read(file, options).map_err(|error| refused(&error))?;
    let mapping = table.suggest();
    let separator = |byte| SEPARATORS.iter().find(|(_, known)| *known == byte);
    Ok(ImportTable {
        format: table.format.as_str(),
        separator: table.separator.and_then(separator).map(|(name, _)| *name),
        encoding: table.encoding.map(Encoding::name),
        headings: table.headings.clone(),
        mapping,
        rows: rows(&table),
    })
}

fn rows(table: &Table) -> Vec<(i64, Vec<String>)> {
    let row = |row: table::Row<'_>| (row.line.into(), row.cells().map(str::to_owned).collect());
    table.rows().map(row).collect()
}

fn refused(error: &TableError) -> Failure {
    let code = match error {
        TableError::Empty | TableError::TooManyRows { .. } => Code::RowsOutOfRange,
        TableError::TooLarge { .. } => Code::PayloadTooLarge,
        _ => Code::FileNotReadable,
    };
    Failure::with_detail(code, error.told(Language::En))
}
