use async_trait::async_trait;
use chrono::{DateTime, Utc};
use thiserror::Error;

/// What the seal says about itself, for whoever reads the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealStatement<'a> {
    /// Why the document is sealed.
    pub reason: &'a str,
    pub location: &'a str,
    /// When the document is sealed, by this server's clock.
    pub at: DateTime<Utc>,
}

/// A document with its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The given document, byte for byte, and what was appended to it.
    pub pdf: Vec<u8>,
    /// The serial number of the certificate, in hexadecimal.
    pub serial: String,
    /// The time that a timestamp service confirmed; None where none is configured.
    pub timestamp: Option<DateTime<Utc>>,
}

/// A seal that stands beside what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetachedSeal {
    /// `CAdES`: the `ContentInfo` of CMS in DER, without the content.
    pub der: Vec<u8>,
    pub certificate: SealCertificate,
    /// The time that a timestamp service confirmed; None where none is configured.
    pub timestamp: Option<DateTime<Utc>>,
}

/// The certificate of the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealCertificate {
    /// Distinguished names, as RFC 4514 writes them.
    pub subject: String,
    pub issuer: String,
    /// In hexadecimal.
    pub serial: String,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
    /// Whether nobody but the installation itself vouches for it.
    pub is_self_signed: bool,
}

impl SealCertificate {
    /// Refuses a certificate that is not valid at a time.
    pub fn check_validity(&self, at: DateTime<Utc>) -> Result<(), SealError> {
        if at < self.not_before {
            return Err(SealError::NotYetValid(self.not_before));
        }
        if at > self.not_after {
            return Err(SealError::Expired(self.not_after));
        }
        Ok(())
    }
}

/// Why a document was not sealed. Except for [`SealError::Unsealable`] nothing is wrong with the
/// document: sealing is tried again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    #[error("there is no key of the seal: sigillo seal init or sigillo seal import makes one")]
    NoKey,
    #[error("the key of the seal cannot be used: {0}")]
    UnusableKey(String),
    #[error("the certificate of the seal is valid from {0}")]
    NotYetValid(DateTime<Utc>),
    #[error("the certificate of the seal has expired: it was valid until {0}")]
    Expired(DateTime<Utc>),
    #[error("the timestamp service does not answer: {0}")]
    TimestampUnavailable(String),
    /// The timestamp service answered, with something other than the timestamp that was asked for.
    #[error("the timestamp service gives no valid timestamp: {0}")]
    TimestampRefused(String),
    #[error("the document cannot be sealed: {0}")]
    Unsealable(String),
}

/// The seal of the installation: an electronic signature of an organisation rather than of a person.
#[async_trait]
pub trait DocumentSeal: Send + Sync {
    /// Seals a finished PDF. It ends within its own time limit.
    async fn seal(&self, pdf: &[u8], statement: SealStatement<'_>) -> Result<Sealed, SealError>;
    /// Seals a file of any kind by its SHA-256. It ends within its own time limit.
    async fn sign_detached(
        &self,
        sha256: [u8; 32],
        at: DateTime<Utc>,
    ) -> Result<DetachedSeal, SealError>;
    /// The certificate that documents are sealed with now.
    async fn describe(&self) -> Result<SealCertificate, SealError>;
}
