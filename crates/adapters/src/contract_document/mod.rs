//! The PDF documents of contracts.
//!
//! Titillium Web has no letters outside Latin, and no font with all of Unicode is small enough to ship: what
//! it lacks is drawn as its code (`[U+4E2D]`).

mod contract;
mod draw;
mod evidence;
mod file;
mod font;
mod rows;
mod sheets;
mod style;
mod typeface;
mod words;
mod wrap;

use sigillo_app::{ContractDocument, ContractDocuments, DocumentError, Evidence};

use file::Information;
use sheets::Header;
use typeface::Typeface;
use words::Words;

/// Draws documents with genpdf.
#[derive(Debug, Clone, Copy, Default)]
pub struct PdfDocuments;

impl ContractDocuments for PdfDocuments {
    fn contract(&self, document: &ContractDocument) -> Result<Vec<u8>, DocumentError> {
        let typeface = Typeface::new()?;
        let words = Words(document.language);
        let rows = contract::rows(document, &typeface);
        let header = Header {
            left: &document.organization,
            right: &words.contract(&document.reference),
            warning: document.is_example.then(|| words.preview()),
        };
        let sheets = sheets::sheets(rows, &header, |page, of| words.page(page, of), &typeface);
        let information = Information {
            title: &document.text.title,
            author: &document.organization,
            language: document.language,
        };
        file::write(sheets, &typeface, &information)
    }

    fn evidence(&self, original: &[u8], evidence: &Evidence) -> Result<Vec<u8>, DocumentError> {
        let typeface = Typeface::new()?;
        let words = Words(evidence.language);
        let rows = evidence::rows(evidence, &typeface);
        let contract = words.contract(&evidence.reference);
        let header = Header { left: words.evidence(), right: &contract, warning: None };
        let numbering = |page, of| words.evidence_page(page, of);
        let sheets = sheets::sheets(rows, &header, numbering, &typeface);
        file::append(original, sheets, &typeface)
    }
}

fn failed(error: impl std::fmt::Display) -> DocumentError {
    DocumentError::Format(error.to_string())
}
