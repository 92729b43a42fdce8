use chrono::{DateTime, Utc};
use sigillo_contract::report::Report;
use sigillo_domain::report::day_text;

use super::contract_document::DocumentError;
use super::table::TableFormat;

/// A report as its file shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportDocument {
    pub report: Report,
    /// Who asked for it.
    pub author: String,
    pub created_at: DateTime<Utc>,
}

impl ReportDocument {
    /// What it is about, in words.
    pub fn scope(&self) -> String {
        let all = self.report.language.choose("Tutti i domini", "All domains");
        self.report.domain.clone().unwrap_or_else(|| all.to_owned())
    }

    /// From when to when, in words.
    pub fn period(&self) -> String {
        format!("{} – {}", day_text(self.report.from), day_text(self.report.to))
    }
}

/// Writes the files of reports.
///
/// An implementation computes for tens of milliseconds and waits for nothing: call it on a thread that may block.
pub trait ReportDocuments: Send + Sync {
    fn write(
        &self,
        document: &ReportDocument,
        format: TableFormat,
    ) -> Result<Vec<u8>, DocumentError>;
}
