//! Draws pages of rows with genpdf.

use std::collections::VecDeque;

use genpdf::error::Error;
use genpdf::fonts::{FontData, FontFamily};
use genpdf::render::Area;
use genpdf::style::{Color, Style as DrawnStyle};
use genpdf::{
    Context, Document, Element, Margins, Mm, PageDecorator, PaperSize, Position, RenderResult, Size,
};
use sigillo_app::DocumentError;

use super::failed;
use super::rows::{Placed, Row};
use super::style::{Face, MARGIN, Style, TEXT_WIDTH};
use crate::titillium::{BOLD, ITALIC, REGULAR};

/// A page, its header and its footer, as rows with their distances from the top of the sheet.
pub type Sheet = Vec<(f64, Row)>;

/// The sheets as a PDF document, as genpdf writes it: [`super::file`] makes it small and deterministic.
pub fn draw(sheets: Vec<Sheet>) -> Result<Vec<u8>, DocumentError> {
    let mut document = Document::new(family()?);
    document.set_paper_size(PaperSize::A4);
    document.set_minimal_conformance();
    document.set_page_decorator(Margin);
    document.push(Sheets(sheets.into()));
    let mut written = vec![];
    document.render(&mut written).map_err(failed)?;
    Ok(written)
}

fn family() -> Result<FontFamily<FontData>, DocumentError> {
    let font = |data: &[u8]| FontData::new(data.to_vec(), None).map_err(failed);
    let bold = font(BOLD)?;
    Ok(FontFamily {
        regular: font(REGULAR)?,
        italic: font(ITALIC)?,
        // The typeface has none, and no text asks for it.
        bold_italic: bold.clone(),
        bold,
    })
}

struct Margin;

impl PageDecorator for Margin {
    fn decorate_page<'a>(
        &mut self,
        _: &Context,
        mut area: Area<'a>,
        _: DrawnStyle,
    ) -> Result<Area<'a>, Error> {
        area.add_margins(Margins::vh(0, MARGIN));
        Ok(area)
    }
}

/// The sheets that are still to be drawn: one at each call, since genpdf adds a page for what is left.
struct Sheets(VecDeque<Sheet>);

impl Element for Sheets {
    fn render(
        &mut self,
        context: &Context,
        area: Area<'_>,
        _: DrawnStyle,
    ) -> Result<RenderResult, Error> {
        for (top, row) in self.0.pop_front().unwrap_or_default() {
            draw_row(context, &area, top, &row)?;
        }
        Ok(RenderResult { size: Size::new(TEXT_WIDTH, 1), has_more: !self.0.is_empty() })
    }
}

fn draw_row(context: &Context, area: &Area<'_>, top: f64, row: &Row) -> Result<(), Error> {
    for Placed { x, baseline, line } in &row.texts {
        let Some(first) = line.first() else { continue };
        let first = drawn(first.style);
        // genpdf has the baseline one height of the font below the place that it is given.
        let height = first.font(&context.font_cache).glyph_height(first.font_size());
        let place = Position { x: Mm::from(*x), y: Mm::from(top + baseline) - height };
        let Some(mut section) = area.text_section(&context.font_cache, place, first) else {
            return Err(Error::new(
                "a row is below its page",
                genpdf::error::ErrorKind::PageSizeExceeded,
            ));
        };
        for run in line {
            section.print_str(&run.text, drawn(run.style))?;
        }
    }
    if let Some(rule) = row.rule {
        let (red, green, blue) = rule.color;
        let y = top + row.height;
        let ends = vec![Position::new(0, y), Position::new(TEXT_WIDTH, y)];
        area.draw_line(ends, DrawnStyle::new().with_color(Color::Rgb(red, green, blue)));
    }
    Ok(())
}

fn drawn(style: Style) -> DrawnStyle {
    let (red, green, blue) = style.color;
    let drawn =
        DrawnStyle::new().with_font_size(style.size).with_color(Color::Rgb(red, green, blue));
    match style.face {
        Face::Regular => drawn,
        Face::Bold => drawn.bold(),
        Face::Italic => drawn.italic(),
    }
}

/// The letters that the sheets show in this face.
pub fn letters_of(sheets: &[Sheet], face: Face) -> std::collections::BTreeSet<char> {
    let runs = sheets
        .iter()
        .flatten()
        .flat_map(|(_, row)| &row.texts)
        .flat_map(|placed: &Placed| &placed.line)
        .filter(|run| run.style.face == face);
    runs.flat_map(|run| run.text.chars()).collect()
}
