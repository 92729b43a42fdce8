//! The files of reports: csv, xlsx, and PDF.

mod csv;
mod pdf;
mod xlsx;

use sigillo_app::table::TableFormat;
use sigillo_app::{DocumentError, ReportDocument, ReportDocuments};

/// Writes the files of reports.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportFiles;

impl ReportDocuments for ReportFiles {
    fn write(
        &self,
        document: &ReportDocument,
        format: TableFormat,
    ) -> Result<Vec<u8>, DocumentError> {
        match format {
            TableFormat::Csv(separator) => csv::write(document, separator),
            TableFormat::Xlsx => xlsx::write(document),
            TableFormat::Pdf => pdf::write(document),
        }
    }
}

fn failed(error: impl std::fmt::Display) -> DocumentError {
    DocumentError::Format(error.to_string())
}
