//! A reader of BER (X.690), the encoding of everything in a signature.
//!
//! Signed files in use have indefinite lengths, content in pieces and zeros at the end, which readers of strict DER
//! refuse; and hashes go over the bytes as they came. So values are slices of the file, and nothing is copied but
//! content in pieces.

use std::borrow::Cow;

/// The bytes are not what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed")]
pub(crate) struct Malformed;

pub(crate) type Result<T> = std::result::Result<T, Malformed>;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
const CONSTRUCTED: u8 = 0x20;
const END_OF_CONTENTS: [u8; 2] = [0, 0];
/// Lists in one piece of an octet string: what is deeper is nobody's content.
const MAX_PIECES_DEPTH: usize = 8;
/// What is encoded again as DER may be this deep.
const MAX_DEPTH: usize = 32;

/// The tag of a context-specific value that contains others.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// The tag of a context-specific value that contains no others.
pub(crate) const fn context_primitive(number: u8) -> u8 {
    0x80 | number
}

/// A value, as slices of the bytes that it was read from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    pub tag: u8,
    /// What it contains, without the end mark of an indefinite length.
    pub body: &'a [u8],
    /// The value with tag and length.
    pub whole: &'a [u8],
}

/// Reads one value after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

struct Header {
    tag: u8,
    length: Option<usize>,
    size: usize,
}

fn header(bytes: &[u8]) -> Result<Header> {
    let (&tag, rest) = bytes.split_first().ok_or(Malformed)?;
    // No structure of ours has a tag number above 30.
    if tag & 0x1f == 0x1f {
        return Err(Malformed);
    }
    let (&first, rest) = rest.split_first().ok_or(Malformed)?;
    match first {
        0..=0x7f => Ok(Header { tag, length: Some(usize::from(first)), size: 2 }),
        0x80 if tag & CONSTRUCTED != 0 => Ok(Header { tag, length: None, size: 2 }),
        0x80 => Err(Malformed),
        _ => {
            let count = usize::from(first & 0x7f);
            let digits = rest.get(..count).ok_or(Malformed)?;
            let mut length = 0_usize;
            for digit in digits {
                length = length.checked_mul(256).ok_or(Malformed)? | usize::from(*digit);
            }
            Ok(Header { tag, length: Some(length), size: 2 + count })
        }
    }
}

/// The length of the values up to the end mark that belongs to an indefinite length.
fn indefinite_length(bytes: &[u8]) -> Result<usize> {
    let mut at = 0_usize;
    let mut open = 1_usize;
    loop {
        let rest = bytes.get(at..).ok_or(Malformed)?;
        if rest.starts_with(&END_OF_CONTENTS) {
            open -= 1;
            if open == 0 {
                return Ok(at);
            }
            at += END_OF_CONTENTS.len();
            continue;
        }
        let header = header(rest)?;
        let length = if let Some(length) = header.length {
            length
        } else {
            open += 1;
            0
        };
        at = at.checked_add(header.size).and_then(|at| at.checked_add(length)).ok_or(Malformed)?;
    }
}

impl<'a> Reader<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub fn value(&mut self) -> Result<Value<'a>> {
        let Header { tag, length, size } = header(self.rest)?;
        let content = &self.rest[size.min(self.rest.len())..];
        let (length, end) = match length {
            Some(length) => (length, 0),
            None => (indefinite_length(content)?, END_OF_CONTENTS.len()),
        };
        let body = content.get(..length).ok_or(Malformed)?;
        let (whole, rest) = self.rest.split_at(size + length + end);
        self.rest = rest;
        Ok(Value { tag, body, whole })
    }

    pub fn expect(&mut self, tag: u8) -> Result<Value<'a>> {
        self.optional(tag)?.ok_or(Malformed)
    }

    /// The next value if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Value<'a>>> {
        if self.rest.first() == Some(&tag) { self.value().map(Some) } else { Ok(None) }
    }

    pub fn sequence(&mut self) -> Result<Self> {
        self.expect(SEQUENCE).map(|value| value.reader())
    }

    pub fn oid(&mut self) -> Result<&'a [u8]> {
        self.expect(OID).map(|value| value.body)
    }
}

impl<'a> Value<'a> {
    /// The one value that the bytes are, with nothing after it.
    pub fn only(bytes: &'a [u8]) -> Result<Self> {
        let mut reader = Reader::new(bytes);
        let value = reader.value()?;
        if reader.is_empty() { Ok(value) } else { Err(Malformed) }
    }

    pub const fn reader(&self) -> Reader<'a> {
        Reader::new(self.body)
    }

    /// The bytes of an octet string, which may come in pieces.
    pub fn octets(&self) -> Result<Cow<'a, [u8]>> {
        if self.tag & CONSTRUCTED == 0 {
            return Ok(Cow::Borrowed(self.body));
        }
        let mut first = self.reader();
        let piece = if first.is_empty() { None } else { Some(first.value()?) };
        match piece {
            Some(piece) if first.is_empty() && piece.tag == OCTET_STRING => {
                Ok(Cow::Borrowed(piece.body))
            }
            _ => self.joined().map(Cow::Owned),
        }
    }

    fn joined(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.body.len());
        let mut open = vec![self.reader()];
        while let Some(reader) = open.last_mut() {
            if reader.is_empty() {
                open.pop();
                continue;
            }
            let piece = reader.value()?;
            match piece.tag {
                OCTET_STRING => bytes.extend_from_slice(piece.body),
                tag if tag == OCTET_STRING | CONSTRUCTED && open.len() < MAX_PIECES_DEPTH => {
                    open.push(piece.reader());
                }
                _ => return Err(Malformed),
            }
        }
        Ok(bytes)
    }

    /// The bytes of a bit string that has no spare bits.
    pub fn bits(&self) -> Result<&'a [u8]> {
        match self.body.split_first() {
            Some((0, bits)) if self.tag == BIT_STRING => Ok(bits),
            _ => Err(Malformed),
        }
    }

    /// The digits of an integer without those that mean nothing, so that equal numbers are equal.
    pub fn integer(&self) -> &'a [u8] {
        trim_integer(self.body)
    }
}

