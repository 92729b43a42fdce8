//! The XML of uploaded xlsx files. The input is the text of the parts, with a NUL after each: a fuzzer that
//! mutates the archive itself rarely gets past its checksums.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_adapters::table::TableFiles;
use sigillo_app::jobs::{read_options, suggest_mapping};
use sigillo_app::table::{ReadOptions, TableReader};
use sigillo_fuzz::workbook;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.split(|byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let (sheet, styles, strings) = (part(), part(), part());
    let (workbook_xml, relations, root, second) = (part(), part(), part(), part());
    let file = workbook::archive(&workbook::Parts {
        sheet,
        styles,
        strings,
        workbook: workbook_xml,
        relations,
        root,
        second,
    });
    for skip_hidden_rows in [false, true] {
        let options = ReadOptions { skip_hidden_rows, ..read_options() };
        let Ok(table) = TableFiles.read(&file, &options) else { return };
        assert!(table.rows().all(|row| row.cells().count() <= options.max_columns));
        let suggestion = suggest_mapping(&table, Some("pec.example.it"));
        assert_eq!(suggestion.mapping.columns.len(), table.columns());
    }
});
