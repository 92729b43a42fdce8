use sigillo_adapters::contract_document::PdfDocuments;
use sigillo_app::{ContractDocuments, CopyEvidence, DocumentError, Evidence};
use sigillo_domain::message::Language;

use crate::poppler::Pdf;
use crate::sample;

/// A contract of this many pages at least, as bytes.
fn original(pages: usize) -> Vec<u8> {
    let mut document = sample::contract();
    let section = document.text.sections[3].clone();
    if pages == 1 {
        document.text.sections.truncate(1);
    } else {
        document.text.sections.extend(vec![section; 6 * pages]);
    }
    PdfDocuments.contract(&document).unwrap()
}

#[test]
fn the_evidence_follows_the_pages_of_the_contract() {
    for pages in [1, 12] {
        let original = original(pages);
        let before = Pdf::new(&original).pages();
        assert!(before.len() >= pages && (pages > 1 || before.len() == 1), "{}", before.len());
        let signed = PdfDocuments.evidence(&original, &sample::evidence()).unwrap();
        let pdf = Pdf::new(&signed);
        let after = pdf.pages();
        assert_eq!(after[..before.len()], before);
        assert!(after.len() > before.len());
        assert!(after[before.len()].contains("Evidenze, pagina 1 di"));
        assert_eq!(pdf.information("Title"), Pdf::new(&original).information("Title"));
        assert_eq!(pdf.information("Pages").unwrap(), after.len().to_string());
    }
}

#[test]
fn the_evidence_tells_who_signed_what_and_when() {
    let evidence = sample::evidence();
    let signed = PdfDocuments.evidence(&original(1), &evidence).unwrap();
    let text = Pdf::new(&signed).text();
    for expected in [
        &evidence.signature,
        &format!("SHA-256 {}", evidence.original_sha256),
        "Contratto inviato 02/01/2026 10:00:00 (Roma, UTC+01:00) · 02/01/2026 09:00:00 UTC",
        "Contratto firmato 02/07/2026 12:13:02 (Roma, UTC+02:00) · 02/07/2026 10:13:02 UTC",
        "Indirizzo IP 2001:db8::17",
        "Canale SMS",
    ] {
        assert!(text.contains(expected), "{expected} is not in: {text}");
    }
    for (heading, sha256) in &evidence.consents {
        assert!(text.contains(heading.split(' ').next().unwrap()) && text.contains(sha256));
    }
    let english = Evidence { language: Language::En, ..evidence };
    let text = Pdf::new(&PdfDocuments.evidence(&original(1), &english).unwrap()).text();
    assert!(text.contains("2026-07-02 12:13:02 (Rome, UTC+02:00) · 2026-07-02 10:13:02 UTC"));
}

#[test]
fn the_evidence_of_a_digital_signature_names_the_signed_file() {
    let facts = [("File", "contratto.pdf.p7m"), ("Firmatario", "Ada Esempi"), ("Firma", "valida")];
    let facts = facts.map(|(label, value)| (label.to_owned(), value.to_owned())).to_vec();
    let copy = CopyEvidence { sha256: "ab".repeat(32), facts };
    let evidence = Evidence { signed_copy: Some(copy), ..sample::evidence() };
    let text = Pdf::new(&PdfDocuments.evidence(&original(1), &evidence).unwrap()).text();
    let digest = format!("SHA-256 {}", "ab".repeat(32));
    for expected in ["File firmato dal titolare", &digest, "Firmatario Ada Esempi", "Firma valida"]
    {
        assert!(text.contains(expected), "{expected} is not in: {text}");
    }
}

#[test]
fn an_event_is_on_one_page_and_nothing_runs_off_it() {
    let mut evidence = sample::evidence();
    let line = evidence.lines[1].clone();
    evidence.lines.extend(vec![line; 20]);
    evidence.lines[4].details.push(("Browser".to_owned(), "Mozilla".repeat(100)));
    evidence.consents.push(("Articolo".repeat(40), "d".repeat(64)));
    let pdf = Pdf::new(&PdfDocuments.evidence(&original(1), &evidence).unwrap());
    assert!(pdf.words().iter().all(|word| word.right <= 187.5 && word.bottom < 287.0));
    let pages = pdf.pages();
    assert!(pages.len() > 3);
    for page in &pages[1..] {
        assert_eq!(page.matches("Documento aperto").count(), page.matches("192.0.2.17").count());
    }
    // The widest digest is in one line.
    assert!(pdf.text().contains(&"d".repeat(64)));
}

#[test]
fn evidence_without_events_and_consents_is_a_page() {
    let evidence = Evidence { lines: vec![], consents: vec![], ..sample::evidence() };
    let signed = PdfDocuments.evidence(&original(1), &evidence).unwrap();
    let pages = Pdf::new(&signed).pages();
    assert_eq!(pages.len(), 2);
    assert!(!pages[1].contains("Eventi") && !pages[1].contains("Consensi"));
}

#[test]
fn the_same_evidence_gives_the_same_bytes_with_a_plain_table_of_offsets() {
    let original = original(1);
    let signed = PdfDocuments.evidence(&original, &sample::evidence()).unwrap();
    assert_eq!(PdfDocuments.evidence(&original, &sample::evidence()).unwrap(), signed);
    // What seals the document adds to this table.
    let text = String::from_utf8_lossy(&signed);
    assert!(text.contains("\nxref\n") && text.contains("\ntrailer\n"));
    assert!(!text.contains("/XRef") && !text.contains("/ObjStm"));
}

#[test]
fn every_page_and_node_knows_what_it_is_under() {
    let signed = PdfDocuments.evidence(&original(1), &sample::evidence()).unwrap();
    let document = lopdf::Document::load_mem(&signed).unwrap();
    let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let mut nodes = vec![root];
    let mut pages = 0;
    while let Some(node) = nodes.pop() {
        let Ok(kids) = document.get_dictionary(node).unwrap().get(b"Kids") else {
            pages += 1;
            continue;
        };
        for kid in kids.as_array().unwrap() {
            let kid = kid.as_reference().unwrap();
            let parent = document.get_dictionary(kid).unwrap().get(b"Parent").unwrap();
            assert_eq!(parent.as_reference().unwrap(), node);
            nodes.push(kid);
        }
    }
    assert_eq!(pages, document.get_pages().len());
}

#[test]
fn what_is_no_document_is_refused() {
    let whole = original(1);
    for bytes in [&b""[..], b"%PDF-1.7\n", b"<html></html>", &whole[..whole.len() / 2]] {
        let refused = PdfDocuments.evidence(bytes, &sample::evidence());
        assert!(matches!(refused, Err(DocumentError::Unreadable(_))), "{}", bytes.len());
    }
}
