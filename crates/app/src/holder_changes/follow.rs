//! What becomes of changes of holder when a holder is merged into another one, or erased.

use std::collections::HashMap;

use sigillo_domain::history::{Action, Actor};
use sigillo_domain::holder_change::{HolderChange, HolderChangeEvent, HolderChangeState};
use sigillo_domain::id::{AddressId, CompanyTieId, HolderId};
use sigillo_storage::{Tx, holder_changes};

use super::audit::record_change;
use super::end::end;
use crate::App;
use crate::error::{AppError, NOT_FOUND};

/// The addresses and ties that a merge has replaced by others that say the same.
pub(crate) struct Replaced<'a> {
    pub addresses: &'a HashMap<AddressId, AddressId>,
    pub ties: &'a HashMap<CompanyTieId, CompanyTieId>,
}

/// Repoints the changes from and to a holder who is merged into another one. One that waits for a decision is closed
/// if both holders are now the same person.
pub(crate) async fn give_to(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (ends, stays): (HolderId, HolderId),
    replaced: &Replaced<'_>,
) -> Result<(), AppError> {
    let given = |id| if id == ends { stays } else { id };
    for before in changes_of(tx, ends).await? {
        let address = |id| *replaced.addresses.get(&id).unwrap_or(&id);
        let tie = |id| *replaced.ties.get(&id).unwrap_or(&id);
        let after = HolderChange {
            old_holder_id: before.old_holder_id.map(given),
            new_holder_id: given(before.new_holder_id),
            address_id: before.address_id.map(address),
            tie_id: before.tie_id.map(tie),
            version: before.version + 1,
            ..before.clone()
        };
        save(app, tx, actor, &before, &after).await?;
        let is_pointless = after.old_holder_id == Some(after.new_holder_id);
        if is_pointless && after.state == HolderChangeState::Pending {
            end(app, tx, actor, &after, HolderChangeEvent::Close, None).await?;
        }
    }
    Ok(())
}

/// Erases what the changes from and to a holder say of the person. One that would give the holder a mailbox is closed.
pub(crate) async fn erase_of_holder(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    holder_id: HolderId,
) -> Result<(), AppError> {
    for mut before in changes_of(tx, holder_id).await? {
        if before.state == HolderChangeState::Pending {
            before = end(app, tx, actor, &before, HolderChangeEvent::Close, None).await?;
        }
        let is_new_holder = before.new_holder_id == holder_id;
        let email = &before.communication_email;
        let communication_email = if is_new_holder { String::new() } else { email.clone() };
        let version = before.version + 1;
        // A reason may speak of either holder.
        let after = HolderChange { communication_email, reason: None, version, ..before.clone() };
        save(app, tx, actor, &before, &after).await?;
    }
    Ok(())
}

async fn changes_of(tx: &mut Tx, id: HolderId) -> Result<Vec<HolderChange>, AppError> {
    let mut locked = vec![];
    for named in holder_changes::of_holder(tx, id).await? {
        let named = holder_changes::find_to_change(tx, named.change.id).await?.ok_or(NOT_FOUND)?;
        locked.push(named.change);
    }
    Ok(locked)
}

async fn save(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    before: &HolderChange,
    after: &HolderChange,
) -> Result<(), AppError> {
    holder_changes::update(tx, after).await?;
    record_change(app, tx, actor, Action::Updated, Some(before), after).await
}
