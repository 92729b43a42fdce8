//! Tables as files: [`write`] describes a table and writes its rows, [`read`] reads the files that
//! people upload.
//!
//! Neither knows what a table is about: the columns and the rows come from the list or the use
//! case.

mod read;
mod read_error;
mod rows;
mod write;

pub use read::{
    Encoding, FindStart, IsList, ReadOptions, SheetInfo, SourceFormat, Table, TableReader,
};
pub use read_error::{ReadError, UnsupportedFile};
pub use rows::{Row, Rows};
pub use write::{
    Cell, Column, ColumnKind, MAX_PDF_ROWS, MAX_XLSX_ROWS, PAGE_TABLE_WIDTH, Report, RowStyle,
    Separator, TableDescription, TableFormat, TableWriter, TableWriters, WriteError,
};
