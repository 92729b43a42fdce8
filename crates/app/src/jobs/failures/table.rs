//! The failed rows as a table, which people correct and upload again: the cells as they were in the
//! file, each row with the reason. The import ignores the columns that are added: the row's number
//! first, the reason last.

use sigillo_domain::import::{Field, Mapping};
use sigillo_domain::message::Language;

use super::words;
use crate::ports::table::{
    Cell, Column, ColumnKind, RowStyle, TableDescription, TableWriter, WriteError,
};

pub struct FailuresTable {
    /// The indexes of the original's columns that are written.
    kept: Vec<usize>,
    /// The number of columns of the original.
    columns: usize,
    headings: Vec<String>,
    language: Language,
}

impl FailuresTable {
    /// `headings` are those of the original, one for each column; None where it had none. Passwords
    /// are left out, and so are the columns that an earlier file of failed rows had added.
    pub fn new(headings: &[Option<&str>], mapping: &Mapping, language: Language) -> Self {
        let columns = headings.len();
        let held = |at: usize| mapping.columns.get(at).copied().flatten();
        let kept: Vec<usize> = (0..columns)
            .filter(|at| {
                let field = held(*at).map(|column| column.field);
                !matches!(field, Some(Field::Password | Field::RowNumber | Field::Reason))
            })
            .collect();
        let headings = kept
            .iter()
            .map(|at| match (headings[*at], held(*at)) {
                (Some(heading), _) => heading.to_owned(),
                (None, Some(column)) => words::heading(column.field, column.unit, language),
                (None, None) => format!("{} {}", language.choose("Colonna", "Column"), at + 1),
            })
            .collect();
        Self { kept, columns, headings, language }
    }

    pub fn description(&self) -> TableDescription {
        let l = self.language;
        let text = |heading: String| Column::new(heading, ColumnKind::Text);
        let mut columns = vec![text(words::row_number(l).to_owned())];
        columns.extend(self.headings.iter().cloned().map(text));
        columns.push(text(words::reason_heading(l).to_owned()));
        TableDescription {
            language: l,
            sheet_name: l.choose("Righe da correggere", "Rows to mend").into(),
            columns,
            report: None,
        }
    }

    /// Writes a row by its number in the original and its cells there. Cells past the headings,
    /// which may be why the row failed, follow the reason.
    pub fn write_row(
        &self,
        line: i64,
        cells: &[&str],
        reason: &str,
        file: &mut dyn TableWriter,
    ) -> Result<(), WriteError> {
        let kept = self.kept.iter().map(|at| cells.get(*at).copied().unwrap_or(""));
        let added = cells.get(self.columns..).unwrap_or_default();
        let line = line.to_string();
        let texts = [&*line].into_iter().chain(kept).chain([reason]).chain(added.iter().copied());
        let cells: Vec<Cell<'_>> = texts.map(Cell::text).collect();
        file.row(RowStyle::Normal, &cells)
    }
}
