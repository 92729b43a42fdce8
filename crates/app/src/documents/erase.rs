//! The documents of a person whose data are erased.

use sigillo_domain::history::{Actor, FieldChange};
use sigillo_domain::id::HolderId;
use sigillo_storage::{Tx, documents};

use super::{document_change, remove};
use crate::App;
use crate::error::AppError;
use crate::objects::unnamed;
use crate::personal::PersonalKey;

/// Deletes the documents of a holder, and those that its mailboxes had while it held them; their content goes once
/// nothing else names it. Returns what the record of the erasure says of the holder's own; those of mailboxes have
/// records of their own.
pub(crate) async fn erase_of_holder(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    holder_id: HolderId,
    key: Option<&PersonalKey>,
) -> Result<Vec<FieldChange>, AppError> {
    let mut changes = vec![];
    for document in documents::of_holder(tx, holder_id, true).await? {
        if document.mailbox_id.is_some() {
            remove(app, tx, actor, &document).await?;
        } else {
            documents::delete(tx, &document).await?;
            unnamed(app, tx, &document.sha256).await?;
            changes.push(document_change(Some(&document), None, key)?);
        }
    }
    Ok(changes)
}
