//! The rows of a sheet.

use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};
use sigillo_app::table::{ReadError, ReadOptions, Rows};

use super::cell::{CellReader, Kind};
use super::xml::{Part, attribute, push_entity};

/// The rows of a sheet.
#[derive(Debug, Default)]
pub struct SheetRows {
    pub rows: Rows,
    /// The number of hidden rows with something in them.
    pub hidden_rows: usize,
    /// The hidden columns, from 0.
    pub hidden_columns: Vec<RangeInclusive<usize>>,
}

/// The longest formula that is shown in place of its missing value, in characters.
const MAX_FORMULA_CHARS: usize = 60;

/// Reads the first `max` rows that have something in them.
pub fn read(
    part: &mut Part<'_, '_>,
    cells: &CellReader<'_>,
    options: &ReadOptions,
    max: usize,
) -> Result<SheetRows, ReadError> {
    let mut sheet = Sheet::new(cells, options);
    loop {
        match part.next()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "row" => sheet.begin_row(&start)?,
                "c" => sheet.begin_cell(&start)?,
                "col" => sheet.add_column(&start)?,
                "rPh" => sheet.in_phonetic = true,
                "v" => {
                    sheet.text_is = Some(TextIs::Value);
                    sheet.cell.has_value = true;
                }
                "t" if !sheet.in_phonetic => sheet.text_is = Some(TextIs::Value),
                "f" => {
                    sheet.text_is = Some(TextIs::Formula);
                    sheet.cell.has_formula = true;
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "v" | "t" | "f" => sheet.text_is = None,
                "rPh" => sheet.in_phonetic = false,
                "c" => sheet.end_cell()?,
                "row" => {
                    sheet.end_row()?;
                    if sheet.read.rows.len() >= max {
                        return Ok(sheet.read);
                    }
                }
                "sheetData" => return Ok(sheet.read),
                _ => {}
            },
            Event::Text(text) => sheet.push(&text.xml10_content()),
            Event::CData(text) => sheet.push(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                if let Some(text) = sheet.text() {
                    push_entity(text, &entity)?;
                }
            }
            Event::Eof => return Ok(sheet.read),
            _ => {}
        }
        // The check stops a too long cell early.
        let longest = sheet.cell.raw.len().max(sheet.cell.formula.len());
        if longest > options.max_cell_chars.saturating_mul(8) {
            return Err(sheet.too_long());
        }
    }
}

/// What the text of the current element is.
#[derive(Debug, Clone, Copy)]
enum TextIs {
    Value,
    Formula,
}

/// The cell that is being read. The buffers are reused for the next one.
#[derive(Debug, Default)]
struct RawCell {
    kind: Kind,
    style: usize,
    raw: String,
    /// Whether there is an element for the value, though it may be empty.
    has_value: bool,
    has_formula: bool,
    formula: String,
}

impl RawCell {
    /// Whether there is a formula whose result the file does not have, since the program that wrote
    /// it did not calculate. A formula that results in an empty text has a value of that kind.
    fn lacks_its_value(&self) -> bool {
        let is_empty_text = self.has_value && self.kind == Kind::Text;
        self.has_formula && self.raw.is_empty() && !is_empty_text
    }
}

struct Sheet<'s> {
    cells: &'s CellReader<'s>,
    options: &'s ReadOptions,
    read: SheetRows,
    cell: RawCell,
    text_is: Option<TextIs>,
    in_phonetic: bool,
    is_hidden: bool,
    /// The cells of the current row. The buffers are reused for the next row.
    row: Vec<String>,
    used: usize,
    line: u32,
    /// The column of the next cell, from 0, if the cell does not name it.
    column: usize,
}

impl<'s> Sheet<'s> {
    fn new(cells: &'s CellReader<'s>, options: &'s ReadOptions) -> Self {
        Self {
            cells,
            options,
            read: SheetRows::default(),
            cell: RawCell::default(),
            text_is: None,
            in_phonetic: false,
            is_hidden: false,
            row: vec![],
            used: 0,
            line: 0,
            column: 0,
        }
    }

    /// Where the text of the current element belongs.
    fn text(&mut self) -> Option<&mut String> {
        match self.text_is? {
            TextIs::Value => Some(&mut self.cell.raw),
            TextIs::Formula => Some(&mut self.cell.formula),
        }
    }

    fn push(&mut self, more: &str) {
        if let Some(text) = self.text() {
            text.push_str(more);
        }
    }

