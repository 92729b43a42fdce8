use async_trait::async_trait;
use bytes::Bytes;
use thiserror::Error;

/// What a scanner says about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanOutcome {
    Clean,
    /// With the name of what was found.
    Infected(String),
}

/// The scanner does not answer, or could not judge the file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the virus scanner is not available: {0}")]
pub struct ScanError(pub String);

/// The scan of one file, which is given piece by piece.
#[async_trait]
pub trait VirusScan: Send {
    async fn write(&mut self, piece: Bytes) -> Result<(), ScanError>;
    async fn finish(self: Box<Self>) -> Result<ScanOutcome, ScanError>;
}

/// A program that looks for viruses in files.
#[async_trait]
pub trait VirusScanner: Send + Sync {
    async fn begin(&self) -> Result<Box<dyn VirusScan>, ScanError>;
}
