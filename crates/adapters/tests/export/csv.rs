use csv::{ReaderBuilder, StringRecord};
use proptest::prelude::*;
use sigillo_app::mailboxes::MailboxTable;
use sigillo_app::table::{Separator, TableFormat};
use sigillo_domain::mailbox_list::Listed;
use sigillo_domain::message::Language;

use crate::sample::{mailbox, mailboxes, table, written};

fn records(table: &MailboxTable, rows: &[Listed]) -> Vec<StringRecord> {
    let bytes = written(TableFormat::Csv(Separator::default()), table, rows);
    let text = String::from_utf8(bytes).unwrap();
    ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.strip_prefix('\u{feff}').expect("a byte order mark").as_bytes())
        .records()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn every_cell_reads_back() {
    let mut row = mailbox("ufficio.tributi");
    row.communication_email = Some("un;o\"due@example.org".into());
    let records = records(&table(), &[row]);

    assert_eq!(
        records[0],
        vec![
            "Casella",
            "Nome",
            "Dominio",
            "Stato",
            "Password",
            "E-mail di comunicazione",
            "Quota (MB)",
            "Soft limit (MB)",
            "Spazio usato (byte)",
            "Conservazione",
            "Creata il",
            "Creata da",
            "Attivata il",
            "Scadenza",
            "Cancellata il",
            "Piano",
            "Rivenditore",
            "Titolare",
            "Codice fiscale",
            "Ragione sociale",
            "Richiesta",
            "Pronta per la REM",
        ]
    );
    assert_eq!(
        records[1],
        vec![
            "ufficio.tributi@pec.example.it",
            "ufficio.tributi",
            "pec.example.it",
            "Attiva",
            "Valida",
            "un;o\"due@example.org",
            "2000",
            "1600",
            "1310720",
            "Sì",
            "2026-01-02 10:30",
            "anna.verdi",
            "2026-07-01 00:15",
            "",
            "",
            "S-2GIN_1GARCH",
            "Rete Vendite",
            "Tàlamo Zoè",
            "TLMZOE04B69G942X",
            "Officine di Prova S.r.l.",
            "Rinnovo",
            "Sì",
        ]
    );
}

#[test]
fn lines_end_in_crlf() {
    let bytes = written(TableFormat::Csv(Separator::default()), &table(), &mailboxes(3));
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches("\r\n").count(), 4);
    assert_eq!(text.replace("\r\n", "").matches(['\r', '\n']).count(), 0);
    assert!(text.ends_with("\r\n"));
}

#[test]
fn rows_keep_their_order() {
    let rows = mailboxes(50);
    let addresses: Vec<String> =
        records(&table(), &rows).iter().skip(1).map(|record| record[0].to_owned()).collect();
    assert!(addresses.iter().eq(rows.iter().map(|row| &row.address)));
}

#[test]
fn text_like_a_formula_is_made_harmless() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        let mut row = mailbox("ufficio");
        row.communication_email = Some(format!("{start}HYPERLINK(1)"));
        let records = records(&table(), &[row]);
        assert_eq!(records[1][5], format!("'{start}HYPERLINK(1)"));
    }
    let mut row = mailbox("-ufficio");
    row.communication_email = Some("a=b@example.org".into());
    let records = records(&table(), &[row]);
    assert_eq!(&records[1][0], "'-ufficio@pec.example.it");
    assert_eq!(&records[1][1], "'-ufficio");
    assert_eq!(&records[1][5], "a=b@example.org");
}

#[test]
fn headings_and_texts_follow_the_language() {
    let table = MailboxTable { language: Language::En, ..table() };
    let records = records(&table, &[mailbox("office")]);
    assert_eq!(&records[0][0], "Mailbox");
    assert_eq!(&records[0][8], "Used space (bytes)");
    assert_eq!(&records[1][3], "Active");
    assert_eq!(&records[1][9], "Yes");
}

#[test]
fn an_empty_list_has_only_headings() {
    assert_eq!(records(&table(), &[]).len(), 1);
}

#[test]
fn the_separator_can_be_a_comma() {
    let mut row = mailbox("ufficio");
    row.communication_email = Some("a,b@example.org".into());
    let bytes = written(TableFormat::Csv(Separator::Comma), &table(), &[row]);
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.strip_prefix('\u{feff}').unwrap().lines();
    assert!(lines.next().unwrap().starts_with("Casella,Nome,Dominio,Stato,"));
    let row =
        "ufficio@pec.example.it,ufficio,pec.example.it,Attiva,Valida,\"a,b@example.org\",2000,";
    assert!(lines.next().unwrap().starts_with(row));
}

proptest! {
    /// A text that a spreadsheet would run as a formula is quoted by an apostrophe, and no text
    /// loses anything.
    #[test]
    fn no_text_becomes_a_formula(
        beginning in prop_oneof![Just(""), Just("="), Just("+"), Just("-"), Just("@"), Just("\t"), Just("\r")],
        rest in "\\PC{0,40}",
        comma in any::<bool>(),
    ) {
        let text = format!("{beginning}{rest}");
        let mut row = mailbox("ufficio");
        row.communication_email = Some(text.clone());
        let separator = if comma { Separator::Comma } else { Separator::Semicolon };
        let bytes = written(TableFormat::Csv(separator), &table(), &[row]);
        let delimiter = if comma { b',' } else { b';' };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(&bytes[3..]);
        let record = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(record.len(), 22);
        let cell = &record[5];
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", cell);
        prop_assert!(cell == text || cell.strip_prefix('\'') == Some(text.as_str()), "{:?}", cell);
    }
}
