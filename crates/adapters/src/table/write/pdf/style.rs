//! The style of the document: sizes in millimetres, type, and the colours of the panel's theme.

use sigillo_app::table::PAGE_TABLE_WIDTH;

pub const PAGE_WIDTH: f32 = 297.0;
pub const PAGE_HEIGHT: f32 = 210.0;
pub const TABLE_WIDTH: f32 = PAGE_TABLE_WIDTH;
pub const MARGIN: f32 = (PAGE_WIDTH - TABLE_WIDTH) / 2.0;

/// The distance from one line of text to the next.
pub const LINE_HEIGHT: f32 = 3.7;
pub const ROW_PADDING: f32 = 0.95;
/// The line at the foot of a page, with the space above it.
pub const FOOTER_HEIGHT: f32 = 8.0;

pub const TITLE_HEIGHT: f32 = 11.5;
/// The space between the cover and the table.
pub const TITLE_GAP: f32 = 4.5;

pub const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Red, green and blue, from 0 to 1.
pub type Color = [f32; 3];

const fn color(red: u8, green: u8, blue: u8) -> Color {
    [red as f32 / 255.0, green as f32 / 255.0, blue as f32 / 255.0]
}

const TEXT_COLOR: Color = color(23, 50, 77);
const MUTED_COLOR: Color = color(92, 111, 130);
pub const HEADING_RULE: Color = color(0, 102, 204);
pub const ROW_RULE: Color = color(217, 225, 232);

/// The faces, in the order of the document's fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Regular,
    Bold,
    Italic,
}

/// The style of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub face: Face,
    /// The font size in points.
    pub size: f32,
    pub color: Color,
}

const TEXT_SIZE: f32 = 8.0;

pub const TITLE: Style = Style { face: Face::Bold, size: 19.0, color: TEXT_COLOR };
pub const TEXT: Style = Style { face: Face::Regular, size: TEXT_SIZE, color: TEXT_COLOR };
pub const BOLD: Style = Style { face: Face::Bold, ..TEXT };
pub const MUTED: Style = Style { color: MUTED_COLOR, ..TEXT };
/// For rows of what is no longer in use: the italics distinguish them without colour.
pub const MUTED_ITALIC: Style = Style { face: Face::Italic, ..MUTED };

pub fn lines_height(lines: usize) -> f32 {
    (0..lines).map(|_| LINE_HEIGHT).sum()
}

impl Style {
    /// The distance from the top of a line to its baseline: the typeface's ascent.
    pub fn baseline(self) -> f32 {
        const ASCENT_OF_TITILLIUM_WEB: f32 = 1.133;
        ASCENT_OF_TITILLIUM_WEB * self.size / POINTS_PER_MM
    }
}
