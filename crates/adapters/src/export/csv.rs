//! csv, as Excel in Italy opens it with a double click: `;` between cells, CRLF, and a byte order
//! mark, without which it would not see the UTF-8.
//!
//! Every value means the same whatever the country of the program that opens it: times are
//! `yyyy-mm-dd hh:mm`, which all of them take for a date and none for another day, and numbers are
//! whole (the used space is in bytes), since `12,5` is read as 125 where the comma groups thousands.

use std::io::Write;

use chrono::{Datelike, NaiveDateTime, Timelike};
use csv::{Terminator, Writer, WriterBuilder};
use sigillo_domain::mailbox_list::Listed;

use super::column::{Column, Value};
use super::words::Language;
use super::{Export, ExportError, Heading, Separator, rome};
use crate::formula::needs_apostrophe;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub struct CsvExport<W: Write> {
    writer: Writer<W>,
    language: Language,
    /// Of the cell at hand, kept for its room.
    cell: Vec<u8>,
}

impl<W: Write> CsvExport<W> {
    pub fn new(
        mut output: W,
        separator: Separator,
        heading: &Heading,
    ) -> Result<Self, ExportError> {
        output.write_all(BYTE_ORDER_MARK)?;
        let mut writer = WriterBuilder::new()
            .delimiter(separator.byte())
            .terminator(Terminator::CRLF)
            .buffer_capacity(BUFFER)
            .from_writer(output);
        let language = heading.language;
        let titles = Column::ALL.map(|column| title(column, language));
        writer.write_record(titles).map_err(failed)?;
        Ok(Self { writer, language, cell: Vec::new() })
    }

    fn row(&mut self, mailbox: &Listed) -> csv::Result<()> {
        for column in Column::ALL {
            self.cell.clear();
            put(&mut self.cell, &column.value(mailbox, self.language));
            self.writer.write_field(&self.cell)?;
        }
        // Ends the record.
        self.writer.write_record(None::<&[u8]>)
    }
}

const BUFFER: usize = 64 * 1024;

impl<W: Write + Send> Export for CsvExport<W> {
    fn rows(&mut self, rows: &[Listed]) -> Result<(), ExportError> {
        rows.iter().try_for_each(|mailbox| self.row(mailbox)).map_err(failed)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.writer.flush()?)
    }
}

/// A csv error that isn't the output's own would be ours: cells of text cannot be wrong.
fn failed(error: csv::Error) -> ExportError {
    ExportError::Write(error.into())
}

fn title(column: Column, language: Language) -> String {
    let title = column.title(language);
    match column {
        Column::Quota | Column::SoftLimit => format!("{title} (MB)"),
        Column::Used => format!("{title} ({})", language.choose("byte", "bytes")),
        _ => title.to_owned(),
    }
}

fn put(cell: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Text(text) => {
            if needs_apostrophe(text) {
                cell.push(b'\'');
            }
            cell.extend_from_slice(text.as_bytes());
        }
        Value::Megabytes(number) | Value::Bytes(number) => {
            // Writing into memory cannot fail.
            let _ = write!(cell, "{number}");
        }
        Value::Moment(at) => put_moment(cell, rome(*at)),
        Value::Empty => {}
    }
}

/// `yyyy-mm-dd hh:mm`, digit by digit: chrono's own formatting took a third of an export's time.
fn put_moment(cell: &mut Vec<u8>, at: NaiveDateTime) {
    let Ok(year) = u32::try_from(at.year()).map(|year| year.min(9999)) else {
        return;
    };
    for (number, before) in [
        (year / 100, ""),
        (year % 100, ""),
        (at.month(), "-"),
        (at.day(), "-"),
        (at.hour(), " "),
        (at.minute(), ":"),
    ] {
        cell.extend_from_slice(before.as_bytes());
        cell.extend([number / 10, number % 10].map(|digit| b"0123456789"[digit as usize]));
    }
}
