//! Writing tables.
//!
//! The formats differ in what they hold in memory until [`TableWriter::finish`]:
//!
//! - csv: nothing. Every row goes to the output.
//! - Excel: one row. The sheet grows in a temporary file, which `finish` packs into the output.
//! - pdf: one page. Full pages go to the output; the number of pages follows at the end.

mod csv;
mod pdf;
mod words;
mod xlsx;

use std::io::Write;

use sigillo_app::table::{
    Cell, TableDescription, TableFormat, TableWriter, TableWriters, WriteError,
};

use super::TableFiles;

impl TableWriters for TableFiles {
    fn start<'w>(
        &self,
        format: TableFormat,
        description: &TableDescription,
        output: Box<dyn Write + Send + 'w>,
    ) -> Result<Box<dyn TableWriter + 'w>, WriteError> {
        Ok(match format {
            TableFormat::Csv(separator) => {
                Box::new(csv::CsvWriter::new(output, separator, description)?)
            }
            TableFormat::Xlsx => Box::new(xlsx::XlsxWriter::new(output, description)?),
            TableFormat::Pdf => Box::new(pdf::PdfWriter::new(output, description)?),
        })
    }
}

/// The columns that csv and Excel files have, by their index in the description.
struct SheetColumns {
    indexes: Vec<usize>,
    /// The number of columns in the description: the cells after those are written as they are.
    described: usize,
}

impl SheetColumns {
    fn new(description: &TableDescription) -> Self {
        let columns = description.columns.iter().enumerate();
        let indexes = columns.filter(|(_, column)| column.in_sheet).map(|(index, _)| index);
        Self { indexes: indexes.collect(), described: description.columns.len() }
    }

    fn cells<'c, 'a>(&self, cells: &'c [Cell<'a>]) -> impl Iterator<Item = &'c Cell<'a>> {
        let in_sheet = self.indexes.iter().map(|index| cells.get(*index).unwrap_or(&Cell::Empty));
        in_sheet.chain(cells.get(self.described..).unwrap_or_default())
    }
}
