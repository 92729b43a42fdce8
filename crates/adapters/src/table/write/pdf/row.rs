//! The rows of the table: cells of wrapped text.

use chrono::NaiveDate;
use sigillo_app::local_time;
use sigillo_app::table::{Cell, RowStyle, TableDescription};
use sigillo_domain::message::Language;
use sigillo_domain::number_text::grouped;
use sigillo_domain::quota::BYTES_PER_MB;

use super::super::words::{heading, yes_or_no};
use super::style::{self, Style};
use super::typeface::Typeface;
use super::wrap;

/// The space between the text of a column and the next column, in millimetres.
pub const GUTTER: f32 = 2.5;

/// The columns that pages have.
pub struct PageColumns {
    columns: Vec<PageColumn>,
    language: Language,
}

pub struct PageColumn {
    /// The column's index in the description.
    index: usize,
    pub width: f32,
    pub is_number: bool,
}

/// A row, its texts split into lines that fit their columns.
pub struct Row {
    pub cells: Vec<Vec<String>>,
    pub style: Style,
}

impl PageColumns {
    pub fn new(description: &TableDescription) -> Self {
        let column = |(index, column): (usize, &sigillo_app::table::Column)| {
            let is_number = column.kind.is_number();
            column.page_width.map(|width| PageColumn { index, width, is_number })
        };
        let columns = description.columns.iter().enumerate().filter_map(column).collect();
        Self { columns, language: description.language }
    }

    pub fn iter(&self) -> impl Iterator<Item = &PageColumn> {
        self.columns.iter()
    }

    pub fn row(&self, style: RowStyle, cells: &[Cell<'_>], typeface: &Typeface) -> Row {
        let style = match style {
            RowStyle::Normal => style::TEXT,
            RowStyle::Muted => style::MUTED_ITALIC,
        };
        self.wrapped(style, typeface, |column| {
            cell_text(cells.get(column.index).unwrap_or(&Cell::Empty), self.language)
        })
    }

    /// The row of the headings, whose texts are aligned at the bottom of their cells.
    pub fn headings(&self, description: &TableDescription, typeface: &Typeface) -> Row {
        let mut row = self.wrapped(style::BOLD, typeface, |column| {
            description.columns.get(column.index).map(heading).unwrap_or_default()
        });
        let lines = row.lines();
        for cell in &mut row.cells {
            let missing = lines - cell.len();
            cell.splice(0..0, vec![String::new(); missing]);
        }
        row
    }

    fn wrapped(
        &self,
        style: Style,
        typeface: &Typeface,
        text: impl Fn(&PageColumn) -> String,
    ) -> Row {
        let wrap = |column: &PageColumn| {
            let text = typeface.drawable(&text(column), style);
            wrap::lines(&text, column.width - GUTTER, |line| typeface.width(line, style))
        };
        Row { cells: self.columns.iter().map(wrap).collect(), style }
    }
}

impl Row {
    /// The height in millimetres, including the space around the text.
    pub fn height(&self) -> f32 {
        style::lines_height(self.lines()) + 2.0 * style::ROW_PADDING
    }

    fn lines(&self) -> usize {
        self.cells.iter().map(Vec::len).max().unwrap_or_default()
    }
}

fn cell_text(cell: &Cell<'_>, language: Language) -> String {
    match cell {
        Cell::Text(text) => text.clone().into_owned(),
        Cell::Integer(number) | Cell::Megabytes(number) => grouped(*number, language),
        Cell::Bytes(bytes) => megabytes(*bytes, language),
        Cell::Date(date) => day(*date),
        Cell::Time(at) => day(local_time(*at).date()),
        Cell::YesNo(yes) => yes_or_no(*yes, language).to_owned(),
        Cell::Empty => "–".to_owned(),
    }
}

fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// The number of MB, rounded to a tenth.
fn megabytes(bytes: i64, language: Language) -> String {
    let tenths = (bytes * 10 + BYTES_PER_MB / 2) / BYTES_PER_MB;
    let point = language.choose(",", ".");
    format!("{}{point}{}", grouped(tenths / 10, language), tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_formatted_for_the_language() {
        for (number, it, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1.000", "1,000"),
            (1_048_576, "1.048.576", "1,048,576"),
        ] {
            assert_eq!(grouped(number, Language::It), it);
            assert_eq!(grouped(number, Language::En), en);
        }
        assert_eq!(megabytes(1_310_720, Language::It), "1,3");
        assert_eq!(megabytes(1_288_490_188, Language::En), "1,228.8");
    }
}
