//! Which jobs a caller may know of: its own, as long as it may view the domains that they are about, and any
//! domain at all, without which it sees no holders either; for a postmaster, those of its organisation; for an operator, all.

use sigillo_contract::Operation;
use sigillo_domain::Code;
use sigillo_domain::account::Role;
use sigillo_domain::id::{AccountId, DomainId, JobId};
use sigillo_domain::permission::{Permission, Reach};
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

/// An assistant may look at a job only while it may view every domain that the job is about, and at the
/// holders of its organisation only while it may view any domain there.
async fn check_domains(
    on: &mut impl Connection,
    caller: &Caller,
    id: JobId,
) -> Result<(), AppError> {
    let Reach::Granted(grants) = caller.reach() else { return Ok(()) };
    let domains = jobs::domains(on, id).await?;
    let visible =
        |domain: &DomainId| grants.get(domain).is_some_and(|set| set.has(Permission::View));
    let sees_any = grants.keys().any(visible);
    if sees_any && domains.iter().all(visible) { Ok(()) } else { Err(NOT_FOUND) }
}

/// The domains that an assistant may view.
fn viewed(reach: &Reach) -> Vec<DomainId> {
    let Reach::Granted(grants) = reach else { return vec![] };
    let viewed = grants.iter().filter(|(_, set)| set.has(Permission::View));
    viewed.map(|(domain, _)| *domain).collect()
}

/// The jobs that a caller may list; None if there are none.
pub(super) fn of_list(caller: &Caller) -> Option<Scope> {
    match caller.role() {
        Role::Operator => Some(Scope::All),
        Role::Postmaster => caller.organization_id().map(Scope::Organization),
        Role::Assistant => {
            let domains = viewed(caller.reach());
            let account_id = caller.account_id().filter(|_| !domains.is_empty());
            account_id.map(|account_id| Scope::Account { account_id, domains })
        }
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
    let job = InScope::new(grant, jobs::find(on, id).await?.ok_or(NOT_FOUND)?)?;
    check_domains(on, grant.caller(), id).await?;
    Ok(job)
}

/// Finds a job to change; out of scope is `not_found`.
pub(super) async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: JobId,
) -> Result<InScope<Job>, AppError> {
    let job = InScope::new(grant, jobs::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)?;
    check_domains(tx, grant.caller(), id).await?;
    Ok(job)
}
