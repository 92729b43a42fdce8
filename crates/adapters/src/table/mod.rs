//! Tables as files: csv, Excel and pdf.
//!
//! [`TableFiles`] implements the two ports of [`sigillo_app::table`]. The description of a table
//! says what it is about: its columns and its texts.

pub(crate) mod formula;
mod read;
mod write;

/// Writes csv, Excel and pdf files; reads csv and Excel files.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableFiles;
