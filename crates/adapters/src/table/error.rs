//! Why a file is no table.

use super::Encoding;

/// A file as a whole could not be read; a row that is not like the others is no such error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("the file has no rows")]
    Empty,
    /// Something else than text, and nothing that is known.
    #[error("the file is no table")]
    NotATable,
    #[error("files of this kind are not read: {0:?}")]
    Unsupported(Unsupported),
    /// A package that its own program would not open either.
    #[error("the workbook is damaged")]
    Damaged,
    #[error("the file has more than {max} rows")]
    TooManyRows { max: usize },
    /// The line is that of the first row with too many.
    #[error("line {line} has more than {max} columns")]
    TooManyColumns { line: u32, max: usize },
    /// The file, or what it unpacks to.
    #[error("the file holds more than {max_bytes} bytes")]
    TooLarge { max_bytes: u64 },
    #[error("line {line} has a cell of more than {max} characters")]
    CellTooLong { line: u32, max: usize },
    /// A quote that opens on this line is never closed.
    #[error("a quote in line {line} is never closed")]
    UnclosedQuote { line: u32 },
    #[error("the text is not {}", .0.name())]
    Encoding(Encoding),
}

/// A kind of file that is known, and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsupported {
    /// Excel's format until 2003 (`.xls`).
    OldExcel,
    /// A workbook that opens with a password.
    Protected,
    /// Excel's binary workbook (`.xlsb`).
    BinaryExcel,
    /// `LibreOffice`'s own (`.ods`).
    OpenDocument,
    Pdf,
    /// A page, also one whose name ends in `.xls`.
    WebPage,
    /// An archive, a picture, a document.
    Other,
}

impl Unsupported {
    /// Tells by the first bytes; None for what may be a table.
    pub(super) fn tell(bytes: &[u8]) -> Option<Self> {
        const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
        const OTHERS: [&[u8]; 7] =
            [b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!"];
        if bytes.starts_with(COMPOUND_FILE) {
            // A protected workbook is wrapped in a file of the old format, under this name.
            let name: Vec<u8> =
                "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let protected = bytes.windows(name.len()).any(|window| window == name);
            return Some(if protected { Unsupported::Protected } else { Unsupported::OldExcel });
        }
        if OTHERS.iter().any(|magic| bytes.starts_with(magic)) {
            return Some(Unsupported::Other);
        }
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        if start.starts_with(b"%PDF") {
            return Some(Unsupported::Pdf);
        }
        start.starts_with(b"<").then_some(Unsupported::WebPage)
    }
}
