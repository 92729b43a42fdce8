use sigillo_app::jobs::{read_options, suggest_mapping};
use sigillo_app::table::{Encoding, ReadError, ReadOptions, Table, UnsupportedFile};
use sigillo_domain::import::ImportKind;

use crate::{read, read_with, rows};

const HEADINGS: [&str; 2] = ["Casella", "Contatto"];

fn assert_reads(bytes: &[u8], separator: u8, encoding: Encoding) -> Table {
    let table = read(bytes).unwrap();
    assert_eq!(table.separator, Some(separator));
    assert_eq!(table.encoding, Some(encoding));
    table
}

#[test]
fn every_separator_and_line_ending_is_detected() {
    for separator in [";", ",", "\t", "|"] {
        for end in ["\r\n", "\n", "\r"] {
            let text = ["Casella", "anna@pec.example.it", "ugo@pec.example.it"]
                .map(|cell| format!("{cell}{separator}\"a;b,c|d\"{end}"))
                .concat();
            let table = assert_reads(text.as_bytes(), separator.as_bytes()[0], Encoding::Utf8);
            assert_eq!(table.headings.as_ref().unwrap(), &["Casella", "a;b,c|d"]);
            let row = |name: &str| vec![format!("{name}@pec.example.it"), "a;b,c|d".into()];
            assert_eq!(rows(&table), [(2, row("anna")), (3, row("ugo"))], "{separator} {end:?}");
        }
    }
}

#[test]
fn every_encoding_is_detected() {
    let text = "Casella;Contatto\r\nurp@pec.example.it;Niccolò € “Così”\r\n";
    let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        [mark.to_vec(), text.encode_utf16().flat_map(bytes).collect()].concat()
    };
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Encoding::Utf8),
        (utf16([0xff, 0xfe], u16::to_le_bytes), Encoding::Utf16),
        (utf16([0xfe, 0xff], u16::to_be_bytes), Encoding::Utf16),
        (windows, Encoding::Windows1252),
    ] {
        let table = assert_reads(&bytes, b';', encoding);
        assert_eq!(table.headings.as_ref().unwrap(), &HEADINGS);
        assert_eq!(rows(&table)[0].1[1], "Niccolò € “Così”");
    }
}

#[test]
fn a_file_must_have_the_requested_encoding() {
    let options = ReadOptions { encoding: Some(Encoding::Utf8), ..read_options() };
    let outcome = read_with(b"Casella\ncaff\xe8\n", &options);
    assert_eq!(outcome.unwrap_err(), ReadError::Encoding(Encoding::Utf8));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let text = "sep=;\r\n\r\nCasella;Note\r\n\r\na@pec.example.it;\"due\r\nrighe\"\r\n;\r\n \
                b@pec.example.it;x";
    let table = assert_reads(text.as_bytes(), b';', Encoding::Utf8);
    assert_eq!(
        rows(&table),
        [
            (5, vec!["a@pec.example.it".into(), "due\r\nrighe".into()]),
            (8, vec![" b@pec.example.it".into(), "x".into()]),
        ]
    );
}

#[test]
fn a_row_with_fewer_or_more_cells_is_read() {
    let table = read("Casella;Quota\na@pec.example.it\nb@pec.example.it;1;2\n").unwrap();
    let lengths: Vec<usize> = table.rows().map(|row| row.cells().count()).collect();
    assert_eq!((table.columns(), lengths), (2, vec![1, 3]));
}

#[test]
fn superfluous_separators_after_the_headings_add_no_column() {
    let table = read("Casella;Quota;;\na@pec.example.it;1;;\n").unwrap();
    assert_eq!(table.columns(), 2);
}

#[test]
fn a_list_of_addresses_is_a_table() {
    let table = read("anna@pec.example.it\nugo@pec.example.it\n").unwrap();
    assert_eq!((table.headings.as_ref(), table.len(), table.columns()), (None, 2, 1));
    assert!(suggest_mapping(&table, None).mapping.check(ImportKind::Mailboxes, 1).is_empty());
}

#[test]
fn postfixadmins_csv_begins_with_an_empty_line() {
    let text = "\u{feff}\nUsername,Domain,Name,\"Quota (MB)\",Active\n\
                anna@pec.example.it,pec.example.it,\"Verdi, Anna\",1000,1\n";
    let table = assert_reads(text.as_bytes(), b',', Encoding::Utf8);
    assert_eq!(rows(&table)[0].0, 3);
    assert!(
        suggest_mapping(&table, None)
            .mapping
            .check(ImportKind::Mailboxes, table.columns())
            .is_empty()
    );
}

#[test]
fn a_file_that_is_not_a_table_is_refused_by_its_kind() {
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec();
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, error) in [
        (vec![], ReadError::Empty),
        (b"\n\n;;\n".to_vec(), ReadError::Empty),
        (b"Casella;Quota\n".to_vec(), ReadError::Empty),
        (b"a\0b;c\n".to_vec(), ReadError::NotATable),
        ([old.clone(), name].concat(), ReadError::Unsupported(UnsupportedFile::Protected)),
        (old, ReadError::Unsupported(UnsupportedFile::OldExcel)),
        (b"%PDF-1.7".to_vec(), ReadError::Unsupported(UnsupportedFile::Pdf)),
        (b" <html><table>".to_vec(), ReadError::Unsupported(UnsupportedFile::WebPage)),
    ] {
        assert_eq!(read(&bytes).unwrap_err(), error, "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn an_unclosed_quote_is_reported_with_its_line() {
    let text = "Casella;Note\na@pec.example.it;b\nb@pec.example.it;\"c\nd@pec.example.it;e\n";
    assert_eq!(read(text).unwrap_err(), ReadError::UnclosedQuote { line: 3 });
}

#[test]
fn a_csv_whose_last_separators_excel_dropped_keeps_its_columns() {
    let rows = "anna@pec.example.it;a@example.org\n".repeat(3);
    let table = read(format!("{rows}ugo@pec.example.it;u@example.org;1000\n")).unwrap();
    assert_eq!(table.columns(), 3);
    // A rare row with a separator in its text adds no column.
    let rows = "anna@pec.example.it;a@example.org\n".repeat(9);
    let table = read(format!("{rows}ugo@pec.example.it;u@example.org;x;y\n")).unwrap();
    assert_eq!(table.columns(), 2);
    // A column without a heading, which most rows fill.
    let table = read("Casella;E-mail\nanna;a@example.org;x\nugo;u@example.org;y\n").unwrap();
    assert_eq!(table.headings.as_ref().unwrap(), &["Casella", "E-mail", ""]);
}

#[test]
fn cells_past_the_headings_can_be_taken_for_parts_of_others() {
    let text = "Casella;Password;;\nanna;se;gre;ta\nugo;se;greta\n";
    let mut table = read(text).unwrap();
    assert_eq!((table.columns(), table.layout().max_cells), (3, 4));
    assert!(table.drop_unnamed_columns(2));
    assert_eq!(table.headings.as_ref().unwrap(), &["Casella", "Password"]);
    assert_eq!((table.layout().columns, table.layout().max_cells), (2, 4));
    assert!(!table.drop_unnamed_columns(2));
    // Without headings, the width that most rows have.
    let text = "anna@pec.example.it;x\nugo@pec.example.it;x\nada@pec.example.it;x;y\n";
    let mut table = read(text).unwrap();
    assert_eq!(table.columns(), 3);
    assert!(!table.drop_unnamed_columns(3));
    assert!(table.drop_unnamed_columns(1));
    assert_eq!(table.columns(), 2);
}
