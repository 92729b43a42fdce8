//! Who asks.

use std::collections::BTreeMap;

use sigillo_contract::Access;
use sigillo_domain::account::{Account, Role};
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::permission::{Permission, PermissionSet, Reach};
use sigillo_storage::accounts::NamedAccount;
use uuid::Uuid;

/// Who asks for an operation.
///
/// What only a session can do (change one's own password, sign out) asks for a [`SessionCaller`]:
/// no other kind of caller can be passed to it.
#[derive(Debug, Clone)]
pub enum Caller {
    /// An account in one of its sessions.
    Session(SessionCaller),
    /// An account on whose behalf a job goes on after the request for it has ended.
    Job(JobCaller),
    /// A program that holds an API key. There are no API keys yet: see [`ApiKeyCaller`].
    ApiKey(ApiKeyCaller),
    /// The service itself.
    System(SystemCaller),
}

/// What is known of every caller.
pub trait Identity: Clone {
    fn role(&self) -> Role;

    /// The domains that the caller knows of, and what it may do there.
    fn reach(&self) -> &Reach;

    /// Who the history says it was.
    fn actor(&self) -> &Actor;

    /// Whether the caller may ask for an operation at all, whatever it is done to.
    fn may(&self, access: Access) -> bool {
        match access {
            Access::Public | Access::RefreshCookie | Access::SignedIn | Access::Jobs => true,
            // An account is no mailbox's user, whatever its role.
            Access::MailboxUser => false,
            Access::Operators => self.role() == Role::Operator,
            Access::AccountManagers => matches!(self.role(), Role::Operator | Role::Postmaster),
            Access::Mailboxes(permissions) => match self.reach() {
                Reach::Everything | Reach::Organization(_) => true,
                Reach::Granted(grants) => grants
                    .values()
                    .any(|set| set.has(Permission::View) && has_any(*set, permissions)),
            },
        }
    }
}

pub(crate) fn has_any(set: PermissionSet, permissions: &[Permission]) -> bool {
    permissions.iter().any(|permission| set.has(*permission))
}

/// An account, with what it may do at this moment.
#[derive(Debug, Clone)]
struct CallingAccount {
    named: NamedAccount,
    reach: Reach,
    actor: Actor,
}

impl CallingAccount {
    fn new(named: NamedAccount, grants: BTreeMap<Uuid, PermissionSet>) -> Self {
        let Account { id, role, organization_id, ref username, .. } = named.account;
        let actor = Actor { kind: role.into(), id: Some(id), name: username.clone() };
        Self { reach: Reach::of(role, organization_id, grants), named, actor }
    }
}

/// An account in one of its sessions.
#[derive(Debug, Clone)]
pub struct SessionCaller {
    account: CallingAccount,
    session_id: Uuid,
}

impl SessionCaller {
    pub(crate) fn new(
        account: NamedAccount,
        grants: BTreeMap<Uuid, PermissionSet>,
        session_id: Uuid,
    ) -> Self {
        Self { account: CallingAccount::new(account, grants), session_id }
    }

    pub fn account_id(&self) -> Uuid {
        self.account().id
    }

    pub(crate) fn named_account(&self) -> &NamedAccount {
        &self.account.named
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account.named.account
    }

    pub(crate) fn session_id(&self) -> Uuid {
        self.session_id
    }
}

impl Identity for SessionCaller {
    fn role(&self) -> Role {
        self.account().role
    }

    fn reach(&self) -> &Reach {
        &self.account.reach
    }

    fn actor(&self) -> &Actor {
        &self.account.actor
    }
}

impl From<SessionCaller> for Caller {
    fn from(caller: SessionCaller) -> Self {
        Self::Session(caller)
    }
}

/// An account on whose behalf a job goes on.
#[derive(Debug, Clone)]
pub struct JobCaller {
    account: CallingAccount,
}

impl JobCaller {
    pub(crate) fn new(account: NamedAccount, grants: BTreeMap<Uuid, PermissionSet>) -> Self {
        Self { account: CallingAccount::new(account, grants) }
    }
}

/// The place of API keys, which do not exist yet: the type has no value, so nobody can be one. When
/// it gets its fields, every `match` on a [`Caller`] says where keys must be thought of.
#[derive(Debug, Clone, Copy)]
pub enum ApiKeyCaller {}

/// The service itself: who holds its command line, or one of its workers. It may do what an operator
/// may.
#[derive(Debug, Clone)]
pub struct SystemCaller {
    actor: Actor,
}

impl SystemCaller {
    /// The name is what the history shows.
    pub(crate) fn new(name: &str) -> Self {
        Self { actor: Actor { kind: ActorKind::System, id: None, name: name.to_owned() } }
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl Caller {
    /// The service itself, for who holds its command line; the name is what the history shows.
    pub fn system(name: &str) -> Self {
        Self::System(SystemCaller::new(name))
    }

    fn calling_account(&self) -> Option<&CallingAccount> {
        match self {
            Caller::Session(SessionCaller { account, .. }) | Caller::Job(JobCaller { account }) => {
                Some(account)
            }
            Caller::ApiKey(key) => match *key {},
            Caller::System(_) => None,
        }
    }

    /// The account that asks; None for the system.
    pub(crate) fn account(&self) -> Option<&Account> {
        self.calling_account().map(|account| &account.named.account)
    }

    /// The id of the account that asks; None for the system.
    pub fn account_id(&self) -> Option<Uuid> {
        self.account().map(|account| account.id)
    }

    /// The organisation of a caller that has one.
    pub(crate) fn organization_id(&self) -> Option<Uuid> {
        self.account().and_then(|account| account.organization_id)
    }

    /// Name and user name, as a document states who made it.
    pub fn signature(&self) -> String {
        match self.account() {
            Some(account) => format!("{} ({})", account.display_name, account.username),
            None => self.actor().name.clone(),
        }
    }
}

impl Identity for Caller {
    fn role(&self) -> Role {
        self.account().map_or(Role::Operator, |account| account.role)
    }

    fn reach(&self) -> &Reach {
        static EVERYTHING: Reach = Reach::Everything;
        self.calling_account().map_or(&EVERYTHING, |account| &account.reach)
    }

    fn actor(&self) -> &Actor {
        match self {
            Caller::Session(SessionCaller { account, .. }) | Caller::Job(JobCaller { account }) => {
                &account.actor
            }
            Caller::ApiKey(key) => match *key {},
            Caller::System(system) => &system.actor,
        }
    }
}
