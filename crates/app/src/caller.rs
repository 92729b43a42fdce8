//! The callers of operations.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sigillo_contract::Access;
use sigillo_domain::account::{Account, Role};
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::id::{AccountId, DomainId, OrganizationId, SessionId};
use sigillo_domain::permission::{Permission, PermissionSet, Reach};
use sigillo_storage::accounts::NamedAccount;

/// The caller of an operation.
///
/// Operations that only a session can ask for (change one's own password, sign out) take a
/// [`SessionCaller`]: no other kind of caller can be passed to them.
#[derive(Debug, Clone)]
pub enum Caller {
    /// An account in one of its sessions.
    Session(SessionCaller),
    /// An account on whose behalf a job continues after its request has ended.
    Job(JobCaller),
    /// A program with an API key. There are no API keys yet: see [`ApiKeyCaller`].
    ApiKey(ApiKeyCaller),
    /// The service itself.
    System(SystemCaller),
}

/// What every kind of caller has.
pub trait Identity: Clone {
    fn role(&self) -> Role;

    /// The domains that the caller may know of, and what it may do there.
    fn reach(&self) -> &Reach;

    /// The name under which the history records the caller's actions.
    fn actor(&self) -> &Actor;

    /// Whether the caller may ask for an operation at all, independently of its target.
    fn may(&self, access: Access) -> bool {
        match access {
            Access::Public
            | Access::Visit
            | Access::RefreshCookie
            | Access::SignedIn
            | Access::Jobs
            | Access::Views => true,
            // An account is never the user of a mailbox, whatever its role.
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

/// An account with its present permissions.
#[derive(Debug, Clone)]
struct CallingAccount {
    named: NamedAccount,
    reach: Reach,
    actor: Actor,
}

impl CallingAccount {
    fn new(named: NamedAccount, grants: BTreeMap<DomainId, PermissionSet>) -> Self {
        let Account { id, role, organization_id, ref username, .. } = named.account;
        let actor = Actor { kind: role.into(), id: Some(id.uuid()), name: username.clone() };
        Self { reach: Reach::of(role, organization_id, grants), named, actor }
    }
}

/// An account in one of its sessions.
#[derive(Debug, Clone)]
pub struct SessionCaller {
    account: CallingAccount,
    session_id: SessionId,
    /// When the access token of the request expires; None for a caller that was looked up again.
    token_expires_at: Option<DateTime<Utc>>,
}

impl SessionCaller {
    pub(crate) fn new(
        account: NamedAccount,
        grants: BTreeMap<DomainId, PermissionSet>,
        session_id: SessionId,
    ) -> Self {
        let account = CallingAccount::new(account, grants);
        Self { account, session_id, token_expires_at: None }
    }

    /// The same caller, whose access token expires at this time.
    pub(crate) fn until(self, token_expires_at: DateTime<Utc>) -> Self {
        Self { token_expires_at: Some(token_expires_at), ..self }
    }

    pub fn account_id(&self) -> AccountId {
        self.account().id
    }

    pub(crate) fn named_account(&self) -> &NamedAccount {
        &self.account.named
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account.named.account
    }

    pub(crate) fn session_id(&self) -> SessionId {
        self.session_id
    }

    /// What the account may do at present, as a text that changes whenever that does.
    pub fn permissions(&self) -> String {
        let role = self.role().as_str();
        let Reach::Granted(grants) = self.reach() else { return role.to_owned() };
        let grant = |(domain, set): (&DomainId, &PermissionSet)| {
            let names: Vec<_> = set.to_vec().into_iter().map(Permission::as_str).collect();
            format!(" {domain}:{}", names.join(","))
        };
        let grants: String = grants.iter().map(grant).collect();
        format!("{role}{grants}")
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

/// An account on whose behalf a job continues.
#[derive(Debug, Clone)]
pub struct JobCaller {
    account: CallingAccount,
}

impl JobCaller {
    pub(crate) fn new(account: NamedAccount, grants: BTreeMap<DomainId, PermissionSet>) -> Self {
        Self { account: CallingAccount::new(account, grants) }
    }
}

/// A placeholder for API keys, which do not exist yet. The type has no values, so no such caller
/// can exist. Once it has fields, each `match` on a [`Caller`] that must handle keys fails to
/// compile.
#[derive(Debug, Clone, Copy)]
pub enum ApiKeyCaller {}

/// The service itself: its command line or one of its workers. It may do what an operator may.
#[derive(Debug, Clone)]
pub struct SystemCaller {
    actor: Actor,
}

impl SystemCaller {
    /// `name` is shown in the history.
    pub(crate) fn new(name: &str) -> Self {
        Self { actor: Actor { kind: ActorKind::System, id: None, name: name.to_owned() } }
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl Caller {
    /// The service itself, for its command line; `name` is shown in the history.
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

    /// The caller's account; None for the system.
    pub(crate) fn account(&self) -> Option<&Account> {
        self.calling_account().map(|account| &account.named.account)
    }

    /// The id of the caller's account; None for the system.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account().map(|account| account.id)
    }

    /// When the access token of the request expires, if it came with one.
    pub fn token_expires_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Caller::Session(session) => session.token_expires_at,
            Caller::ApiKey(key) => match *key {},
            Caller::Job(_) | Caller::System(_) => None,
        }
    }

    /// The caller's organisation, if it has one.
    pub(crate) fn organization_id(&self) -> Option<OrganizationId> {
        self.account().and_then(|account| account.organization_id)
    }

    /// The caller's name and user name, as documents name their author.
    pub fn signature(&self) -> String {
        match self.account() {
            Some(account) => signature(&account.display_name, &account.username),
            None => self.actor().name.clone(),
        }
    }
}

/// The name and user name of a person, as documents show them.
pub(crate) fn signature(name: &str, username: &str) -> String {
    format!("{name} ({username})")
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
