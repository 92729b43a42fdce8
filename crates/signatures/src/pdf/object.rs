//! The objects of PDF (ISO 32000-1, 7.3), as far as they tell what was signed and what was changed.

use std::collections::BTreeMap;
use std::ops::Range;

/// The number of an indirect object. Its generation tells nothing here: a number has one object at a time.
pub(super) type Id = u32;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    /// A number with a fraction, as it is written.
    Real(Vec<u8>),
    Name(Vec<u8>),
    Text(Text),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Reference(Id),
    Stream(Stream),
}

/// A string, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub bytes: Vec<u8>,
    /// With its delimiters.
    pub span: Range<usize>,
    pub is_hexadecimal: bool,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

/// A stream, whose data stay where they are in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream {
    pub dictionary: Dictionary,
    /// Where its data begin.
    pub start: usize,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dictionary {
    pub entries: BTreeMap<Vec<u8>, Object>,
    /// A name occurs twice: programs do not agree on which one counts.
    pub is_ambiguous: bool,
}

impl Dictionary {
    pub fn get(&self, name: &str) -> Option<&Object> {
        self.entries.get(name.as_bytes())
    }

    pub fn has_name(&self, name: &str, value: &str) -> bool {
        matches!(self.get(name), Some(Object::Name(found)) if found == value.as_bytes())
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Object::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    pub fn reference(&self, name: &str) -> Option<Id> {
        match self.get(name) {
            Some(Object::Reference(id)) => Some(*id),
            _ => None,
        }
    }

    pub fn text(&self, name: &str) -> Option<&Text> {
        match self.get(name) {
            Some(Object::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl Object {
    /// The dictionary that it is, or that a stream has.
    pub const fn dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }

    /// The objects that it refers to.
    pub fn references(&self, found: &mut Vec<Id>) {
        match self {
            Self::Reference(id) => found.push(*id),
            Self::Array(items) => items.iter().for_each(|item| item.references(found)),
            Self::Dictionary(dictionary) | Self::Stream(Stream { dictionary, .. }) => {
                dictionary.entries.values().for_each(|value| value.references(found));
            }
            _ => {}
        }
    }
}
