//! What lists of receipts and of certified messages are narrowed and sorted by.

use super::ReceiptKind;

text_enum! {
    /// Whether a receipt says that things went well.
    pub enum ReceiptOutcome {
        Positive = "positive",
        Negative = "negative",
        /// It says neither, such as that a delivery is late.
        Neutral = "neutral",
    }
}

impl ReceiptKind {
    pub const fn outcome(self) -> ReceiptOutcome {
        match self {
            Self::Acceptance | Self::Takeover | Self::Delivery => ReceiptOutcome::Positive,
            Self::NonAcceptance | Self::DeliveryFailure | Self::VirusDetected => {
                ReceiptOutcome::Negative
            }
            Self::DeliveryDelay | Self::Anomaly | Self::Unrecognised => ReceiptOutcome::Neutral,
        }
    }
}

text_enum! {
    /// What is known of all recipients of a certified message together.
    pub enum MessageProgress {
        /// Some recipient has neither confirmed nor failed.
        Awaiting = "awaiting",
        /// Some recipient will not have it.
        Failed = "failed",
        /// All recipients have it.
        Delivered = "delivered",
    }
}

text_enum! {
    pub enum ReceiptSortField {
        /// The moment that it certifies, or else the one at which it came.
        HappenedAt = "happened_at",
    }
}

text_enum! {
    pub enum CertifiedMessageSortField {
        /// When the last of its receipts was issued.
        LastAt = "last_at",
    }
}
