//! The style of the document: sizes, type, and the colours of the panel's theme.

/// A4, in millimetres.
pub const PAGE_WIDTH: f64 = 210.0;
pub const PAGE_HEIGHT: f64 = 297.0;
pub const MARGIN: f64 = 24.0;
pub const TEXT_WIDTH: f64 = PAGE_WIDTH - 2.0 * MARGIN;

/// From the top of the page to the header's first line.
pub const HEADER_TOP: f64 = 12.0;
/// From the header to the text.
pub const HEADER_GAP: f64 = 7.0;
/// From the bottom of the page to the end of the text.
pub const BOTTOM: f64 = 24.0;
/// From the bottom of the page to the top of the footer.
pub const FOOTER: f64 = 16.0;

pub const MM_PER_POINT: f64 = 25.4 / 72.0;

/// Red, green and blue.
pub type Color = (u8, u8, u8);

const TEXT_COLOR: Color = (23, 50, 77);
const MUTED_COLOR: Color = (84, 101, 119);
const WARNING_COLOR: Color = (170, 24, 40);
pub const HEADING_RULE: Color = (0, 102, 204);
pub const ROW_RULE: Color = (205, 214, 223);

/// The faces, in the order of the document's fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Regular,
    Bold,
    Italic,
}

impl Face {
    /// The typeface has no bold italic: that one is bold, which is the more noticeable of the two.
    pub fn new(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (true, _) => Face::Bold,
            (false, true) => Face::Italic,
            (false, false) => Face::Regular,
        }
    }
}

/// The style of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub face: Face,
    /// The font size in points.
    pub size: u8,
    pub color: Color,
}

pub const TEXT: Style = Style { face: Face::Regular, size: 10, color: TEXT_COLOR };
pub const TITLE: Style = Style { face: Face::Bold, size: 19, color: TEXT_COLOR };
pub const SUBTITLE: Style = Style { color: MUTED_COLOR, ..TEXT };
/// What divides the document: the parties, the clauses for specific approval.
pub const PART: Style = Style { face: Face::Bold, size: 13, color: HEADING_RULE };
pub const SECTION: Style = Style { face: Face::Bold, size: 11, color: TEXT_COLOR };
pub const HEADING: Style = Style { face: Face::Bold, ..TEXT };
pub const LABEL: Style = Style { color: MUTED_COLOR, ..TEXT };
/// 64 hexadecimal digits in one line of a table.
pub const DIGEST: Style = Style { size: 9, ..TEXT };
pub const SMALL: Style = Style { size: 9, color: MUTED_COLOR, ..TEXT };
pub const SMALL_BOLD: Style = Style { face: Face::Bold, size: 9, ..TEXT };
pub const TABLE: Style = Style { size: 8, ..TEXT };
pub const TABLE_HEADING: Style = Style { face: Face::Bold, ..TABLE };
pub const PLOT: Style = Style { size: 8, color: MUTED_COLOR, ..TEXT };
pub const WARNING: Style = Style { face: Face::Bold, size: 11, color: WARNING_COLOR };

impl Style {
    pub fn with_face(self, bold: bool, italic: bool) -> Self {
        Self { face: Face::new(bold || self.face == Face::Bold, italic), ..self }
    }

    /// The distance from one line to the next, in millimetres.
    pub fn line_height(self) -> f64 {
        f64::from(self.size) * 1.4 * MM_PER_POINT
    }

    /// The distance from the top of a line to its baseline.
    pub fn baseline(self) -> f64 {
        f64::from(self.size) * 1.05 * MM_PER_POINT
    }
}
