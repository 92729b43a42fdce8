//! Who asks, and the proof that it may.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use sigillo_contract::{Access, Operation};
use sigillo_domain::Code;
use sigillo_domain::account::{Account, Role};
use sigillo_domain::domain::Domain;
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::permission::{Permission, PermissionSet, Reach};
use sigillo_storage::accounts::NamedAccount;
use uuid::Uuid;

use crate::error::{AppError, NOT_FOUND};

/// Who asks: an account in one of its sessions, or the system itself.
#[derive(Debug, Clone)]
pub struct Caller {
    pub(crate) role: Role,
    pub(crate) reach: Reach,
    pub(crate) actor: Actor,
    /// None for the system.
    pub(crate) signed_in: Option<SignedIn>,
}

#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub account: NamedAccount,
    pub session_id: Uuid,
}

impl Caller {
    pub(crate) fn account(
        account: NamedAccount,
        grants: BTreeMap<Uuid, PermissionSet>,
        session_id: Uuid,
    ) -> Self {
        let Account { id, role, organization_id, ref username, .. } = account.account;
        let actor = Actor { kind: role.into(), id: Some(id), name: username.clone() };
        let reach = Reach::of(role, organization_id, grants);
        Self { role, reach, actor, signed_in: Some(SignedIn { account, session_id }) }
    }

    /// The service acting by itself, for who holds its command line; `name` is what the history
    /// will tell.
    pub fn system(name: &str) -> Self {
        Self {
            role: Role::Operator,
            reach: Reach::Everything,
            actor: Actor { kind: ActorKind::System, id: None, name: name.to_owned() },
            signed_in: None,
        }
    }

    /// Name and user name, as a document would state who made it.
    pub fn signature(&self) -> String {
        match &self.signed_in {
            Some(SignedIn { account, .. }) => {
                format!("{} ({})", account.account.display_name, account.account.username)
            }
            None => self.actor.name.clone(),
        }
    }

    /// The account that asks; None for the system.
    pub fn account_id(&self) -> Option<Uuid> {
        self.signed_in.as_ref().map(|signed_in| signed_in.account.account.id)
    }

    /// The organisation of a caller that has one.
    pub(crate) fn organization_id(&self) -> Option<Uuid> {
        self.signed_in.as_ref().and_then(|signed_in| signed_in.account.account.organization_id)
    }

    /// Whether the caller may ask for an operation at all, whatever it is done to.
    pub(crate) fn may(&self, access: Access) -> bool {
        match access {
            Access::Public | Access::RefreshCookie | Access::SignedIn => true,
            // An account is no mailbox's user, whatever its role.
            Access::MailboxUser => false,
            Access::Operators => self.role == Role::Operator,
            Access::AccountManagers => matches!(self.role, Role::Operator | Role::Postmaster),
            Access::Mailboxes(permissions) => match &self.reach {
                Reach::Everything | Reach::Organization(_) => true,
                Reach::Granted(grants) => grants
                    .values()
                    .any(|set| set.has(Permission::View) && has_any(*set, permissions)),
            },
        }
    }
}

fn has_any(set: PermissionSet, permissions: &[Permission]) -> bool {
    permissions.iter().any(|permission| set.has(*permission))
}

/// The proof that a caller may ask for the operation `O`. Use cases cannot be called without it, and
/// it cannot be made but by [`Grant::to`]: an ungated call does not compile.
#[derive(Debug, Clone)]
pub struct Grant<O> {
    caller: Caller,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Grant<O> {
    pub fn to(caller: Caller) -> Result<Self, AppError> {
        if caller.may(O::SPEC.access) {
            Ok(Self { caller, operation: PhantomData })
        } else {
            Err(AppError::Problem(Code::Forbidden))
        }
    }

    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// What the caller may do on a domain; `not_found` when it may not even know of it.
    pub(crate) fn sees(&self, domain: &Domain) -> Result<PermissionSet, AppError> {
        let set = self.caller.reach.on(domain.id, domain.organization_id);
        if set.is_empty() { Err(NOT_FOUND) } else { Ok(set) }
    }

    /// As [`Grant::sees`], and `forbidden` when what it may do there is not this operation.
    pub(crate) fn on(&self, domain: &Domain) -> Result<PermissionSet, AppError> {
        let set = self.sees(domain)?;
        match O::SPEC.access {
            Access::Mailboxes(permissions) if !has_any(set, permissions) => {
                Err(AppError::Problem(Code::Forbidden))
            }
            _ => Ok(set),
        }
    }
}
