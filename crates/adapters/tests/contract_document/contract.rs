use std::time::{Duration, Instant};

use sigillo_adapters::contract_document::PdfDocuments;
use sigillo_app::{ContractDocument, ContractDocuments};
use sigillo_domain::contract_text::{ContractText, SectionKind, TextBlock, TextRun, TextSection};
use sigillo_domain::message::Language;

use crate::poppler::Pdf;
use crate::sample::{self, entries};

fn drawn(document: &ContractDocument) -> Pdf {
    Pdf::new(&PdfDocuments.contract(document).unwrap())
}

/// Asserts that a text contains each of the expected ones, in this order.
fn assert_in_order(text: &str, expected: &[&str]) {
    let mut rest = text;
    for one in expected {
        let Some((_, after)) = rest.split_once(one) else { panic!("{one} is not in: {rest}") };
        rest = after;
    }
}

/// The contract with a text of this paragraph alone.
fn of_paragraph(text: &str) -> ContractDocument {
    let runs = vec![TextRun { text: text.to_owned(), bold: false, italic: false }];
    let text = ContractText {
        title: "Titolo".to_owned(),
        parties: vec![],
        mailbox: vec![],
        preamble: vec![TextBlock::Paragraph { runs }],
        sections: vec![],
    };
    ContractDocument { text, ..sample::contract() }
}

/// As many sections as this, each a heading and a few lines.
fn of_sections(count: usize) -> ContractDocument {
    let section = |index| {
        let text =
            "Il Titolare conserva con cura la password e consulta la casella con regolarità. "
                .repeat(3 + index % 4);
        TextSection {
            kind: SectionKind::Ordinary,
            heading: format!("Articolo numero {index}"),
            blocks: vec![TextBlock::Paragraph {
                runs: vec![TextRun { text, bold: false, italic: false }],
            }],
        }
    };
    let text = ContractText {
        title: "Titolo".to_owned(),
        parties: vec![],
        mailbox: vec![],
        preamble: vec![],
        sections: (0..count).map(section).collect(),
    };
    ContractDocument { text, ..sample::contract() }
}

#[test]
fn the_document_has_the_parties_the_clauses_and_the_notice() {
    let pdf = drawn(&sample::contract());
    assert_in_order(
        &pdf.text(),
        &[
            "Contratto per il servizio di posta elettronica certificata",
            "Contratto 0198-7C3A del 2 gennaio 2026",
            "Codice fiscale SMPDAA80A41H501X",
            "Casella ada.esempi@pec.example.it",
            "(di seguito il Fornitore)",
            "1. Oggetto",
            "• conservare con cura la password",
            "5. Obblighi del Fornitore",
            "Clausole da approvare specificamente (artt. 1341 e 1342 c.c.)",
            "6. Sospensione del servizio",
            "8. Recesso",
            "Informativa sul trattamento dei dati personali",
            "reclamo al Garante",
        ],
    );
    assert_eq!(pdf.information("Title").unwrap(), sample::contract().text.title);
    assert_eq!(pdf.information("Author").unwrap(), "Ente di esempio");
    assert_eq!(pdf.information("Page size").unwrap(), "595.28 x 841.89 pts (A4)");
    assert!(!pdf.text().contains("Anteprima"));
}

#[test]
fn each_page_says_which_of_how_many_it_is() {
    let pages = drawn(&of_sections(18)).pages();
    assert_eq!(pages.len(), 3);
    for (page, footer) in pages.iter().zip(["Pagina 1 di 3", "Pagina 2 di 3", "Pagina 3 di 3"]) {
        assert_eq!(page.lines().map(str::trim).rfind(|line| !line.is_empty()), Some(footer));
        assert_in_order(page, &["Ente di esempio", "Contratto 0198-7C3A"]);
    }
}

#[test]
fn a_heading_is_on_the_page_of_its_text() {
    for count in 20..36 {
        for page in drawn(&of_sections(count)).pages() {
            let lines: Vec<_> = page.lines().filter(|line| !line.trim().is_empty()).collect();
            let last = lines[lines.len() - 2];
            assert!(!last.contains("Articolo numero"), "{count}: {page}");
        }
    }
}

#[test]
fn a_preview_says_so_on_every_page() {
    let preview = ContractDocument { is_example: true, ..sample::contract() };
    let pages = drawn(&preview).pages();
    assert!(pages.iter().all(|page| page.contains("Anteprima, non valida")));
    let english = ContractDocument { language: Language::En, ..preview };
    let pages = drawn(&english).pages();
    assert!(pages.iter().all(|page| page.contains("Preview, not valid")));
    assert!(pages[1].contains("Page 2 of 2"));
}

#[test]
fn the_same_contract_gives_the_same_bytes() {
    let first = PdfDocuments.contract(&sample::contract()).unwrap();
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(PdfDocuments.contract(&sample::contract()).unwrap(), first);
    let other = ContractDocument { made_on: "3 gennaio 2026".to_owned(), ..sample::contract() };
    assert_ne!(PdfDocuments.contract(&other).unwrap(), first);
}

