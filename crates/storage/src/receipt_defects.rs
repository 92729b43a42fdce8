//! What is odd about a receipt beside the others of its mailbox.

use sigillo_domain::id::MailboxId;
use sigillo_domain::receipt::{ReadReceipt, ReceiptDefect, ReceiptKind};
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::receipts::Receipt;
use crate::tx::Tx;

/// The defects that only the other receipts of a mailbox show, of one that is about to be stored.
pub async fn beside_others(
    on: &mut impl Connection,
    mailbox: MailboxId,
    read: &ReadReceipt,
) -> Result<Vec<ReceiptDefect>, StorageError> {
    let mut defects = vec![];
    if names_unexpected_recipient(on, mailbox, read).await? {
        defects.push(ReceiptDefect::UnexpectedRecipient);
    }
    if reuses_identifier(on, mailbox, read).await? {
        defects.push(ReceiptDefect::ReusedIdentifier);
    }
    defects.retain(|defect| !read.defects.contains(defect));
    Ok(defects)
}

/// Whether it is about a recipient whom the acceptance of its message does not name.
async fn names_unexpected_recipient(
    on: &mut impl Connection,
    mailbox: MailboxId,
    read: &ReadReceipt,
) -> Result<bool, StorageError> {
    let (Some(reference), Some(address)) = (&read.reference, &read.delivered_to) else {
        return Ok(false);
    };
    let row = fetch_optional!(
        on,
        (Uuid,),
        "SELECT m.id FROM certified_message m
         WHERE m.mailbox_id = $1 AND m.reference = $2 AND m.accepted_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM certified_message_recipient p
                WHERE p.message_id = m.id AND p.address = $3 AND p.is_expected)",
        mailbox,
        reference,
        address
    )?;
    Ok(row.is_some())
}

/// Whether another receipt has its identifier and is about another message, or says the same of the same recipient
/// with another content. Those of one message have the same identifier.
async fn reuses_identifier(
    on: &mut impl Connection,
    mailbox: MailboxId,
    read: &ReadReceipt,
) -> Result<bool, StorageError> {
    let Some(identifier) = &read.identifier else { return Ok(false) };
    let row = fetch_optional!(
        on,
        (Uuid,),
        "SELECT r.id FROM receipt r JOIN certified_message m ON m.id = r.message_id
         WHERE r.mailbox_id = $1 AND r.identifier = $2
            AND (m.reference <> $3 OR (r.kind = $4 AND COALESCE(r.delivered_to, '') = $5)) LIMIT 1",
        mailbox,
        identifier,
        read.reference.as_deref().unwrap_or_default(),
        read.kind.as_str(),
        read.delivered_to.as_deref().unwrap_or_default()
    )?;
    Ok(row.is_some())
}

/// After an acceptance was stored: marks the receipts that came before it and are about recipients whom it does not
/// name.
pub async fn after_acceptance(tx: &mut Tx, receipt: &Receipt) -> Result<(), StorageError> {
    if receipt.read.kind != ReceiptKind::Acceptance {
        return Ok(());
    }
    let defect = ReceiptDefect::UnexpectedRecipient.as_str();
    execute!(
        tx,
        "UPDATE receipt SET defects = CASE WHEN defects = '' THEN $1 ELSE defects || ',' || $1 END
         WHERE message_id = (SELECT message_id FROM receipt WHERE id = $2) AND delivered_to IS NOT NULL
            AND ',' || defects || ',' NOT LIKE '%,' || $1 || ',%'
            AND NOT EXISTS (SELECT 1 FROM certified_message_recipient p
                WHERE p.message_id = receipt.message_id AND p.address = receipt.delivered_to AND p.is_expected)",
        defect,
        receipt.id
    )?;
    Ok(())
}
