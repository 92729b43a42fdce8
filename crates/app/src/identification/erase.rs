//! What an erased holder leaves in the identity register: nothing.

use sigillo_contract::operations::EraseHolder;
use sigillo_domain::history::Action;
use sigillo_domain::id::HolderId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::{Tx, domains, holders, mailboxes};

use super::save;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::Found;
use crate::{App, Grant};

/// The number of mailboxes that are read at a time.
const BATCH: usize = 100;

/// Takes the identifications of a holder away. The mailboxes are cancelled, or the holder would not be erased.
pub(crate) async fn erase_of_holder(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<EraseHolder>,
    holder_id: HolderId,
) -> Result<(), AppError> {
    let ids = holders::mailboxes(tx, holder_id).await?;
    for batch in ids.chunks(BATCH) {
        for mailbox in mailboxes::find_many_to_change(tx, batch.iter().copied()).await? {
            if mailbox.identification.is_none() {
                continue;
            }
            let domain = domains::find(tx, mailbox.domain_id).await?.ok_or(NOT_FOUND)?.domain;
            let before = Found::new(grant, mailbox, domain)?.mailbox;
            let after = Mailbox { identification: None, ..Mailbox::clone(&before) };
            let (actor, action) = (grant.caller().actor(), Action::IdentificationWithdrawn);
            save(app, tx, actor, action, &before, after).await?;
        }
    }
    Ok(())
}
