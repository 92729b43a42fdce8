//! What is taken away of the identity register when the holder of a mailbox is another person, or is erased.

use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::HolderId;
use sigillo_storage::{Tx, holders};

use super::save;
use crate::App;
use crate::caller::SystemCaller;
use crate::error::AppError;
use crate::scope::InScope;

/// Takes away how the holder was identified, and the second factor, in all mailboxes of the holder. These may be in
/// domains that the actor does not manage: what is true of the holder is true in all of them.
pub(crate) async fn void_of_holder(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    holder_id: HolderId,
) -> Result<(), AppError> {
    let register = SystemCaller::new("sigillo identity register");
    for id in holders::mailboxes(tx, holder_id).await? {
        let Some(before) = InScope::of_system(tx, &register, id).await? else { continue };
        if before.identification.is_none() && before.second_factor_since.is_none() {
            continue;
        }
        let after = before.with_void_identity();
        save(app, tx, actor, Action::IdentificationWithdrawn, &before, after).await?;
    }
    Ok(())
}
