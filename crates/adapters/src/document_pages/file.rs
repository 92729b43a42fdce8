//! The file of a document: what genpdf drew, in a smaller form that is the same for the same contract.
//!
//! printpdf, under genpdf, puts the present time and random ids into its files, embeds whole fonts and
//! compresses nothing. So the contents of its pages are put into a document of our own.

use genpdf_lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};
use sigillo_app::DocumentError;
use sigillo_domain::message::Language;

use super::draw::{Sheet, draw, letters_of};
use super::style::{Face, MM_PER_POINT, PAGE_HEIGHT, PAGE_WIDTH};
use super::typeface::Typeface;
use super::{failed, font, plot};

/// The fonts as genpdf names them; the tag before the name marks a subset.
const FONTS: [(&str, &str, Face); 3] = [
    ("F0", "SIGILL+TitilliumWeb-Regular", Face::Regular),
    ("F1", "SIGILL+TitilliumWeb-Bold", Face::Bold),
    ("F2", "SIGILL+TitilliumWeb-Italic", Face::Italic),
];

/// What a reader shows about the document.
pub struct Information<'a> {
    pub title: &'a str,
    pub author: &'a str,
    pub language: Language,
}

/// The file of these sheets.
pub fn write(
    sheets: Vec<Sheet>,
    typeface: &Typeface,
    information: &Information<'_>,
) -> Result<Vec<u8>, DocumentError> {
    let mut document = Document::with_version("1.7");
    let pages = add_pages(&mut document, sheets, typeface)?;
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog",
        "Pages" => pages,
        "Lang" => Object::string_literal(information.language.as_str()),
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
    });
    let information = document.add_object(dictionary! {
        "Title" => text(information.title),
        "Author" => text(information.author),
        "Creator" => text("Sigillo"),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", information);
    let id = digest(&document);
    save(document, [id.clone(), id])
}

/// The document after these sheets have been added to it.
pub fn append(
    original: &[u8],
    sheets: Vec<Sheet>,
    typeface: &Typeface,
) -> Result<Vec<u8>, DocumentError> {
    let unreadable = |error: genpdf_lopdf::Error| DocumentError::Unreadable(error.to_string());
    let mut document = Document::load_mem(original).map_err(unreadable)?;
    if document.trailer.has(b"Encrypt") {
        return Err(DocumentError::Unreadable("it is encrypted".to_owned()));
    }
    let catalog =
        document.trailer.get(b"Root").and_then(Object::as_reference).map_err(unreadable)?;
    let first = document.catalog().and_then(|one| one.get(b"Pages")).map_err(unreadable)?;
    let first = first.as_reference().map_err(unreadable)?;
    let second = add_pages(&mut document, sheets, typeface)?;

    // A node above both, so that the new pages inherit nothing.
    let root = document.new_object_id();
    let mut count = 0;
    for node in [first, second] {
        let node =
            document.get_object_mut(node).and_then(Object::as_dict_mut).map_err(unreadable)?;
        count += node.get(b"Count").and_then(Object::as_i64).map_err(unreadable)?;
        node.set("Parent", root);
    }
    let node = dictionary! {
        "Type" => "Pages",
        "Kids" => vec![first.into(), second.into()],
        "Count" => count,
    };
    document.objects.insert(root, node.into());
    let catalog =
        document.get_object_mut(catalog).and_then(Object::as_dict_mut).map_err(unreadable)?;
    catalog.set("Pages", root);

    let last = digest(&document);
    let first = match document.trailer.get(b"ID").and_then(Object::as_array).map(Vec::as_slice) {
        Ok([Object::String(first, _), ..]) => first.clone(),
        _ => last.clone(),
    };
    save(document, [first, last])
}

/// Adds the sheets under a node of pages.
fn add_pages(
    document: &mut Document,
    sheets: Vec<Sheet>,
    typeface: &Typeface,
) -> Result<ObjectId, DocumentError> {
    let mut fonts = genpdf_lopdf::Dictionary::new();
    for (name, base_font, face) in FONTS {
        let drawn = letters_of(&sheets, face);
        if !drawn.is_empty() {
            fonts.set(name, font::add(document, base_font, typeface.letters(face), &drawn)?);
        }
    }
    let fonts = document.add_object(fonts);
    let parent = document.new_object_id();
    let pages: Vec<Object> = contents(sheets)?
        .into_iter()
        .map(|content| {
            let content =
                document.add_object(Stream::new(genpdf_lopdf::Dictionary::new(), content));
            document.add_object(dictionary! {
                "Type" => "Page",
                "Parent" => parent,
                "Contents" => content,
            })
        })
        .map(Object::from)
        .collect();
    let count = i64::try_from(pages.len()).unwrap_or(i64::MAX);
    let [width, height] = [PAGE_WIDTH, PAGE_HEIGHT].map(|one| Object::Real(one / MM_PER_POINT));
    let node = dictionary! {
        "Type" => "Pages",
        "Kids" => pages,
        "Count" => count,
        "MediaBox" => vec![0.into(), 0.into(), width, height],
        "Resources" => dictionary! { "Font" => fonts },
    };
    document.objects.insert(parent, node.into());
    Ok(parent)
}

/// The content of each page, as genpdf draws it.
fn contents(sheets: Vec<Sheet>) -> Result<Vec<Vec<u8>>, DocumentError> {
    // Under the texts, so that a name is never hidden by a bar.
    let plots: Vec<String> = sheets.iter().map(plots).collect();
    let drawn = Document::load_mem(&draw(sheets)?).map_err(failed)?;
    let content = |(page, plots): (ObjectId, String)| {
        let content = drawn.get_page_content(page).map_err(failed)?;
        Ok([plots.into_bytes(), plain_content(&content)].concat())
    };
    drawn.get_pages().into_values().zip(plots).map(content).collect()
}

/// The operators of the plots of a sheet.
fn plots(sheet: &Sheet) -> String {
    let plots =
        sheet.iter().filter_map(|(top, row)| Some(plot::operators(row.plot.as_ref()?, *top)));
    plots.collect()
}

/// The content without the layer that printpdf puts around each page, and with a thinner line.
fn plain_content(content: &[u8]) -> Vec<u8> {
    let content = content.trim_ascii();
    let content = content.strip_prefix(b"/OC /MC0 BDC").unwrap_or(content);
    let content = content.strip_suffix(b"EMC").unwrap_or(content);
    [b"0.5 w", content].concat()
}

/// A text of the document's information, in UTF-16 with its mark.
fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// An id for the document, from all that is in it.
fn digest(document: &Document) -> Vec<u8> {
    let mut digest = Sha256::new();
    for (id, object) in &document.objects {
        digest.update(format!("{id:?} {object:?}"));
        if let Object::Stream(stream) = object {
            digest.update(&stream.content);
        }
    }
    digest.finalize()[..16].to_vec()
}

fn save(mut document: Document, id: [Vec<u8>; 2]) -> Result<Vec<u8>, DocumentError> {
    let id = id.map(|one| Object::String(one, StringFormat::Hexadecimal));
    document.trailer.set("ID", id.to_vec());
    document.compress();
    let mut written = vec![];
    document.save_to(&mut written).map_err(failed)?;
    Ok(written)
}
