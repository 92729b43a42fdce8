//! Content transfer encodings (RFC 2045, 6), while bytes pass.

/// Undoes an encoding. What does not belong to it is passed over.
#[derive(Debug)]
pub(crate) enum Decoder {
    Identity,
    Base64 { bits: u32, count: u8 },
    QuotedPrintable(Escape),
}

/// How far an escape has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    None,
    Equals,
    /// The line goes on after the line feed.
    Return,
    Digit(u8),
}

impl Decoder {
    /// The decoder by the value of `Content-Transfer-Encoding`.
    pub fn of(name: &str) -> Self {
        match name.trim().to_ascii_lowercase().as_str() {
            "base64" => Self::base64(),
            "quoted-printable" => Self::quoted_printable(),
            _ => Self::Identity,
        }
    }

    pub const fn base64() -> Self {
        Self::Base64 { bits: 0, count: 0 }
    }

    pub const fn quoted_printable() -> Self {
        Self::QuotedPrintable(Escape::None)
    }

    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Identity => out.extend_from_slice(bytes),
            Self::Base64 { bits, count } => {
                for byte in bytes {
                    base64(*byte, bits, count, out);
                }
            }
            Self::QuotedPrintable(escape) => {
                for byte in bytes {
                    *escape = quoted_printable(*escape, *byte, out);
                }
            }
        }
    }
}

fn base64(byte: u8, bits: &mut u32, count: &mut u8, out: &mut Vec<u8>) {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        // The end; some programs put encoded pieces one after the other.
        b'=' => {
            (*bits, *count) = (0, 0);
            return;
        }
        _ => return,
    };
    *bits = (*bits << 6) | u32::from(value);
    *count += 1;
    if *count > 1 {
        // The digits before the current one have left so many bits of a byte.
        let left = 8 - 2 * *count;
        out.push(((*bits >> left) & 0xff) as u8);
    }
    if *count == 4 {
        (*bits, *count) = (0, 0);
    }
}

fn quoted_printable(escape: Escape, byte: u8, out: &mut Vec<u8>) -> Escape {
    let digit = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match (escape, byte, digit) {
        // Spaces may have been added on the way.
        (Escape::None, b'=', _) | (Escape::Equals, b' ' | b'\t', _) => return Escape::Equals,
        (Escape::Equals, b'\r', _) => return Escape::Return,
        (Escape::Equals | Escape::Return, b'\n', _) => {}
        (Escape::Equals, _, Some(digit)) => return Escape::Digit(digit),
        (Escape::Digit(first), _, Some(second)) => out.push(first * 16 + second),
        // No escape: it is read as it stands.
        (Escape::Equals, ..) => out.extend_from_slice(&[b'=', byte]),
        (Escape::None | Escape::Return, ..) => out.push(byte),
        (Escape::Digit(first), ..) => {
            let first = char::from_digit(first.into(), 16).map_or(0, |digit| digit as u8);
            out.extend_from_slice(&[b'=', first.to_ascii_uppercase(), byte]);
        }
    }
    Escape::None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(mut decoder: Decoder, pieces: &[&[u8]]) -> String {
        let mut out = vec![];
        for piece in pieces {
            decoder.push(piece, &mut out);
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn base64_is_read_in_pieces_and_with_other_characters_in_between() {
        assert_eq!(decoded(Decoder::base64(), &[b"VXRl", b"bn\r\nR", b"l"]), "Utente");
        assert_eq!(decoded(Decoder::base64(), &[b"VQ==", b"dGU="]), "Ute");
        assert_eq!(decoded(Decoder::base64(), &[b"V", b"!", b"Q"]), "U");
        assert_eq!(decoded(Decoder::base64(), &[b"=====A"]), "");
    }

    #[test]
    fn quoted_printable_is_read_in_pieces_and_what_is_no_escape_stays() {
        let qp = Decoder::quoted_printable;
        assert_eq!(decoded(qp(), &[b"perch=", b"C", b"3=A9 s=\r", b"\n\xc3\xac"]), "perché sì");
        assert_eq!(decoded(qp(), &[b"a=  \nb", b"=zz=3x"]), "ab=zz=3x");
    }
}