/// Zeros in front of an integer that mean nothing are left out.
pub(crate) fn trim_integer(mut digits: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = digits {
        if rest.is_empty() {
            break;
        }
        digits = rest;
    }
    digits
}

/// A set with definite lengths and in the order that DER asks for, which is what a signature over attributes is made
/// of, however the attributes came.
pub(crate) fn set_as_der(set: Value<'_>) -> Result<Vec<u8>> {
    let mut encoded = vec![];
    append_der(Value { tag: SET, ..set }, &mut encoded, MAX_DEPTH)?;
    Ok(encoded)
}

fn append_der(value: Value<'_>, out: &mut Vec<u8>, depth: usize) -> Result<()> {
    let depth = depth.checked_sub(1).ok_or(Malformed)?;
    if value.tag & CONSTRUCTED == 0 {
        append_value(value.tag, value.body, out);
        return Ok(());
    }
    if value.tag == OCTET_STRING | CONSTRUCTED {
        append_value(OCTET_STRING, &value.octets()?, out);
        return Ok(());
    }
    let mut parts = vec![];
    let mut reader = value.reader();
    while !reader.is_empty() {
        let mut part = vec![];
        append_der(reader.value()?, &mut part, depth)?;
        parts.push(part);
    }
    if value.tag == SET {
        parts.sort();
    }
    append_value(value.tag, &parts.concat(), out);
    Ok(())
}

/// Appends a value in DER.
pub(crate) fn append_value(tag: u8, body: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    let length = body.len().to_be_bytes();
    let digits = trim_integer(&length);
    if let [short @ 0..=0x7f] = digits {
        out.push(*short);
    } else {
        // A length has eight digits at most.
        out.push(0x80 | u8::try_from(digits.len()).unwrap_or(8));
        out.extend_from_slice(digits);
    }
    out.extend_from_slice(body);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_definite_or_end_with_a_mark() {
        let bytes = b"\x30\x80\x02\x01\x05\x30\x80\x04\x02\x00\x00\x00\x00\x00\x00\x05\x00";
        let mut reader = Reader::new(bytes);
        let mut outer = reader.sequence().unwrap();
        assert_eq!(outer.expect(INTEGER).unwrap().integer(), [5]);
        assert_eq!(outer.sequence().unwrap().expect(OCTET_STRING).unwrap().body, [0, 0]);
        assert!(outer.is_empty());
        assert_eq!(reader.rest(), [5, 0]);
    }

    #[test]
    fn content_in_pieces_is_joined_and_in_one_piece_is_not_copied() {
        let pieces = b"\x24\x80\x04\x02ab\x24\x06\x04\x01c\x04\x01d\x00\x00";
        let joined = Value::only(pieces).unwrap().octets().unwrap();
        assert_eq!(joined.as_ref(), b"abcd");
        for whole in [b"\x04\x02ab".as_slice(), b"\x24\x80\x04\x02ab\x00\x00"] {
            let value = Value::only(whole).unwrap();
            assert!(matches!(value.octets(), Ok(Cow::Borrowed(b"ab"))), "{whole:?}");
        }
        assert_eq!(Value::only(b"\x24\x00").unwrap().octets().unwrap().as_ref(), b"");
        assert_eq!(Value::only(b"\x24\x03\x02\x01\x05").unwrap().octets(), Err(Malformed));
    }

    #[test]
    fn wrong_lengths_are_errors() {
        for wrong in [
            b"".as_slice(),
            b"\x30",
            b"\x30\x05\x02\x01\x05",
            b"\x30\x80\x02\x01\x05",
            b"\x04\x80ab\x00\x00",
            b"\x30\x89\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x30\x88\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x1f\x81\x01\x00",
        ] {
            assert!(Value::only(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_million_open_values_take_no_stack() {
        let mut bytes = [0x30, 0x80].repeat(1_000_000);
        assert!(Value::only(&bytes).is_err());
        bytes.extend([0; 2].repeat(1_000_000));
        assert!(Value::only(&bytes).is_ok());
    }

    #[test]
    fn a_set_becomes_der() {
        let set = b"\xa0\x80\x30\x80\x02\x01\x07\x00\x00\x24\x80\x04\x01a\x04\x01b\x00\x00\x00\x00";
        let der = set_as_der(Value::only(set).unwrap()).unwrap();
        assert_eq!(der, b"\x31\x09\x04\x02ab\x30\x03\x02\x01\x07");
        let mut long = vec![];
        append_value(OCTET_STRING, &[0; 300], &mut long);
        assert_eq!(long[..4], [4, 0x82, 1, 44]);
    }
}
