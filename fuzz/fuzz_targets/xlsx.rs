//! Uploaded xlsx files, as bytes: the zip archive and whatever survives of its parts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_adapters::table::TableFiles;
use sigillo_app::jobs::read_options;
use sigillo_app::table::TableReader;

fuzz_target!(|data: &[u8]| {
    if !data.starts_with(b"PK\x03\x04") {
        return;
    }
    let Ok(table) = TableFiles.read(data, &read_options()) else { return };
    table.rows().for_each(|row| assert!(row.cells().count() <= 100));
});
