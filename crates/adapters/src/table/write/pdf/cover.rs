//! The top of the first page: the title and the description of the list, in two columns.

use sigillo_app::table::Report;
use sigillo_domain::message::Language;

use super::super::words::origin;
use super::page::Page;
use sigillo_domain::number_text::grouped;

use super::row::GUTTER;
use super::style;
use super::typeface::Typeface;
use super::wrap;

pub struct Cover {
    title: &'static str,
    count_label: &'static str,
    language: Language,
    columns: [Vec<Detail>; 2],
}

struct Detail {
    label: &'static str,
    lines: Vec<String>,
}

impl Detail {
    fn new(label: &'static str, text: &str, typeface: &Typeface) -> Self {
        let text = typeface.drawable(text, style::BOLD);
        let width = COLUMN_WIDTH - LABEL_WIDTH - GUTTER;
        Self { label, lines: wrap::lines(&text, width, |line| typeface.width(line, style::BOLD)) }
    }
}

const COLUMN_WIDTH: f32 = style::TABLE_WIDTH / 2.0;
const LABEL_WIDTH: f32 = 28.0;
const LINE_GAP: f32 = 0.9;

impl Cover {
    pub fn new(report: &Report, language: Language, typeface: &Typeface) -> Self {
        let detail = |(label, value): &(&'static str, String)| Detail::new(label, value, typeface);
        // The right column shows who made the list, when, and its number of rows; the left one
        // shows the criteria.
        let mut cover = Self {
            title: report.title,
            count_label: report.count_label,
            language,
            columns: [
                report.criteria.iter().map(detail).collect(),
                origin(report, language).iter().map(detail).collect(),
            ],
        };
        cover.set_count(0, typeface);
        cover
    }

    /// Sets the number of rows, which is only known at the end.
    pub fn set_count(&mut self, count: u64, typeface: &Typeface) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let detail = Detail::new(self.count_label, &grouped(count, self.language), typeface);
        self.columns[1].retain(|other| other.label != detail.label);
        self.columns[1].push(detail);
    }

    pub fn height(&self) -> f32 {
        let columns = self.columns.iter().map(|column| {
            let lines = column.iter().map(|detail| style::lines_height(detail.lines.len()));
            lines.map(|height| height + LINE_GAP).sum::<f32>()
        });
        style::TITLE_HEIGHT + columns.fold(0.0, f32::max) + style::TITLE_GAP
    }

    pub fn draw(&self, page: &mut Page, typeface: &mut Typeface) {
        page.print(0.0, 0.0, self.title, style::TITLE, typeface);
        for (column, left) in self.columns.iter().zip([0.0, COLUMN_WIDTH]) {
            let mut y = style::TITLE_HEIGHT;
            for detail in column {
                page.print(left, y, detail.label, style::MUTED, typeface);
                for line in &detail.lines {
                    page.print(left + LABEL_WIDTH, y, line, style::BOLD, typeface);
                    y += style::LINE_HEIGHT;
                }
                y += LINE_GAP;
            }
        }
    }
}
