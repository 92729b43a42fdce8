//! Decoding the bytes of a csv.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use sigillo_app::table::{Encoding, ReadError};

/// Decodes the text of a file and returns its encoding. UTF-16 is recognised by its byte order
/// mark, which Excel's "Unicode text" has. Whatever is not UTF-8 is read as Windows-1252, in which
/// Excel in Italy saves a csv.
pub fn decode(
    bytes: &[u8],
    requested: Option<Encoding>,
) -> Result<(Cow<'_, str>, Encoding), ReadError> {
    let encoding = requested.unwrap_or_else(|| detect(bytes));
    let text = match encoding {
        Encoding::Utf8 => {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            std::str::from_utf8(bytes).ok().map(Cow::Borrowed)
        }
        Encoding::Utf16 => {
            let order = if bytes.starts_with(b"\xfe\xff") { UTF_16BE } else { UTF_16LE };
            let (text, has_errors) = order.decode_with_bom_removal(bytes);
            (!has_errors).then_some(text)
        }
        Encoding::Windows1252 => Some(WINDOWS_1252.decode_without_bom_handling(bytes).0),
    };
    let text = text.ok_or(ReadError::Encoding(encoding))?;
    if text.contains('\0') { Err(ReadError::NotATable) } else { Ok((text, encoding)) }
}

fn detect(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        Encoding::Utf16
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}
