use chrono::{DateTime, Utc};
use sigillo_domain::message::Language;

use super::contract_document::DocumentError;

/// A document that states facts: a title, what it is, a table of facts, and what it does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSheet {
    pub title: String,
    pub subtitle: String,
    /// What stands at the top of each page.
    pub reference: String,
    pub introduction: Vec<String>,
    pub parts: Vec<FactSheetPart>,
    pub notes: Vec<String>,
    pub language: Language,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSheetPart {
    pub title: String,
    /// Labels and values.
    pub facts: Vec<(String, String)>,
}

/// Writes documents that state facts, as PDF.
///
/// An implementation computes for tens of milliseconds and waits for nothing: call it on a thread that may block.
pub trait FactSheets: Send + Sync {
    fn write(&self, sheet: &FactSheet) -> Result<Vec<u8>, DocumentError>;
}
