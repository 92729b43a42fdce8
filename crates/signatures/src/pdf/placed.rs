//! Where a signature is in the file, and which bytes it says that it signs.

use std::ops::Range;

use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::SignatureFinding;

use super::fields::Field;
use super::file::Revision;
use super::object::Object;
use super::xref::Entry;
use crate::found::Found;
use crate::time;

/// What a signature says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standard {
    Pades,
    /// The signatures of PDF before `PAdES`.
    Pkcs7,
    Timestamp,
    Unknown,
}

#[derive(Debug)]
pub(super) struct Placed {
    /// Which of the fields it is.
    pub field: usize,
    pub standard: Standard,
    pub standard_name: String,
    /// The bytes that are signed: before and after the signature's value.
    pub ranges: Result<[Range<usize>; 2], Found>,
    /// Where what is signed ends.
    pub end: usize,
    pub cms: Vec<u8>,
    pub claimed: Option<DateTime<Utc>>,
}

impl Placed {
    pub fn new(index: usize, field: &Field, file: &Revision<'_>) -> Self {
        let dictionary = &field.dictionary;
        let name = match dictionary.get("SubFilter") {
            Some(Object::Name(name)) => String::from_utf8_lossy(name).into_owned(),
            _ => String::new(),
        };
        let standard = match name.as_str() {
            "ETSI.CAdES.detached" => Standard::Pades,
            "adbe.pkcs7.detached" => Standard::Pkcs7,
            "ETSI.RFC3161" => Standard::Timestamp,
            _ => Standard::Unknown,
        };
        let ranges = ranges(field, file).ok_or(SignatureFinding::ByteRangeInvalid.into());
        let claimed = dictionary.text("M").and_then(|text| time::read_pdf(&text.bytes));
        Self {
            field: index,
            standard,
            standard_name: name.chars().take(64).collect(),
            end: ranges.as_ref().map_or(0, |[_, after]: &[Range<usize>; 2]| after.end),
            ranges,
            cms: dictionary.text("Contents").map_or_else(Vec::new, |text| text.bytes.clone()),
            claimed,
        }
    }
}

/// The two ranges, if what they leave out is the signature's value and nothing else.
fn ranges(field: &Field, file: &Revision<'_>) -> Option<[Range<usize>; 2]> {
    let dictionary = &field.dictionary;
    // In a stream of objects its value would have no place in the file.
    if dictionary.is_ambiguous || !matches!(file.xref.entry(field.value), Entry::At(_)) {
        return None;
    }
    let Some(Object::Array(numbers)) = dictionary.get("ByteRange") else { return None };
    let number = |object: &Object| match object {
        Object::Integer(number) => usize::try_from(*number).ok(),
        _ => None,
    };
    let numbers = numbers.iter().map(number).collect::<Option<Vec<_>>>()?;
    let &[start, first, second, length] = numbers.as_slice() else { return None };
    let value = dictionary.text("Contents").filter(|text| text.is_hexadecimal)?;
    let end = second.checked_add(length).filter(|end| *end <= file.bytes.len())?;
    let leaves_out_value = start == 0 && first == value.span.start && second == value.span.end;
    leaves_out_value.then_some([0..first, second..end])
}
