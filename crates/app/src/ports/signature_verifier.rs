use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::FileVerdict;
use thiserror::Error;

/// The verification could not be made now; it is tried again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the signatures could not be verified: {0}")]
pub struct VerifierError(pub String);

/// A document that somebody was asked to sign, by its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedDocument {
    pub bytes: usize,
    pub sha256: [u8; 32],
}

/// A verified file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedFile {
    pub verdict: FileVerdict,
    /// Whether what was signed is the expected document, to which nothing was added but signatures; None where none
    /// was expected.
    pub is_expected: Option<bool>,
}

/// A detached signature that is over what it should be, with the key of the certificate that it brings. Whether that
/// certificate is to be trusted is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetachedSignature {
    /// The subject of the certificate, and its serial number in hexadecimal.
    pub signer: String,
    pub serial: String,
    /// The time of the timestamp that it brings.
    pub timestamp: Option<DateTime<Utc>>,
}

/// Verifies the signatures of PDF and p7m files.
#[async_trait]
pub trait SignatureVerifier: Send + Sync {
    /// Judges a file as of a time. Whatever the file is, this ends with a verdict, within a limit on time and memory.
    async fn verify(
        &self,
        content: Vec<u8>,
        expected: Option<ExpectedDocument>,
        at: DateTime<Utc>,
    ) -> Result<VerifiedFile, VerifierError>;

    /// The PDF in an envelope (p7m), or in several within each other; None if there is none. Nothing is verified.
    async fn enveloped_pdf(&self, content: Vec<u8>) -> Result<Option<Vec<u8>>, VerifierError>;

    /// Checks a detached signature (CMS) over a file with this SHA-256 in hexadecimal digits.
    async fn detached(
        &self,
        signature: Vec<u8>,
        sha256: &str,
    ) -> Result<DetachedSignature, VerifierError>;
}
