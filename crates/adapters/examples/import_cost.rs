//! Reads a file of mailboxes row by row, as an import does, and prints what it cost:
//! `cargo run --release -p sigillo-adapters --example import_cost -- FILE`
//! (`export_cost` makes one).

use std::error::Error;
use std::fs;
use std::time::Instant;

use sigillo_adapters::table::TableFiles;
use sigillo_app::jobs::{read_options, suggest_mapping};
use sigillo_app::table::{ReadOptions, TableReader};
use sigillo_domain::import::read_row;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: import_cost FILE")?;
    let bytes = fs::read(&path)?;
    let options = ReadOptions { max_rows: 1_048_575, ..read_options() };

    let start = Instant::now();
    let table = TableFiles.read(&bytes, &options)?;
    let reading = start.elapsed();
    let mapping = suggest_mapping(&table, None).mapping;
    let start = Instant::now();
    let mut good = 0;
    for row in table.rows() {
        let cells: Vec<&str> = row.cells().collect();
        good += usize::from(read_row(&mapping, &cells, None).is_ok());
    }
    println!(
        "{} bytes, {} rows of {} columns read in {reading:?}; {good} understood in {:?}; peak memory {}",
        bytes.len(),
        table.len(),
        table.columns(),
        start.elapsed(),
        peak_memory().unwrap_or_else(|| "unknown".into())
    );
    Ok(())
}

/// The peak memory of the process, as Linux reports it.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line["VmHWM:".len()..].trim().to_owned())
}
