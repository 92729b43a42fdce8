//! Titillium Web, the typeface of Italian public administration: its letters and their widths.

use ttf_parser::{Face, FaceParsingError};

pub const REGULAR: &[u8] = include_bytes!("../fonts/TitilliumWeb-Regular.ttf");
pub const BOLD: &[u8] = include_bytes!("../fonts/TitilliumWeb-Bold.ttf");
pub const ITALIC: &[u8] = include_bytes!("../fonts/TitilliumWeb-Italic.ttf");

/// The first code point after accented Latin, which makes up nearly every text.
const COMMON_END: usize = 0x250;

/// The letters of a face.
pub struct Letters {
    pub data: &'static [u8],
    pub font: Face<'static>,
    /// The glyphs of the common letters, looked up once.
    common: Vec<Option<Glyph>>,
}

#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    pub id: u16,
    /// The width in thousandths of the font size.
    pub width: f32,
}

impl Letters {
    pub fn new(data: &'static [u8]) -> Result<Self, FaceParsingError> {
        let font = Face::parse(data, 0)?;
        let common =
            (0u32..).take(COMMON_END).map(|code| glyph(&font, char::from_u32(code)?)).collect();
        Ok(Self { data, font, common })
    }

    /// The glyph of a letter, if the face has it.
    pub fn glyph(&self, letter: char) -> Option<Glyph> {
        match self.common.get(letter as usize) {
            Some(glyph) => *glyph,
            None => glyph(&self.font, letter),
        }
    }

    /// The width of a text in thousandths of the font size.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|letter| self.glyph(letter)).map(|glyph| glyph.width).sum()
    }

    /// Replaces characters that the face lacks by their code (`[U+4E2D]`), so that none is drawn as an
    /// empty box.
    pub fn drawable(&self, text: &str) -> String {
        if text.chars().all(|letter| self.glyph(letter).is_some()) {
            return text.to_owned();
        }
        text.chars()
            .map(|letter| match self.glyph(letter) {
                None => format!("[U+{:04X}]", u32::from(letter)),
                Some(_) => letter.to_string(),
            })
            .collect()
    }

    /// A length in the units of the face, as thousandths of the font size.
    pub fn thousandths(&self, units: i16) -> f32 {
        f32::from(units) * 1000.0 / f32::from(self.font.units_per_em())
    }

    /// The box that holds every glyph: left, bottom, right, top, in thousandths of the font size.
    pub fn bounds(&self) -> [f32; 4] {
        let bounds = self.font.global_bounding_box();
        [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|one| self.thousandths(one))
    }

    pub fn cap_height(&self) -> f32 {
        self.font.capital_height().map_or(692.0, |units| self.thousandths(units))
    }
}

fn glyph(font: &Face<'_>, letter: char) -> Option<Glyph> {
    let id = font.glyph_index(letter)?;
    let width = f32::from(font.glyph_hor_advance(id)?) * 1000.0 / f32::from(font.units_per_em());
    Some(Glyph { id: id.0, width })
}
