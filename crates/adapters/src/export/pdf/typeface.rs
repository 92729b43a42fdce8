//! Titillium Web, the typeface of Italian public administration, and its measures.

use genpdf::error::Error;
use genpdf::fonts::{FontCache, FontData, FontFamily};
use genpdf::style::Style;

const REGULAR: &[u8] = include_bytes!("../../../fonts/TitilliumWeb-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../fonts/TitilliumWeb-Bold.ttf");
const ITALIC: &[u8] = include_bytes!("../../../fonts/TitilliumWeb-Italic.ttf");

/// The faces as genpdf takes them: by name always four, though bold italic is never used here.
pub fn family() -> Result<FontFamily<FontData>, Error> {
    let bold = FontData::new(BOLD.to_vec(), None)?;
    Ok(FontFamily {
        regular: FontData::new(REGULAR.to_vec(), None)?,
        bold_italic: bold.clone(),
        bold,
        italic: FontData::new(ITALIC.to_vec(), None)?,
    })
}

/// How wide texts are, before there is a page to put them on.
pub struct Ruler {
    fonts: FontCache,
}

impl Ruler {
    pub fn new() -> Result<Self, Error> {
        Ok(Self { fonts: FontCache::new(family()?) })
    }

    /// In millimetres.
    pub fn width(&self, text: &str, style: Style) -> f64 {
        style.str_width(&self.fonts, text).into()
    }

    /// The text with what the typeface cannot draw written out as `[U+4E2D]`, so that nothing
    /// turns into an empty box.
    pub fn drawable(&self, text: &str, style: Style) -> String {
        let font = style.font(&self.fonts);
        text.chars()
            .map(|letter| match font.glyph_ids(&self.fonts, [letter])[..] {
                [0] => format!("[U+{:04X}]", u32::from(letter)),
                _ => letter.to_string(),
            })
            .collect()
    }
}
