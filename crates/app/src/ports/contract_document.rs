use chrono::{DateTime, Utc};
use sigillo_domain::contract_text::ContractText;
use sigillo_domain::message::Language;

/// A contract as its PDF document shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractDocument {
    pub text: ContractText,
    pub language: Language,
    pub organization: String,
    /// The id of the contract in its short form.
    pub reference: String,
    /// The day on which the contract was made, in words.
    pub made_on: String,
    /// A preview of a template: each page says that it is not valid.
    pub is_example: bool,
}

/// How a contract was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub language: Language,
    pub reference: String,
    /// SHA-256 of the document as it was before the evidence, in hexadecimal digits.
    pub original_sha256: String,
    /// What happened, in the order of time.
    pub lines: Vec<EvidenceLine>,
    /// The heading and the SHA-256 of each text that was accepted.
    pub consents: Vec<(String, String)>,
    /// Who signed and how, in a sentence.
    pub signature: String,
    /// The file that the holder has signed with a signature of their own.
    pub signed_copy: Option<CopyEvidence>,
}

/// A file that the holder has signed with a signature of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyEvidence {
    /// Of the file, in hexadecimal digits.
    pub sha256: String,
    /// The name of the file and what was found of its signatures, each with its label.
    pub facts: Vec<(String, String)>,
}

/// An event on the way to a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    pub at: DateTime<Utc>,
    pub event: String,
    /// Such as the network address, the browser and the channel, each with its label.
    pub details: Vec<(String, String)>,
}

/// Makes the PDF documents of contracts. The same contract gives the same bytes.
///
/// An implementation computes for tens of milliseconds and waits for nothing: call it on a thread that may
/// block.
pub trait ContractDocuments: Send + Sync {
    /// The document that the holder reads and signs.
    fn contract(&self, document: &ContractDocument) -> Result<Vec<u8>, DocumentError>;

    /// The document with pages about its signature after its own.
    fn evidence(&self, original: &[u8], evidence: &Evidence) -> Result<Vec<u8>, DocumentError>;
}

#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The document to add pages to is no PDF, or is encrypted.
    #[error("the document could not be read: {0}")]
    Unreadable(String),
    /// The library that makes the document failed.
    #[error("the document could not be made: {0}")]
    Format(String),
}
