//! Receipts of certified mail, read while they arrive and verified against the folder of trusted authorities.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_app::{ReceiptReader, ReceiptReaderError, ReceiptReading};
use sigillo_domain::receipt::ReadReceipt;
use sigillo_receipts::ReceiptParser;
pub use sigillo_receipts::is_to_be_preserved;

use crate::trust::TrustFolder;

/// Reads receipts, and verifies them against the authorities of a folder.
pub struct Receipts {
    trust: Arc<TrustFolder>,
}

impl Receipts {
    pub const fn new(trust: Arc<TrustFolder>) -> Self {
        Self { trust }
    }
}

impl ReceiptReader for Receipts {
    fn begin(&self) -> Box<dyn ReceiptReading> {
        Box::new(Reading { parser: ReceiptParser::new(), trust: self.trust.clone() })
    }
}

struct Reading {
    parser: ReceiptParser,
    trust: Arc<TrustFolder>,
}

#[async_trait]
impl ReceiptReading for Reading {
    fn write(&mut self, piece: &[u8]) {
        self.parser.write(piece);
    }

    async fn finish(self: Box<Self>, at: DateTime<Utc>) -> Result<ReadReceipt, ReceiptReaderError> {
        // With ten thousand recipients and a chain of certificates it takes some milliseconds.
        let work = move || {
            // An authority that cannot be read now must not make a good receipt an untrusted one for ever.
            let anchors = self.trust.anchors().map_err(ReceiptReaderError)?;
            Ok(self.parser.finish().verify(&anchors, at))
        };
        let failed = |error: tokio::task::JoinError| ReceiptReaderError(error.to_string());
        tokio::task::spawn_blocking(work).await.map_err(failed)?
    }
}
