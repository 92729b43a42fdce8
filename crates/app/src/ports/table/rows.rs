//! The cells of a table, in three allocations whatever their number.

use super::read_error::ReadError;

/// Upper bound on the bytes of text in a table. A sheet may store a long text once and show it in
/// every cell.
const MAX_TEXT: usize = 128 << 20;

#[derive(Debug, Default)]
pub struct Rows {
    text: String,
    /// The start and the end of each cell in the text.
    cells: Vec<(u32, u32)>,
    row_ends: Vec<RowEnd>,
}

#[derive(Debug, Clone, Copy)]
struct RowEnd {
    line: u32,
    /// The index of the first cell after the row.
    end: u32,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.row_ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.row_ends.is_empty()
    }

    /// Adds a row with the number it has in the file.
    pub fn push<'c>(
        &mut self,
        line: u32,
        cells: impl Iterator<Item = &'c str>,
    ) -> Result<(), ReadError> {
        let too_large = || ReadError::TooLarge { max_bytes: MAX_TEXT as u64 };
        for cell in cells {
            if self.text.len() + cell.len() > MAX_TEXT {
                return Err(too_large());
            }
            let start = at(self.text.len());
            self.text.push_str(cell);
            self.cells.push((start, at(self.text.len())));
        }
        let end = u32::try_from(self.cells.len()).map_err(|_| too_large())?;
        self.row_ends.push(RowEnd { line, end });
        Ok(())
    }

    /// The cells of all rows.
    pub fn cells_of_all(&self) -> Vec<Vec<&str>> {
        (0..self.len()).map(|row| self.row(row, 0).cells().collect()).collect()
    }

    /// The number of cells of a row.
    pub(super) fn width(&self, row: usize) -> usize {
        self.cells_of(row).len()
    }

    /// A row, with empty cells added until it has `min_cells`.
    pub(super) fn row(&self, row: usize, min_cells: usize) -> Row<'_> {
        Row {
            text: &self.text,
            line: self.row_ends[row].line,
            cells: self.cells_of(row),
            min_cells,
        }
    }

    fn cells_of(&self, row: usize) -> &[(u32, u32)] {
        let start = row.checked_sub(1).map_or(0, |previous| self.row_ends[previous].end);
        &self.cells[start as usize..self.row_ends[row].end as usize]
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
    min_cells: usize,
    /// Its number in the file, counted from 1: the first line of a row in a csv, the row in a
    /// sheet.
    pub line: u32,
}

impl<'t> Row<'t> {
    /// A cell by its index; None past the last one.
    pub fn cell(&self, index: usize) -> Option<&'t str> {
        let padding = || (index < self.min_cells).then_some("");
        let cell = self.cells.get(index);
        cell.map(|(start, end)| &self.text[*start as usize..*end as usize]).or_else(padding)
    }

    pub fn cells(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let (text, cells) = (self.text, self.cells);
        let missing = self.min_cells.saturating_sub(cells.len());
        cells
            .iter()
            .map(move |(start, end)| &text[*start as usize..*end as usize])
            .chain(std::iter::repeat_n("", missing))
    }
}
