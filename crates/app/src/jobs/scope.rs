//! Whose jobs a caller may know of: its own; for a postmaster those of its organisation; for an
//! operator all.

use sigillo_domain::Code;
use sigillo_domain::account::Role;
use sigillo_storage::job_list::Scope;
use sigillo_storage::jobs::{self, Job};
use sigillo_storage::{Connection, Tx};
use uuid::Uuid;

use crate::error::{AppError, NOT_FOUND};
use crate::grant::{Caller, SignedIn};

fn sees(caller: &Caller, job: &Job) -> bool {
    match caller.role {
        Role::Operator => true,
        Role::Postmaster => {
            caller.organization_id().is_some() && caller.organization_id() == job.organization_id
        }
        Role::Assistant => is_its_own(caller, job),
    }
}

fn is_its_own(caller: &Caller, job: &Job) -> bool {
    let account = caller.signed_in.as_ref().map(|signed_in| signed_in.account.account.id);
    account == Some(job.account_id)
}

/// Which jobs a caller may list; None where it has none.
pub(super) fn of_list(caller: &Caller) -> Option<Scope> {
    match caller.role {
        Role::Operator => Some(Scope::All),
        Role::Postmaster => caller.organization_id().map(Scope::Organization),
        Role::Assistant => caller
            .signed_in
            .as_ref()
            .map(|SignedIn { account, .. }| Scope::Account(account.account.id)),
    }
}

/// The account that a job is asked for, or told to run, by. The system has none.
pub(super) fn account_of(caller: &Caller) -> Result<(Uuid, String), AppError> {
    let signed_in = caller.signed_in.as_ref().ok_or(AppError::Problem(Code::Forbidden))?;
    let account = &signed_in.account.account;
    Ok((account.id, account.username.clone()))
}

/// Finds a job to look at; out of scope is `not_found`.
pub(super) async fn find(
    on: &mut impl Connection,
    caller: &Caller,
    id: Uuid,
) -> Result<Job, AppError> {
    jobs::find(on, id).await?.filter(|job| sees(caller, job)).ok_or(NOT_FOUND)
}

/// Finds a job to change; out of scope is `not_found`.
pub(super) async fn find_to_change(
    tx: &mut Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<Job, AppError> {
    jobs::find_to_change(tx, id).await?.filter(|job| sees(caller, job)).ok_or(NOT_FOUND)
}
