//! From bytes to text.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::TableError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Windows1252,
}

impl Encoding {
    pub const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Windows1252];

    /// As IANA names it; also the name on the wire.
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

/// The text of a file, and how it was encoded. UTF-16 is known by its mark, as Excel's "Unicode
/// text" has it; what is not UTF-8 is Windows-1252, which Excel in Italy saves a csv in.
pub fn decode(
    bytes: &[u8],
    wanted: Option<Encoding>,
) -> Result<(Cow<'_, str>, Encoding), TableError> {
    let encoding = wanted.unwrap_or_else(|| tell(bytes));
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
    let text = text.ok_or(TableError::Encoding(encoding))?;
    if text.contains('\0') { Err(TableError::NotATable) } else { Ok((text, encoding)) }
}

fn tell(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        Encoding::Utf16
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}
