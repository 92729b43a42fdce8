//! Accounts of the panel. An operator manages all of them, a postmaster the assistants of its
//! organisation.

mod create;
mod grants;
mod history;
mod list;
mod restore;
mod update;

pub use create::create;
pub use history::history;
pub(crate) use list::scope;
pub use list::{get, list};
pub use restore::restore;
pub use update::update;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_domain::account::{Account, Role};
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::id::AccountId;
use sigillo_domain::password::Context;
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::accounts::NamedAccount;
use sigillo_storage::{Connection, Tx, accounts};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::history::password_digest;
use crate::record::HistoryEntry;
use crate::scope::{InScope, Scoped};
use crate::{App, Grant, view};

pub(crate) use grants::NamedGrants;

/// What is known about the owner of an account's password.
pub(crate) fn password_context(named: &NamedAccount) -> Context {
    let NamedAccount { account, organization_name } = named;
    Context::of_account(&account.username, &account.display_name, organization_name.as_deref())
}

/// Whether a caller manages an account.
fn manages(caller: &Caller, account: &Account) -> bool {
    match caller.role() {
        Role::Operator => true,
        Role::Postmaster => {
            account.role == Role::Assistant && account.organization_id == caller.organization_id()
        }
        Role::Assistant => false,
    }
}

impl Scoped for NamedAccount {
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        if manages(grant.caller(), &self.account) { Ok(()) } else { Err(NOT_FOUND) }
    }
}

/// Finds an account that the caller manages; any other is `not_found`.
async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: AccountId,
) -> Result<InScope<NamedAccount>, AppError> {
    InScope::new(grant, accounts::find(on, id).await?.ok_or(NOT_FOUND)?)
}

/// Finds the account as [`find`] does and locks it until the transaction ends.
async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: AccountId,
) -> Result<InScope<NamedAccount>, AppError> {
    InScope::new(grant, accounts::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)
}

/// An account as the API shows it, with the names of its granted domains.
pub(crate) async fn shown(
    on: &mut impl Connection,
    named: NamedAccount,
) -> Result<sigillo_contract::account::Account, AppError> {
    let grants = NamedGrants::of(on, &named.account).await?;
    Ok(view::account(named, &grants.grants, &grants.names))
}

/// The fields of an account whose changes the history records. For a password it records only that
/// it was replaced.
pub(crate) fn audited_fields(
    account: &Account,
    grants: &NamedGrants,
) -> Vec<(&'static str, Value)> {
    vec![
        ("username", json!(account.username)),
        ("display_name", json!(account.display_name)),
        ("role", json!(account.role)),
        ("organization_id", json!(account.organization_id)),
        ("state", json!(account.state)),
        ("grants", grants.audited()),
    ]
}

/// The changes that the record of a new password holds: that it is new, and a digest of its hash.
pub(crate) fn password_changes(
    key: &HistoryKey,
    account: SubjectRef,
    hash: &str,
) -> Vec<FieldChange> {
    let digest = password_digest(key, account, Some(hash));
    FieldChange::between(None, vec![("password", json!("new")), digest])
}

pub(crate) async fn record(
    tx: &mut Tx,
    actor: &Actor,
    account: &InScope<NamedAccount>,
    action: Action,
    changes: &[FieldChange],
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let entry = HistoryEntry { subject: account.account.subject(), action, changes };
    crate::record::record(tx, actor, at, entry).await
}

/// Hashes a password, or returns `unavailable` if the machine cannot.
pub(crate) async fn hash(app: &App, password: &str) -> Result<String, AppError> {
    let hash = app.passwords.hash(password).await;
    hash.ok_or(AppError::Problem(sigillo_domain::Code::Unavailable))
}
