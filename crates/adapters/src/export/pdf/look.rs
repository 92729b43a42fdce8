//! How the document looks: sizes in millimetres, type and colours (those of the pages' theme).

pub const PAGE_WIDTH: f32 = 297.0;
pub const PAGE_HEIGHT: f32 = 210.0;
pub const MARGIN: f32 = 12.0;
pub const TABLE_WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;

/// From one line of text to the next.
pub const LINE: f32 = 3.7;
pub const ROW_PADDING: f32 = 0.95;
/// The line at the foot of a page, with the white above it.
pub const FOOTER: f32 = 8.0;

pub const TITLE_HEIGHT: f32 = 11.5;
/// Between what is told of the list and the table.
pub const TITLE_GAP: f32 = 4.5;

pub const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Red, green and blue, of 1.
pub type Color = [f32; 3];

const fn color(red: u8, green: u8, blue: u8) -> Color {
    [red as f32 / 255.0, green as f32 / 255.0, blue as f32 / 255.0]
}

const INK: Color = color(23, 50, 77);
const MUTED: Color = color(92, 111, 130);
pub const ACCENT: Color = color(0, 102, 204);
pub const FAINT: Color = color(217, 225, 232);

/// In the order in which the document has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Regular,
    Bold,
    Italic,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub face: Face,
    /// In points.
    pub size: f32,
    pub color: Color,
}

const TEXT_SIZE: f32 = 8.0;

pub const TITLE: Style = Style { face: Face::Bold, size: 19.0, color: INK };
pub const TEXT: Style = Style { face: Face::Regular, size: TEXT_SIZE, color: INK };
pub const STRONG: Style = Style { face: Face::Bold, ..TEXT };
pub const MUTED_TEXT: Style = Style { color: MUTED, ..TEXT };
/// Of a mailbox that is no more: told apart without colour too.
pub const GONE: Style = Style { face: Face::Italic, ..MUTED_TEXT };

pub fn lines_height(lines: usize) -> f32 {
    (0..lines).map(|_| LINE).sum()
}

impl Style {
    /// How far below its top the letters of a line stand: the typeface's ascent.
    pub fn baseline(self) -> f32 {
        const OF_TITILLIUM_WEB: f32 = 1.133;
        OF_TITILLIUM_WEB * self.size / POINTS_PER_MM
    }
}
