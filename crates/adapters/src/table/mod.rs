//! Tables as files: csv, Excel and pdf.
//!
//! [`TableFiles`] implements the two ports of [`sigillo_app::table`]. What a table is about, its
//! columns and its words, is in its description.

mod formula;
mod read;
mod write;

/// Writes csv, Excel and pdf files; reads csv and Excel files.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableFiles;
