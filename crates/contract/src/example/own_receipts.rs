//! Examples of preserved receipts.

use sigillo_domain::id::{CertifiedMessageId, DistributionPackageId, ReceiptId};
use sigillo_domain::receipt::{
    Confirmation, DistributionPackageState, ReceiptError, ReceiptForm, ReceiptKind, ReceiptOutcome,
    ReceiptSource, SignatureOutcome,
};

use super::{Example, at};
use crate::own_receipts::{
    CertifiedMessage, DistributionPackage, DistributionPackageCreate, MessageRecipient,
    PreservedFigures, PreservedReceipt, PreservedReceiptDetail, ReceiptSelection,
    ReceiptVerification,
};

const RECEIPT: ReceiptId = ReceiptId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0080);
const MESSAGE: CertifiedMessageId =
    CertifiedMessageId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0081);
const PACKAGE: DistributionPackageId =
    DistributionPackageId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0082);
const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

impl Example for PreservedReceipt {
    fn example() -> Self {
        Self {
            id: RECEIPT,
            certified_message_id: MESSAGE,
            kind: ReceiptKind::Delivery,
            outcome: ReceiptOutcome::Positive,
            error: ReceiptError::None,
            happened_at: at(0),
            sender: Some("protocollo@pec.example.it".into()),
            recipient: Some("fornitore@pec.example.org".into()),
            subject: Some("Ordine 12 del 2026".into()),
            provider: Some("Gestore di Esempio S.p.A.".into()),
            signature: SignatureOutcome::Trusted,
            defects: vec![],
            bytes: 48_213,
        }
    }
}

impl Example for PreservedReceiptDetail {
    fn example() -> Self {
        Self {
            receipt: PreservedReceipt::example(),
            error_text: None,
            form: Some(ReceiptForm::Full),
            identifier: Some("opec2941.20260101090000.12345.1.1@pec.example.it".into()),
            message_id: Some("12345@pec.example.it".into()),
            reference: "ordine-12@example.it".into(),
            certified_at: Some(at(0)),
            arrived_at: at(2),
            stored_at: at(10),
            source: ReceiptSource::MailHost,
            sha256: HASH.into(),
            signed_sha256: HASH.into(),
            verification: ReceiptVerification::example(),
            text: "Ricevuta di avvenuta consegna".into(),
        }
    }
}

impl Example for ReceiptVerification {
    fn example() -> Self {
        Self {
            outcome: SignatureOutcome::Trusted,
            detail: None,
            signer: Some("Gestore di Esempio".into()),
            issuer: Some("CA di Esempio".into()),
            serial: Some("0a1b".into()),
            signer_address: Some("posta-certificata@pec.example.it".into()),
            valid_from: Some(at(-86_400)),
            valid_until: Some(at(86_400)),
            digest: Some("SHA-256".into()),
            verified_at: at(10),
        }
    }
}

impl Example for CertifiedMessage {
    fn example() -> Self {
        Self {
            id: MESSAGE,
            message_id: "ordine-12@example.it".into(),
            sender: "protocollo@pec.example.it".into(),
            subject: "Ordine 12 del 2026".into(),
            first_at: at(0),
            last_at: at(5),
            accepted_at: Some(at(0)),
            receipts: 2,
            recipients: 2,
            delivered: 1,
            failed: 0,
            awaited: 1,
        }
    }
}

impl Example for MessageRecipient {
    fn example() -> Self {
        Self {
            address: "fornitore@pec.example.org".into(),
            is_certified: true,
            is_expected: true,
            confirmation: Confirmation::Delivered,
        }
    }
}

impl Example for DistributionPackageCreate {
    fn example() -> Self {
        let subject = Some("ordine".into());
        let matching = Some(ReceiptSelection { subject, ..ReceiptSelection::default() });
        Self { receipts: None, matching, language: None }
    }
}

impl Example for DistributionPackage {
    fn example() -> Self {
        Self {
            id: PACKAGE,
            asked_at: at(0),
            state: DistributionPackageState::Ready,
            total: 12,
            done: 12,
            finished_at: Some(at(3)),
            expires_at: Some(at(3 + 7 * 86_400)),
            bytes: Some(512_000),
            sha256: Some(HASH.into()),
        }
    }
}

impl Example for PreservedFigures {
    fn example() -> Self {
        Self { receipts: 1_204, bytes: 61_000_000, last_at: at(0) }
    }
}
