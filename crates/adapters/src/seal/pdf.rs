//! A seal's place in a PDF: an incremental update, which appends a signature to the document and leaves
//! every byte of it where it was.

use std::fmt::Write;
use std::ops::Range;

use lopdf::{Dictionary, Document, Object, ObjectId};
use ring::digest::{Context, SHA256};
use sigillo_app::SealStatement;

use super::objects;
use super::xref::{Section, SectionKind};

/// Room for the three numbers of `ByteRange` that are only known at the end.
const BYTE_RANGE_ROOM: usize = 33;
/// Bits of the flags of an annotation: printed, and not to be moved or removed.
const PRINT_AND_LOCKED: i64 = 4 | 128;
/// Bits of `SigFlags`: there is a signature, and the file may only be appended to.
const SIGNED_AND_APPEND_ONLY: i64 = 1 | 2;

const VERSION: &str = "1.7";

/// A PDF with an empty signature.
pub(super) struct Placed {
    bytes: Vec<u8>,
    /// Where the hexadecimal digits of the signature belong.
    digits: Range<usize>,
}

impl Placed {
    /// Appends an empty signature to a PDF, with room for `room` bytes.
    pub fn new(pdf: &[u8], statement: &SealStatement<'_>, room: usize) -> Result<Self, String> {
        let document = read(pdf)?;
        let first_id = first_unused_id(&document)?;
        let (signature, widget) = ((first_id, 0), (first_id + 1, 0));
        let mut update = Update::after(pdf);
        let dictionary = signature_dictionary(statement, room);
        let at = update.append(signature, &dictionary.text);
        let page = first_page(&document)?;
        update.append(widget, &widget_text(signature, page));
        for (id, object) in changed_objects(&document, page, widget)? {
            update.append_object(id, &object)?;
        }
        update.append_section(&document, first_id + 2)?;
        let mut placed = Self {
            bytes: update.bytes,
            digits: at + dictionary.digits.start..at + dictionary.digits.end,
        };
        placed.fill_byte_range(at + dictionary.byte_range)?;
        Ok(placed)
    }

    /// What the signature covers: everything but its own digits and the brackets around them.
    fn covered(&self) -> [Range<usize>; 2] {
        [0..self.digits.start - 1, self.digits.end + 1..self.bytes.len()]
    }

    fn fill_byte_range(&mut self, at: usize) -> Result<(), String> {
        let [before, after] = self.covered();
        let numbers = format!("{} {} {}", before.len(), after.start, after.len());
        let numbers = format!("{numbers:BYTE_RANGE_ROOM$}");
        let room = self.bytes.get_mut(at..at + BYTE_RANGE_ROOM);
        let room = room.filter(|room| room.len() == numbers.len()).ok_or("it is too large")?;
        room.copy_from_slice(numbers.as_bytes());
        Ok(())
    }

    /// The SHA-256 of what the signature covers.
    pub fn digest(&self) -> [u8; 32] {
        let mut context = Context::new(&SHA256);
        for part in self.covered() {
            context.update(&self.bytes[part]);
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(context.finish().as_ref());
        digest
    }

    /// The PDF with its signature; None if there is not enough room for it.
    pub fn fill(mut self, signature: &[u8]) -> Option<Vec<u8>> {
        let mut digits = String::with_capacity(signature.len() * 2);
        for byte in signature {
            let _ = write!(digits, "{byte:02x}");
        }
        // The rest stays zero, which readers ignore.
        self.bytes[self.digits].get_mut(..digits.len())?.copy_from_slice(digits.as_bytes());
        Some(self.bytes)
    }
}

fn read(pdf: &[u8]) -> Result<Document, String> {
    // Positions count from the header, which others would look for further on in the file.
    if !pdf.starts_with(b"%PDF-") {
        return Err("it is not a PDF".to_owned());
    }
    let document = Document::load_mem(pdf).map_err(|error| format!("it is damaged: {error}"))?;
    // A document with an empty password has been opened by now.
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err("it is encrypted".to_owned());
    }
    Ok(document)
}

/// The first number that no object has, not even one that was deleted.
fn first_unused_id(document: &Document) -> Result<u32, String> {
    let size = document.trailer.get(b"Size").and_then(Object::as_i64).unwrap_or_default();
    let size = u32::try_from(size).map_err(|_| "it is damaged: a wrong number of objects")?;
    let next = size.max(document.max_id.saturating_add(1));
    // The PDF specification allows 8,388,607 objects.
    if next > 8_388_600 { Err("it has too many objects".to_owned()) } else { Ok(next) }
}

fn first_page(document: &Document) -> Result<ObjectId, String> {
    document.page_iter().next().ok_or_else(|| "it has no page".to_owned())
}

/// The text of a dictionary with places to be filled, as positions in it.
struct SignatureDictionary {
    text: Vec<u8>,
    byte_range: usize,
    digits: Range<usize>,
}

fn signature_dictionary(statement: &SealStatement<'_>, room: usize) -> SignatureDictionary {
    let mut text = String::from("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached");
    let _ = write!(text, "/M(D:{})", statement.at.format("%Y%m%d%H%M%SZ"));
    for (name, value) in [("Reason", statement.reason), ("Location", statement.location)] {
        if !value.is_empty() {
            let _ = write!(text, "/{name}{}", text_string(value));
        }
    }
    text.push_str("/ByteRange[0 ");
    let byte_range = text.len();
    let _ = write!(text, "{:BYTE_RANGE_ROOM$}]/Contents<", "");
    let digits = text.len()..text.len() + room * 2;
    let _ = write!(text, "{:0>width$}>>>", "", width = room * 2);
    SignatureDictionary { text: text.into_bytes(), byte_range, digits }
}

