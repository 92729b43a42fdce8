//! Why a file could not be read as a table.

use thiserror::Error;

use super::read::Encoding;

/// A whole file was refused. The messages are for the person who uploaded it; lines are counted as
/// their editor counts them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    #[error("The file has no rows.")]
    Empty,
    /// The file is neither text nor in a known format.
    #[error("The file is no table: upload a csv or an Excel file (.xlsx).")]
    NotATable,
    #[error("{0}")]
    Unsupported(UnsupportedFile),
    /// A workbook that not even its own program would open.
    #[error("The Excel file is damaged: open it, save it again and upload it.")]
    Damaged,
    #[error("The file has more than {max} rows: split it.")]
    TooManyRows { max: usize },
    /// The line is that of the first row with too many columns.
    #[error("Row {line} has more than {max} columns.")]
    TooManyColumns { line: u32, max: usize },
    /// The file or its unpacked content is too large.
    #[error("The content of the file exceeds {} MB.", .max_bytes >> 20)]
    TooLarge { max_bytes: u64 },
    #[error("Reading the file takes too long: split it, or save it as csv.")]
    TooSlow,
    #[error("The file has no visible sheet of this name.")]
    UnknownSheet,
    #[error("In row {line} a cell has more than {max} characters.")]
    CellTooLong { line: u32, max: usize },
    #[error("The quote that opens in row {line} is never closed.")]
    UnclosedQuote { line: u32 },
    #[error("The text of the file is not in {}.", .0.name())]
    Encoding(Encoding),
}

/// A kind of file that is recognised but cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UnsupportedFile {
    /// Excel's format until 2003 (`.xls`).
    #[error("This is an Excel file of the old format (.xls): open it and save it as .xlsx or csv.")]
    OldExcel,
    /// A workbook that opens with a password.
    #[error("The file is protected by a password: save it without and upload it again.")]
    Protected,
    /// Excel's binary workbook (`.xlsb`).
    #[error("This is a binary Excel workbook (.xlsb): save it as .xlsx or csv.")]
    BinaryExcel,
    /// `LibreOffice`'s own format (`.ods`).
    #[error("This is a LibreOffice file (.ods): save it as .xlsx or csv.")]
    OpenDocument,
    #[error("This is a pdf: a csv or an Excel file (.xlsx) is needed.")]
    Pdf,
    /// A web page, even if its name ends in `.xls`.
    #[error(
        "This is a web page, even if its name ends in .xls: open it with Excel and save it as .xlsx or csv."
    )]
    WebPage,
    /// An archive, a picture, a document.
    #[error("Files of this kind are no tables: a csv or an Excel file (.xlsx) is needed.")]
    Other,
}
