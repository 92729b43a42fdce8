//! A receipt that was read becomes one of a mailbox, wherever it comes from.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{OrganizationId, ReceiptId};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::receipt::{ReadReceipt, ReceiptSource};
use sigillo_storage::receipts::{self, Receipt};
use sigillo_storage::{StorageError, Tx, receipt_defects};

use super::ingest::fingerprint;
use crate::App;
use crate::objects::Claimed;

/// Whose receipt it is, and how it came.
pub(crate) struct Origin<'a> {
    pub organization_id: OrganizationId,
    pub mailbox: &'a Mailbox,
    pub arrived_at: DateTime<Utc>,
    pub source: ReceiptSource,
}

/// Stores a receipt whose content is in the store, with what is odd about it beside the others of its mailbox; None if
/// the mailbox has it already.
pub(crate) async fn store(
    app: &App,
    tx: &mut Tx,
    origin: &Origin<'_>,
    read: ReadReceipt,
    object: &Claimed,
) -> Result<Option<ReceiptId>, StorageError> {
    let mailbox = origin.mailbox;
    let mut read = read.without_nul();
    let fingerprint = fingerprint(&read);
    if receipts::is_known(tx, mailbox.id, &fingerprint).await? {
        return Ok(None);
    }
    read.defects.extend(receipt_defects::beside_others(tx, mailbox.id, &read).await?);
    let receipt = Receipt {
        id: app.new_id(),
        organization_id: origin.organization_id,
        domain_id: mailbox.domain_id,
        mailbox_id: mailbox.id,
        message_id: app.new_id(),
        fingerprint,
        read,
        arrived_at: origin.arrived_at,
        stored_at: app.now(),
        source: origin.source,
        sha256: object.sha256.clone(),
        bytes: object.bytes,
    };
    let is_new = receipts::insert(tx, &receipt).await?;
    receipt_defects::after_acceptance(tx, &receipt).await?;
    Ok(is_new.then_some(receipt.id))
}
