//! The PDF documents of contracts.

mod contract;
mod evidence;
mod words;

use sigillo_app::{ContractDocument, ContractDocuments, DocumentError, Evidence};

use crate::document_pages::file::{self, Information};
use crate::document_pages::sheets::{self, Header};
use crate::document_pages::typeface::Typeface;
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
