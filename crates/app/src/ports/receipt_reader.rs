use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_domain::receipt::ReadReceipt;
use thiserror::Error;

/// A receipt could not be read now, whatever it is; it is tried again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the receipt could not be read: {0}")]
pub struct ReceiptReaderError(pub String);

/// Reads receipts and notices of certified mail while their bytes pass, and verifies their signatures.
pub trait ReceiptReader: Send + Sync {
    fn begin(&self) -> Box<dyn ReceiptReading>;
}

/// A receipt that is being read. The memory that it takes does not depend on how long the e-mail is.
#[async_trait]
pub trait ReceiptReading: Send {
    /// Takes the next bytes of the e-mail, as they came.
    fn write(&mut self, piece: &[u8]);
    /// Judges what was written, as of a time. Whatever it was, this ends with what could be read of it.
    async fn finish(self: Box<Self>, at: DateTime<Utc>) -> Result<ReadReceipt, ReceiptReaderError>;
}
