//! The table: its columns, and mailboxes as rows of wrapped text.

use chrono::{DateTime, Utc};
use sigillo_domain::mailbox::State;
use sigillo_domain::mailbox_list::Listed;
use sigillo_domain::quota::BYTES_PER_MB;

use super::look::{self, Style};
use super::typeface::Typeface;
use super::wrap;
use crate::export::column::{Column, Value};
use crate::export::rome;
use crate::export::words::Language;

/// What the list tells of a mailbox, and how wide: millimetres that add up to [`look::TABLE_WIDTH`].
/// The rest of a mailbox is in the csv and the Excel file, for which there is room.
pub const COLUMNS: [(Column, f32); 10] = [
    (Column::Address, 64.0),
    (Column::State, 33.0),
    (Column::Password, 20.0),
    (Column::CommunicationEmail, 52.0),
    (Column::Quota, 14.0),
    (Column::SoftLimit, 15.0),
    (Column::Used, 16.0),
    (Column::Preservation, 22.0),
    (Column::CreatedAt, 18.5),
    (Column::ExpiresAt, 18.5),
];

/// Between a column's text and the next column.
pub const GUTTER: f32 = 2.5;

/// A row, its texts cut into lines that fit their columns.
pub struct Row {
    pub cells: [Vec<String>; COLUMNS.len()],
    pub style: Style,
}

impl Row {
    pub fn of_mailbox(mailbox: &Listed, language: Language, typeface: &Typeface) -> Self {
        let style = if mailbox.state == State::Cancelled { look::GONE } else { look::TEXT };
        Self::new(style, typeface, |column| match column {
            Column::State => state(mailbox, language),
            _ => cell(column.value(mailbox, language), language),
        })
    }

    pub fn of_headings(language: Language, typeface: &Typeface) -> Self {
        let mut row = Self::new(look::STRONG, typeface, |column| {
            let title = column.title(language);
            if is_number(column) { format!("{title} (MB)") } else { title.to_owned() }
        });
        // All stand on the rule below them.
        let lines = row.lines();
        for cell in &mut row.cells {
            let missing = lines - cell.len();
            cell.splice(0..0, vec![String::new(); missing]);
        }
        row
    }

    fn new(style: Style, typeface: &Typeface, text: impl Fn(Column) -> String) -> Self {
        let cells = COLUMNS.map(|(column, width)| {
            let text = typeface.drawable(&text(column), style);
            wrap::lines(&text, width - GUTTER, |line| typeface.width(line, style))
        });
        Self { cells, style }
    }

    /// In millimetres, the space around the text included.
    pub fn height(&self) -> f32 {
        look::lines_height(self.lines()) + 2.0 * look::ROW_PADDING
    }

    fn lines(&self) -> usize {
        self.cells.iter().map(Vec::len).max().unwrap_or_default()
    }
}

pub const fn is_number(column: Column) -> bool {
    matches!(column, Column::Quota | Column::SoftLimit | Column::Used)
}

/// The state, and of a cancelled mailbox also since when.
fn state(mailbox: &Listed, language: Language) -> String {
    let state = language.state(mailbox.state);
    match (mailbox.state, mailbox.cancelled_at) {
        (State::Cancelled, Some(at)) => {
            format!("{state} {} {}", language.choose("il", "on"), day(at))
        }
        _ => state.to_owned(),
    }
}

fn cell(value: Value<'_>, language: Language) -> String {
    match value {
        Value::Text(text) => text.into_owned(),
        Value::Megabytes(number) => grouped(number, language),
        Value::Bytes(bytes) => megabytes(bytes, language),
        Value::Moment(at) => day(at),
        Value::Empty => "–".to_owned(),
    }
}

fn day(at: DateTime<Utc>) -> String {
    rome(at).format("%d/%m/%Y").to_string()
}

/// To a tenth, rounded.
fn megabytes(bytes: i64, language: Language) -> String {
    let tenths = (bytes * 10 + BYTES_PER_MB / 2) / BYTES_PER_MB;
    let point = language.choose(",", ".");
    format!("{}{point}{}", grouped(tenths / 10, language), tenths % 10)
}

/// The number with its thousands apart, as `25.000` or `25,000`.
pub fn grouped(number: i64, language: Language) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    if number < 0 {
        grouped.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push_str(language.choose(".", ","));
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_page() {
        let sum: f32 = COLUMNS.iter().map(|(_, width)| width).sum();
        assert!((sum - look::TABLE_WIDTH).abs() < f32::EPSILON, "{sum}");
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
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
