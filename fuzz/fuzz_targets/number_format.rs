//! The number formats of xlsx files. The input is a number, a NUL and the code of a format.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_adapters::table::TableFiles;
use sigillo_app::jobs::read_options;
use sigillo_app::table::TableReader;
use sigillo_fuzz::workbook;

fuzz_target!(|data: &str| {
    let Some((number, code)) = data.split_once('\0') else { return };
    let escaped = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        text.replace(['\r', '\n', '\t'], " ")
    };
    let styles = format!(
        r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#,
        escaped(code)
    );
    let sheet = format!(
        r#"<sheetData><row><c t="str"><v>anna@pec.example.it</v></c><c s="1"><v>{}</v></c></row></sheetData>"#,
        escaped(number)
    );
    let parts = workbook::Parts {
        sheet: sheet.as_bytes(),
        styles: styles.as_bytes(),
        ..workbook::Parts::default()
    };
    let Ok(table) = TableFiles.read(&workbook::archive(&parts), &read_options()) else { return };
    let Some(shown) = table.row(0).cell(1) else { return };
    // No program shows a number so, and nobody could correct it.
    let is_plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let is_literal = code.contains(['N', 'n', 'a', 'i', 'f', '"', '\\', '[', '$']);
    if is_plain && !is_literal {
        assert!(!shown.contains("NaN") && !shown.contains("inf"), "{number:?} {code:?} {shown:?}");
    }
});
