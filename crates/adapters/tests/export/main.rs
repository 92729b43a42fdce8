//! The three files of an export, opened again and read.

mod csv;
mod sample;
mod xlsx;