/// A text in hexadecimal, so that none of its characters means anything to a reader of PDF.
fn text_string(text: &str) -> String {
    let mut digits = String::from("<FEFF");
    for unit in text.encode_utf16() {
        let _ = write!(digits, "{unit:04X}");
    }
    digits.push('>');
    digits
}

/// The field of the signature, which is also its annotation: an empty rectangle, which nobody sees.
fn widget_text(signature: ObjectId, page: ObjectId) -> Vec<u8> {
    let ((number, _), (page_number, page_generation)) = (signature, page);
    format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal{number})/F {PRINT_AND_LOCKED}/Rect[0 0 0 0]\
         /V {number} 0 R/P {page_number} {page_generation} R>>"
    )
    .into_bytes()
}

/// The objects of the document that must name the field, with the field added.
fn changed_objects(
    document: &Document,
    page: ObjectId,
    widget: ObjectId,
) -> Result<Vec<(ObjectId, Object)>, String> {
    let damaged = |error: lopdf::Error| format!("it is damaged: {error}");
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).map_err(damaged)?;
    let mut changed = vec![];
    let mut catalog = document.get_dictionary(root).map_err(damaged)?.clone();
    let (form_id, mut form) = match catalog.get(b"AcroForm") {
        Ok(form) => {
            let (id, form) = document.dereference(form).map_err(damaged)?;
            (id, form.as_dict().map_err(damaged)?.clone())
        }
        Err(_) => (None, Dictionary::new()),
    };
    changed.extend(with_element(document, &mut form, b"Fields", widget)?);
    form.set("SigFlags", SIGNED_AND_APPEND_ONLY);
    match form_id {
        Some(id) => changed.push((id, form.into())),
        None => catalog.set("AcroForm", form),
    }
    raise_version(document, &mut catalog);
    changed.push((root, catalog.into()));
    let mut first_page = document.get_dictionary(page).map_err(damaged)?.clone();
    changed.extend(with_element(document, &mut first_page, b"Annots", widget)?);
    changed.push((page, first_page.into()));
    Ok(changed)
}

/// Signatures of this kind are for PDF 1.7 and later; genpdf writes 1.3.
fn raise_version(document: &Document, catalog: &mut Dictionary) {
    let later = catalog.get(b"Version").and_then(Object::as_name).unwrap_or_default();
    if document.version.as_str() < VERSION && later < VERSION.as_bytes() {
        catalog.set("Version", Object::Name(VERSION.into()));
    }
}

/// Adds a reference to an array of a dictionary. Returns the array if it is an object of its own.
fn with_element(
    document: &Document,
    dictionary: &mut Dictionary,
    name: &[u8],
    element: ObjectId,
) -> Result<Option<(ObjectId, Object)>, String> {
    let damaged = |error: lopdf::Error| format!("it is damaged: {error}");
    let (id, mut array) = match dictionary.get(name) {
        Ok(array) => {
            let (id, array) = document.dereference(array).map_err(damaged)?;
            (id, array.as_array().map_err(damaged)?.clone())
        }
        Err(_) => (None, vec![]),
    };
    array.push(Object::Reference(element));
    if id.is_none() {
        dictionary.set(name, array);
        return Ok(None);
    }
    Ok(id.map(|id| (id, array.into())))
}

/// A PDF to which objects are appended.
struct Update {
    bytes: Vec<u8>,
    section: Section,
}

impl Update {
    fn after(pdf: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(pdf.len() + 64 * 1024);
        bytes.extend_from_slice(pdf);
        if !pdf.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        Self { bytes, section: Section::default() }
    }

    /// Returns the position of the object's text.
    fn append(&mut self, (number, generation): ObjectId, text: &[u8]) -> usize {
        self.section.add(number, generation, self.bytes.len());
        self.bytes.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        let at = self.bytes.len();
        self.bytes.extend_from_slice(text);
        self.bytes.extend_from_slice(b"\nendobj\n");
        at
    }

    fn append_object(&mut self, id: ObjectId, object: &Object) -> Result<(), String> {
        self.append(id, &objects::text(object)?);
        Ok(())
    }

    /// Appends the table of the objects that were appended, in the form of the document's own: readers do
    /// not expect both in one file.
    fn append_section(&mut self, document: &Document, next_id: u32) -> Result<(), String> {
        let kind = SectionKind::at(&self.bytes, document.xref_start)?;
        let mut trailer = Dictionary::new();
        for name in ["Root", "Info"] {
            if let Ok(value) = document.trailer.get(name.as_bytes()) {
                trailer.set(name, value.clone());
            }
        }
        if let Ok([first, _]) =
            document.trailer.get(b"ID").and_then(Object::as_array).map(Vec::as_slice)
        {
            trailer.set("ID", vec![first.clone(), changed_id(&self.bytes)]);
        }
        let previous = i64::try_from(document.xref_start).map_err(|error| error.to_string())?;
        trailer.set("Prev", previous);
        std::mem::take(&mut self.section).write(kind, &mut self.bytes, trailer, next_id)
    }
}

/// Tells this revision of the file from the one before.
fn changed_id(bytes: &[u8]) -> Object {
    let digest = ring::digest::digest(&SHA256, bytes);
    Object::String(digest.as_ref()[..16].to_vec(), lopdf::StringFormat::Hexadecimal)
}
