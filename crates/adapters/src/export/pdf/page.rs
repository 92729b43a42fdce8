//! The pages as genpdf draws them.

use std::collections::VecDeque;
use std::rc::Rc;

use genpdf::error::{Error, ErrorKind};
use genpdf::fonts::FontCache;
use genpdf::render::Area;
use genpdf::style::Style;
use genpdf::{Context, Element, Mm, Position, RenderResult};

use super::look;
use super::table::{COLUMNS, GUTTER, Row, grouped, is_number};
use super::typeface::Ruler;
use super::wrap;
use crate::export::Heading;
use crate::export::words::Language;

/// The head of the first page: the title, and what list this is in two columns.
pub struct Cover {
    title: &'static str,
    language: Language,
    columns: [Vec<Told>; 2],
}

struct Told {
    label: &'static str,
    lines: Vec<String>,
}

impl Told {
    fn new(label: &'static str, text: &str, ruler: &Ruler) -> Self {
        let style = look::strong();
        let text = ruler.drawable(text, style);
        let width = COVER_COLUMN - COVER_LABEL - GUTTER;
        Self { label, lines: wrap::lines(&text, width, |line| ruler.width(line, style)) }
    }
}

const COVER_COLUMN: f64 = look::TABLE_WIDTH / 2.0;
const COVER_LABEL: f64 = 28.0;
const COVER_LINE_GAP: f64 = 0.9;

impl Cover {
    pub fn new(heading: &Heading, ruler: &Ruler) -> Self {
        let mut told: Vec<Told> =
            heading.told().iter().map(|(label, value)| Told::new(label, value, ruler)).collect();
        // Who and when go right, beside what the list is; the number of rows joins them at the end.
        let by_whom = told.split_off(told.len() - 2);
        let mut cover = Self {
            title: heading.language.title(),
            language: heading.language,
            columns: [told, by_whom],
        };
        cover.tell_count(0, ruler);
        cover
    }

    /// Says how many rows there are, in place of what it said before.
    pub fn tell_count(&mut self, count: u64, ruler: &Ruler) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let label = self.language.choose("Numero di caselle", "Number of mailboxes");
        let told = Told::new(label, &grouped(count, self.language), ruler);
        self.columns[1].retain(|told| told.label != label);
        self.columns[1].push(told);
    }

    pub fn height(&self) -> f64 {
        let columns = self.columns.iter().map(|column| {
            let lines = column.iter().map(|told| look::lines_height(told.lines.len()));
            lines.map(|height| height + COVER_LINE_GAP).sum::<f64>()
        });
        look::TITLE_HEIGHT + columns.fold(0.0, f64::max) + look::TITLE_GAP
    }

    fn draw(&self, sheet: &Sheet<'_>) -> Result<(), Error> {
        sheet.print(0.0, 0.0, self.title, look::title())?;
        for (column, left) in self.columns.iter().zip([0.0, COVER_COLUMN]) {
            let mut y = look::TITLE_HEIGHT;
            for told in column {
                sheet.print(left, y, told.label, look::muted())?;
                for line in &told.lines {
                    sheet.print(left + COVER_LABEL, y, line, look::strong())?;
                    y += look::LINE;
                }
                y += COVER_LINE_GAP;
            }
        }
        Ok(())
    }
}

/// What every page has, and the first one's cover.
pub struct Frame {
    pub cover: Cover,
    pub column_headings: Row,
    /// The list's name, at the foot.
    pub name: String,
    pub language: Language,
    /// How many pages there are.
    pub pages: usize,
}

impl Frame {
    fn draw_foot(&self, sheet: &Sheet<'_>, number: usize) -> Result<(), Error> {
        let y = look::PAGE_HEIGHT - 2.0 * look::MARGIN - look::LINE;
        let (page, of) = match self.language {
            Language::It => ("pagina", "di"),
            Language::En => ("page", "of"),
        };
        let number = format!("{page} {number} {of} {}", self.pages);
        sheet.print(0.0, y, &self.name, look::muted())?;
        sheet.print_right(look::TABLE_WIDTH, y, &number, look::muted())
    }

    fn draw_rows(&self, sheet: &Sheet<'_>, rows: &[Row], mut y: f64) -> Result<(), Error> {
        sheet.row(&self.column_headings, y)?;
        y += self.column_headings.height();
        for offset in [0.0, -0.25] {
            sheet.rule(y + offset, look::heading_rule());
        }
        for row in rows {
            sheet.row(row, y)?;
            y += row.height();
            sheet.rule(y, look::row_rule());
        }
        // A tall cover may leave the first of several pages without rows.
        if rows.is_empty() && self.pages == 1 {
            let nothing = self.language.choose("Nessuna casella.", "No mailboxes.");
            sheet.print(0.0, y + look::ROW_PADDING, nothing, look::gone())?;
        }
        Ok(())
    }
}

/// Pages that follow one another: genpdf asks for them one at a time.
pub struct Pages {
    pub frame: Rc<Frame>,
    /// Number of the next.
    pub number: usize,
    /// Their rows.
    pub left: VecDeque<Vec<Row>>,
}

impl Element for Pages {
    fn render(
        &mut self,
        context: &Context,
        mut area: Area<'_>,
        _: Style,
    ) -> Result<RenderResult, Error> {
        let size = area.size();
        area.add_margins(Mm::from(look::MARGIN));
        let sheet = Sheet { area, fonts: &context.font_cache };
        let rows = self.left.pop_front().unwrap_or_default();
        let mut y = 0.0;
        if self.number == 1 {
            self.frame.cover.draw(&sheet)?;
            y = self.frame.cover.height();
        }
        self.frame.draw_rows(&sheet, &rows, y)?;
        self.frame.draw_foot(&sheet, self.number)?;
        self.number += 1;
        Ok(RenderResult { size, has_more: !self.left.is_empty() })
    }
}

/// What there is to draw on, between the margins; places in millimetres from the top left corner.
struct Sheet<'a> {
    area: Area<'a>,
    fonts: &'a FontCache,
}

impl Sheet<'_> {
    fn print(&self, x: f64, y: f64, text: &str, style: Style) -> Result<(), Error> {
        let place = Position::new(x, y - look::descent(style));
        let drawn = self.area.print_str(self.fonts, place, style, text)?;
        if drawn {
            Ok(())
        } else {
            // Better no document than one that lacks a text.
            Err(Error::new("text below the end of the page", ErrorKind::PageSizeExceeded))
        }
    }

    fn print_right(&self, right: f64, y: f64, text: &str, style: Style) -> Result<(), Error> {
        let width: f64 = style.str_width(self.fonts, text).into();
        self.print(right - width, y, text, style)
    }

    fn row(&self, row: &Row, y: f64) -> Result<(), Error> {
        let mut left = 0.0;
        for ((column, width), lines) in COLUMNS.iter().zip(&row.cells) {
            let mut y = y + look::ROW_PADDING;
            for line in lines {
                if is_number(*column) {
                    self.print_right(left + width - GUTTER, y, line, row.style)?;
                } else {
                    self.print(left, y, line, row.style)?;
                }
                y += look::LINE;
            }
            left += width;
        }
        Ok(())
    }

    fn rule(&self, y: f64, style: Style) {
        let ends = [0.0, look::TABLE_WIDTH].map(|x| Position::new(x, y));
        self.area.draw_line(ends.to_vec(), style);
    }
}
