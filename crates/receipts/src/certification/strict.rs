//! Reads data that are well-formed XML. A document type, and what it defines, is never looked at.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{CertificationData, Field};

/// Elements within each other; the data have four.
const MAX_DEPTH: usize = 16;

/// It is not what is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

/// The field whose text is read.
struct Open {
    field: Field,
    depth: usize,
    text: String,
}

pub(super) fn read(text: &str) -> Result<CertificationData, Unreadable> {
    let mut data = CertificationData::default();
    let mut depth = 0_usize;
    let mut has_root = false;
    let mut open: Option<Open> = None;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().map_err(|_| Unreadable)? {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH || (depth == 1) == has_root {
                    return Err(Unreadable);
                }
                has_root = true;
                // Texts have no elements in them: this is a Message-ID that was not escaped.
                if open.is_some() {
                    return Err(Unreadable);
                }
                let field = element(&mut data, &start, depth)?;
                open = field.map(|field| Open { field, depth, text: String::new() });
            }
            Event::End(_) => {
                if let Some(done) = open.take_if(|open| open.depth == depth) {
                    data.set(done.field, &done.text);
                }
                depth = depth.checked_sub(1).ok_or(Unreadable)?;
            }
            Event::Text(text) => append(open.as_mut(), &text.xml10_content()),
            Event::CData(text) => append(open.as_mut(), &text.xml10_content()),
            Event::GeneralRef(reference) => append(open.as_mut(), &character(&reference)?),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Empty(_) => return Err(Unreadable),
            Event::Eof => break,
        }
    }
    if depth == 0 && has_root { Ok(data) } else { Err(Unreadable) }
}

fn append(open: Option<&mut Open>, text: &str) {
    if let Some(open) = open {
        open.text.push_str(text);
    }
}

/// Takes the start of an element; the root has a name of its own.
fn element(
    data: &mut CertificationData,
    start: &BytesStart<'_>,
    depth: usize,
) -> Result<Option<Field>, Unreadable> {
    let name = start.local_name();
    if (depth == 1) != (name.as_ref() == "postacert") {
        return Err(Unreadable);
    }
    let mut attributes = vec![];
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Unreadable)?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0);
        attributes.push((attribute.key.0, value.map_err(|_| Unreadable)?.into_owned()));
    }
    Ok(data.element(name.as_ref(), |name| {
        attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }))
}

/// A character that is written by its number or as one of the five names that XML knows. What a document type defines
/// is never put in.
fn character(reference: &BytesRef<'_>) -> Result<String, Unreadable> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| Unreadable)? {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    super::named_character(&name).map(ToOwned::to_owned).ok_or(Unreadable)
}
