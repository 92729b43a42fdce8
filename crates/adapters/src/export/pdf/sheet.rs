//! What is drawn on a page, between its margins; places in millimetres from the top left corner.

use pdf_writer::{Content, Name, Str};

use super::look::{self, Color, Face, Style};
use super::table::{COLUMNS, GUTTER, Row, is_number};
use super::typeface::Typeface;

/// By which the pages name the faces, in their order.
pub const FONT_NAMES: [&[u8]; 3] = [b"R", b"B", b"I"];

pub struct Sheet {
    content: Content,
}

impl Sheet {
    pub fn new() -> Self {
        Self { content: Content::new() }
    }

    pub fn print(&mut self, x: f32, y: f32, text: &str, style: Style, typeface: &mut Typeface) {
        if text.is_empty() {
            return;
        }
        let [red, green, blue] = style.color;
        let (x, y) = place(x, y + style.baseline());
        self.content
            .begin_text()
            .set_font(Name(font_name(style.face)), style.size)
            .set_fill_rgb(red, green, blue)
            .next_line(x, y)
            .show(Str(&typeface.spell(text, style)))
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

    pub fn row(&mut self, row: &Row, y: f32, typeface: &mut Typeface) {
        let mut left = 0.0;
        for ((column, width), lines) in COLUMNS.iter().zip(&row.cells) {
            let mut y = y + look::ROW_PADDING;
            for line in lines {
                if is_number(*column) {
                    self.print_right(left + width - GUTTER, y, line, row.style, typeface);
                } else {
                    self.print(left, y, line, row.style, typeface);
                }
                y += look::LINE;
            }
            left += width;
        }
    }

    pub fn rule(&mut self, y: f32, thickness: f32, color: Color) {
        let ([red, green, blue], (left, y), (right, _)) =
            (color, place(0.0, y), place(look::TABLE_WIDTH, y));
        self.content
            .set_stroke_rgb(red, green, blue)
            .set_line_width(thickness * look::POINTS_PER_MM)
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

/// In points from the bottom left corner, to a hundredth: more digits would only make the file large.
fn place(x: f32, y: f32) -> (f32, f32) {
    let points = |mm: f32| (mm * look::POINTS_PER_MM * 100.0).round() / 100.0;
    (points(look::MARGIN + x), points(look::PAGE_HEIGHT - look::MARGIN - y))
}
