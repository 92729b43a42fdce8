//! The three files of an export, opened again and read.

mod csv;
mod pdf;
mod sample;
mod xlsx;
