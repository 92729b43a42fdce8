//! Files that people bring, and those that they should not have.

mod csv;
mod hostile;
mod refused;
mod round_trip;
mod workbook;
mod xlsx;

/// The lists of the tests of the export: what it writes is read here.
#[path = "../export/sample.rs"]
mod sample;

use sigillo_adapters::table::{Options, Table, TableError};

fn read(bytes: impl AsRef<[u8]>) -> Result<Table, TableError> {
    sigillo_adapters::table::read(bytes.as_ref(), &Options::default())
}

/// The numbers and the cells of the rows.
fn rows(table: &Table) -> Vec<(u32, Vec<String>)> {
    table.rows().map(|row| (row.line, row.cells().map(str::to_owned).collect())).collect()
}
