//! Drawing on a page. Positions are in millimetres from the top left corner within its margins.

use pdf_writer::{Content, Name, Str};

use super::row::{GUTTER, PageColumns, Row};
use super::style::{self, Color, Face, Style};
use super::typeface::Typeface;

/// The names of the faces in the page resources, in their order.
pub const FONT_NAMES: [&[u8]; 3] = [b"R", b"B", b"I"];

pub struct Page {
    content: Content,
}

impl Page {
    pub fn new() -> Self {
        Self { content: Content::new() }
    }

    pub fn print(&mut self, x: f32, y: f32, text: &str, style: Style, typeface: &mut Typeface) {
        if text.is_empty() {
            return;
        }
        let [red, green, blue] = style.color;
        let (x, y) = position(x, y + style.baseline());
        self.content
            .begin_text()
            .set_font(Name(font_name(style.face)), style.size)
            .set_fill_rgb(red, green, blue)
            .next_line(x, y)
            .show(Str(&typeface.encode(text, style)))
            .end_text();
    }

    pub fn print_right(
        &mut self,
        right: f32,
        y: f32,
        text: &str,
        style: Style,
        typeface: &mut Typeface,
    ) {
        let width = typeface.width(text, style);
        self.print(right - width, y, text, style, typeface);
    }

    pub fn row(&mut self, columns: &PageColumns, row: &Row, y: f32, typeface: &mut Typeface) {
        let mut left = 0.0;
        for (column, lines) in columns.iter().zip(&row.cells) {
            let mut y = y + style::ROW_PADDING;
            for line in lines {
                if column.is_number {
                    self.print_right(left + column.width - GUTTER, y, line, row.style, typeface);
                } else {
                    self.print(left, y, line, row.style, typeface);
                }
                y += style::LINE_HEIGHT;
            }
            left += column.width;
        }
    }

    pub fn rule(&mut self, y: f32, thickness: f32, color: Color) {
        let ([red, green, blue], (left, y), (right, _)) =
            (color, position(0.0, y), position(style::TABLE_WIDTH, y));
        self.content
            .set_stroke_rgb(red, green, blue)
            .set_line_width(thickness * style::POINTS_PER_MM)
            .move_to(left, y)
            .line_to(right, y)
            .stroke();
    }

    pub fn finish(self) -> Vec<u8> {
        self.content.finish().into_vec()
    }
}

fn font_name(face: Face) -> &'static [u8] {
    FONT_NAMES[face as usize]
}

/// The position in points from the bottom left corner, rounded to a hundredth: more digits would
/// only make the file larger.
fn position(x: f32, y: f32) -> (f32, f32) {
    let points = |mm: f32| (mm * style::POINTS_PER_MM * 100.0).round() / 100.0;
    (points(style::MARGIN + x), points(style::PAGE_HEIGHT - style::MARGIN - y))
}
