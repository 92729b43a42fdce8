//! Reads what can be read of data that are not well-formed XML: a Message-ID with its angle brackets, a bare `&`, an end
//! that is missing. Every element has a name of its own, so they are found by their names.

use super::{CertificationData, MAX_RECIPIENTS, named_character};

/// The most that is looked through for the end of an element, or of a tag.
const MAX_TEXT: usize = 8 * 1024;
const MAX_TAG: usize = 1024;
/// Elements with a text that are read.
const MAX_ELEMENTS: usize = MAX_RECIPIENTS + 100;
/// The longest number of a character, with its marks.
const MAX_REFERENCE: usize = 12;

pub(super) fn read(text: &str) -> CertificationData {
    let mut data = CertificationData { is_broken: true, ..CertificationData::default() };
    let mut rest = text;
    let mut elements = 0;
    while let (Some(at), false) = (rest.find('<'), elements == MAX_ELEMENTS) {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            // What a comment without an end hides is not known.
            let Some(end) = comment.find("-->") else { break };
            rest = &comment[end..];
            continue;
        }
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(0);
        let (name, after) = rest.split_at(length);
        let Some((attributes, body)) = tag(after) else { continue };
        let attribute = |name: &str| value_of(attributes, name).map(unescaped);
        if let (Some(field), false) = (data.element(name, attribute), attributes.ends_with('/')) {
            elements += 1;
            // One that is cut off is not whole.
            let Some(content) = content(body, name) else { continue };
            data.set(field, &unescaped(without_cdata(content)));
            rest = &body[content.len()..];
        }
    }
    data
}

/// The beginning of a text, of at most so many bytes.
fn start(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// What follows the name of a tag: its attributes, and what comes after it.
fn tag(after: &str) -> Option<(&str, &str)> {
    if !after.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')) {
        return None;
    }
    let (attributes, _) = start(after, MAX_TAG).split_once('>')?;
    Some((attributes, &after[attributes.len() + 1..]))
}

fn value_of<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    attributes.match_indices(name).find_map(|(at, _)| {
        let is_whole = attributes[..at].ends_with(|c: char| c.is_ascii_whitespace());
        let value = attributes[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, _) = value[1..].split_once(quote)?;
        is_whole.then_some(value)
    })
}

/// The text of an element up to its end, or without one up to the next tag.
fn content<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let body = start(body, MAX_TEXT);
    let end = body.find(&format!("</{name}")).or_else(|| body.find('<'));
    end.map(|end| &body[..end])
}

fn without_cdata(text: &str) -> &str {
    let inner = text.trim().strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
    inner.unwrap_or(text)
}

/// Puts in the characters that XML knows. What else is written like one stays as it stands.
fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = start(&rest[1..], MAX_REFERENCE).split_once(';').map(|(name, _)| name);
        if let Some((name, character)) = name.and_then(|name| Some((name, character(name)?))) {
            result.push(character);
            rest = &rest[name.len() + 2..];
        } else {
            result.push('&');
            rest = &rest[1..];
        }
    }
    result + rest
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return named_character(name)?.chars().next();
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(number.ok()?)
}
