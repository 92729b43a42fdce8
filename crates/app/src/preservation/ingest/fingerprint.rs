//! By what an e-mail and a receipt are known again.

use sha2::{Digest, Sha256};
use sigillo_domain::receipt::ReadReceipt;

use crate::ports::MailSummary;

/// What an e-mail keeps wherever it is moved. Its headers have the number that the mail host gave its delivery, so that
/// no other e-mail has the same ones.
pub fn identity(mail: &MailSummary, headers: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(mail.arrived_at.timestamp().to_be_bytes());
    digest.update(mail.bytes.to_be_bytes());
    digest.update(headers);
    hex::encode(digest.finalize())
}

/// What a receipt is known by in its mailbox, however often it comes: its signed part and its identifier.
pub fn fingerprint(read: &ReadReceipt) -> String {
    let mut digest = Sha256::new();
    digest.update(read.signed_sha256.as_bytes());
    digest.update([0]);
    digest.update(read.identifier.as_deref().unwrap_or_default().as_bytes());
    hex::encode(digest.finalize())
}
