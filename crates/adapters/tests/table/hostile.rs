//! Malicious files: each is refused quickly and with little memory.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sigillo_app::jobs::{read_options, suggest_mapping};
use sigillo_app::table::{ReadError, ReadOptions};

use crate::workbook::{Book, sheet};
use crate::{read, read_with};

#[test]
fn an_oversized_csv_is_refused() {
    let long = "a".repeat(4 << 20);
    assert_eq!(read(&long).unwrap_err(), ReadError::CellTooLong { line: 1, max: 32_767 });
    let wide = ";".repeat(4 << 20);
    assert_eq!(read(&wide).unwrap_err(), ReadError::TooManyColumns { line: 1, max: 100 });
    let quoted = format!("a;b\n\"{}", "x;y\n".repeat(1 << 20));
    assert_eq!(read(&quoted).unwrap_err(), ReadError::UnclosedQuote { line: 2 });
    let rows = "a@pec.example.it\n".repeat(200_001);
    assert_eq!(read(&rows).unwrap_err(), ReadError::TooManyRows { max: 200_000 });
    assert!(matches!(read("a".repeat(65 << 20)), Err(ReadError::TooLarge { .. })));
}

/// Options for what is refused by its size, however busy the machine is.
fn unhurried() -> ReadOptions {
    ReadOptions { timeout: Duration::from_hours(1), ..read_options() }
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    // A file of less than 1 MB unpacks to 30 MB, more than the limit, in one text and in many rows.
    let options = ReadOptions { max_unpacked_bytes: 20 << 20, ..unhurried() };
    let one_text = format!("<row><c t=\"str\"><v>{}</v></c></row>", "0".repeat(30 << 20));
    let rows = "<row/>".repeat(5 << 20);
    for data in [one_text, rows] {
        let bytes = Book { sheet: sheet(&data), ..Book::default() }.bytes();
        assert!(bytes.len() < 1 << 20);
        let outcome = read_with(&bytes, &options);
        assert!(matches!(outcome, Err(ReadError::TooLarge { .. })), "{outcome:?}");
    }
}

