//! Files that people upload, well-formed and hostile.

mod csv;
mod failures;
mod hostile;
mod round_trip;
mod workbook;
mod xlsx;

/// The lists of the export tests, whose files are read here.
#[path = "../export/sample.rs"]
mod sample;

use sigillo_adapters::table::TableFiles;
use sigillo_app::jobs::read_options;
use sigillo_app::table::{ReadError, ReadOptions, Table, TableReader};

fn read(bytes: impl AsRef<[u8]>) -> Result<Table, ReadError> {
    read_with(bytes, &read_options())
}

fn read_with(bytes: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Table, ReadError> {
    TableFiles.read(bytes.as_ref(), options)
}

/// The numbers and the cells of the rows.
fn rows(table: &Table) -> Vec<(u32, Vec<String>)> {
    table.rows().map(|row| (row.line, row.cells().map(str::to_owned).collect())).collect()
}
