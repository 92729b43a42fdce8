//! Documents that state facts, as PDF.

use sigillo_app::{DocumentError, FactSheet, FactSheets, local_time};
use sigillo_domain::message::Language;

use crate::document_pages::file::{self, Information};
use crate::document_pages::rows::{Composer, Place};
use crate::document_pages::sheets::{self, Header};
use crate::document_pages::style::{PART, SMALL, SUBTITLE, TEXT, TITLE};
use crate::document_pages::typeface::Typeface;

/// Writes documents that state facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct PdfFactSheets;

impl FactSheets for PdfFactSheets {
    fn write(&self, sheet: &FactSheet) -> Result<Vec<u8>, DocumentError> {
        let typeface = Typeface::new()?;
        let l = sheet.language;
        let mut composer = Composer::new(&typeface);
        composer.text(&sheet.title, TITLE, Place::default());
        composer.text(&sheet.subtitle, SUBTITLE, Place::default());
        composer.rule();
        for paragraph in &sheet.introduction {
            composer.text(paragraph, TEXT, Place { gap: 3.0, ..Place::default() });
        }
        for part in &sheet.parts {
            let heading = Place { gap: 6.0, keeps_next: true, ..Place::default() };
            composer.text(&part.title, PART, heading);
            for (label, value) in &part.facts {
                composer.entry(label, value);
            }
        }
        for (place, note) in sheet.notes.iter().enumerate() {
            let gap = if place == 0 { 6.0 } else { 2.0 };
            composer.text(note, SMALL, Place { gap, ..Place::default() });
        }
        let at = local_time(sheet.created_at).format("%d/%m/%Y, %H:%M").to_string();
        let header = Header { left: &sheet.reference, right: &at, warning: None };
        let numbering = |page, of| match l {
            Language::It => format!("Pagina {page} di {of}"),
            Language::En => format!("Page {page} of {of}"),
        };
        let sheets = sheets::sheets(composer.rows, &header, numbering, &typeface);
        let information = Information { title: &sheet.title, author: "Sigillo", language: l };
        file::write(sheets, &typeface, &information)
    }
}

#[cfg(test)]
mod tests {
    use sigillo_app::FactSheetPart;

    use super::*;

    #[test]
    fn facts_take_as_many_pages_as_they_need() {
        let fact = |place| (format!("Voce {place}"), "lungo ".repeat(40) + "Đặng <b> \u{202e}x");
        let sheet = FactSheet {
            title: "Attestazione".into(),
            subtitle: "Ricevuta".into(),
            reference: "uno@pec.example.it".into(),
            introduction: vec!["Si attesta.".into()],
            parts: vec![FactSheetPart { title: "Dati".into(), facts: (0..60).map(fact).collect() }],
            notes: vec!["Nota.".into()],
            language: Language::It,
            created_at: "2026-02-01T06:00:00Z".parse().unwrap(),
        };
        let file = PdfFactSheets.write(&sheet).unwrap();
        let read = genpdf_lopdf::Document::load_mem(&file).unwrap();
        assert!(read.get_pages().len() >= 3, "{} pages", read.get_pages().len());
        assert_eq!(file, PdfFactSheets.write(&sheet).unwrap(), "the same facts, the same bytes");
    }
}
