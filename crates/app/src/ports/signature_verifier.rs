use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::FileVerdict;
use thiserror::Error;

/// The verification could not be made now; it is tried again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the signatures could not be verified: {0}")]
pub struct VerifierError(pub String);

/// Verifies the signatures of PDF and p7m files.
#[async_trait]
pub trait SignatureVerifier: Send + Sync {
    /// Judges a file as of a time. Whatever the file is, this ends with a verdict, within a limit on time and memory.
    async fn verify(
        &self,
        content: Vec<u8>,
        at: DateTime<Utc>,
    ) -> Result<FileVerdict, VerifierError>;
}
