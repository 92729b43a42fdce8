//! What was read from a receipt when it arrived.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ReceiptDefect, ReceiptError, ReceiptForm, ReceiptKind, SignatureOutcome};
use crate::signature_verdict::SignatureFinding;

/// A receipt, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadReceipt {
    pub kind: ReceiptKind,
    pub error: ReceiptError,
    /// The error in the provider's own words (`errore-esteso`).
    pub error_text: Option<String>,
    pub form: Option<ReceiptForm>,
    /// What the provider calls the certified message (`identificativo`). Several receipts have the same one.
    pub identifier: Option<String>,
    /// The provider that has issued it (`gestore-emittente`).
    pub provider: Option<String>,
    /// The Message-ID of the message that it is about, without angle brackets.
    pub reference: Option<String>,
    /// Its own Message-ID, without angle brackets.
    pub message_id: Option<String>,
    /// Who has sent the message that it is about, in lower case.
    pub sender: Option<String>,
    /// To whom that message was addressed, in the order of `daticert.xml`.
    pub recipients: Vec<ReceiptRecipient>,
    /// The recipient that a receipt of delivery, or of its failure, is about (`consegna`), in lower case.
    pub delivered_to: Option<String>,
    /// The subject of the message that it is about.
    pub subject: Option<String>,
    /// The moment that it certifies (`data`).
    pub certified_at: Option<DateTime<Utc>>,
    /// The text that a person reads: its beginning.
    pub text: String,
    pub signature: ReceiptSignature,
    /// The SHA-256 of the signed part, byte for byte, in hexadecimal digits; of the whole where nothing is signed.
    pub signed_sha256: String,
    pub defects: Vec<ReceiptDefect>,
}

impl ReadReceipt {
    /// The same without the character NUL, which PostgreSQL does not take into a text.
    #[must_use]
    pub fn without_nul(mut self) -> Self {
        let clean = |text: &mut String| text.retain(|c| c != '\0');
        let optional = [
            &mut self.error_text,
            &mut self.identifier,
            &mut self.provider,
            &mut self.reference,
            &mut self.message_id,
            &mut self.sender,
            &mut self.delivered_to,
            &mut self.subject,
        ];
        optional.into_iter().flatten().for_each(clean);
        self.recipients.iter_mut().for_each(|recipient| clean(&mut recipient.address));
        clean(&mut self.text);
        self
    }
}

/// A recipient of the message that a receipt is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReceiptRecipient {
    /// In lower case.
    pub address: String,
    /// Whether it is a certified mailbox. Others confirm nothing.
    pub is_certified: bool,
}

/// What was found of a receipt's signature when it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptSignature {
    pub outcome: SignatureOutcome,
    /// What decided the outcome where it is not [`SignatureOutcome::Trusted`].
    #[serde(default)]
    pub finding: Option<SignatureFinding>,
    /// What was found wrong or missing, for a person who knows certificates.
    pub detail: Option<String>,
    /// The common name of the signer, and of who has issued its certificate.
    pub signer: Option<String>,
    pub issuer: Option<String>,
    /// The serial number of the certificate, in hexadecimal digits.
    pub serial: Option<String>,
    /// The e-mail address in the certificate, which must be that of the sender (RFC 8550, 3).
    pub signer_address: Option<String>,
    pub valid_from: Option<DateTime<Utc>>,
    pub valid_until: Option<DateTime<Utc>>,
    /// The hash algorithm of the signature, such as `SHA-256`.
    pub digest: Option<String>,
    /// When it was verified.
    pub verified_at: DateTime<Utc>,
}

impl ReceiptSignature {
    /// There is no signature.
    pub fn missing(verified_at: DateTime<Utc>) -> Self {
        Self {
            outcome: SignatureOutcome::Missing,
            finding: None,
            detail: None,
            signer: None,
            issuer: None,
            serial: None,
            signer_address: None,
            valid_from: None,
            valid_until: None,
            digest: None,
            verified_at,
        }
    }
}
