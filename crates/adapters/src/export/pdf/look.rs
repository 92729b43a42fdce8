//! How the document looks: sizes in millimetres, type and colours (those of the pages' theme).

use genpdf::style::{Color, Style};

pub const PAGE_WIDTH: f64 = 297.0;
pub const PAGE_HEIGHT: f64 = 210.0;
pub const MARGIN: f64 = 12.0;
pub const TABLE_WIDTH: f64 = PAGE_WIDTH - 2.0 * MARGIN;

/// From one line of text to the next.
pub const LINE: f64 = 3.7;
pub const ROW_PADDING: f64 = 0.95;
/// The line at the foot of a page, with the white above it.
pub const FOOTER: f64 = 8.0;

pub const TITLE_HEIGHT: f64 = 11.5;
/// Between what is told of the list and the table.
pub const TITLE_GAP: f64 = 4.5;

const INK: Color = Color::Rgb(23, 50, 77);
const MUTED: Color = Color::Rgb(92, 111, 130);
const ACCENT: Color = Color::Rgb(0, 102, 204);
const FAINT: Color = Color::Rgb(217, 225, 232);

fn style(size: u8, color: Color) -> Style {
    Style::new().with_font_size(size).with_color(color)
}

pub fn title() -> Style {
    style(19, INK).bold()
}

pub fn text() -> Style {
    style(8, INK)
}

pub fn strong() -> Style {
    text().bold()
}

pub fn muted() -> Style {
    style(8, MUTED)
}

/// Of a mailbox that is no more: told apart without colour too.
pub fn gone() -> Style {
    muted().italic()
}

pub fn column_heading() -> Style {
    strong()
}

pub fn heading_rule() -> Style {
    Style::new().with_color(ACCENT)
}

pub fn row_rule() -> Style {
    Style::new().with_color(FAINT)
}

pub fn lines_height(lines: usize) -> f64 {
    (0..lines).map(|_| LINE).sum()
}

/// How far letters such as `g` reach below the line. genpdf sets the line at the foot of the letters'
/// box, so that without this they would stand that much too low.
pub fn descent(style: Style) -> f64 {
    const OF_TITILLIUM_WEB: f64 = 0.388;
    const MM_PER_POINT: f64 = 25.4 / 72.0;
    OF_TITILLIUM_WEB * MM_PER_POINT * f64::from(style.font_size())
}
