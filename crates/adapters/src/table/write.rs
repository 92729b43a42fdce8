//! The rows of a file that could not be taken, as they were, each with the reason: to be mended and
//! read again. What is added (the row's number first, the reason last) is left alone by the reading.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use rust_xlsxwriter::{Format, Workbook};
use sigillo_domain::import::{Field, Mapping};

use super::TableFormat;
use crate::export::{ExportError, Language};
use crate::formula::harmless;

/// A file in the making. A csv goes to its output row by row; a sheet is packed by
/// [`RefusedRows::finish`]. Its work is of the processor and of the disk: keep it off an async thread.
pub struct RefusedRows<W: Write + Send> {
    output: Output<W>,
    /// The columns of the original that are written, by their place.
    kept: Vec<usize>,
    columns: usize,
}

enum Output<W: Write + Send> {
    Csv(Box<Writer<W>>),
    Xlsx { workbook: Box<Workbook>, rows: u32, output: W },
}

impl<W: Write + Send> RefusedRows<W> {
    /// Begins a file with the headings of the original, as many as its columns; None where it had
    /// none. Passwords are left out, and so is what an earlier file of refused rows had added.
    pub fn start(
        format: TableFormat,
        mut output: W,
        headings: &[Option<&str>],
        mapping: &Mapping,
        language: Language,
    ) -> Result<Self, ExportError> {
        let columns = headings.len();
        let field = |at: usize| mapping.columns.get(at).copied().flatten();
        let kept: Vec<usize> = (0..columns)
            .filter(|at| {
                let field = field(*at).map(|column| column.field);
                !matches!(field, Some(Field::Password | Field::RowNumber | Field::Reason))
            })
            .collect();
        let headings: Vec<String> = kept
            .iter()
            .map(|at| match (headings[*at], field(*at)) {
                (Some(heading), _) => heading.to_owned(),
                (None, Some(column)) => language.heading(column.field, column.unit),
                (None, None) => format!("{} {}", language.choose("Colonna", "Column"), at + 1),
            })
            .collect();
        let output = match format {
            TableFormat::Csv => {
                output.write_all("\u{feff}".as_bytes())?;
                let mut builder = WriterBuilder::new();
                builder.delimiter(b';').terminator(Terminator::CRLF).flexible(true);
                Output::Csv(Box::new(builder.from_writer(output)))
            }
            TableFormat::Xlsx => {
                let mut workbook = Workbook::new();
                let sheet = workbook.add_worksheet_with_constant_memory()?;
                sheet.set_name(language.choose("Righe da correggere", "Rows to mend"))?;
                sheet.set_freeze_panes(1, 0)?;
                Output::Xlsx { workbook: Box::new(workbook), rows: 0, output }
            }
        };
        let mut file = Self { output, kept, columns };
        let mut headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        headings.push(language.reason());
        file.write(language.row_number(), &headings)?;
        Ok(file)
    }

    /// Adds a row by its number in the original and its cells there. Cells past the headings, which
    /// may be why it was refused, go after the reason.
    pub fn row(&mut self, line: i64, cells: &[&str], reason: &str) -> Result<(), ExportError> {
        let cell = |at: &usize| cells.get(*at).copied().unwrap_or("");
        let mut written: Vec<&str> = self.kept.iter().map(cell).collect();
        written.push(reason);
        written.extend(cells.get(self.columns..).unwrap_or_default());
        self.write(&line.to_string(), &written)
    }

    fn write(&mut self, first: &str, cells: &[&str]) -> Result<(), ExportError> {
        let all = std::iter::once(first).chain(cells.iter().copied());
        match &mut self.output {
            Output::Csv(writer) => {
                let cells: Vec<Cow<'_, str>> = all.map(|cell| harmless(cell.into())).collect();
                let written = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
                written.map_err(|error| ExportError::Write(error.into()))
            }
            Output::Xlsx { workbook, rows, .. } => {
                let bold = Format::new().set_bold();
                let sheet = workbook.worksheet_from_index(0)?;
                for (column, cell) in (0..).zip(all) {
                    match (*rows, cell.is_empty()) {
                        (0, _) => sheet.write_string_with_format(*rows, column, cell, &bold)?,
                        (_, true) => sheet,
                        (_, false) => sheet.write_string(*rows, column, cell)?,
                    };
                }
                *rows += 1;
                Ok(())
            }
        }
    }

    /// Writes what is still held; gives the output back.
    pub fn finish(self) -> Result<W, ExportError> {
        match self.output {
            Output::Csv(writer) => writer
                .into_inner()
                .map_err(|error| ExportError::Write(io::Error::other(error.to_string()))),
            Output::Xlsx { mut workbook, mut output, .. } => {
                workbook.save_to_writer(&mut output)?;
                output.flush()?;
                Ok(output)
            }
        }
    }
}
