//! Where the objects of a file are: tables and streams of references, from the last update back to the first.

use std::collections::{HashMap, HashSet};

use super::file::Fault;
use super::filter;
use super::object::{Dictionary, Id, Object};
use super::parser::Parser;
use crate::ber::Malformed;
use crate::work::Work;

/// How far from the end the last table is named.
const TAIL: usize = 2048;
const MAX_SECTIONS: usize = 1_000;
/// A table of all objects of the largest files in use takes some megabytes of memory.
const MAX_OBJECTS: usize = 300_000;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Free,
    /// At a position of the file.
    At(usize),
    /// In a stream of objects, in this place.
    In(Id, usize),
}

/// All objects of a file, as its last update has them.
#[derive(Debug, Default)]
pub(super) struct Xref {
    pub entries: HashMap<Id, Entry>,
    pub trailer: Dictionary,
    /// Where the last table is.
    pub start: usize,
}

impl Xref {
    /// Reads the tables of a file, or of a revision: its bytes up to some length.
    pub fn read(bytes: &[u8], work: &Work) -> Result<Self, Fault> {
        let start = last_start(bytes)?;
        let mut xref = Self { start, ..Self::default() };
        let mut seen = HashSet::new();
        let mut next = Some(start);
        let mut is_first = true;
        while let Some(at) = next {
            if seen.len() == MAX_SECTIONS || !seen.insert(at) {
                return Err(Malformed.into());
            }
            let trailer = xref.add_section(bytes, at, work)?;
            next = position(&trailer, "Prev")?;
            if is_first {
                xref.trailer = trailer;
                is_first = false;
            }
        }
        Ok(xref)
    }

    pub fn entry(&self, id: Id) -> Entry {
        self.entries.get(&id).copied().unwrap_or(Entry::Free)
    }

    /// Adds the objects of a section that no later one has, and returns its trailer.
    fn add_section(&mut self, bytes: &[u8], at: usize, work: &Work) -> Result<Dictionary, Fault> {
        let mut parser = Parser::new(bytes, at);
        let is_table = parser.keyword("xref");
        parser.pay(at, work)?;
        if !is_table {
            let (trailer, entries) = stream(bytes, at, work)?;
            self.add(entries)?;
            return Ok(trailer);
        }
        let entries = table(&mut parser, work)?;
        let Object::Dictionary(trailer) = parser.object()? else { return Err(Malformed.into()) };
        let (free, used): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|(_, entry)| *entry == Entry::Free);
        self.add(used)?;
        // Readers of streams find here what the table calls free for the others.
        if let Some(at) = position(&trailer, "XRefStm")? {
            self.add(stream(bytes, at, work)?.1)?;
        }
        self.add(free)?;
        Ok(trailer)
    }

    fn add(&mut self, entries: Vec<(Id, Entry)>) -> Result<(), Fault> {
        for (id, entry) in entries {
            self.entries.entry(id).or_insert(entry);
        }
        if self.entries.len() > MAX_OBJECTS { Err(Fault::TooMuch) } else { Ok(()) }
    }
}

/// The position that the last `startxref` names.
fn last_start(bytes: &[u8]) -> Result<usize, Fault> {
    let tail = bytes.len().saturating_sub(TAIL);
    let at = memchr::memmem::rfind(&bytes[tail..], b"startxref").ok_or(Malformed)?;
    let mut parser = Parser::new(bytes, tail + at);
    parser.keyword("startxref");
    let start = usize::try_from(parser.unsigned()?).map_err(|_| Malformed)?;
    if start < bytes.len() { Ok(start) } else { Err(Malformed.into()) }
}

fn position(trailer: &Dictionary, name: &str) -> Result<Option<usize>, Fault> {
    match trailer.get(name) {
        None | Some(Object::Null) => Ok(None),
        Some(Object::Integer(at)) => Ok(Some(usize::try_from(*at).map_err(|_| Malformed)?)),
        Some(_) => Err(Malformed.into()),
    }
}

