//! Tables as PDFs.

use sigillo_app::mailboxes::MailboxTable;
use sigillo_app::table::TableFormat;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_list::Listed;
use sigillo_domain::message::Language;

use crate::poppler::Pdf;
use crate::sample::{at, mailbox, mailboxes, table, written};

impl Pdf {
    fn of(table: &MailboxTable, rows: &[Listed]) -> Self {
        Self::new(&written(TableFormat::Pdf, table, rows))
    }

    pub fn pages(&self) -> Vec<String> {
        let text = self.read("pdftotext", &["-layout"], &["-"]);
        text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
    }

    /// The text of a column, given its left edge and width in millimetres, as one word: the lines
    /// of a cell are joined again. Text beyond the column is left out.
    fn column(&self, left: f64, width: f64) -> String {
        let points = |mm: f64| (mm * 72.0 / 25.4).round().to_string();
        let (left, width, foot) = (points(left), points(width), points(188.0));
        let area = ["-raw", "-x", &left, "-y", "0", "-W", &width, "-H", &foot];
        let text = self.read("pdftotext", &area, &["-"]);
        text.split_whitespace().collect()
    }
}

/// Asserts that a text contains each of the expected texts, unbroken and in order.
fn assert_in_order<'t>(mut text: &str, expected: impl Iterator<Item = &'t str>) {
    for expected in expected {
        let found = text.find(expected);
        let after = found.unwrap_or_else(|| panic!("{expected} is not in {text}"));
        text = &text[after + expected.len()..];
    }
}

fn with_long_addresses(count: usize) -> Vec<Listed> {
    let mut rows = mailboxes(count);
    rows.push(mailbox(&"w".repeat(64)));
    let mut longest = mailbox("l");
    longest.communication_email = Some(format!("{}@{}.it", "m".repeat(64), "n".repeat(60)));
    rows.push(longest);
    rows
}

#[test]
fn every_address_is_complete_and_within_its_column() {
    let rows = with_long_addresses(300);
    let pdf = Pdf::of(&table(), &rows);
    let addresses = rows.iter().map(|row| row.address.as_str());
    assert_in_order(&pdf.column(12.0, 64.0), addresses);
    let emails = rows.iter().filter_map(|row| row.communication_email.as_deref());
    assert_in_order(&pdf.column(129.0, 52.0), emails);
}

#[test]
fn every_page_has_the_headings_its_number_and_the_lists_name() {
    let pages = Pdf::of(&table(), &with_long_addresses(800)).pages();
    assert!(pages.len() > 24, "{} pages", pages.len());
    for (page, number) in pages.iter().zip(1..) {
        for text in [
            &format!("pagina {number} di {}", pages.len()),
            "Elenco delle caselle PEC - pec.example.it",
            "Casella",
            "E-mail di comunicazione",
            "Conservazione",
            "Scadenza",
        ] {
            assert_eq!(page.matches(text).count(), 1, "{text} on page {number}:\n{page}");
        }
    }
}

#[test]
fn the_first_page_describes_the_list() {
    let table = MailboxTable {
        search: Some("caffè €".into()),
        states: vec![MailboxState::Active, MailboxState::Suppressed],
        ..table()
    };
    let page = Pdf::of(&table, &mailboxes(1200)).pages().swap_remove(0);
    for (label, value) in [
        ("Dominio", "pec.example.it"),
        ("Ricerca", "“caffè €”"),
        ("Stato", "Attiva, Soppressa"),
        ("Ordine", "casella, crescente"),
        ("Esportato da", "Niccolò Così (niccolo.cosi)"),
        ("Esportato il", "01/07/2026 alle 10:05"),
        ("Numero di caselle", "1.200"),
    ] {
        let found = page.lines().any(|line| {
            line.split_once(label).is_some_and(|(_, rest)| rest.trim_start().starts_with(value))
        });
        assert!(found, "{label} {value} in\n{page}");
    }
}

#[test]
fn a_row_has_the_main_data_of_its_mailbox() {
    let mut row = mailbox("ufficio.tributi");
    row.quota_mb = 25_000;
    row.expires_at = Some(at("2028-01-31T22:59:59Z"));
    let mut gone = mailbox("vecchia");
    gone.state = MailboxState::Cancelled;
    gone.cancelled_at = Some(at("2026-06-30T22:15:00Z"));
    gone.used_bytes = None;
    let page = Pdf::of(&table(), &[row, gone]).pages().swap_remove(0);
    let cells = |start: &str| -> Vec<&str> {
        let line = page.lines().find(|line| line.starts_with(start)).unwrap();
        line.split_whitespace().collect()
    };
    assert_eq!(
        cells("ufficio.tributi@pec.example.it")[1..],
        [
            "Attiva",
            "Valida",
            "ufficio.tributi@example.org",
            "25.000",
            "1.600",
            "1,3",
            "Sì",
            "02/01/2026",
            "31/01/2028"
        ]
    );
    let gone = cells("vecchia@pec.example.it");
    assert_eq!(gone[1..4], ["Cancellata", "il", "01/07/2026"]);
    assert_eq!(gone[8], "–", "unknown use is no number");
}

#[test]
fn the_document_has_a_title_an_author_and_a_creation_date() {
    let info = Pdf::of(&table(), &[]).read("pdfinfo", &["-rawdates"], &[]);
    let property = |label: &str| {
        let line = info.lines().find_map(|line| line.strip_prefix(label));
        line.unwrap_or_else(|| panic!("no {label} in {info}")).trim()
    };
    assert_eq!(property("Title:"), "Elenco delle caselle PEC - pec.example.it");
    assert_eq!(property("Author:"), "Niccolò Così (niccolo.cosi)");
    assert_eq!(property("CreationDate:"), "D:20260701080500Z");
    assert!(property("Page size:").contains("A4"));
}

#[test]
fn a_page_adds_few_bytes_to_the_fonts() {
    let size = |count| written(TableFormat::Pdf, &table(), &mailboxes(count)).len();
    let (small, large) = (size(10), size(700));
    assert!(small < 120_000, "{small} bytes for a page");
    assert!(large - small < 690 * 250, "{large} bytes for 700 rows");
}

#[test]
fn an_empty_list_has_a_text_that_says_so() {
    let pages = Pdf::of(&table(), &[]).pages();
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("Nessuna casella."));
    assert!(pages[0].contains("pagina 1 di 1"));
}

#[test]
fn a_character_that_the_typeface_lacks_is_written_as_its_code() {
    let mut row = mailbox("ufficio");
    row.communication_email = Some("中@example.org".into());
    let pages = Pdf::of(&table(), &[row]).pages();
    assert!(pages[0].contains("[U+4E2D]@example.org"), "{}", pages[0]);
}

#[test]
fn the_texts_follow_the_language() {
    let table = MailboxTable { language: Language::En, ..table() };
    let pages = Pdf::of(&table, &[mailbox("office")]).pages();
    for text in ["List of certified mailboxes", "Active", "2,000", "1.3", "page 1 of 1"] {
        assert!(pages[0].contains(text), "{text} in\n{}", pages[0]);
    }
}
