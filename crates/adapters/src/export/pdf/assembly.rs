//! The finished file, out of the parts that genpdf writes.
//!
//! A document that genpdf draws takes some 60 KB of memory a row until it is written, and what it
//! writes is bulky: pages uncompressed, every font whole, one layer a page, the machine's clock for
//! its date. So pages are drawn a few at a time, each few a pdf of their own, and put together here:
//! the first part gives fonts and page size, and of every part the pages' contents are kept,
//! compressed.

use std::io::Write;

use chrono::{DateTime, Utc};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::export::{ExportError, Heading, Language};

/// The bold italic that genpdf asks for and no text is set in.
const UNUSED_FONT: &[u8] = b"F3";

/// Around any letter of the three faces, in thousandths of the size; printpdf writes the sum of all
/// their widths.
const FONT_BOX: [i64; 4] = [-224, -311, 1115, 1114];

#[derive(Default)]
pub struct Assembly {
    base: Option<Base>,
}

struct Base {
    document: Document,
    page_tree: ObjectId,
    pages: Vec<Object>,
}

impl From<lopdf::Error> for ExportError {
    fn from(error: lopdf::Error) -> Self {
        match error {
            lopdf::Error::IO(error) => ExportError::Write(error),
            error => ExportError::Assembly(error),
        }
    }
}

impl Assembly {
    /// Adds the pages of a pdf after those already there.
    pub fn add(&mut self, part: &[u8]) -> Result<(), ExportError> {
        let part = Document::load_mem(part)?;
        let contents = part
            .page_iter()
            .map(|page| part.get_page_content(page))
            .collect::<Result<Vec<_>, _>>()?;
        let base = match &mut self.base {
            Some(base) => base,
            none => none.insert(Base::of(part)?),
        };
        contents.iter().try_for_each(|content| base.add_page(content))
    }

    pub fn write(self, output: &mut impl Write, heading: &Heading) -> Result<(), ExportError> {
        let Some(mut base) = self.base else {
            return Ok(());
        };
        base.finish_page_tree()?;
        base.describe(heading)?;
        Ok(base.document.save_to(output)?)
    }
}

impl Base {
    /// The part without its pages: what they share stays, and is inherited from their tree.
    fn of(mut document: Document) -> Result<Self, ExportError> {
        let first_page = document.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
        let first_page = document.get_dictionary(first_page)?;
        let page_tree = first_page.get(b"Parent")?.as_reference()?;
        let resources = first_page.get(b"Resources")?.as_reference()?;
        let media_box = first_page.get(b"MediaBox")?.clone();
        let fonts = document.get_dictionary(resources)?.get(b"Font")?.as_reference()?;

        dictionary_mut(&mut document, fonts)?.remove(UNUSED_FONT);
        dictionary_mut(&mut document, resources)?.remove(b"Properties");
        let tree = dictionary_mut(&mut document, page_tree)?;
        tree.set("Kids", Object::Array(vec![]));
        tree.set("Resources", resources);
        tree.set("MediaBox", media_box);
        let catalog = catalog_mut(&mut document)?;
        catalog.remove(b"OCProperties");
        catalog.remove(b"Outlines");
        document.prune_objects();
        for object in document.objects.values_mut() {
            match object {
                Object::Stream(font) => font.compress()?,
                Object::Dictionary(font) if font.has(b"FontBBox") => {
                    font.set("FontBBox", FONT_BOX.map(Object::Integer).to_vec());
                }
                _ => (),
            }
        }
        Ok(Self { document, page_tree, pages: vec![] })
    }

    fn add_page(&mut self, content: &[u8]) -> Result<(), ExportError> {
        let mut content = Stream::new(Dictionary::new(), without_layer(content).to_vec());
        content.compress()?;
        let contents = self.document.add_object(content);
        let page = self.document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => self.page_tree,
            "Contents" => contents,
        });
        self.pages.push(page.into());
        Ok(())
    }

    fn finish_page_tree(&mut self) -> Result<(), ExportError> {
        let count = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        let tree = dictionary_mut(&mut self.document, self.page_tree)?;
        tree.set("Count", count);
        tree.set("Kids", Object::Array(std::mem::take(&mut self.pages)));
        Ok(())
    }

    /// Says what the document is, in which language, by whom and of when.
    fn describe(&mut self, heading: &Heading) -> Result<(), ExportError> {
        let info = self.document.add_object(dictionary! {
            "Title" => text(&heading.document_title()),
            "Author" => text(&heading.exported_by),
            "Creator" => text("Sigillo"),
            "CreationDate" => Object::string_literal(date(heading.exported_at)),
        });
        self.document.trailer.set("Info", info);
        let language = match heading.language {
            Language::It => "it-IT",
            Language::En => "en",
        };
        let catalog = catalog_mut(&mut self.document)?;
        catalog.set("Lang", Object::string_literal(language));
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        "1.4".clone_into(&mut self.document.version);
        Ok(())
    }
}

fn catalog_mut(document: &mut Document) -> Result<&mut Dictionary, ExportError> {
    let catalog = document.trailer.get(b"Root")?.as_reference()?;
    dictionary_mut(document, catalog)
}

fn dictionary_mut(document: &mut Document, id: ObjectId) -> Result<&mut Dictionary, ExportError> {
    Ok(document.get_object_mut(id)?.as_dict_mut()?)
}

/// The content outside the layer that printpdf wraps each page in, to be switched off in a viewer.
fn without_layer(content: &[u8]) -> &[u8] {
    content
        .strip_prefix(b"/OC /MC0 BDC\n")
        .and_then(|content| content.trim_ascii_end().strip_suffix(b"\nEMC"))
        .unwrap_or(content)
}

/// As UTF-16, the one encoding of a pdf's properties that has every letter.
fn text(text: &str) -> Object {
    let bytes = [0xFEFF].into_iter().chain(text.encode_utf16());
    let bytes = bytes.flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn date(at: DateTime<Utc>) -> String {
    at.format("D:%Y%m%d%H%M%SZ").to_string()
}
