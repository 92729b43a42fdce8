//! The seal of documents: `PAdES` in a PDF, `CAdES` beside any other file; baseline B-B, or B-T with a timestamp service.

mod files;
mod key;
mod objects;
mod pdf;
mod pkcs12;
mod self_signed;
mod signed_data;
mod timestamp;
mod xref;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_app::{DetachedSeal, DocumentSeal, SealCertificate, SealError, SealStatement, Sealed};

pub use files::{SealFiles, StoreError};
pub use key::SealKey;
pub use pkcs12::import;
pub use self_signed::create;
pub use timestamp::{TimestampService, parse_url};

use pdf::Placed;
use signed_data::Signature;
use timestamp::MAX_TOKEN_BYTES;

/// Room for what a signature holds besides certificates and timestamp: names, digests, the value itself.
const ROOM_FOR_SIGNATURE: usize = 3 * 1024;

/// Seals with the key of the given files, which is read each time: a key that was replaced counts at once.
pub struct PadesSeal {
    files: SealFiles,
    timestamps: Option<TimestampService>,
}

impl PadesSeal {
    pub fn new(files: SealFiles, timestamps: Option<TimestampService>) -> Self {
        Self { files, timestamps }
    }

    async fn key(&self) -> Result<SealKey, SealError> {
        let files = self.files.clone();
        tokio::task::spawn_blocking(move || files.load())
            .await
            .map_err(|error| SealError::UnusableKey(error.to_string()))?
    }
}

#[async_trait]
impl DocumentSeal for PadesSeal {
    async fn seal(&self, pdf: &[u8], statement: SealStatement<'_>) -> Result<Sealed, SealError> {
        let key = Arc::new(self.key().await?);
        let certificate = key.certificate();
        certificate.check_validity(statement.at)?;
        let room = room(&key, self.timestamps.is_some());
        let placed = place(pdf, statement, room).await?;
        let digest = placed.digest();
        let failed = |error: &dyn std::fmt::Display| SealError::UnusableKey(error.to_string());
        let signature = sign(key, digest, None).await?;
        let token = match &self.timestamps {
            Some(service) => Some(service.stamp(signature.imprint()).await?),
            None => None,
        };
        let der = signature.to_der(token.as_ref().map(|token| token.der.as_slice()));
        let pdf = placed.fill(&der.map_err(|error| failed(&error))?);
        Ok(Sealed {
            pdf: pdf.ok_or_else(|| failed(&"the signature is longer than expected"))?,
            serial: certificate.serial,
            timestamp: token.map(|token| token.at),
        })
    }

    async fn sign_detached(
        &self,
        sha256: [u8; 32],
        at: DateTime<Utc>,
    ) -> Result<DetachedSeal, SealError> {
        sign_detached(Arc::new(self.key().await?), self.timestamps.as_ref(), sha256, at).await
    }

    async fn describe(&self) -> Result<SealCertificate, SealError> {
        Ok(self.key().await?.certificate())
    }
}

/// Seals a file by its SHA-256 with a key.
pub async fn sign_detached(
    key: Arc<SealKey>,
    timestamps: Option<&TimestampService>,
    sha256: [u8; 32],
    at: DateTime<Utc>,
) -> Result<DetachedSeal, SealError> {
    let certificate = key.certificate();
    certificate.check_validity(at)?;
    let signature = sign(key, sha256, Some(at)).await?;
    let token = match timestamps {
        Some(service) => Some(service.stamp(signature.imprint()).await?),
        None => None,
    };
    let der = signature.to_der(token.as_ref().map(|token| token.der.as_slice()));
    let der = der.map_err(|error| SealError::UnusableKey(error.to_string()))?;
    Ok(DetachedSeal { der, certificate, timestamp: token.map(|token| token.at) })
}

fn room(key: &SealKey, with_timestamp: bool) -> usize {
    let certificates: usize = key.certificates().iter().map(Vec::len).sum();
    // The name of the issuer, which is part of the first certificate, is repeated twice.
    let names = 2 * key.certificates().first().map_or(0, Vec::len);
    let timestamp = if with_timestamp { MAX_TOKEN_BYTES } else { 0 };
    ROOM_FOR_SIGNATURE + certificates + names + timestamp
}

/// Off the threads that serve requests: it reads the whole document.
async fn place(pdf: &[u8], statement: SealStatement<'_>, room: usize) -> Result<Placed, SealError> {
    let pdf = pdf.to_vec();
    let (reason, location, at) =
        (statement.reason.to_owned(), statement.location.to_owned(), statement.at);
    let task = tokio::task::spawn_blocking(move || {
        let statement = SealStatement { reason: &reason, location: &location, at };
        Placed::new(&pdf, &statement, room)
    });
    // A document that makes the reader panic is not one that can be sealed.
    let placed = task.await.map_err(|_| SealError::Unsealable("it cannot be read".to_owned()))?;
    placed.map_err(SealError::Unsealable)
}

async fn sign(
    key: Arc<SealKey>,
    digest: [u8; 32],
    at: Option<DateTime<Utc>>,
) -> Result<Signature, SealError> {
    let signature = tokio::task::spawn_blocking(move || Signature::new(&key, &digest, at)).await;
    let signature = signature.map_err(|error| SealError::UnusableKey(error.to_string()))?;
    signature.map_err(SealError::UnusableKey)
}
