//! Tables on paper: columns of texts and numbers, with their headings at the top of each page.

use std::rc::Rc;

use super::rows::{Placed, Row, Rule};
use super::style::{HEADING_RULE, ROW_RULE, Style, TABLE, TABLE_HEADING, TEXT_WIDTH};
use super::typeface::Typeface;
use super::wrap::{self, Line};

/// The space between two columns, in millimetres.
const GAP: f64 = 2.5;
const PADDING: f64 = 0.8;
/// No number of a report is wider, nor a word of its heading.
const NUMBER_WIDTH: f64 = 17.0;

/// A column of a table.
pub struct TableColumn<'a> {
    pub heading: &'a str,
    pub is_number: bool,
}

/// The rows of a table. The columns of numbers are as wide as numbers are, and those of texts share the rest.
pub fn rows(columns: &[TableColumn<'_>], cells: &[Vec<String>], typeface: &Typeface) -> Vec<Row> {
    let places = places(columns);
    let headings: Vec<String> = columns.iter().map(|column| column.heading.to_owned()).collect();
    let mut head = row(columns, &places, &headings, TABLE_HEADING, typeface);
    head.rule = Some(Rule { color: HEADING_RULE });
    head.gap = 2.0;
    head.keeps_next = true;
    let repeated = Rc::new(head.clone());
    let body = cells.iter().map(|texts| {
        let mut row = row(columns, &places, texts, TABLE, typeface);
        row.rule = Some(Rule { color: ROW_RULE });
        row.head = Some(repeated.clone());
        row
    });
    let body: Vec<Row> = body.collect();
    std::iter::once(head).chain(body).collect()
}

/// The left edge and the width of each column.
#[expect(clippy::cast_precision_loss, reason = "a table has few columns")]
fn places(columns: &[TableColumn<'_>]) -> Vec<(f64, f64)> {
    let numbers = columns.iter().filter(|column| column.is_number).count();
    let texts = columns.len() - numbers;
    let gaps = GAP * columns.len().saturating_sub(1) as f64;
    let left = TEXT_WIDTH - gaps - NUMBER_WIDTH * numbers as f64;
    // Few narrow columns of numbers do not stretch a text over the whole page.
    let text_width = (left / texts.max(1) as f64).clamp(20.0, 90.0);
    let mut x = 0.0;
    let place = |column: &TableColumn<'_>| {
        let width = if column.is_number { NUMBER_WIDTH } else { text_width };
        let place = (x, width);
        x += width + GAP;
        place
    };
    columns.iter().map(place).collect()
}

fn row(
    columns: &[TableColumn<'_>],
    places: &[(f64, f64)],
    texts: &[String],
    style: Style,
    typeface: &Typeface,
) -> Row {
    let width_of = |text: &str, style: Style| typeface.width(text, style);
    let width_of_line =
        |line: &Line| line.iter().map(|run| typeface.width(&run.text, run.style)).sum::<f64>();
    let mut placed = vec![];
    let mut height = style.line_height();
    for ((column, (x, width)), text) in columns.iter().zip(places).zip(texts) {
        let lines = wrap::lines(&[typeface.run(text, style)], *width, &width_of);
        let mut baseline = PADDING + style.baseline();
        let mut filled = 0.0;
        for line in lines {
            let indent = if column.is_number { width - width_of_line(&line) } else { 0.0 };
            placed.push(Placed { x: x + indent.max(0.0), baseline, line });
            baseline += style.line_height();
            filled += style.line_height();
        }
        height = height.max(filled);
    }
    placed.retain(|text| !text.line.is_empty());
    Row { height: height + 2.0 * PADDING, texts: placed, ..Row::default() }
}
