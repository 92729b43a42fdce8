//! Reads the XML of a part event by event, with limits on the size of all parts together, on the time
//! that they take and on the size of each event.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;
use std::time::Instant;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use sigillo_app::table::{ReadError, ReadOptions};
use zip::read::ZipFile;

/// Upper bound on the bytes of one tag or text: over 30 times what a cell may hold.
const MAX_EVENT: u64 = 1 << 20;

/// The number of events after which the time is looked at.
const EVENTS_BETWEEN_CHECKS: u32 = 1024;

/// How much of a workbook may still be unpacked, and until when. The parts share it, since a workbook
/// can name one part many times.
#[derive(Debug, Clone)]
pub struct Budget {
    left: Rc<Cell<u64>>,
    max: u64,
    deadline: Instant,
}

impl Budget {
    pub fn new(options: &ReadOptions) -> Self {
        let max = options.max_unpacked_bytes;
        Self { left: Rc::new(Cell::new(max)), max, deadline: Instant::now() + options.timeout }
    }

    /// What all parts may have together.
    pub fn max(&self) -> u64 {
        self.max
    }

    pub fn too_large(&self) -> ReadError {
        ReadError::TooLarge { max_bytes: self.max }
    }
}

pub struct Part<'z, 'b> {
    reader: Reader<Bounded<ZipFile<'z, Cursor<&'b [u8]>>>>,
    buffer: Vec<u8>,
    budget: Budget,
    events: u32,
}

impl<'z, 'b> Part<'z, 'b> {
    pub fn new(file: ZipFile<'z, Cursor<&'b [u8]>>, budget: Budget) -> Self {
        let inner = BufReader::with_capacity(64 << 10, file);
        let source = Bounded { inner, left: budget.left.clone(), event: 0 };
        let mut reader = Reader::from_reader(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, buffer: vec![], budget, events: 0 }
    }

    /// The next event. At the end it is [`Event::Eof`], at every further call too.
    pub fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.events = self.events.wrapping_add(1);
        if self.events % EVENTS_BETWEEN_CHECKS == 1 && Instant::now() >= self.budget.deadline {
            return Err(ReadError::TooSlow);
        }
        self.buffer.clear();
        self.reader.get_mut().event = MAX_EVENT;
        let too_large = self.budget.too_large();
        self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => too_large,
            _ => ReadError::Damaged,
        })
    }
}

/// Fails when the parts together, or the current event, are longer than they may be.
struct Bounded<R> {
    inner: BufReader<R>,
    left: Rc<Cell<u64>>,
    event: u64,
}

impl<R: Read> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left.get() == 0 || self.event == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.left.set(self.left.get().saturating_sub(amount as u64));
        self.event = self.event.saturating_sub(amount as u64);
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

/// The value of an attribute, by its name without a prefix, with entities resolved.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| ReadError::Damaged)?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| ReadError::Damaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// Appends the text that an entity stands for.
pub fn push_entity(text: &mut String, entity: &BytesRef<'_>) -> Result<(), ReadError> {
    match entity.resolve_char_ref().map_err(|_| ReadError::Damaged)? {
        Some(character) => text.push(character),
        None => text.push_str(resolve_predefined_entity(entity).ok_or(ReadError::Damaged)?),
    }
    Ok(())
}

/// Decodes `_x000D_` and the like, which workbooks write for characters that XML lacks. None if
/// there is nothing to decode.
pub fn without_escapes(text: &str) -> Option<String> {
    let mut rest = text;
    let mut out = String::new();
    let mut found = false;
    while let Some(start) = rest.find("_x") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let character = rest
            .get(2..6)
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()) && rest[6..].starts_with('_'))
            .and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        let length = if let Some(character) = character {
            found = true;
            out.push(character);
            7
        } else {
            out.push_str("_x");
            2
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_workbook_are_decoded() {
        assert_eq!(without_escapes("a_x000D_b").as_deref(), Some("a\rb"));
        assert_eq!(without_escapes("_x005F_x0041_").as_deref(), Some("_x0041_"));
        for text in ["plain", "_x", "_x00", "_xzzzz_", "_x0041", "_x00é1_", "ufficio_xyz"] {
            assert_eq!(without_escapes(text), None, "{text}");
        }
    }
}
