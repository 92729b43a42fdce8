//! Which jobs a caller may know of: its own; for a postmaster, those of its organisation; for an
//! operator, all.

use sigillo_contract::Operation;
use sigillo_domain::Code;
use sigillo_domain::account::Role;
use sigillo_domain::id::{AccountId, JobId};
use sigillo_storage::job_list::Scope;
use sigillo_storage::jobs::{self, Job};
use sigillo_storage::{Connection, Tx};

use crate::Grant;
use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::scope::{InScope, Scoped};

impl Scoped for Job {
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        let caller = grant.caller();
        let in_scope = match caller.role() {
            Role::Operator => true,
            Role::Postmaster => {
                let own = caller.organization_id();
                own.is_some() && own == self.organization_id
            }
            Role::Assistant => caller.account_id() == Some(self.account_id),
        };
        if in_scope { Ok(()) } else { Err(NOT_FOUND) }
    }
}

/// The jobs that a caller may list; None if there are none.
pub(super) fn of_list(caller: &Caller) -> Option<Scope> {
    match caller.role() {
        Role::Operator => Some(Scope::All),
        Role::Postmaster => caller.organization_id().map(Scope::Organization),
        Role::Assistant => caller.account_id().map(Scope::Account),
    }
}

/// The account that requests or confirms a job. The system has none.
pub(super) fn account_of(caller: &Caller) -> Result<(AccountId, String), AppError> {
    let account = caller.account().ok_or(AppError::Problem(Code::Forbidden))?;
    Ok((account.id, account.username.clone()))
}

/// Finds a job to look at; out of scope is `not_found`.
pub(super) async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: JobId,
) -> Result<InScope<Job>, AppError> {
    InScope::new(grant, jobs::find(on, id).await?.ok_or(NOT_FOUND)?)
}

/// Finds a job to change; out of scope is `not_found`.
pub(super) async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: JobId,
) -> Result<InScope<Job>, AppError> {
    InScope::new(grant, jobs::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)
}
