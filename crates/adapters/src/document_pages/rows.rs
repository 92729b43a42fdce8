//! Rows of the document, and how they fill pages.
//!
//! The places of all rows are known before anything is drawn, so that each page can say how many there are.

use std::rc::Rc;

use sigillo_domain::plot::Drawing;

use super::style::{Color, HEADING_RULE, LABEL, ROW_RULE, Style, TEXT, TEXT_WIDTH};
use super::typeface::{Run, Typeface};
use super::wrap::{self, Line};

/// What is never divided between two pages. Lengths are in millimetres.
#[derive(Debug, Default, Clone)]
pub struct Row {
    /// The space above, which is left out at the top of a page.
    pub gap: f64,
    pub height: f64,
    pub texts: Vec<Placed>,
    pub rule: Option<Rule>,
    /// Whether the next row has to be on the same page.
    pub keeps_next: bool,
    /// The row that comes before this one at the top of a page: the headings of its table.
    pub head: Option<Rc<Row>>,
    pub plot: Option<Drawing>,
}

/// A line of text and where it is, from the left edge of the text and the top of its row.
#[derive(Debug, Clone)]
pub struct Placed {
    pub x: f64,
    pub baseline: f64,
    pub line: Line,
}

/// A horizontal line at the end of a row.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub color: Color,
}

/// Where a paragraph is.
#[derive(Debug, Default, Clone, Copy)]
pub struct Place {
    /// The space above.
    pub gap: f64,
    /// From the left edge.
    pub indent: f64,
    /// Whether what follows has to begin on the same page.
    pub keeps_next: bool,
}

const LABEL_WIDTH: f64 = 48.0;
const ROW_PADDING: f64 = 1.0;

/// Makes the rows of a document.
pub struct Composer<'a> {
    typeface: &'a Typeface,
    pub rows: Vec<Row>,
}

impl<'a> Composer<'a> {
    pub fn new(typeface: &'a Typeface) -> Self {
        Self { typeface, rows: vec![] }
    }

    pub fn run(&self, text: &str, style: Style) -> Run {
        self.typeface.run(text, style)
    }

    pub fn width(&self, text: &str, style: Style) -> f64 {
        self.typeface.width(text, style)
    }

    pub fn lines(&self, runs: &[Run], width: f64) -> Vec<Line> {
        wrap::lines(runs, width, &|text, style| self.typeface.width(text, style))
    }

    /// A text of one style.
    pub fn text(&mut self, text: &str, style: Style, place: Place) {
        let run = self.run(text, style);
        self.paragraph(&[run], style, place);
    }

    /// A paragraph, of whose lines none stays alone on a page.
    pub fn paragraph(&mut self, runs: &[Run], style: Style, place: Place) {
        let lines = self.lines(runs, TEXT_WIDTH - place.indent);
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let is_last = index + 1 == count;
            self.rows.push(Row {
                gap: if index == 0 { place.gap } else { 0.0 },
                height: style.line_height(),
                texts: vec![Placed { x: place.indent, baseline: style.baseline(), line }],
                rule: None,
                keeps_next: if is_last {
                    place.keeps_next
                } else {
                    index == 0 || index + 2 == count
                },
                ..Row::default()
            });
        }
    }

    /// A paragraph with a bullet or a number to the left of its first line.
    pub fn item(&mut self, bullet: &str, runs: &[Run], style: Style, place: Place) {
        let first = self.rows.len();
        self.paragraph(runs, style, place);
        let bullet = self.run(bullet, style);
        let x = place.indent - 2.0 - self.width(&bullet.text, style);
        if let Some(row) = self.rows.get_mut(first) {
            // Before its text, for readers of the text alone.
            row.texts.insert(0, Placed { x, baseline: style.baseline(), line: vec![bullet] });
        }
    }

    /// A row of a table: a label and a value, with a line below.
    pub fn entry(&mut self, label: &str, value: &str) {
        self.entry_of(&[self.run(label, LABEL)], &[self.run(value, TEXT)]);
    }

    pub fn entry_of(&mut self, label: &[Run], value: &[Run]) {
        let mut labels = self.lines(label, LABEL_WIDTH - 3.0);
        let mut values = self.lines(value, TEXT_WIDTH - LABEL_WIDTH);
        let count = labels.len().max(values.len());
        labels.resize(count, vec![]);
        values.resize(count, vec![]);
        for (index, (label, value)) in labels.into_iter().zip(values).enumerate() {
            let (is_first, is_last) = (index == 0, index + 1 == count);
            let top = if is_first { ROW_PADDING } else { 0.0 };
            let bottom = if is_last { ROW_PADDING } else { 0.0 };
            let baseline = top + TEXT.baseline();
            self.rows.push(Row {
                gap: 0.0,
                height: top + TEXT.line_height() + bottom,
                texts: [(0.0, label), (LABEL_WIDTH, value)]
                    .into_iter()
                    .filter(|(_, line)| !line.is_empty())
                    .map(|(x, line)| Placed { x, baseline, line })
                    .collect(),
                rule: is_last.then_some(Rule { color: ROW_RULE }),
                keeps_next: !is_last && (is_first || index + 2 == count),
                ..Row::default()
            });
        }
    }

    /// More space under the row before.
    pub fn space(&mut self, height: f64) {
        if let Some(row) = self.rows.last_mut() {
            row.height += height;
        }
    }

    /// A line under the row before.
    pub fn rule(&mut self) {
        self.space(1.0);
        if let Some(row) = self.rows.last_mut() {
            row.rule = Some(Rule { color: HEADING_RULE });
        }
    }
}

