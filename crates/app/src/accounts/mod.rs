//! Accounts of the panel: the operator manages all, a postmaster the assistants of its organisation.

mod create;
mod grants;
mod list;
mod update;

pub use create::create;
pub use list::{get, list};
pub use update::update;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_domain::account::{Account, Role};
use sigillo_domain::history::{Action, FieldChange, Subject};
use sigillo_storage::{Connection, Tx, accounts};
use uuid::Uuid;

use crate::error::{AppError, NOT_FOUND};
use crate::grant::Caller;
use crate::record::Deed;
use crate::{App, view};

use grants::NamedGrants;

/// Whether a caller manages an account.
fn manages(caller: &Caller, account: &Account) -> bool {
    match caller.role {
        Role::Operator => true,
        Role::Postmaster => {
            account.role == Role::Assistant && account.organization_id == caller.organization_id()
        }
        Role::Assistant => false,
    }
}

/// Finds an account that the caller manages; any other is `not_found`.
async fn find(
    on: &mut impl Connection,
    caller: &Caller,
    id: Uuid,
) -> Result<accounts::NamedAccount, AppError> {
    let named = accounts::find(on, id).await?;
    named.filter(|named| manages(caller, &named.account)).ok_or(NOT_FOUND)
}

/// An account as it travels, with the names of the domains it was granted.
pub(crate) async fn shown(
    on: &mut impl Connection,
    named: accounts::NamedAccount,
) -> Result<sigillo_contract::account::Account, AppError> {
    let grants = NamedGrants::of(on, &named.account).await?;
    Ok(view::account(named, &grants.grants, &grants.names))
}

/// What the history tells of an account: never its password, only that there is a new one.
fn told(account: &Account, grants: &NamedGrants) -> Vec<(&'static str, Value)> {
    vec![
        ("username", json!(account.username)),
        ("display_name", json!(account.display_name)),
        ("role", json!(account.role)),
        ("state", json!(account.state)),
        ("grants", grants.told()),
    ]
}

async fn record(
    tx: &mut Tx,
    caller: &Caller,
    subject_id: Uuid,
    action: Action,
    changes: &[FieldChange],
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let deed = Deed { subject: Subject::Account, subject_id, action, changes };
    crate::record::record(tx, &caller.actor, at, deed).await
}

/// Hashes a password; a machine that cannot is not available.
pub(crate) async fn hash(app: &App, password: &str) -> Result<String, AppError> {
    let hash = app.passwords.hash(password).await;
    hash.ok_or(AppError::Problem(sigillo_domain::Code::Unavailable))
}
