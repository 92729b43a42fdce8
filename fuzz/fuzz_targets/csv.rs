//! Uploaded csv files: encoding, separator, quotes, headings.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_adapters::table::TableFiles;
use sigillo_app::jobs::{read_options, suggest_mapping};
use sigillo_app::table::{Encoding, ReadOptions, TableReader};

fuzz_target!(|data: &[u8]| {
    let Some((choices, file)) = data.split_first() else { return };
    let options = ReadOptions {
        separator: [None, Some(b';'), Some(b','), Some(b'\t')][usize::from(choices & 3)],
        encoding: [None, Some(Encoding::Utf8), Some(Encoding::Utf16), Some(Encoding::Windows1252)]
            [usize::from(choices >> 2 & 3)],
        ..read_options()
    };
    let Ok(table) = TableFiles.read(file, &options) else { return };
    assert!(table.len() <= options.max_rows);
    for row in table.rows() {
        assert!(row.cells().count() <= options.max_columns);
        assert!(row.cells().all(|cell| cell.chars().count() <= options.max_cell_chars));
    }
    let suggestion = suggest_mapping(&table, Some("pec.example.it"));
    assert_eq!(suggestion.mapping.columns.len(), table.columns());
});
