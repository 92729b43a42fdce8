//! The contracts of a holder who is merged into another one.

use sigillo_domain::contract::Contract;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::HolderId;
use sigillo_storage::{Tx, contracts};

use super::{Evidence, Step, record};
use crate::App;
use crate::error::{AppError, NOT_FOUND};

/// Repoints the contracts, each with a record of its own. What their histories hold of the person stays under
/// the key of the holder who ends.
pub(crate) async fn give_to(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    ends: HolderId,
    stays: HolderId,
) -> Result<(), AppError> {
    for named in contracts::of_holder(tx, ends).await? {
        let named = contracts::find_to_change(tx, named.contract.id).await?.ok_or(NOT_FOUND)?;
        let before = named.contract;
        let version = before.version + 1;
        let after = Contract { holder_id: stays, version, ..before.clone() };
        contracts::update(tx, &after).await?;
        let step = Step {
            actor,
            action: Action::Updated,
            before: Some(&before),
            after: &after,
            evidence: Evidence::default(),
        };
        record(app, tx, step).await?;
    }
    Ok(())
}
