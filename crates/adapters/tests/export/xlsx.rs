use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use proptest::prelude::*;
use sigillo_app::mailboxes::MailboxTable;
use sigillo_app::table::TableFormat;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_list::{Listed, Sort};

use crate::sample::{mailbox, mailboxes, table, written};

fn sheet(table: &MailboxTable, rows: &[Listed], name: &str) -> Range<Data> {
    let bytes = written(TableFormat::Xlsx, table, rows);
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["Caselle", "Informazioni"]);
    workbook.worksheet_range(name).unwrap()
}

/// One file of the archive of a workbook.
fn part(bytes: Vec<u8>, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

fn text(text: &str) -> Data {
    Data::String(text.into())
}

#[test]
fn cells_have_their_own_types() {
    let sheet = sheet(&table(), &[mailbox("ufficio.tributi")], "Caselle");
    let cells = sheet.rows().nth(1).unwrap();

    assert_eq!(cells[0], text("ufficio.tributi@pec.example.it"));
    assert_eq!(cells[3], text("Attiva"));
    assert_eq!(cells[6], Data::Float(2000.0));
    assert_eq!(cells[7], Data::Float(1600.0));
    assert_eq!(cells[8], Data::Float(1.25));
    let Data::DateTime(created) = &cells[10] else {
        panic!("{:?} is not a time", cells[10]);
    };
    assert!(created.is_datetime());
    assert_eq!(created.to_ymd_hms_milli(), (2026, 1, 2, 10, 30, 59, 0));
    assert_eq!(cells.get(13).unwrap_or(&Data::Empty), &Data::Empty);
}

#[test]
fn text_like_a_formula_stays_text() {
    let mut row = mailbox("-ufficio");
    row.communication_email = Some("=1+1".into());
    let bytes = written(TableFormat::Xlsx, &table(), &[row.clone()]);
    assert!(!part(bytes, "xl/worksheets/sheet1.xml").contains("<f>"));

    let sheet = sheet(&table(), &[row], "Caselle");
    let cells = sheet.rows().nth(1).unwrap();
    assert_eq!(cells[1], text("-ufficio"));
    assert_eq!(cells[5], text("=1+1"));
}

#[test]
fn rows_keep_their_order() {
    let rows = mailboxes(500);
    let sheet = sheet(&table(), &rows, "Caselle");
    let addresses: Vec<String> = sheet.rows().skip(1).map(|cells| cells[0].to_string()).collect();
    assert!(addresses.iter().eq(rows.iter().map(|row| &row.address)));
}

#[test]
fn the_headings_are_frozen_and_have_a_filter() {
    let bytes = written(TableFormat::Xlsx, &table(), &mailboxes(20));
    let sheet = part(bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"ySplit="1""#), "frozen headings");
    assert!(sheet.contains(r#"<autoFilter ref="A1:V21"/>"#), "a filter over all rows");
}

#[test]
fn the_workbook_has_a_title_an_author_and_a_creation_date() {
    let properties = part(written(TableFormat::Xlsx, &table(), &[]), "docProps/core.xml");
    for property in [
        "Elenco delle caselle PEC - pec.example.it",
        "Niccolò Così (niccolo.cosi)",
        "2026-07-01T08:05:00Z",
    ] {
        assert!(properties.contains(property), "{property} in {properties}");
    }
}

#[test]
fn the_second_sheet_describes_the_list() {
    let table = MailboxTable {
        search: Some("tributi".into()),
        states: vec![MailboxState::Active, MailboxState::PendingActivation],
        sort: Some(Sort::parse("-created_at").unwrap()),
        ..table()
    };
    let sheet = sheet(&table, &mailboxes(12), "Informazioni");
    let rows: Vec<(String, String)> =
        sheet.rows().skip(2).map(|cells| (cells[0].to_string(), cells[1].to_string())).collect();
    let details: Vec<(&str, &str)> = rows.iter().map(|(l, v)| (&**l, &**v)).collect();
    assert_eq!(
        details,
        [
            ("Dominio", "pec.example.it"),
            ("Ricerca", "“tributi”"),
            ("Stato", "Attiva, In attesa di attivazione"),
            ("Ordine", "data di creazione, decrescente"),
            ("Esportato da", "Niccolò Così (niccolo.cosi)"),
            ("Esportato il", "01/07/2026 alle 10:05"),
            ("Numero di caselle", "12"),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn no_text_becomes_a_formula_or_is_lost(beginning in "[=+@\\-]", rest in "[ -~à-ü]{1,40}") {
        let text = format!("{beginning}{rest}x");
        let mut row = mailbox("ufficio");
        row.communication_email = Some(text.clone());
        let bytes = written(TableFormat::Xlsx, &table(), &[row.clone()]);
        prop_assert!(!part(bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
        let sheet = sheet(&table(), &[row], "Caselle");
        prop_assert_eq!(&sheet.rows().nth(1).unwrap()[5], &Data::String(text));
    }
}