/// The entries of a table, up to its trailer.
fn table(parser: &mut Parser<'_>, work: &Work) -> Result<Vec<(Id, Entry)>, Fault> {
    let mut entries = vec![];
    while !parser.keyword("trailer") {
        let first = parser.unsigned()?;
        let count = parser.unsigned()?;
        for number in 0..count {
            let at = parser.unsigned()?;
            parser.unsigned()?;
            let entry = if parser.keyword("n") {
                Entry::At(usize::try_from(at).map_err(|_| Malformed)?)
            } else if parser.keyword("f") {
                Entry::Free
            } else {
                return Err(Malformed.into());
            };
            work.objects(1)?;
            if entries.len() == MAX_OBJECTS {
                return Err(Fault::TooMuch);
            }
            let id = first.checked_add(number).ok_or(Malformed)?;
            entries.push((Id::try_from(id).map_err(|_| Malformed)?, entry));
        }
    }
    Ok(entries)
}

/// The dictionary and the entries of a stream of references (ISO 32000-1, 7.5.8).
fn stream(bytes: &[u8], at: usize, work: &Work) -> Result<(Dictionary, Vec<(Id, Entry)>), Fault> {
    let mut parser = Parser::new(bytes, at);
    let found = parser.beginning().and_then(|_| parser.object());
    parser.pay(at, work)?;
    let Object::Stream(stream) = found? else { return Err(Malformed.into()) };
    let dictionary = stream.dictionary;
    if !dictionary.has_name("Type", "XRef") {
        return Err(Malformed.into());
    }
    let length = position(&dictionary, "Length")?.ok_or(Malformed)?;
    let end = stream.start.checked_add(length).ok_or(Malformed)?;
    let data = bytes.get(stream.start..end).ok_or(Malformed)?;
    let data = filter::decode(&dictionary, data, work)?;
    let widths = integers(dictionary.get("W"))?;
    let &[kind, second, third] = widths.as_slice() else { return Err(Malformed.into()) };
    let width = kind + second + third;
    if width == 0 || widths.iter().any(|width| *width > 8) {
        return Err(Malformed.into());
    }
    let index = match dictionary.get("Index") {
        Some(index) => integers(Some(index))?,
        None => vec![0, position(&dictionary, "Size")?.ok_or(Malformed)?],
    };
    let mut rows = data.chunks_exact(width);
    let mut entries = vec![];
    for range in index.chunks_exact(2) {
        for number in 0..range[1] {
            // A stream that is shorter than its index has no more objects.
            let Some(row) = rows.next() else { break };
            work.objects(1)?;
            if entries.len() == MAX_OBJECTS {
                return Err(Fault::TooMuch);
            }
            let id = range[0].checked_add(number).ok_or(Malformed)?;
            let id = Id::try_from(id).map_err(|_| Malformed)?;
            let (kind_digits, rest) = row.split_at(kind);
            let (second_digits, third_digits) = rest.split_at(second);
            let kind = if kind == 0 { 1 } else { big_endian(kind_digits) };
            let [second, third] = [second_digits, third_digits].map(big_endian);
            entries.push((id, entry(kind, second, third)));
        }
    }
    Ok((dictionary, entries))
}

fn entry(kind: u64, second: u64, third: u64) -> Entry {
    let (at, place) = (usize::try_from(second), usize::try_from(third));
    match (kind, at, place) {
        (1, Ok(at), _) => Entry::At(at),
        (2, _, Ok(place)) => Id::try_from(second).map_or(Entry::Free, |id| Entry::In(id, place)),
        _ => Entry::Free,
    }
}

fn big_endian(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit))
}

fn integers(array: Option<&Object>) -> Result<Vec<usize>, Fault> {
    let Some(Object::Array(items)) = array else { return Err(Malformed.into()) };
    let numbers = items.iter().map(|item| match item {
        Object::Integer(number) => usize::try_from(*number).map_err(|_| Malformed),
        _ => Err(Malformed),
    });
    Ok(numbers.collect::<Result<_, _>>()?)
}
