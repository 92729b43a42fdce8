//! The rows of a sheet.

use quick_xml::events::{BytesStart, Event};
use sigillo_app::table::{ReadError, ReadOptions, Rows};

use super::cell::{CellReader, Kind};
use super::xml::{Part, push_entity};

pub fn read(
    part: &mut Part<'_, '_>,
    cells: &CellReader<'_>,
    options: &ReadOptions,
) -> Result<Rows, ReadError> {
    let mut sheet =
        Sheet { cells, options, rows: Rows::default(), row: vec![], used: 0, line: 0, column: 0 };
    let (mut kind, mut style) = (Kind::Number, 0);
    let mut raw = String::new();
    let (mut in_value, mut in_phonetic) = (false, false);
    loop {
        match part.next()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "row" => sheet.begin_row(&start)?,
                "c" => {
                    (kind, style) = sheet.begin_cell(&start)?;
                    raw.clear();
                }
                "rPh" => in_phonetic = true,
                "v" => in_value = true,
                "t" => in_value = !in_phonetic,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "rPh" => in_phonetic = false,
                "c" => sheet.end_cell(kind, style, &raw)?,
                "row" => sheet.end_row()?,
                "sheetData" => return Ok(sheet.rows),
                _ => {}
            },
            Event::Text(text) if in_value => raw.push_str(&text.xml10_content()),
            Event::CData(text) if in_value => raw.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if in_value => push_entity(&mut raw, &entity)?,
            Event::Eof => return Ok(sheet.rows),
            _ => {}
        }
        // The check stops a too long cell early.
        if raw.len() > options.max_cell_chars.saturating_mul(8) {
            return Err(sheet.too_long());
        }
    }
}

struct Sheet<'s> {
    cells: &'s CellReader<'s>,
    options: &'s ReadOptions,
    rows: Rows,
    /// The cells of the current row. The buffers are reused for the next row.
    row: Vec<String>,
    used: usize,
    line: u32,
    /// The column of the next cell, from 0, if the cell does not name it.
    column: usize,
}

impl Sheet<'_> {
    fn begin_row(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        let mut line = self.line.saturating_add(1);
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| ReadError::Damaged)?;
            if attribute.key.as_ref() == "r" {
                line = attribute.value.parse().map_err(|_| ReadError::Damaged)?;
            }
        }
        (self.line, self.column, self.used) = (line, 0, 0);
        Ok(())
    }

    fn begin_cell(&mut self, start: &BytesStart<'_>) -> Result<(Kind, usize), ReadError> {
        let (mut kind, mut style) = (Kind::Number, 0);
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| ReadError::Damaged)?;
            match attribute.key.as_ref() {
                "r" => self.column = column_of(&attribute.value).ok_or(ReadError::Damaged)?,
                "t" => kind = Kind::parse(&attribute.value),
                "s" => style = attribute.value.parse().unwrap_or(0),
                _ => {}
            }
        }
        Ok((kind, style))
    }

    fn end_cell(&mut self, kind: Kind, style: usize, raw: &str) -> Result<(), ReadError> {
        let column = self.column;
        self.column += 1;
        if raw.is_empty() {
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
        self.cells.show(kind, style, raw, cell)?;
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
        // One row may be the headings, and one more proves that there are too many.
        if self.rows.len() > self.options.max_rows + 1 {
            return Err(ReadError::TooManyRows { max: self.options.max_rows });
        }
        self.rows.push(self.line, cells[..=last].iter().map(String::as_str))
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
