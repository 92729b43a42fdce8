//! Writing a table to a csv, Excel or pdf file, row by row.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::message::Language;

/// Upper bound on the rows of a pdf, some 9,500 pages. Memory does not grow with their number, but
/// no reader goes through more; csv has no such limit.
pub const MAX_PDF_ROWS: u64 = 200_000;

/// Upper bound on the rows of a sheet: Excel's own limit, less the row of headings.
pub const MAX_XLSX_ROWS: u64 = 1_048_575;

/// The width of a table on a page, in millimetres: A4 landscape with margins of 12 mm. The columns
/// of a pdf have to add up to it.
pub const PAGE_TABLE_WIDTH: f32 = 273.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    Csv(Separator),
    Xlsx,
    Pdf,
}

/// The character between the cells of a csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Separator {
    /// Excel expects it in Italy, where the comma is the decimal sign.
    #[default]
    Semicolon,
    Comma,
}

impl Separator {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "semicolon" => Some(Separator::Semicolon),
            "comma" => Some(Separator::Comma),
            _ => None,
        }
    }

    pub const fn byte(self) -> u8 {
        match self {
            Separator::Semicolon => b';',
            Separator::Comma => b',',
        }
    }
}

impl TableFormat {
    pub const ALL: [TableFormat; 3] =
        [TableFormat::Csv(Separator::Semicolon), TableFormat::Xlsx, TableFormat::Pdf];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == text)
    }

    /// The same format with this separator, if the format has one.
    #[must_use]
    pub const fn separated_by(self, separator: Separator) -> Self {
        match self {
            TableFormat::Csv(_) => TableFormat::Csv(separator),
            other => other,
        }
    }

    /// The extension of the file's name; also the format's name in the API.
    pub const fn extension(self) -> &'static str {
        match self {
            TableFormat::Csv(_) => "csv",
            TableFormat::Xlsx => "xlsx",
            TableFormat::Pdf => "pdf",
        }
    }

    pub const fn content_type(self) -> &'static str {
        match self {
            TableFormat::Csv(_) => "text/csv; charset=utf-8",
            TableFormat::Xlsx => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            TableFormat::Pdf => "application/pdf",
        }
    }

    /// Upper bound on the rows of a file; None means any number. Refuse a longer list before its
    /// first row is read: past the limit [`TableWriter::row`] fails.
    pub const fn max_rows(self) -> Option<u64> {
        match self {
            TableFormat::Csv(_) => None,
            TableFormat::Xlsx => Some(MAX_XLSX_ROWS),
            TableFormat::Pdf => Some(MAX_PDF_ROWS),
        }
    }
}

/// What a file says besides its rows.
#[derive(Debug, Clone)]
pub struct TableDescription {
    pub language: Language,
    /// The name of the sheet in a workbook.
    pub sheet_name: Cow<'static, str>,
    pub columns: Vec<Column>,
    /// None for a table that people edit and upload again: its sheet has no styles, no filter and
    /// no second sheet.
    pub report: Option<Report>,
}

/// The list that a file was made from, described so that its reader can trust it.
#[derive(Debug, Clone)]
pub struct Report {
    pub title: &'static str,
    /// What the list belongs to (a domain, an organisation), added to the title.
    pub subject: Option<String>,
    /// The filters and the order, as labels and values.
    pub criteria: Vec<(&'static str, String)>,
    /// The name and user name of a person.
    pub author: String,
    pub created_at: DateTime<Utc>,
    /// The label for the number of rows.
    pub count_label: &'static str,
    /// What a pdf says when there are no rows.
    pub empty_text: &'static str,
}

impl Report {
    /// The title, including the subject.
    pub fn full_title(&self) -> String {
        match &self.subject {
            Some(subject) => format!("{} - {subject}", self.title),
            None => self.title.to_owned(),
        }
    }
}

/// A column, and the formats that have it. Csv and Excel files are for further work and have every
/// detail; a printed page has room for the main columns only.
#[derive(Debug, Clone)]
pub struct Column {
    /// The heading without its unit, which follows from the kind.
    pub title: Cow<'static, str>,
    pub kind: ColumnKind,
    /// Whether csv and Excel files have the column.
    pub in_sheet: bool,
    /// The width in a sheet, in characters; None means the program's default.
    pub sheet_width: Option<u8>,
    /// The width on a page, in millimetres; None means that pages do not have the column.
    pub page_width: Option<f32>,
}

/// What the cells of a column hold. Columns of numbers are right-aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Integer,
    /// A whole number of MB.
    Megabytes,
    /// Bytes in a csv, MB with decimals elsewhere.
    Bytes,
    Date,
    Time,
    YesNo,
}

impl ColumnKind {
    pub const fn is_number(self) -> bool {
        matches!(self, ColumnKind::Integer | ColumnKind::Megabytes | ColumnKind::Bytes)
    }
}

impl Column {
    /// A column of csv and Excel files, of the default width.
    pub fn new(title: impl Into<Cow<'static, str>>, kind: ColumnKind) -> Self {
        Self { title: title.into(), kind, in_sheet: true, sheet_width: None, page_width: None }
    }

    #[must_use]
    pub const fn sheet_width(mut self, characters: u8) -> Self {
        self.sheet_width = Some(characters);
        self
    }

    #[must_use]
    pub const fn page_width(mut self, millimetres: f32) -> Self {
        self.page_width = Some(millimetres);
        self
    }

    /// Leaves the column out of csv and Excel files.
    #[must_use]
    pub const fn only_on_pages(mut self) -> Self {
        self.in_sheet = false;
        self
    }
}

/// The value of a cell, independent of any file format.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Megabytes(i64),
    Bytes(i64),
    Date(NaiveDate),
    /// Files show it in the time of Rome.
    Time(DateTime<Utc>),
    YesNo(bool),
    /// The value is unknown or does not exist yet.
    Empty,
}

impl<'a> Cell<'a> {
    pub const fn text(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }

    pub fn time(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Cell::Empty, Cell::Time)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowStyle {
    #[default]
    Normal,
    /// For rows of what is no longer in use. Pages distinguish them without relying on colour.
    Muted,
}

/// Starts new files. Implementations hold a bounded part of a file in memory, whatever its length;
/// what they cannot write yet is on disk.
pub trait TableWriters: Send + Sync {
    fn start<'w>(
        &self,
        format: TableFormat,
        description: &TableDescription,
        output: Box<dyn Write + Send + 'w>,
    ) -> Result<Box<dyn TableWriter + 'w>, WriteError>;
}

/// A file that is being written. The work is synchronous and occupies processor and disk: keep it
/// off the async threads, as [`write_table`](crate::table_stream::write_table) does.
pub trait TableWriter: Send {
    /// Adds a row with the cells of all columns in their order, including columns that the format
    /// leaves out. Cells past the last column go into csv and Excel files unchanged.
    fn row(&mut self, style: RowStyle, cells: &[Cell<'_>]) -> Result<(), WriteError>;
    /// Writes what is still buffered and flushes the output. A file that is dropped before is
    /// incomplete.
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}

#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The reader of the output has gone away, or the disk is full.
    #[error("the file could not be written: {0}")]
    Io(#[from] io::Error),
    #[error("the file has more than {0} rows")]
    TooManyRows(u64),
    /// The library that produces the format failed.
    #[error("the file could not be made: {0}")]
    Format(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_parsed_from_its_extension() {
        for format in TableFormat::ALL {
            assert_eq!(TableFormat::parse(format.extension()), Some(format));
        }
        assert_eq!(TableFormat::parse("CSV"), None);
    }
}
