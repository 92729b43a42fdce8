//! Encoded words in headers (RFC 2047).

use crate::text;
use crate::transfer::Decoder;

/// The text of a header in which there may be encoded words.
pub(crate) fn decode(header: &[u8]) -> String {
    let header = text::decode(header, None);
    let mut decoded = String::with_capacity(header.len());
    // Bytes of adjacent words in one character set, since some programs cut characters in two.
    let mut word: Option<(String, Vec<u8>)> = None;
    let mut rest = header.as_str();
    while let Some(at) = rest.find("=?") {
        let Some((charset, bytes, length)) = encoded_word(&rest[at..]) else {
            flush(&mut word, &mut decoded);
            decoded.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let is_adjacent = word.is_some() && rest[..at].trim().is_empty();
        match &mut word {
            Some((known, so_far)) if is_adjacent && known.eq_ignore_ascii_case(charset) => {
                so_far.extend_from_slice(&bytes);
            }
            _ => {
                flush(&mut word, &mut decoded);
                // White space between encoded words is no part of the text.
                if !is_adjacent {
                    decoded.push_str(&rest[..at]);
                }
                word = Some((charset.to_owned(), bytes));
            }
        }
        rest = &rest[at + length..];
    }
    flush(&mut word, &mut decoded);
    decoded.push_str(rest);
    decoded
}

fn flush(word: &mut Option<(String, Vec<u8>)>, decoded: &mut String) {
    if let Some((charset, bytes)) = word.take() {
        decoded.push_str(&text::decode(&bytes, Some(&charset)));
    }
}

/// The character set and the bytes of the encoded word at the beginning of a text, and how long it is there.
fn encoded_word(text: &str) -> Option<(&str, Vec<u8>, usize)> {
    let mut parts = text.strip_prefix("=?")?.splitn(3, '?');
    let (charset, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
    // A word is followed by its end, and has no spaces; some programs write them nevertheless.
    let content = &rest[..rest.find("?=")?];
    let length =
        charset.len() + encoding.len() + content.len() + "=?".len() + "??".len() + "?=".len();
    // A language may follow the character set (RFC 2231, 5).
    let charset = charset.split('*').next()?;
    if charset.is_empty() || charset.contains(char::is_whitespace) {
        return None;
    }
    let mut bytes = vec![];
    match encoding {
        "B" | "b" => Decoder::base64().push(content.as_bytes(), &mut bytes),
        "Q" | "q" => {
            let content = content.replace('_', " ");
            Decoder::quoted_printable().push(content.as_bytes(), &mut bytes);
        }
        _ => return None,
    }
    Some((charset, bytes, length))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encoded_words_are_decoded_and_what_is_none_stays() {
        for (header, expected) in [
            ("CONSEGNA: prova", "CONSEGNA: prova"),
            ("=?UTF-8?Q?CONSEGNA:_perch=C3=A9?=", "CONSEGNA: perché"),
            ("=?utf-8?b?Q09OU0VHTkE6IHBlcmNow6k=?=", "CONSEGNA: perché"),
            ("=?iso-8859-1?Q?citt=E0?= di =?ISO-8859-15?Q?=A4?=", "città di €"),
            // A character cut in two, and the space in between that is none.
            ("a =?utf-8?Q?citt=C3?= =?UTF-8?Q?=A0?= b", "a città b"),
            ("=?utf-8*it?Q?s=C3=AC?=", "sì"),
            ("=?utf-8?X?s?= =? 1 ?= 2", "=?utf-8?X?s?= =? 1 ?= 2"),
            ("=?utf-8?Q?", "=?utf-8?Q?"),
            ("=?none?Q?=E0?=", "à"),
        ] {
            assert_eq!(decode(header.as_bytes()), expected);
        }
        assert_eq!(decode(b"citt\xe0"), "città");
    }
}
