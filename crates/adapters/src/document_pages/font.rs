//! The fonts of the document: of each face the glyphs that are drawn.
//!
//! genpdf embeds whole fonts. The contents of its pages name glyphs by their numbers in the whole font, so
//! each font here has a map from those numbers to its own.

use std::collections::{BTreeMap, BTreeSet};

use genpdf_lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use pdf_writer::types::{SystemInfo, UnicodeCmap};
use pdf_writer::{Name, Str};
use sigillo_app::DocumentError;
use subsetter::GlyphRemapper;

use crate::titillium::{Glyph, Letters};

/// The glyphs of a font by number, each with the letter that it is drawn for.
type Drawn = BTreeMap<u16, (char, Glyph)>;

/// Adds the font with the glyphs of these letters.
pub fn add(
    document: &mut Document,
    name: &str,
    letters: &Letters,
    drawn: &BTreeSet<char>,
) -> Result<ObjectId, DocumentError> {
    let drawn = drawn.iter().filter_map(|letter| Some((*letter, letters.glyph(*letter)?)));
    let glyphs: Drawn = drawn.map(|(letter, glyph)| (glyph.id, (letter, glyph))).collect();
    let (file, map) = subset(letters, &glyphs)?;
    let file = document.add_object(file);
    let map = document.add_object(map);
    let mut descriptor = descriptor(name, letters);
    descriptor.set("FontFile2", file);
    let descriptor = document.add_object(descriptor);
    let cid_font = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "CIDToGIDMap" => map,
        "DW" => 0,
        "W" => widths(&glyphs),
    });
    let to_unicode = document.add_object(to_unicode(&glyphs));
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name,
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![cid_font.into()],
        "ToUnicode" => to_unicode,
    }))
}

fn descriptor(name: &str, letters: &Letters) -> Dictionary {
    const NON_SYMBOLIC: i64 = 1 << 5;
    const ITALIC: i64 = 1 << 6;

    let font = &letters.font;
    dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        "Flags" => if font.is_italic() { NON_SYMBOLIC | ITALIC } else { NON_SYMBOLIC },
        "FontBBox" => letters.bounds().map(|one| Object::Real(f64::from(one))).to_vec(),
        "ItalicAngle" => f64::from(font.italic_angle()),
        "Ascent" => f64::from(letters.thousandths(font.ascender())),
        "Descent" => f64::from(letters.thousandths(font.descender())),
        "CapHeight" => f64::from(letters.cap_height()),
        // The font does not state its stem width, which viewers need only to substitute the font.
        "StemV" => 80,
    }
}

/// The font with these glyphs alone, and the map from their numbers in the whole font.
fn subset(letters: &Letters, glyphs: &Drawn) -> Result<(Stream, Stream), DocumentError> {
    let mut remapper = GlyphRemapper::new();
    let end = glyphs.keys().last().map_or(0, |last| usize::from(*last) + 1);
    let mut map = vec![0; 2 * end];
    for id in glyphs.keys() {
        let place = 2 * usize::from(*id);
        map[place..place + 2].copy_from_slice(&remapper.remap(*id).to_be_bytes());
    }
    let file = subsetter::subset(letters.data, 0, &remapper)
        .map_err(|error| DocumentError::Format(format!("typeface: {error}")))?;
    let length = i64::try_from(file.len()).unwrap_or(i64::MAX);
    Ok((Stream::new(dictionary! { "Length1" => length }, file), stream(map)))
}

/// The width of each glyph, by its number.
fn widths(glyphs: &Drawn) -> Vec<Object> {
    let width = |(id, (_, glyph)): (&u16, &(char, Glyph))| {
        [i64::from(*id).into(), vec![Object::Real(f64::from(glyph.width))].into()]
    };
    glyphs.iter().flat_map(width).collect()
}

/// With this map a reader can copy and search the text.
fn to_unicode(glyphs: &Drawn) -> Stream {
    let numbering =
        SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    let mut map = UnicodeCmap::new(Name(b"Letters"), numbering);
    for (id, (letter, _)) in glyphs {
        map.pair(*id, *letter);
    }
    stream(map.finish().to_vec())
}

fn stream(content: Vec<u8>) -> Stream {
    Stream::new(Dictionary::new(), content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::titillium::REGULAR;

    /// The least box around a glyph.
    fn bounds(font: &ttf_parser::Face<'_>, id: u16) -> Option<ttf_parser::Rect> {
        font.glyph_bounding_box(ttf_parser::GlyphId(id))
    }

    #[test]
    fn the_numbers_of_the_whole_font_lead_to_the_same_glyphs() {
        let letters = Letters::new(REGULAR).unwrap();
        let glyph = |letter| letters.glyph(letter).unwrap();
        let drawn: Drawn =
            "Ada Œșđ1@".chars().map(|letter| (glyph(letter).id, (letter, glyph(letter)))).collect();
        let (file, map) = subset(&letters, &drawn).unwrap();
        let font = ttf_parser::Face::parse(&file.content, 0).unwrap();
        for (id, (letter, _)) in &drawn {
            let place = 2 * usize::from(*id);
            let mapped = u16::from_be_bytes([map.content[place], map.content[place + 1]]);
            assert_eq!(bounds(&font, mapped), bounds(&letters.font, *id), "{letter}");
        }
        assert!(file.content.len() < REGULAR.len() / 4);
    }
}
