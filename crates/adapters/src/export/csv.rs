//! csv, as Excel in Italy opens it with a double click: `;` between cells, CRLF, and a byte order
//! mark, without which it would not see the UTF-8.
//!
//! Every value means the same whatever the country of the program that opens it: times are
//! `yyyy-mm-dd hh:mm`, which all of them take for a date and none for another day, and numbers are
//! whole (the used space is in bytes), since `12,5` is read as 125 where the comma groups thousands.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};
use sigillo_contract::mailbox::Mailbox;

use super::column::{Column, Value};
use super::words::Language;
use super::{Export, ExportError, Heading, rome};
use crate::formula::harmless;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub struct CsvExport<W: Write> {
    writer: Writer<W>,
    language: Language,
}

impl<W: Write> CsvExport<W> {
    pub fn new(mut output: W, heading: &Heading) -> Result<Self, ExportError> {
        output.write_all(BYTE_ORDER_MARK)?;
        let mut writer =
            WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(output);
        let language = heading.language;
        record(
            &mut writer,
            Column::ALL.map(|column| match column {
                Column::Quota | Column::SoftLimit => format!("{} (MB)", column.title(language)),
                Column::Used => {
                    let unit = language.choose("byte", "bytes");
                    format!("{} ({unit})", column.title(language))
                }
                _ => column.title(language).to_owned(),
            }),
        )?;
        Ok(Self { writer, language })
    }
}

impl<W: Write + Send> Export for CsvExport<W> {
    fn rows(&mut self, rows: &[Mailbox]) -> Result<(), ExportError> {
        for mailbox in rows {
            let cells = Column::ALL.map(|column| cell(column.value(mailbox, self.language)));
            record(&mut self.writer, cells.iter().map(|cell| cell.as_bytes()))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.writer.flush()?)
    }
}

/// A csv error that isn't the output's own would be ours: cells of text cannot be wrong.
fn record<W: Write>(
    writer: &mut Writer<W>,
    cells: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<(), ExportError> {
    writer.write_record(cells).map_err(|error| ExportError::Write(error.into()))
}

fn cell(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Text(text) => harmless(text),
        Value::Megabytes(number) | Value::Bytes(number) => number.to_string().into(),
        Value::Moment(at) => rome(at).format("%Y-%m-%d %H:%M").to_string().into(),
        Value::Empty => "".into(),
    }
}
