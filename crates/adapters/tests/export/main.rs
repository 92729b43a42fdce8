//! The files of tables in the three formats, opened again and read.

mod any_table;
mod csv;
mod pdf;
mod sample;
mod xlsx;
