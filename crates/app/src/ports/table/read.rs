//! Reading tables from the files that people upload.

use super::read_error::ReadError;
use super::rows::{Row, Rows};

/// Reads a csv or an Excel file, recognised by its bytes. Anybody can upload a file: everything
/// that it can make grow has a limit in [`ReadOptions`], and no bytes make a reader panic.
///
/// The work is synchronous and occupies the processor: keep it off the async threads.
pub trait TableReader: Send + Sync {
    fn read(&self, bytes: &[u8], options: &ReadOptions) -> Result<Table, ReadError>;
}

/// Decides whether the first row of a file names the columns, from that row and the ones after it.
pub type DetectHeadings = fn(&[&str], &[Vec<&str>]) -> bool;

/// How to read a file, and limits on what it may hold.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The separator of a csv; None means that it is detected.
    pub separator: Option<u8>,
    /// The encoding of a csv; None means that it is detected.
    pub encoding: Option<Encoding>,
    pub detect_headings: DetectHeadings,
    pub max_bytes: usize,
    /// The limit does not count headings and empty rows.
    pub max_rows: usize,
    pub max_columns: usize,
    pub max_cell_chars: usize,
    /// Upper bound on the unpacked size of a part of a package.
    pub max_unpacked_bytes: u64,
}

impl ReadOptions {
    pub const fn new(detect_headings: DetectHeadings) -> Self {
        Self {
            separator: None,
            encoding: None,
            detect_headings,
            max_bytes: 64 << 20,
            max_rows: 200_000,
            max_columns: 100,
            // This is Excel's own limit.
            max_cell_chars: 32_767,
            max_unpacked_bytes: 512 << 20,
        }
    }
}

/// The format of a file that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    Csv,
    Xlsx,
}

impl SourceFormat {
    /// The format's name, which the API uses too.
    pub const fn as_str(self) -> &'static str {
        match self {
            SourceFormat::Csv => "csv",
            SourceFormat::Xlsx => "xlsx",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Windows1252,
}

impl Encoding {
    pub const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Windows1252];

    /// The encoding's IANA name, which the API uses too.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name().eq_ignore_ascii_case(text))
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Table {
    pub format: SourceFormat,
    /// Of a csv.
    pub encoding: Option<Encoding>,
    /// Of a csv.
    pub separator: Option<u8>,
    /// The name of the sheet that was read: the first visible one with something in it.
    pub sheet: Option<String>,
    /// The headings, trimmed; None when the file has none.
    pub headings: Option<Vec<String>>,
    rows: Rows,
    first_row: usize,
    columns: usize,
}

/// The number of rows from which headings and columns are inferred.
const SAMPLE_ROWS: usize = 200;

impl Table {
    /// Builds the table of a csv.
    pub fn from_csv(
        rows: Rows,
        encoding: Encoding,
        separator: u8,
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let table = Self::new(SourceFormat::Csv, rows);
        let table = Self { encoding: Some(encoding), separator: Some(separator), ..table };
        table.with_headings(options)
    }

    /// Builds the table of a sheet.
    pub fn from_sheet(rows: Rows, name: String, options: &ReadOptions) -> Result<Self, ReadError> {
        let table = Self { sheet: Some(name), ..Self::new(SourceFormat::Xlsx, rows) };
        table.with_headings(options)
    }

    fn new(format: SourceFormat, rows: Rows) -> Self {
        let columns = usual_width(format, &rows);
        Self {
            format,
            encoding: None,
            separator: None,
            sheet: None,
            headings: None,
            rows,
            first_row: 0,
            columns,
        }
    }

    fn with_headings(mut self, options: &ReadOptions) -> Result<Self, ReadError> {
        if !self.is_empty() {
            self.take_headings(options.detect_headings);
        }
        match self.len() {
            0 => Err(ReadError::Empty),
            rows if rows > options.max_rows => {
                Err(ReadError::TooManyRows { max: options.max_rows })
            }
            _ => Ok(self),
        }
    }

    fn take_headings(&mut self, detect: DetectHeadings) {
        let sample = self.sample();
        let (first, next) = sample.split_at(1);
        if !detect(&first[0], next) {
            return;
        }
        let mut headings: Vec<String> =
            first[0].iter().map(|cell| cell.trim().to_owned()).collect();
        // A superfluous separator at the end of the lines does not make a column.
        let used = headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |at| at + 1);
        let is_blank =
            |row: &Vec<&str>| row[used.min(row.len())..].iter().all(|cell| cell.trim().is_empty());
        if self.format == SourceFormat::Xlsx {
            headings.truncate(used);
        } else if next.iter().all(is_blank) {
            headings.truncate(used.max(1));
        }
        self.columns = headings.len();
        self.headings = Some(headings);
        self.first_row = 1;
    }

    /// The number of rows, without the headings.
    pub fn len(&self) -> usize {
        self.rows.len() - self.first_row
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of columns that a row should have.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row by its index from 0, not counting the headings. Panics past the last row, as a slice
    /// does.
    pub fn row(&self, index: usize) -> Row<'_> {
        // Sheets do not store the empty cells at the end of a row.
        let min_cells = if self.format == SourceFormat::Xlsx { self.columns } else { 0 };
        self.rows.row(self.first_row + index, min_cells)
    }

    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    /// The cells of the first rows, to infer from them what the columns hold.
    pub fn sample(&self) -> Vec<Vec<&str>> {
        self.rows().take(SAMPLE_ROWS).map(|row| row.cells().collect()).collect()
    }

    /// Empties the cells of a column, so that secret values cannot be stored.
    pub fn clear_column(&mut self, column: usize) {
        self.rows.clear_column(column, self.first_row);
    }
}

/// The number of cells that most rows of a csv have; a sheet is as wide as its widest row.
fn usual_width(format: SourceFormat, rows: &Rows) -> usize {
    let widths = (0..rows.len()).map(|row| rows.width(row));
    if format == SourceFormat::Xlsx {
        return widths.max().unwrap_or(0);
    }
    let mut count: Vec<usize> = vec![];
    for width in widths.take(SAMPLE_ROWS) {
        count.resize(count.len().max(width + 1), 0);
        count[width] += 1;
    }
    count.iter().enumerate().max_by_key(|(_, rows)| **rows).map_or(0, |(width, _)| width)
}
