//! Holders: the people who hold mailboxes, with their addresses and their ties to companies.
//!
//! Everybody who works for an organisation sees all of its holders: a person may hold mailboxes in several
//! domains. Whoever changes something that a holder has locks the holder first, so that none of its
//! addresses or ties goes while a mailbox takes it.

mod addresses;
pub(crate) mod audit;
mod companies;
mod correct;
mod create;
mod erase;
mod export;
mod fill;
mod get;
mod list;
mod merge;
mod notes;
mod table;
pub(crate) mod variants;
mod view;

pub use addresses::{add_address, addresses, remove_address, update_address};
pub use companies::{add_company, companies, remove_company, update_company};
pub use correct::correct;
pub use create::create;
pub(crate) use create::{check_tax_code, insert};
pub use erase::erase;
pub use export::export;
pub use fill::{Creation, creation};
pub use get::get;
pub use list::list;
pub use merge::merge;
pub use notes::{add_note, history, notes};
pub(crate) use view::address;

use sigillo_contract::Operation;
use sigillo_domain::Code;
use sigillo_domain::account::Role;
use sigillo_domain::holder::Holder;
use sigillo_domain::id::{HolderId, OrganizationId};
use sigillo_storage::holder_list::Scope;
use sigillo_storage::{Connection, Tx, holders};

use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::scope::{InScope, Scoped};
use crate::{Caller, Grant};

/// The holders and companies that a caller may know of; None if there are none.
pub(crate) fn scope(caller: &Caller) -> Option<Scope> {
    match caller.role() {
        Role::Operator => Some(Scope::All),
        Role::Postmaster | Role::Assistant => caller.organization_id().map(Scope::Of),
    }
}

/// Refuses what belongs to another organisation than the caller's.
pub(crate) fn check_organization(
    caller: &Caller,
    organization_id: OrganizationId,
) -> Result<(), AppError> {
    match scope(caller) {
        Some(Scope::All) => Ok(()),
        Some(Scope::Of(own)) if own == organization_id => Ok(()),
        _ => Err(NOT_FOUND),
    }
}

impl Scoped for Holder {
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        check_organization(grant.caller(), self.organization_id)
    }
}

/// Finds a holder for reading; out of scope is `not_found`.
async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: HolderId,
) -> Result<InScope<Holder>, AppError> {
    InScope::new(grant, holders::find(on, id).await?.ok_or(NOT_FOUND)?)
}

/// Finds a holder and locks it for a change; out of scope is `not_found`.
async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: HolderId,
) -> Result<InScope<Holder>, AppError> {
    InScope::new(grant, holders::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)
}

/// The name of a holder in the caller's scope, as lists show it.
pub(crate) async fn name_in_scope(
    on: &mut impl Connection,
    caller: &Caller,
    id: HolderId,
) -> Result<Option<String>, AppError> {
    let found = holders::find(on, id).await?;
    let found = found.filter(|it| check_organization(caller, it.organization_id).is_ok());
    Ok(found.map(|holder| format!("{} {}", holder.family_name, holder.given_name)))
}

/// Refuses to change a holder that was merged or erased.
fn check_changeable(holder: &Holder) -> Result<(), AppError> {
    holder.check_changeable().map_err(|code: Code| AppError::Problem(code))
}
