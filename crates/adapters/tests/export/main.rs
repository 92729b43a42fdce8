//! Tables written in the three formats, whose files are opened and read again.

mod any_table;
mod csv;
mod pdf;
#[path = "../support/poppler.rs"]
mod poppler;
mod sample;
mod xlsx;