#[test]
fn lists_are_numbered_from_their_start_and_styles_are_drawn() {
    let text = sample::text(
        "# T\n\n## S\n\n8. otto\n9. **nove**\n10. *dieci* e ***undici***\n\n## R {approvazione specifica}\n\nFine.\n\n## P {privacy}\n\nDati.\n",
    );
    let pdf = drawn(&ContractDocument { text, ..sample::contract() });
    assert_in_order(
        &pdf.text(),
        &["8. otto", "9. nove", "10. dieci e undici", "R Fine.", "P Dati."],
    );
}

#[test]
fn names_of_every_language_are_seen() {
    let names = "Đorđe Œuvre Ștefan Ţepeş Łódź Ğüneş Þór Ñandú Hébert O’Neill € ½ « »";
    assert!(drawn(&of_paragraph(names)).text().contains(names));
    let mut document = sample::contract();
    document.text.parties = entries(&[("Titolare", "Đặng Œuvre 🙂"), ("Anche", "שלום")]);
    assert_in_order(
        &drawn(&document).text(),
        &["Titolare Đ[U+1EB7]ng Œuvre [U+1F642]", "Anche [U+05E9][U+05DC][U+05D5][U+05DD]"],
    );
}

#[test]
fn what_looks_like_markup_stays_text() {
    let odd = r"(a) Tj ET endstream endobj %%EOF << /Type /Page >> \n \) <b>x</b> **y** {{casella.indirizzo}} &amp; [z](u)";
    assert!(drawn(&of_paragraph(odd)).text().contains(odd));
    let mut document = of_paragraph("Testo.");
    odd.clone_into(&mut document.text.title);
    odd.clone_into(&mut document.organization);
    let pdf = drawn(&document);
    assert_eq!(pdf.information("Title").unwrap(), odd);
    assert_eq!(pdf.pages().len(), 1);
}

#[test]
fn nothing_runs_off_the_page() {
    let long = "MWé".repeat(80);
    let mut document = of_paragraph(&format!("Prima {long} dopo"));
    document.organization = long.clone();
    document.reference = "0".repeat(120);
    document.text.title = long.clone();
    document.text.parties =
        entries(&[(long.as_str(), format!("{long}@pec.example.it").as_str()); 3]);
    document.text.mailbox = entries(&[("", &"x".repeat(4000))]);
    let pdf = drawn(&document);
    for word in pdf.words() {
        assert!(word.left >= 23.0 && word.right <= 187.5 && word.bottom < 287.0, "{}", word.text);
    }
    let joined: String = pdf.text().split_whitespace().collect();
    assert!(joined.contains(&format!("Prima{long}dopo")));
    assert!(joined.contains(&"x".repeat(1000)));
}

#[test]
fn a_row_longer_than_a_page_goes_on_on_the_next() {
    let mut document = of_paragraph("Testo.");
    let value: Vec<_> = (0..1500).map(|index| format!("parola{index}")).collect();
    document.text.mailbox = entries(&[("Nota", &value.join(" "))]);
    let pdf = drawn(&document);
    assert!(pdf.pages().len() > 2);
    assert_in_order(&pdf.text(), &["parola0 ", "parola700", "parola1499"]);
}

#[test]
fn what_is_missing_leaves_no_trace() {
    let document = ContractDocument {
        text: ContractText {
            title: String::new(),
            parties: vec![],
            mailbox: vec![],
            preamble: vec![],
            sections: vec![],
        },
        language: Language::It,
        organization: String::new(),
        reference: String::new(),
        made_on: String::new(),
        is_example: false,
    };
    assert_eq!(drawn(&document).text(), "Contratto Pagina 1 di 1");
    let mut without_tables = sample::contract();
    (without_tables.text.parties, without_tables.text.mailbox) = (vec![], vec![]);
    let text = drawn(&without_tables).text();
    assert!(!text.contains("Parti ") && !text.contains("Casella e piano"));
}

#[test]
fn a_text_of_100_kilobytes_is_drawn_in_time() {
    let document = of_sections(280);
    let written = serde_json::to_string(&document.text).unwrap();
    assert!(written.len() > 100_000);
    let started = Instant::now();
    let bytes = PdfDocuments.contract(&document).unwrap();
    let elapsed = started.elapsed();
    println!("{} kB in {elapsed:?}", bytes.len() / 1000);
    // It takes 0.4 s alone, unoptimised.
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}");
    assert!(bytes.len() < 250_000, "{}", bytes.len());
    assert!(Pdf::new(&bytes).pages().len() >= 20);
}

#[test]
fn a_word_of_100_kilobytes_is_drawn_in_time() {
    let started = Instant::now();
    let pdf = drawn(&of_paragraph(&"parola".repeat(17_000)));
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert!(pdf.pages().len() > 10);
}
