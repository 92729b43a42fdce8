//! A PDF file in one of its revisions, whose objects are read when they are asked for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::filter;
use super::object::{Dictionary, Id, Object, Stream};
use super::parser::Parser;
use super::xref::{Entry, Xref};
use crate::ber::Malformed;
use crate::work::{Exhausted, Work};

/// References to references: nobody writes them.
const MAX_REFERENCES: usize = 8;

/// Why something of a file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Malformed,
    TooMuch,
}

impl From<Malformed> for Fault {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl From<Exhausted> for Fault {
    fn from(_: Exhausted) -> Self {
        Self::TooMuch
    }
}

/// Streams of objects, decompressed, which revisions of a file share.
#[derive(Debug, Default)]
pub(super) struct Cache {
    streams: RefCell<HashMap<usize, Option<Rc<Packed>>>>,
}

/// A decompressed stream of objects: where each of them begins.
#[derive(Debug)]
struct Packed {
    data: Vec<u8>,
    objects: Vec<(Id, usize)>,
}

/// A revision: the file as it was when it had this length.
#[derive(Debug)]
pub(super) struct Revision<'a> {
    pub bytes: &'a [u8],
    pub xref: Xref,
    cache: &'a Cache,
    work: &'a Work,
}

impl<'a> Revision<'a> {
    pub fn read(bytes: &'a [u8], cache: &'a Cache, work: &'a Work) -> Result<Self, Fault> {
        Ok(Self { bytes, xref: Xref::read(bytes, work)?, cache, work })
    }

    /// The revision that the file was when it had another length.
    pub fn at(&self, length: usize) -> Result<Self, Fault> {
        let bytes = self.bytes.get(..length).ok_or(Fault::Malformed)?;
        Self::read(bytes, self.cache, self.work)
    }

    pub fn root(&self) -> Option<Id> {
        self.xref.trailer.reference("Root")
    }

    /// An object; one that does not exist is null.
    pub fn object(&self, id: Id) -> Result<Object, Fault> {
        match self.xref.entry(id) {
            Entry::Free => Ok(Object::Null),
            Entry::At(at) => self.object_at(id, at),
            Entry::In(stream, place) => self.packed_object(id, stream, place),
        }
    }

    fn object_at(&self, id: Id, at: usize) -> Result<Object, Fault> {
        let mut parser = Parser::new(self.bytes, at);
        let found = parser.beginning();
        parser.pay(at, self.work)?;
        if found? == id { self.parse(parser) } else { Err(Fault::Malformed) }
    }

    fn parse(&self, mut parser: Parser<'_>) -> Result<Object, Fault> {
        let before = parser.at;
        let object = parser.object();
        parser.pay(before, self.work)?;
        Ok(object?)
    }

    fn packed_object(&self, id: Id, stream: Id, place: usize) -> Result<Object, Fault> {
        let Entry::At(at) = self.xref.entry(stream) else { return Err(Fault::Malformed) };
        let packed = self.packed(stream, at)?;
        let &(number, begin) = packed.objects.get(place).ok_or(Fault::Malformed)?;
        if number != id {
            return Err(Fault::Malformed);
        }
        match self.parse(Parser::new(&packed.data, begin))? {
            // The data of a stream, or the value of a signature, cannot be in another stream.
            Object::Stream(_) => Err(Fault::Malformed),
            object => Ok(object),
        }
    }

    fn packed(&self, stream: Id, at: usize) -> Result<Rc<Packed>, Fault> {
        if let Some(packed) = self.cache.streams.borrow().get(&at) {
            return packed.clone().ok_or(Fault::Malformed);
        }
        let packed = match self.object_at(stream, at) {
            Ok(Object::Stream(found)) => self.unpack(&found),
            Ok(_) => Err(Fault::Malformed),
            Err(fault) => Err(fault),
        };
        let packed = match packed {
            Ok(packed) => Some(Rc::new(packed)),
            // It is not tried again for each object in it.
            Err(Fault::Malformed) => None,
            Err(Fault::TooMuch) => return Err(Fault::TooMuch),
        };
        self.cache.streams.borrow_mut().insert(at, packed.clone());
        packed.ok_or(Fault::Malformed)
    }

