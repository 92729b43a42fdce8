//! Files of rows that people bring: csv as programs write it, and Excel's xlsx.
//!
//! [`read`] tells them apart by what is in them. A file is anybody's: everything it could make grow
//! (rows, columns, cells, what a package unpacks to) has a bound, and none of its bytes make the
//! reader panic. [`RefusedRows`] writes the rows that could not be taken, to be mended and read again.

mod csv;
mod encoding;
mod error;
mod rows;
mod words;
mod write;
mod xlsx;

use sigillo_domain::import::{self, Mapping};

pub use encoding::Encoding;
pub use error::{TableError, Unsupported};
pub use rows::Row;
use rows::Rows;
pub use words::{fault_text, reason, reason_of_code, reason_of_faults};
pub use write::RefusedRows;

/// How a file is to be read, and the most that it may hold.
#[derive(Debug, Clone)]
pub struct Options {
    /// Of a csv; None: found out.
    pub separator: Option<u8>,
    /// Of a csv; None: found out.
    pub encoding: Option<Encoding>,
    /// Whether the first row names the columns; None: found out.
    pub headings: Option<bool>,
    pub max_bytes: usize,
    /// Without the headings and the empty rows.
    pub max_rows: usize,
    pub max_columns: usize,
    pub max_cell_chars: usize,
    /// The most that a part of a package may unpack to.
    pub max_unpacked_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            separator: None,
            encoding: None,
            headings: None,
            max_bytes: 64 << 20,
            max_rows: 200_000,
            max_columns: 100,
            // Excel's own limit.
            max_cell_chars: 32_767,
            max_unpacked_bytes: 512 << 20,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    Csv,
    Xlsx,
}

impl TableFormat {
    /// Also the format's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            TableFormat::Csv => "csv",
            TableFormat::Xlsx => "xlsx",
        }
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Table {
    pub format: TableFormat,
    /// Of a csv.
    pub encoding: Option<Encoding>,
    /// Of a csv.
    pub separator: Option<u8>,
    /// Of an xlsx: the name of the sheet that was read, the first visible one with something in it.
    pub sheet: Option<String>,
    /// As they stand in the file, without spaces around.
    pub headings: Option<Vec<String>>,
    rows: Rows,
    first: usize,
    columns: usize,
}

/// How many rows what the columns hold is judged by.
const SAMPLE: usize = 200;

/// Reads a csv or an xlsx.
pub fn read(bytes: &[u8], options: &Options) -> Result<Table, TableError> {
    if bytes.len() > options.max_bytes {
        return Err(TableError::TooLarge { max_bytes: options.max_bytes as u64 });
    }
    if let Some(unsupported) = Unsupported::tell(bytes) {
        return Err(TableError::Unsupported(unsupported));
    }
    let mut table = if bytes.starts_with(b"PK\x03\x04") {
        let (rows, sheet) = xlsx::read(bytes, options)?;
        Table::new(TableFormat::Xlsx, rows, Some(sheet))
    } else {
        let (text, encoding) = encoding::decode(bytes, options.encoding)?;
        let (rows, separator) = csv::read(&text, options)?;
        let table = Table::new(TableFormat::Csv, rows, None);
        Table { encoding: Some(encoding), separator: Some(separator), ..table }
    };
    table.take_headings(options.headings);
    match table.len() {
        0 => Err(TableError::Empty),
        rows if rows > options.max_rows => Err(TableError::TooManyRows { max: options.max_rows }),
        _ => Ok(table),
    }
}

impl Table {
    fn new(format: TableFormat, rows: Rows, sheet: Option<String>) -> Self {
        let table = Self {
            format,
            encoding: None,
            separator: None,
            sheet,
            headings: None,
            rows,
            first: 0,
            columns: 0,
        };
        Self { columns: table.usual_width(), ..table }
    }

    fn take_headings(&mut self, wanted: Option<bool>) {
        if self.is_empty() {
            return;
        }
        let sample = self.sample(SAMPLE);
        let (first, next) = sample.split_at(1);
        if wanted.unwrap_or_else(|| import::first_row_is_headings(&first[0], next)) {
            let mut headings: Vec<String> =
                first[0].iter().map(|cell| cell.trim().to_owned()).collect();
            // Lines that end with a separator too many have no column there.
            let used =
                headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |at| at + 1);
            if self.format == TableFormat::Xlsx {
                headings.truncate(used);
            } else if next
                .iter()
                .all(|row| row[used.min(row.len())..].iter().all(|c| c.trim().is_empty()))
            {
                headings.truncate(used.max(1));
            }
            self.columns = headings.len();
            self.headings = Some(headings);
            self.first = 1;
        }
    }

    /// As many cells as most rows have: a sheet has as many as its widest row.
    fn usual_width(&self) -> usize {
        let widths = (0..self.rows.len()).map(|row| self.rows.width(row));
        if self.format == TableFormat::Xlsx {
            return widths.max().unwrap_or(0);
        }
        let mut count: Vec<usize> = vec![];
        for width in widths.take(SAMPLE) {
            count.resize(count.len().max(width + 1), 0);
            count[width] += 1;
        }
        count.iter().enumerate().max_by_key(|(_, rows)| **rows).map_or(0, |(width, _)| width)
    }

    /// How many rows there are, without the headings.
    pub fn len(&self) -> usize {
        self.rows.len() - self.first
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many columns a row should have.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row by its place from 0, headings apart. Panics past the last, as a slice does.
    pub fn row(&self, place: usize) -> Row<'_> {
        // A sheet does not keep the empty cells at the end of a row.
        let least = if self.format == TableFormat::Xlsx { self.columns } else { 0 };
        self.rows.row(self.first + place, least)
    }

    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|place| self.row(place))
    }

    /// The cells of the first rows.
    pub fn sample(&self, rows: usize) -> Vec<Vec<&str>> {
        self.rows().take(rows).map(|row| row.cells().collect()).collect()
    }

    /// What the columns seem to hold.
    pub fn suggest(&self) -> Mapping {
        let headings: Option<Vec<&str>> =
            self.headings.as_ref().map(|headings| headings.iter().map(String::as_str).collect());
        let mut mapping = import::suggest(headings.as_deref(), &self.sample(SAMPLE));
        mapping.columns.resize(self.columns, None);
        mapping
    }

    /// Empties a column: what must not be kept is not there to be kept.
    pub fn forget(&mut self, column: usize) {
        self.rows.forget(column, self.first);
    }
}