/// The rows of a page, each with its distance from the top.
pub type Page = Vec<(f64, Row)>;

/// Fills pages of this height. There is one page at least.
pub fn paginate(rows: Vec<Row>, height: f64) -> Vec<Page> {
    let mut pages: Vec<Page> = vec![vec![]];
    let mut filled = 0.0;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut group = vec![];
        for row in rows.by_ref() {
            let keeps_next = row.keeps_next;
            group.push(row);
            if !keeps_next {
                break;
            }
        }
        let needed: f64 = group.iter().map(|row| row.gap + row.height).sum();
        let is_empty = pages.last().is_none_or(Vec::is_empty);
        if !is_empty && filled + needed > height {
            pages.push(vec![]);
            filled = 0.0;
        }
        for row in group {
            // A group may be higher than a page.
            if filled > 0.0 && filled + row.gap + row.height > height {
                pages.push(vec![]);
                filled = 0.0;
            }
            if let Some(page) = pages.last_mut() {
                if page.is_empty()
                    && let Some(head) = &row.head
                {
                    page.push((0.0, Row::clone(head)));
                    filled = head.height;
                }
                let top = if filled > 0.0 { filled + row.gap } else { 0.0 };
                filled = top + row.height;
                page.push((top, row));
            }
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f64, keeps_next: bool) -> Row {
        Row { gap: 1.0, height, keeps_next, ..Row::default() }
    }

    /// The distances of the rows from the top, page by page.
    fn tops(rows: Vec<Row>) -> Vec<Vec<i32>> {
        #[expect(clippy::cast_possible_truncation, reason = "the rows have whole heights")]
        let tops = |page: Page| page.into_iter().map(|(top, _)| top as i32).collect();
        paginate(rows, 10.0).into_iter().map(tops).collect()
    }

    #[test]
    fn a_heading_goes_to_the_page_of_its_text() {
        let rows = vec![row(4.0, false), row(2.0, true), row(3.0, false)];
        assert_eq!(tops(rows), [vec![0], vec![0, 3]]);
        let rows = vec![row(4.0, false), row(2.0, false), row(3.0, false)];
        assert_eq!(tops(rows), [vec![0, 5], vec![0]]);
    }

    #[test]
    fn the_headings_of_a_table_are_at_the_top_of_each_of_its_pages() {
        let head = Rc::new(row(2.0, true));
        let of_table = || Row { head: Some(head.clone()), ..row(4.0, false) };
        let rows = vec![Row::clone(&head), of_table(), of_table()];
        assert_eq!(tops(rows), [vec![0, 3], vec![0, 3]]);
    }

    #[test]
    fn rows_that_keep_together_and_are_higher_than_a_page_are_divided_all_the_same() {
        let rows = vec![row(4.0, true), row(4.0, true), row(4.0, true), row(14.0, false)];
        assert_eq!(tops(rows), [vec![0, 5], vec![0], vec![0]]);
        assert_eq!(tops(vec![]), [vec![0; 0]]);
    }
}
