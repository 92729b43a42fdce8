//! A parser of single objects of PDF.

use super::object::{Dictionary, Id, Object, Stream, Text};
use crate::ber::{Malformed, Result};
use crate::work::{Exhausted, Work};

/// Arrays and dictionaries within each other; those in use have five or six.
const MAX_DEPTH: usize = 64;
/// What one object may weigh in memory, in values of 56 bytes: a list of a hundred thousand fields fits.
const MAX_WEIGHT: usize = 150_000;
/// A dictionary, however small, takes a thousand bytes.
const DICTIONARY_WEIGHT: usize = 18;

/// Reads objects from a place on.
#[derive(Debug, Clone)]
pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    pub at: usize,
    values: usize,
    weight: usize,
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

impl<'a> Parser<'a> {
    pub const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, values: 0, weight: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = self.rest();
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Takes what it has read since a place from the file's allowance. Much text weighs as much as some values.
    pub fn pay(&self, since: usize, work: &Work) -> std::result::Result<(), Exhausted> {
        work.objects(1 + self.values + self.at.saturating_sub(since) / 256)
    }

    /// Skips a word that stands next, if it does.
    pub fn keyword(&mut self, word: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    /// The bytes up to a space or a delimiter.
    fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let ends = |byte: &u8| is_space(*byte) || is_delimiter(*byte);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A number without sign and fraction.
    pub fn unsigned(&mut self) -> Result<u64> {
        self.skip_space();
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = std::str::from_utf8(&rest[..length]).map_err(|_| Malformed)?;
        self.at += length;
        digits.parse().map_err(|_| Malformed)
    }

    /// The number of an object whose beginning stands next: `12 0 obj`.
    pub fn beginning(&mut self) -> Result<Id> {
        let id = self.unsigned()?;
        self.unsigned()?;
        if !self.keyword("obj") {
            return Err(Malformed);
        }
        Id::try_from(id).map_err(|_| Malformed)
    }

    /// An object; after it the parser stands behind it, or at the data of a stream.
    pub fn object(&mut self) -> Result<Object> {
        let object = self.value(MAX_DEPTH)?;
        let Object::Dictionary(dictionary) = object else { return Ok(object) };
        let end = self.at;
        if !self.keyword("stream") {
            self.at = end;
            return Ok(Object::Dictionary(dictionary));
        }
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        if self.peek() == Some(b'\n') {
            self.at += 1;
        }
        Ok(Object::Stream(Stream { dictionary, start: self.at }))
    }

    fn value(&mut self, depth: usize) -> Result<Object> {
        let depth = depth.checked_sub(1).ok_or(Malformed)?;
        self.values += 1;
        self.weigh(1)?;
        self.skip_space();
        match self.peek().ok_or(Malformed)? {
            b'/' => Ok(Object::Name(self.name())),
            b'(' => self.literal().map(Object::Text),
            b'[' => self.array(depth),
            b'<' if self.rest().starts_with(b"<<") => self.dictionary(depth),
            b'<' => self.hexadecimal().map(Object::Text),
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number_or_reference(),
            _ => match self.word() {
                b"true" => Ok(Object::Boolean(true)),
                b"false" => Ok(Object::Boolean(false)),
                b"null" => Ok(Object::Null),
                _ => Err(Malformed),
            },
        }
    }

    fn weigh(&mut self, weight: usize) -> Result<()> {
        self.weight += weight;
        if self.weight > MAX_WEIGHT { Err(Malformed) } else { Ok(()) }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let word = self.word();
        let mut name = Vec::with_capacity(word.len());
        let mut bytes = word.iter().copied();
        while let Some(byte) = bytes.next() {
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            let mut ahead = bytes.clone();
            let mut digit = || ahead.next().and_then(hex_digit);
            if let (Some(high), Some(low)) = (digit(), digit()) {
                name.push(high << 4 | low);
                bytes = ahead;
            } else {
                name.push(byte);
            }
        }
        name
    }

    fn literal(&mut self) -> Result<Text> {
        let start = self.at;
        self.at += 1;
        let mut bytes = vec![];
        let mut open = 1_usize;
        loop {
            let byte = self.peek().ok_or(Malformed)?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut bytes)?;
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
        Ok(Text { bytes, span: start..self.at, is_hexadecimal: false })
    }

    /// What follows a backslash.
    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        let byte = self.peek().ok_or(Malformed)?;
        self.at += 1;
        bytes.push(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 0x0c,
            b'\n' => return Ok(()),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                return Ok(());
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                // Codes above 255 lose their highest bit.
                code.to_le_bytes()[0]
            }
            other => other,
        });
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<Text> {
        let start = self.at;
        let rest = self.rest();
        let length = memchr::memchr(b'>', rest).ok_or(Malformed)?;
        self.at += length + 1;
        let mut bytes = Vec::with_capacity(length / 2);
        let mut high = None;
        for byte in rest[1..length].iter().copied().filter(|byte| !is_space(*byte)) {
            let digit = hex_digit(byte).ok_or(Malformed)?;
            match high.take() {
                Some(high) => bytes.push(high << 4 | digit),
                None => high = Some(digit),
            }
        }
        bytes.extend(high.map(|high| high << 4));
        Ok(Text { bytes, span: start..self.at, is_hexadecimal: true })
    }

    fn array(&mut self, depth: usize) -> Result<Object> {
        self.at += 1;
        let mut items = vec![];
        loop {
            self.skip_space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Object::Array(items));
            }
            items.push(self.value(depth)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Object> {
        self.at += 2;
        self.weigh(DICTIONARY_WEIGHT)?;
        let mut dictionary = Dictionary::default();
        loop {
            self.skip_space();
            match self.peek().ok_or(Malformed)? {
                b'>' if self.rest().starts_with(b">>") => {
                    self.at += 2;
                    return Ok(Object::Dictionary(dictionary));
                }
                b'/' => {
                    let name = self.name();
                    let value = self.value(depth)?;
                    let former = dictionary.entries.insert(name, value);
                    dictionary.is_ambiguous |= former.is_some();
                }
                _ => return Err(Malformed),
            }
        }
    }

    /// A number, or the first of the two that refer to an object.
    fn number_or_reference(&mut self) -> Result<Object> {
        let word = self.word();
        let Some(number) = std::str::from_utf8(word).ok().and_then(|text| text.parse::<i64>().ok())
        else {
            let is_number = word.iter().all(|b| b.is_ascii_digit() || b"+-.".contains(b));
            return if is_number { Ok(Object::Real(word.to_vec())) } else { Err(Malformed) };
        };
        let end = self.at;
        if let Ok(id) = Id::try_from(number)
            && self.is_reference()
        {
            return Ok(Object::Reference(id));
        }
        self.at = end;
        Ok(Object::Integer(number))
    }

    /// Whether the rest of a reference stands next: ` 0 R`.
    fn is_reference(&mut self) -> bool {
        self.skip_space();
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) || self.unsigned().is_err() {
            return false;
        }
        self.skip_space();
        self.word() == b"R"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Object> {
        Parser::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn objects_of_every_kind_are_read() {
        let text = "<< /Type /A#20B % comment\n/Kids [1 0 R 2 -3 .5 (a\\)\\101(b)) <4 1>] /N null/T true>>";
        let Ok(Object::Dictionary(dictionary)) = parse(text) else { panic!("{:?}", parse(text)) };
        assert!(dictionary.has_name("Type", "A B"));
        let Some(Object::Array(items)) = dictionary.get("Kids") else { panic!("{dictionary:?}") };
        assert_eq!(items[..3], [Object::Reference(1), Object::Integer(2), Object::Integer(-3)]);
        assert_eq!(items[3], Object::Real(b".5".to_vec()));
        let texts = items[4..].iter().map(|item| match item {
            Object::Text(text) => text.bytes.clone(),
            other => panic!("{other:?}"),
        });
        assert_eq!(texts.collect::<Vec<_>>(), [b"a)A(b)".to_vec(), b"A".to_vec()]);
        assert!(!dictionary.is_ambiguous);
        assert!(matches!(parse("<</A 1/A 2>>"), Ok(Object::Dictionary(one)) if one.is_ambiguous));
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        let deep = "[".repeat(1_000_000);
        for wrong in ["", "<<", "<</A>>", "[1", "(a", "<4g>", "<41", "wahr", "1.a", deep.as_str()] {
            assert!(parse(wrong).is_err(), "{}", &wrong[..wrong.len().min(20)]);
        }
    }
}
