//! Receipts, as the API shows them.

use sigillo_contract::own_receipts::{
    CertifiedMessage, MessageRecipient, PreservedReceipt, PreservedReceiptDetail,
    ReceiptVerification,
};
use sigillo_domain::receipt::ReceiptSignature;
use sigillo_storage::certified_messages;
use sigillo_storage::receipts::Receipt;

pub(super) fn receipt(receipt: &Receipt) -> PreservedReceipt {
    let read = &receipt.read;
    PreservedReceipt {
        id: receipt.id,
        certified_message_id: receipt.message_id,
        kind: read.kind,
        outcome: read.kind.outcome(),
        error: read.error,
        happened_at: receipt.happened_at(),
        sender: read.sender.clone(),
        recipient: read.delivered_to.clone(),
        subject: read.subject.clone(),
        provider: read.provider.clone(),
        signature: read.signature.outcome,
        defects: read.defects.clone(),
        bytes: receipt.bytes,
    }
}

pub(super) fn detail(stored: Receipt) -> PreservedReceiptDetail {
    let receipt = receipt(&stored);
    let read = stored.read;
    PreservedReceiptDetail {
        receipt,
        error_text: read.error_text,
        form: read.form,
        identifier: read.identifier,
        message_id: read.message_id,
        reference: read.reference.unwrap_or_default(),
        certified_at: read.certified_at,
        arrived_at: stored.arrived_at,
        stored_at: stored.stored_at,
        source: stored.source,
        sha256: stored.sha256,
        signed_sha256: read.signed_sha256,
        verification: verification(read.signature),
        text: read.text,
    }
}

pub(super) fn verification(signature: ReceiptSignature) -> ReceiptVerification {
    ReceiptVerification {
        outcome: signature.outcome,
        detail: signature.detail,
        signer: signature.signer,
        issuer: signature.issuer,
        serial: signature.serial,
        signer_address: signature.signer_address,
        valid_from: signature.valid_from,
        valid_until: signature.valid_until,
        digest: signature.digest,
        verified_at: signature.verified_at,
    }
}

pub(super) fn message(message: certified_messages::CertifiedMessage) -> CertifiedMessage {
    let answered = message.delivered + message.failed;
    CertifiedMessage {
        id: message.id,
        message_id: message.reference,
        sender: message.sender,
        subject: message.subject,
        first_at: message.first_at,
        last_at: message.last_at,
        accepted_at: message.accepted_at,
        receipts: message.receipts,
        recipients: message.certified_recipients,
        delivered: message.delivered,
        failed: message.failed,
        awaited: (message.certified_recipients - answered).max(0),
    }
}

pub(super) fn recipient(recipient: certified_messages::MessageRecipient) -> MessageRecipient {
    MessageRecipient {
        address: recipient.address,
        is_certified: recipient.is_certified,
        is_expected: recipient.is_expected,
        confirmation: recipient.confirmation,
    }
}