    fn unpack(&self, stream: &Stream) -> Result<Packed, Fault> {
        let number = |name| {
            let number = stream.dictionary.integer(name);
            number.and_then(|number| usize::try_from(number).ok()).ok_or(Fault::Malformed)
        };
        let (count, first) = (number("N")?, number("First")?);
        let data = self.data(stream)?;
        let mut head = Parser::new(&data, 0);
        let mut objects = vec![];
        for _ in 0..count {
            self.work.objects(1)?;
            let id = Id::try_from(head.unsigned()?).map_err(|_| Fault::Malformed)?;
            let begin = usize::try_from(head.unsigned()?).map_err(|_| Fault::Malformed)?;
            objects.push((id, first.checked_add(begin).ok_or(Fault::Malformed)?));
        }
        Ok(Packed { data, objects })
    }

    /// The data of a stream, decompressed.
    pub fn data(&self, stream: &Stream) -> Result<Vec<u8>, Fault> {
        filter::decode(&stream.dictionary, self.raw_data(stream)?, self.work)
    }

    /// The data of a stream as they are in the file.
    pub fn raw_data(&self, stream: &Stream) -> Result<&'a [u8], Fault> {
        let stated = match stream.dictionary.get("Length") {
            Some(Object::Integer(length)) => usize::try_from(*length).ok(),
            Some(Object::Reference(id)) => match self.length_object(*id)? {
                Some(Object::Integer(length)) => usize::try_from(length).ok(),
                _ => None,
            },
            _ => None,
        };
        let rest = self.bytes.get(stream.start..).ok_or(Fault::Malformed)?;
        if let Some(length) = stated
            && let Some(data) = rest.get(..length)
        {
            let mut end = Parser::new(rest, length);
            let is_end = end.keyword("endstream");
            end.pay(length, self.work)?;
            if is_end {
                return Ok(data);
            }
        }
        // A wrong length is no rarity.
        let length = memchr::memmem::find(rest, b"endstream").ok_or(Fault::Malformed)?;
        self.work.objects(length / 256)?;
        Ok(rest[..length].trim_ascii_end())
    }

    /// The length of a stream is a number that stands in no stream.
    fn length_object(&self, id: Id) -> Result<Option<Object>, Fault> {
        let Entry::At(at) = self.xref.entry(id) else { return Ok(None) };
        self.object_at(id, at).map(Some)
    }

    /// The object that a value is or refers to.
    pub fn resolve(&self, value: &Object) -> Result<Object, Fault> {
        let mut value = value.clone();
        for _ in 0..MAX_REFERENCES {
            match value {
                Object::Reference(id) => value = self.object(id)?,
                found => return Ok(found),
            }
        }
        Err(Fault::Malformed)
    }

    /// The value of a dictionary, resolved; null if there is none.
    pub fn value(&self, dictionary: &Dictionary, name: &str) -> Result<Object, Fault> {
        dictionary.get(name).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The dictionary of the whole document.
    pub fn catalog(&self) -> Result<Dictionary, Fault> {
        let root = self.root().ok_or(Fault::Malformed)?;
        match self.object(root)? {
            Object::Dictionary(catalog) => Ok(catalog),
            _ => Err(Fault::Malformed),
        }
    }

    /// Whether an object is the same bytes here and in another revision of the file.
    pub fn shares(&self, other: &Self, id: Id) -> bool {
        let (own, others) = (self.xref.entry(id), other.xref.entry(id));
        own == others
            && match own {
                Entry::In(stream, _) => self.xref.entry(stream) == other.xref.entry(stream),
                Entry::Free | Entry::At(_) => true,
            }
    }
}
