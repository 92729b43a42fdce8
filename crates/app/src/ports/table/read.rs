//! Reading tables from the files that people upload.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use sigillo_domain::import::{Layout, TableStart};

use super::read_error::ReadError;
use super::rows::{Row, Rows};

/// Reads a csv or an Excel file, recognised by its bytes. Anybody can upload a file: everything
/// that it can make grow has a limit in [`ReadOptions`], and no bytes make a reader panic.
///
/// The work is synchronous and occupies the processor: keep it off the async threads.
pub trait TableReader: Send + Sync {
    fn read(&self, bytes: &[u8], options: &ReadOptions) -> Result<Table, ReadError>;
}

/// Finds the headings and the first row of data among the first rows of a file.
pub type FindStart = fn(&[Vec<&str>]) -> TableStart;

/// Decides from its first rows whether a sheet is of the kind that is wanted.
pub type IsList = fn(&[Vec<&str>]) -> bool;

/// How to read a file, and limits on what it may hold.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The separator of a csv; None means that it is detected.
    pub separator: Option<u8>,
    /// The encoding of a csv; None means that it is detected.
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook; None means the first visible one that is of the kind that is wanted.
    pub sheet: Option<String>,
    /// Whether the hidden rows of a sheet are left out.
    pub skip_hidden_rows: bool,
    pub find_start: FindStart,
    pub is_list: IsList,
    pub max_bytes: usize,
    /// The limit does not count headings and empty rows.
    pub max_rows: usize,
    pub max_columns: usize,
    pub max_cell_chars: usize,
    /// Upper bound on what is unpacked of a package, all its parts together, each time that they
    /// are read.
    pub max_unpacked_bytes: u64,
    /// How long the reading of a package may take.
    pub timeout: Duration,
}

impl ReadOptions {
    pub const fn new(find_start: FindStart, is_list: IsList) -> Self {
        Self {
            separator: None,
            encoding: None,
            sheet: None,
            skip_hidden_rows: false,
            find_start,
            is_list,
            max_bytes: 64 << 20,
            max_rows: 200_000,
            max_columns: 100,
            // This is Excel's own limit.
            max_cell_chars: 32_767,
            // 200,000 rows of ten cells unpack to about 100 MB.
            max_unpacked_bytes: 256 << 20,
            timeout: Duration::from_secs(30),
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

/// The sheet of a workbook that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    pub name: String,
    /// The names of all visible sheets that are of the kind that is wanted, where no sheet was asked
    /// for.
    pub alternatives: Vec<String>,
    /// The number of hidden rows with something in them, whether they were left out or not.
    pub hidden_rows: usize,
    /// The ranges of hidden columns, whose cells are read like the others. Indexes are from 0.
    pub hidden_columns: Vec<RangeInclusive<usize>>,
    /// The names of the sheets that are hidden, and not read for that.
    pub hidden_sheets: Vec<String>,
}

impl SheetInfo {
    pub fn is_hidden_column(&self, index: usize) -> bool {
        self.hidden_columns.iter().any(|range| range.contains(&index))
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
    /// The sheet that was read.
    pub sheet: Option<SheetInfo>,
    /// The headings, trimmed; None when the file has none.
    pub headings: Option<Vec<String>>,
    /// The number of the row of headings in the file, counted from 1.
    pub headings_line: Option<u32>,
    rows: Rows,
    first_row: usize,
    columns: usize,
    /// The number of cells in the row of headings, empty ones included.
    headings_width: usize,
}

/// The number of rows from which headings and columns are inferred.
const SAMPLE_ROWS: usize = 200;

/// A width that fewer than one in this many rows have is rare.
const RARE_SHARE: usize = 5;

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
    pub fn from_sheet(
        rows: Rows,
        sheet: SheetInfo,
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let table = Self { sheet: Some(sheet), ..Self::new(SourceFormat::Xlsx, rows) };
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
            headings_line: None,
            rows,
            first_row: 0,
            columns,
            headings_width: 0,
        }
    }

    fn with_headings(mut self, options: &ReadOptions) -> Result<Self, ReadError> {
        if !self.is_empty() {
            self.find_start(options.find_start);
        }
        match self.len() {
            0 => Err(ReadError::Empty),
            rows if rows > options.max_rows => {
                Err(ReadError::TooManyRows { max: options.max_rows })
            }
            _ => Ok(self),
        }
    }

    fn find_start(&mut self, find_start: FindStart) {
        let sample = self.sample();
        let start = find_start(&sample);
        let Some(at) = start.headings else {
            self.first_row = start.first_row;
            return;
        };
        let next = &sample[start.first_row..];
        let mut headings: Vec<String> =
            sample[at].iter().map(|cell| cell.trim().to_owned()).collect();
        // A superfluous separator at the end of the lines does not make a column, but a column of
        // which most rows have a cell is one even without a heading.
        let used = headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |at| at + 1);
        headings.resize(used.max(usual_filled_width(next)).max(1), String::new());
        let line = self.rows.row(at, 0).line;
        self.columns = headings.len();
        self.headings_width = self.rows.width(at);
        self.headings = Some(headings);
        self.headings_line = Some(line);
        self.first_row = start.first_row;
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

    /// How the rows are laid out.
    pub fn layout(&self) -> Layout {
        Layout {
            columns: self.columns,
            max_cells: self.columns.max(self.headings_width),
            can_shift: self.format == SourceFormat::Csv,
        }
    }

    /// Takes the cells of a csv past its headings, or past its usual width where it has none, for
    /// parts of texts with a separator of their own rather than for columns. At least `min` columns
    /// are left. Returns whether there are fewer columns now.
    pub fn drop_unnamed_columns(&mut self, min: usize) -> bool {
        if self.format != SourceFormat::Csv {
            return false;
        }
        let is_named = |heading: &String| !heading.is_empty();
        let named = match &self.headings {
            Some(headings) => headings.iter().rposition(is_named).map_or(0, |at| at + 1),
            None => most_frequent_width(&self.sample()),
        };
        let columns = named.max(min);
        if columns >= self.columns {
            return false;
        }
        self.columns = columns;
        if let Some(headings) = &mut self.headings {
            headings.truncate(columns);
        }
        true
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
}

/// The number of cells up to the last filled one that more than half of the rows have at least.
fn usual_filled_width(rows: &[Vec<&str>]) -> usize {
    let filled = |row: &Vec<&str>| {
        row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1)
    };
    let mut widths: Vec<usize> = rows.iter().map(filled).collect();
    widths.sort_unstable();
    // With an even number of rows, the narrower half decides.
    widths.len().checked_sub(1).map_or(0, |last| widths[last / 2])
}

/// The number of cells that most rows have; among equals the lower.
fn most_frequent_width(rows: &[Vec<&str>]) -> usize {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *count.entry(row.len()).or_default() += 1;
    }
    let most = count.into_iter().rev().max_by_key(|(_, rows)| *rows);
    most.map_or(0, |(width, _)| width)
}

/// The number of columns of a file without headings. A sheet is as wide as its widest row. In a csv,
/// Excel drops the separators after the last filled cell, so the width is the largest one that is not
/// rare: a row whose text has a separator of its own must not add a column.
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
    let sampled: usize = count.iter().sum();
    let is_usual = |rows: &usize| *rows > 0 && *rows * RARE_SHARE >= sampled;
    count.iter().rposition(is_usual).unwrap_or(0)
}
