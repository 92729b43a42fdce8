//! The preserved receipts of a mailbox, as its own user finds them again and takes them away (A18, C5).
//!
//! Everything here takes the [`Owner`] of a session and looks among the receipts of that mailbox alone: what belongs
//! to another one is not found.

mod attestation;
mod content;
mod figures;
mod get;
mod list;
mod messages;
pub mod packages;
mod select;
mod view;

pub use attestation::{Attestation, attestation};
pub use content::{ReceiptFile, content};
pub(crate) use figures::shown_figures;
pub use get::get;
pub use list::list;
pub use messages::{get as get_message, list as list_messages, recipients};

use sigillo_domain::id::ReceiptId;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_storage::receipts::{self, Receipt};
use sigillo_storage::{Connection, StorageError, preserved_totals};

use crate::error::{AppError, NOT_FOUND};
use crate::own_mailbox::Owner;

/// Whether the user of a mailbox has a password or can set one: while the mailbox is there, and after that while
/// receipts are preserved, or there are some although their preservation was switched off before the end (C5).
pub(crate) async fn may_have_password(
    on: &mut impl Connection,
    mailbox: &Mailbox,
) -> Result<bool, StorageError> {
    if mailbox.may_have_password() {
        return Ok(true);
    }
    let is_cancelled = mailbox.state == MailboxState::Cancelled;
    let preserved = preserved_totals::of_mailbox(on, mailbox.id).await?;
    Ok(is_cancelled && preserved.is_some_and(|total| total.receipts > 0))
}

/// Finds a receipt of the owner's mailbox.
async fn find(on: &mut impl Connection, owner: &Owner, id: ReceiptId) -> Result<Receipt, AppError> {
    let found = receipts::find(on, id).await?;
    found.filter(|receipt| receipt.mailbox_id == owner.mailbox_id()).ok_or(NOT_FOUND)
}
