//! The cells of a table, in three allocations however many they are.

use super::error::TableError;

/// Most bytes of text in a table. A sheet names a long text once and shows it in every cell.
const MAX_TEXT: usize = 512 << 20;

#[derive(Debug, Default)]
pub struct Rows {
    text: String,
    /// Where each cell begins and ends in the text.
    cells: Vec<(u32, u32)>,
    marks: Vec<Mark>,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    line: u32,
    /// The first cell after the row.
    end: u32,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Adds a row with the number it has in the file.
    pub fn push<'c>(
        &mut self,
        line: u32,
        cells: impl Iterator<Item = &'c str>,
    ) -> Result<(), TableError> {
        let too_large = || TableError::TooLarge { max_bytes: MAX_TEXT as u64 };
        for cell in cells {
            if self.text.len() + cell.len() > MAX_TEXT {
                return Err(too_large());
            }
            let start = at(self.text.len());
            self.text.push_str(cell);
            self.cells.push((start, at(self.text.len())));
        }
        let end = u32::try_from(self.cells.len()).map_err(|_| too_large())?;
        self.marks.push(Mark { line, end });
        Ok(())
    }

    pub fn width(&self, row: usize) -> usize {
        self.cells_of(row).len()
    }

    pub fn row(&self, row: usize, least: usize) -> Row<'_> {
        Row { text: &self.text, line: self.marks[row].line, cells: self.cells_of(row), least }
    }

    fn cells_of(&self, row: usize) -> &[(u32, u32)] {
        let start = row.checked_sub(1).map_or(0, |before| self.marks[before].end);
        &self.cells[start as usize..self.marks[row].end as usize]
    }

    pub fn forget(&mut self, column: usize, from: usize) {
        let mut start = 0;
        for (row, mark) in self.marks.iter().enumerate() {
            let end = mark.end as usize;
            if let Some(cell) = self.cells[start..end].get_mut(column)
                && row >= from
            {
                *cell = (0, 0);
            }
            start = end;
        }
    }
}

fn at(position: usize) -> u32 {
    u32::try_from(position).expect("a text stays within MAX_TEXT")
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    text: &'t str,
    cells: &'t [(u32, u32)],
    /// So many cells at least, the last ones empty.
    least: usize,
    /// Its number in the file as its editor counts: lines of a csv, rows of a sheet, from 1.
    pub line: u32,
}

impl<'t> Row<'t> {
    pub fn cells(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let (text, cells) = (self.text, self.cells);
        let missing = self.least.saturating_sub(cells.len());
        cells
            .iter()
            .map(move |(start, end)| &text[*start as usize..*end as usize])
            .chain(std::iter::repeat_n("", missing))
    }
}
