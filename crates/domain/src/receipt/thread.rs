//! What the receipts of a message say, taken together.

use super::ReceiptKind;

text_enum! {
    /// What is known of a message's way to one of its recipients.
    pub enum Confirmation as MessageConfirmation {
        /// Nothing has come yet.
        Awaited = "awaited",
        /// It is late, but may still be delivered.
        Delayed = "delayed",
        Delivered = "delivered",
        Failed = "failed",
    }
}

/// What is known of the way to a recipient after a receipt about it. A final answer stays, whatever comes after
/// it, and receipts may come in any order.
pub const fn confirmation(known: Confirmation, receipt: ReceiptKind) -> Confirmation {
    match (known, receipt) {
        (_, ReceiptKind::Delivery) | (Confirmation::Delivered, _) => Confirmation::Delivered,
        (
            _,
            ReceiptKind::DeliveryFailure | ReceiptKind::VirusDetected | ReceiptKind::NonAcceptance,
        ) => Confirmation::Failed,
        (Confirmation::Awaited, ReceiptKind::DeliveryDelay) => Confirmation::Delayed,
        (known, _) => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_does_not_depend_on_the_order_in_which_receipts_come() {
        let receipts =
            [ReceiptKind::DeliveryDelay, ReceiptKind::DeliveryFailure, ReceiptKind::Delivery];
        let after = |order: [usize; 3]| {
            order.iter().fold(Confirmation::Awaited, |known, at| confirmation(known, receipts[*at]))
        };
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            assert_eq!(after(order), Confirmation::Delivered);
        }
        let late = confirmation(Confirmation::Failed, ReceiptKind::DeliveryDelay);
        assert_eq!(late, Confirmation::Failed);
    }
}