    /// Reads the description of a range of columns, which precedes the rows.
    fn add_column(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        let hidden = attribute(start, "hidden")?;
        if !matches!(hidden.as_deref(), Some("1" | "true")) {
            return Ok(());
        }
        let number = |name| -> Result<Option<usize>, ReadError> {
            Ok(attribute(start, name)?.and_then(|text| text.parse().ok()))
        };
        let (Some(min), Some(max)) = (number("min")?, number("max")?) else { return Ok(()) };
        let hidden_columns = &mut self.read.hidden_columns;
        // There are fewer ranges than columns, and their numbers start from 1.
        if (1..=self.options.max_columns).contains(&min)
            && hidden_columns.len() < self.options.max_columns
        {
            hidden_columns.push(min - 1..=max.saturating_sub(1));
        }
        Ok(())
    }

    fn begin_row(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        let mut line = self.line.saturating_add(1);
        self.is_hidden = false;
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| ReadError::Damaged)?;
            match attribute.key.as_ref() {
                "r" => line = attribute.value.parse().map_err(|_| ReadError::Damaged)?,
                "hidden" => self.is_hidden = matches!(&*attribute.value, "1" | "true"),
                _ => {}
            }
        }
        (self.line, self.column, self.used) = (line, 0, 0);
        Ok(())
    }

    fn begin_cell(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        let RawCell { kind, style, raw, has_value, has_formula, formula } = &mut self.cell;
        (*kind, *style, *has_value, *has_formula) = (Kind::Number, 0, false, false);
        raw.clear();
        formula.clear();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| ReadError::Damaged)?;
            match attribute.key.as_ref() {
                "r" => self.column = column_of(&attribute.value).ok_or(ReadError::Damaged)?,
                "t" => *kind = Kind::parse(&attribute.value),
                "s" => *style = attribute.value.parse().unwrap_or(0),
                _ => {}
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let column = self.column;
        self.column += 1;
        let lacks_its_value = self.cell.lacks_its_value();
        if self.cell.raw.is_empty() && !lacks_its_value {
            return Ok(());
        }
        let max = self.options.max_columns;
        if column >= max {
            return Err(ReadError::TooManyColumns { line: self.line, max });
        }
        if self.row.len() <= column {
            self.row.resize_with(column + 1, String::new);
        }
        // The buffers between the previous cell and this one hold cells of an earlier row.
        for cell in &mut self.row[self.used.min(column)..=column] {
            cell.clear();
        }
        self.used = self.used.max(column + 1);
        let cell = &mut self.row[column];
        if lacks_its_value {
            cell.push('=');
            cell.extend(self.cell.formula.chars().take(MAX_FORMULA_CHARS));
        } else {
            self.cells.show(self.cell.kind, self.cell.style, &self.cell.raw, cell)?;
        }
        let max = self.options.max_cell_chars;
        if cell.len() > max && cell.chars().count() > max {
            return Err(self.too_long());
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        let cells = &self.row[..self.used];
        let Some(last) = cells.iter().rposition(|cell| !cell.trim().is_empty()) else {
            return Ok(());
        };
        self.read.hidden_rows += usize::from(self.is_hidden);
        if self.is_hidden && self.options.skip_hidden_rows {
            return Ok(());
        }
        // One row may be the headings, and one more proves that there are too many.
        if self.read.rows.len() > self.options.max_rows + 1 {
            return Err(ReadError::TooManyRows { max: self.options.max_rows });
        }
        self.read.rows.push(self.line, cells[..=last].iter().map(String::as_str))
    }

    fn too_long(&self) -> ReadError {
        ReadError::CellTooLong { line: self.line, max: self.options.max_cell_chars }
    }
}

/// The column, from 0, of a cell reference: 27 for `AB12`. None if there are no letters.
fn column_of(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.fold(0usize, |column, letter| {
        let letter = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column.saturating_mul(26).saturating_add(letter)
    });
    // Excel's last column is `XFD`; far beyond it the saturated sum would be wrong.
    column.checked_sub(1).filter(|column| *column < 1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_letters() {
        for (name, column) in [
            ("A1", Some(0)),
            ("z9", Some(25)),
            ("AB12", Some(27)),
            ("XFD1", Some(16383)),
            ("12", None),
        ] {
            assert_eq!(column_of(name), column, "{name}");
        }
        assert_eq!(column_of(&"Z".repeat(400)), None);
    }
}
