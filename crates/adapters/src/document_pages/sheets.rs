//! Sheets of paper: pages of rows between a header and a footer.

use super::draw::Sheet;
use super::rows::{Composer, Page, Placed, Row, paginate};
use super::style::{
    BOTTOM, FOOTER, HEADER_GAP, HEADER_TOP, PAGE_HEIGHT, SMALL, SMALL_BOLD, Style, TEXT_WIDTH,
    WARNING,
};
use super::typeface::Typeface;
use super::wrap::Line;

/// What stands at the top of each page.
pub struct Header<'a> {
    pub left: &'a str,
    pub right: &'a str,
    /// Why the document is not to be taken for a contract.
    pub warning: Option<&'a str>,
}

/// More of a name than this is cut off in the header. The text has it in full.
const HEADER_LINES: usize = 2;

/// The rows on as many sheets as they need. The numbering says which sheet of how many one is.
pub fn sheets(
    rows: Vec<Row>,
    header: &Header<'_>,
    numbering: impl Fn(usize, usize) -> String,
    typeface: &Typeface,
) -> Vec<Sheet> {
    let mut composer = Composer::new(typeface);
    header.compose(&mut composer);
    let header = std::mem::take(&mut composer.rows);
    let top = HEADER_TOP + header.iter().map(|row| row.gap + row.height).sum::<f64>() + HEADER_GAP;
    let pages = paginate(rows, PAGE_HEIGHT - BOTTOM - top);
    let total = pages.len();
    let sheet = |(index, page): (usize, Page)| {
        let mut sheet: Sheet = vec![];
        let mut filled = HEADER_TOP;
        for row in &header {
            sheet.push((filled + row.gap, row.clone()));
            filled += row.gap + row.height;
        }
        sheet.extend(page.into_iter().map(|(distance, row)| (top + distance, row)));
        let number = numbering(index + 1, total);
        sheet.push((PAGE_HEIGHT - FOOTER, one_line(&composer, "", &number, SMALL)));
        sheet
    };
    pages.into_iter().enumerate().map(sheet).collect()
}

impl Header<'_> {
    fn compose(&self, composer: &mut Composer<'_>) {
        if let Some(warning) = self.warning {
            let width = composer.width(warning, WARNING);
            let warning = vec![composer.run(warning, WARNING)];
            let mut row = row(WARNING, vec![((TEXT_WIDTH - width) / 2.0, warning)]);
            row.height += 1.5;
            composer.rows.push(row);
        }
        let right = composer.run(self.right, SMALL);
        let right =
            shortened(composer, composer.lines(&[right], TEXT_WIDTH * 0.4), 1, TEXT_WIDTH * 0.4);
        let left = composer.run(self.left, SMALL_BOLD);
        let width = TEXT_WIDTH * 0.55;
        let left = shortened(composer, composer.lines(&[left], width), HEADER_LINES, width);
        let right_x = TEXT_WIDTH - right.first().map_or(0.0, |line| width_of(composer, line));
        for (index, line) in left.into_iter().enumerate() {
            let mut texts = vec![(0.0, line)];
            if index == 0 {
                texts.extend(right.first().map(|line| (right_x, line.clone())));
            }
            composer.rows.push(row(SMALL, texts));
        }
        composer.rule();
    }
}

/// The first lines, with three dots if there are more.
fn shortened(composer: &Composer<'_>, mut lines: Vec<Line>, count: usize, width: f64) -> Vec<Line> {
    if lines.len() <= count {
        return lines;
    }
    lines.truncate(count);
    if let Some(last) = lines.last_mut().and_then(|line| line.last_mut()) {
        let style = last.style;
        while !last.text.is_empty() && composer.width(&format!("{}…", last.text), style) > width {
            last.text.pop();
        }
        last.text.push('…');
    }
    lines
}

fn one_line(composer: &Composer<'_>, left: &str, right: &str, style: Style) -> Row {
    let left = composer.run(left, style);
    let right = composer.run(right, style);
    let x = TEXT_WIDTH - composer.width(&right.text, style);
    row(style, vec![(0.0, vec![left]), (x, vec![right])])
}

fn row(style: Style, texts: Vec<(f64, Line)>) -> Row {
    let baseline = style.baseline();
    Row {
        height: style.line_height(),
        texts: texts.into_iter().map(|(x, line)| Placed { x, baseline, line }).collect(),
        ..Row::default()
    }
}

fn width_of(composer: &Composer<'_>, line: &Line) -> f64 {
    line.iter().map(|run| composer.width(&run.text, run.style)).sum()
}
