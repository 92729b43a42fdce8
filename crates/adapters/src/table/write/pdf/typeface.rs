//! The typeface of the document: the subset that it uses.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Chunk, Filter, Finish, Name, Rect, Ref, Str};
use sigillo_app::table::WriteError;
use subsetter::GlyphRemapper;

use super::objects::{Objects, compressed};
use super::style::{self, Style};
use crate::titillium::{BOLD, ITALIC, Letters, REGULAR};

/// The three faces.
pub struct Typeface {
    faces: [Face; 3],
}

struct Face {
    letters: Letters,
    /// The glyphs that were drawn, with their numbers in this document.
    drawn: GlyphRemapper,
    /// The letter that each of those numbers was drawn for, and its width.
    drawn_letters: BTreeMap<u16, (char, f32)>,
}

impl Face {
    fn new(data: &'static [u8]) -> Result<Self, WriteError> {
        let letters =
            Letters::new(data).map_err(|error| WriteError::Format(format!("typeface: {error}")))?;
        Ok(Self { letters, drawn: GlyphRemapper::new(), drawn_letters: BTreeMap::new() })
    }
}

impl Typeface {
    pub fn new() -> Result<Self, WriteError> {
        Ok(Self { faces: [Face::new(REGULAR)?, Face::new(BOLD)?, Face::new(ITALIC)?] })
    }

    fn face(&self, style: Style) -> &Face {
        &self.faces[style.face as usize]
    }

    /// The width of a text in millimetres.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        let thousandths = self.face(style).letters.width(text);
        thousandths * style.size / 1000.0 / style::POINTS_PER_MM
    }

    /// Replaces characters that the typeface lacks by their code (`[U+4E2D]`), so that none is
    /// drawn as an empty box.
    pub fn drawable(&self, text: &str, style: Style) -> String {
        self.face(style).letters.drawable(text)
    }

    /// Encodes a text for the document's fonts, two bytes a glyph, and marks its glyphs as drawn.
    pub fn encode(&mut self, text: &str, style: Style) -> Vec<u8> {
        let face = &mut self.faces[style.face as usize];
        let mut encoded = Vec::with_capacity(text.len() * 2);
        for letter in text.chars() {
            let Some(glyph) = face.letters.glyph(letter) else { continue };
            let id = face.drawn.remap(glyph.id);
            face.drawn_letters.entry(id).or_insert((letter, glyph.width));
            encoded.extend(id.to_be_bytes());
        }
        encoded
    }

    /// Writes the subsets of the three fonts: regular, bold, italic.
    pub fn write(
        &self,
        fonts: [Ref; 3],
        objects: &mut Objects<impl std::io::Write>,
    ) -> Result<(), WriteError> {
        for ((face, name), font) in self.faces.iter().zip(NAMES).zip(fonts) {
            face.write(name, font, objects)?;
        }
        Ok(())
    }
}

/// The tag before the name marks a font as a subset.
const NAMES: [&str; 3] =
    ["SIGILL+TitilliumWeb-Regular", "SIGILL+TitilliumWeb-Bold", "SIGILL+TitilliumWeb-Italic"];

/// Glyph numbers are the document's own.
const NUMBERING: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

impl Face {
    fn write(
        &self,
        name: &str,
        font: Ref,
        objects: &mut Objects<impl std::io::Write>,
    ) -> Result<(), WriteError> {
        let name = Name(name.as_bytes());
        let (cid_font, descriptor) = (objects.id(), objects.id());
        let (file, to_unicode) = (objects.id(), objects.id());

        let mut chunk = Chunk::new();
        chunk
            .type0_font(font)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid_font)
            .to_unicode(to_unicode);
        objects.put(font, &chunk)?;
        objects.put(cid_font, &self.cid_font(cid_font, descriptor, name))?;
        objects.put(descriptor, &self.descriptor(descriptor, file, name))?;

        let subset = subsetter::subset(self.letters.data, 0, &self.drawn)
            .map_err(|error| WriteError::Format(format!("typeface: {error}")))?;
        let length = i32::try_from(subset.len()).unwrap_or(i32::MAX);
        let subset = compressed(&subset)?;
        let mut chunk = Chunk::new();
        chunk.stream(file, &subset).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
        objects.put(file, &chunk)?;

        // With this map a reader can copy and search the text.
        let mut letters = UnicodeCmap::new(Name(b"Letters"), NUMBERING);
        self.drawn_letters.iter().for_each(|(id, (letter, _))| letters.pair(*id, *letter));
        let letters = compressed(&letters.finish())?;
        let mut chunk = Chunk::new();
        chunk.cmap(to_unicode, &letters).filter(Filter::FlateDecode);
        objects.put(to_unicode, &chunk)
    }

    fn cid_font(&self, id: Ref, descriptor: Ref, name: Name<'_>) -> Chunk {
        let mut chunk = Chunk::new();
        let mut font = chunk.cid_font(id);
        font.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(NUMBERING)
            .font_descriptor(descriptor)
            .cid_to_gid_map_predefined(Name(b"Identity"))
            .default_width(0.0);
        let mut widths = font.widths();
        for (id, (_, width)) in &self.drawn_letters {
            widths.consecutive(*id, [*width]);
        }
        widths.finish();
        font.finish();
        chunk
    }

    fn descriptor(&self, id: Ref, file: Ref, name: Name<'_>) -> Chunk {
        let letters = &self.letters;
        let [left, bottom, right, top] = letters.bounds();
        let bounds = Rect::new(left, bottom, right, top);
        let italic = letters.font.is_italic();
        let flags = FontFlags::NON_SYMBOLIC;
        let mut chunk = Chunk::new();
        chunk
            .font_descriptor(id)
            .name(name)
            .flags(if italic { flags | FontFlags::ITALIC } else { flags })
            .bbox(bounds)
            .italic_angle(letters.font.italic_angle())
            .ascent(letters.thousandths(letters.font.ascender()))
            .descent(letters.thousandths(letters.font.descender()))
            .cap_height(letters.cap_height())
            // The font does not state its stem width, which viewers need only to substitute the
            // font.
            .stem_v(80.0)
            .font_file2(file);
        chunk
    }
}
