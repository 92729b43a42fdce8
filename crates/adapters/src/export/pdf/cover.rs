//! The head of the first page: the title, and what list this is in two columns.

use super::look;
use super::sheet::Sheet;
use super::table::{GUTTER, grouped};
use super::typeface::Typeface;
use super::wrap;
use crate::export::Heading;
use crate::export::words::Language;

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
    fn new(label: &'static str, text: &str, typeface: &Typeface) -> Self {
        let text = typeface.drawable(text, look::STRONG);
        let width = COVER_COLUMN - COVER_LABEL - GUTTER;
        Self { label, lines: wrap::lines(&text, width, |line| typeface.width(line, look::STRONG)) }
    }
}

const COVER_COLUMN: f32 = look::TABLE_WIDTH / 2.0;
const COVER_LABEL: f32 = 28.0;
const COVER_LINE_GAP: f32 = 0.9;

impl Cover {
    pub fn new(heading: &Heading, typeface: &Typeface) -> Self {
        let mut told: Vec<Told> =
            heading.told().iter().map(|(label, value)| Told::new(label, value, typeface)).collect();
        // Who and when go right, beside what the list is; the number of rows joins them at the end.
        let by_whom = told.split_off(told.len() - 2);
        let mut cover = Self {
            title: heading.language.title(),
            language: heading.language,
            columns: [told, by_whom],
        };
        cover.tell_count(0, typeface);
        cover
    }

    /// Says how many rows there are, in place of what it said before.
    pub fn tell_count(&mut self, count: u64, typeface: &Typeface) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let label = self.language.choose("Numero di caselle", "Number of mailboxes");
        let told = Told::new(label, &grouped(count, self.language), typeface);
        self.columns[1].retain(|told| told.label != label);
        self.columns[1].push(told);
    }

    pub fn height(&self) -> f32 {
        let columns = self.columns.iter().map(|column| {
            let lines = column.iter().map(|told| look::lines_height(told.lines.len()));
            lines.map(|height| height + COVER_LINE_GAP).sum::<f32>()
        });
        look::TITLE_HEIGHT + columns.fold(0.0, f32::max) + look::TITLE_GAP
    }

    pub fn draw(&self, sheet: &mut Sheet, typeface: &mut Typeface) {
        sheet.print(0.0, 0.0, self.title, look::TITLE, typeface);
        for (column, left) in self.columns.iter().zip([0.0, COVER_COLUMN]) {
            let mut y = look::TITLE_HEIGHT;
            for told in column {
                sheet.print(left, y, told.label, look::MUTED_TEXT, typeface);
                for line in &told.lines {
                    sheet.print(left + COVER_LABEL, y, line, look::STRONG, typeface);
                    y += look::LINE;
                }
                y += COVER_LINE_GAP;
            }
        }
    }
}