#[test]
fn the_limit_on_what_is_unpacked_holds_for_all_parts_together() {
    let options = ReadOptions { max_unpacked_bytes: 20 << 20, ..unhurried() };
    let many = "<row/>".repeat(1 << 20);
    // Ten sheets name one part, which alone is within the limit.
    let sheets: Vec<String> =
        (0..10).map(|at| format!(r#"<sheet name="{at}" r:id="r1"/>"#)).collect();
    let sheets = sheets.concat();
    let workbook = format!("<workbook><sheets>{sheets}</sheets></workbook>");
    let bytes = Book { workbook, sheet: sheet(&many), ..Book::default() }.bytes();
    let outcome = read_with(&bytes, &options);
    assert!(matches!(outcome, Err(ReadError::TooLarge { .. })), "{outcome:?}");
    // Two sheets and the texts have a part each.
    let workbook = r#"<workbook><sheets><sheet name="1" r:id="r1"/><sheet name="2" r:id="r2"/></sheets></workbook>"#;
    let strings = format!("<sst>{}</sst>", "<si></si>".repeat(1 << 20));
    let bytes = Book {
        workbook: workbook.into(),
        sheet: sheet(&many),
        second: sheet(&many),
        strings,
        ..Book::default()
    }
    .bytes();
    let outcome = read_with(&bytes, &options);
    assert!(matches!(outcome, Err(ReadError::TooLarge { .. })), "{outcome:?}");
}

#[test]
fn a_workbook_that_takes_too_long_is_given_up() {
    // Reading 60 sheets that name this part takes many times as long as is allowed.
    let many = sheet(&"<row/>".repeat(1 << 18));
    let sheets: Vec<String> =
        (0..60).map(|at| format!(r#"<sheet name="{at}" r:id="r1"/>"#)).collect();
    let workbook = format!("<workbook><sheets>{}</sheets></workbook>", sheets.concat());
    let bytes = Book { workbook, sheet: many, ..Book::default() }.bytes();
    let options = ReadOptions {
        max_unpacked_bytes: u64::MAX,
        timeout: Duration::from_millis(50),
        ..read_options()
    };
    let began = Instant::now();
    assert_eq!(read_with(&bytes, &options).unwrap_err(), ReadError::TooSlow);
    // Far less than it takes, with room for a busy machine.
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn the_deadline_holds_for_every_part_of_a_workbook() {
    // None of these parts is long enough for the time to be looked at within it.
    let bytes = Book { sheet: sheet(r#"<row><c t="s"><v>0</v></c></row>"#), ..Book::default() };
    let bytes = bytes.bytes();
    assert!(read(&bytes).is_ok());
    let options = ReadOptions { timeout: Duration::ZERO, ..read_options() };
    assert_eq!(read_with(&bytes, &options).unwrap_err(), ReadError::TooSlow);
}

#[test]
fn a_zip_bomb_that_lies_about_its_size_is_not_unpacked_either() {
    let data = "<row/>".repeat(5 << 20);
    let mut bytes = Book { sheet: sheet(&data), ..Book::default() }.bytes();
    // The declared size of the sheet becomes 1000, in its own header and in the directory.
    let size = u32::try_from(sheet(&data).len()).unwrap().to_le_bytes();
    let places: Vec<usize> =
        (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    // The sheet is read up to its declared size, so its XML is incomplete.
    assert_eq!(read(&bytes).unwrap_err(), ReadError::Damaged);
}

#[test]
fn sizes_that_a_workbook_declares_are_not_trusted() {
    let strings = "<sst uniqueCount=\"999999999999999999\"><si><t>a@pec.example.it</t></si></sst>";
    let data = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>";
    let book = |strings: &str, data: &str| {
        Book { strings: strings.into(), sheet: sheet(data), ..Book::default() }.bytes()
    };
    assert_eq!(read(book(strings, data)).unwrap().len(), 1);
    for data in [
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>",
        "<row r=\"99999999999999\"><c><v>1</v></c></row>",
        "<row><c r=\"ééé\"><v>1</v></c></row>",
        "<row><c><v>&nobody;</v></c></row>",
    ] {
        assert_eq!(read(book(strings, data)).unwrap_err(), ReadError::Damaged, "{data}");
    }
    let far = "<row><c r=\"ZZZ1\"><v>1</v></c></row>";
    let outcome = read(book(strings, far)).unwrap_err();
    assert_eq!(outcome, ReadError::TooManyColumns { line: 1, max: 100 });
}

#[test]
fn one_long_text_in_every_cell_is_not_copied() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(32_000));
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(100));
    let bytes = Book { strings, sheet: sheet(&row.repeat(1000)), ..Book::default() }.bytes();
    assert!(matches!(read(&bytes), Err(ReadError::TooLarge { .. })));
}

fn small() -> ReadOptions {
    ReadOptions { max_rows: 8, max_columns: 5, max_cell_chars: 20, ..read_options() }
}

fn assert_within_bounds(bytes: &[u8]) {
    let options = small();
    if let Ok(table) = read_with(bytes, &options) {
        assert!((1..=options.max_rows).contains(&table.len()));
        for row in table.rows() {
            assert!(row.cells().count() <= options.max_columns);
            assert!(row.cells().all(|cell| cell.chars().count() <= options.max_cell_chars));
        }
        for domain in [None, Some("pec.example.it")] {
            let suggestion = suggest_mapping(&table, domain);
            assert_eq!(suggestion.doubts.len(), table.columns());
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        assert_within_bounds(&bytes);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "([a-z@.;,\t|\"\r\n'=é]|casella|\u{feff}|sep=;){0,120}") {
        assert_within_bounds(text.as_bytes());
    }

    #[test]
    fn no_sheet_makes_the_reader_panic(
        data in "(<row r=\"[0-9]{1,3}\">|<row hidden=\"1\">|<f>|</f>|<row>|</row>|<c r=\"[A-Z]{1,2}[0-9]\" t=\"(s|b|n|d|str)\"( s=\"[0-9]\")?>|</c>|<v>|</v>|[0-9.eE-]{1,6}|&amp;|_x00[0-9A-F]{2}_|<is><t>|</t></is>|<){0,30}",
    ) {
        assert_within_bounds(&Book { sheet: sheet(&data), ..Book::default() }.bytes());
    }

    #[test]
    fn no_damage_makes_the_reader_panic(at in 0_usize..2000, byte: u8) {
        let data = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
        let mut bytes = Book { sheet: sheet(data), ..Book::default() }.bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        assert_within_bounds(&bytes);
    }
}
