//! The kinds of files that are recognised by their first bytes.

use sigillo_app::table::UnsupportedFile;

const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const OTHERS: [&[u8]; 7] =
    [b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!"];

/// The kind of a file that cannot be read; None if the file may be a table.
pub fn unsupported(bytes: &[u8]) -> Option<UnsupportedFile> {
    if bytes.starts_with(COMPOUND_FILE) {
        // A protected workbook is wrapped in a file of the old format, under this name.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = bytes.windows(name.len()).any(|window| window == name);
        return Some(if protected {
            UnsupportedFile::Protected
        } else {
            UnsupportedFile::OldExcel
        });
    }
    if OTHERS.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(UnsupportedFile::Other);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"%PDF") {
        return Some(UnsupportedFile::Pdf);
    }
    start.starts_with(b"<").then_some(UnsupportedFile::WebPage)
}
