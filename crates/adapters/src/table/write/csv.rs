//! csv, in the form that Excel in Italy opens with a double click: `;` between cells, CRLF, and a
//! byte order mark, without which Excel would not recognise UTF-8.
//!
//! Values do not depend on the country of the program that opens them: times are `yyyy-mm-dd
//! hh:mm`, which every program reads as the same date, and numbers are integers (used space is in
//! bytes), since `12,5` is read as 125 where the comma groups thousands.

use std::io::Write;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use csv::{Terminator, Writer, WriterBuilder};
use sigillo_app::local_time;
use sigillo_app::table::{
    Cell, Column, ColumnKind, RowStyle, Separator, TableDescription, TableWriter, WriteError,
};
use sigillo_domain::message::Language;

use super::SheetColumns;
use super::words::{heading, yes_or_no};
use crate::table::formula::needs_apostrophe;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
const BUFFER_BYTES: usize = 64 * 1024;

pub struct CsvWriter<W: Write> {
    records: Records<W>,
    columns: SheetColumns,
}

struct Records<W: Write> {
    writer: Writer<W>,
    language: Language,
    /// The bytes of the current cell. The buffer is reused.
    cell: Vec<u8>,
}

impl<W: Write> CsvWriter<W> {
    pub fn new(
        mut output: W,
        separator: Separator,
        description: &TableDescription,
    ) -> Result<Self, WriteError> {
        output.write_all(BYTE_ORDER_MARK)?;
        let writer = WriterBuilder::new()
            .delimiter(separator.byte())
            .terminator(Terminator::CRLF)
            .flexible(true)
            .buffer_capacity(BUFFER_BYTES)
            .from_writer(output);
        let language = description.language;
        let in_sheet = description.columns.iter().filter(|column| column.in_sheet);
        let headings: Vec<Cell<'_>> =
            in_sheet.map(|column| Cell::Text(csv_heading(column, language).into())).collect();
        let mut records = Records { writer, language, cell: Vec::new() };
        records.write(headings.iter())?;
        Ok(Self { records, columns: SheetColumns::new(description) })
    }
}

impl<W: Write> Records<W> {
    fn write<'c>(&mut self, cells: impl Iterator<Item = &'c Cell<'c>>) -> Result<(), WriteError> {
        for cell in cells {
            self.cell.clear();
            push_cell(&mut self.cell, cell, self.language);
            self.writer.write_field(&self.cell).map_err(io_error)?;
        }
        // Ends the record.
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }
}

impl<W: Write + Send> TableWriter for CsvWriter<W> {
    fn row(&mut self, _style: RowStyle, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        self.records.write(self.columns.cells(cells))
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.records.writer.flush()?)
    }
}

/// Every error of the csv library is an output error: cells of bytes cannot be invalid.
fn io_error(error: csv::Error) -> WriteError {
    WriteError::Io(error.into())
}

fn csv_heading(column: &Column, language: Language) -> String {
    match column.kind {
        ColumnKind::Bytes => format!("{} ({})", column.title, language.choose("byte", "bytes")),
        _ => heading(column),
    }
}

fn push_cell(bytes: &mut Vec<u8>, cell: &Cell<'_>, language: Language) {
    match cell {
        Cell::Text(text) => {
            if needs_apostrophe(text) {
                bytes.push(b'\'');
            }
            bytes.extend_from_slice(text.as_bytes());
        }
        Cell::Integer(number) | Cell::Megabytes(number) | Cell::Bytes(number) => {
            // Writing into memory cannot fail.
            let _ = write!(bytes, "{number}");
        }
        Cell::Date(date) => push_date(bytes, *date),
        Cell::Time(at) => push_time(bytes, local_time(*at)),
        Cell::YesNo(yes) => bytes.extend_from_slice(yes_or_no(*yes, language).as_bytes()),
        Cell::Empty => {}
    }
}

/// Writes `yyyy-mm-dd hh:mm`, digit by digit: chrono's own formatting took a third of an export's
/// time.
fn push_time(bytes: &mut Vec<u8>, at: NaiveDateTime) {
    push_date(bytes, at.date());
    for (number, separator) in [(at.hour(), b' '), (at.minute(), b':')] {
        bytes.push(separator);
        push_two_digits(bytes, number);
    }
}

fn push_date(bytes: &mut Vec<u8>, date: NaiveDate) {
    let year = u32::try_from(date.year()).unwrap_or_default().min(9999);
    push_two_digits(bytes, year / 100);
    push_two_digits(bytes, year % 100);
    for number in [date.month(), date.day()] {
        bytes.push(b'-');
        push_two_digits(bytes, number);
    }
}

fn push_two_digits(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend([number / 10, number % 10].map(|digit| b"0123456789"[digit as usize]));
}
