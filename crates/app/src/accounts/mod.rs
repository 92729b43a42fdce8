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
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::subject::SubjectKind;
use sigillo_storage::{Connection, Tx, accounts};
use uuid::Uuid;

use crate::error::{AppError, NOT_FOUND};
use crate::grant::Caller;
use crate::record::HistoryEntry;
use crate::{App, view};

pub(crate) use grants::NamedGrants;

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

/// The fields whose changes are recorded in the history. A password is never recorded, only that there is
/// a new one.
pub(crate) fn audited_fields(
    account: &Account,
    grants: &NamedGrants,
) -> Vec<(&'static str, Value)> {
    vec![
        ("username", json!(account.username)),
        ("display_name", json!(account.display_name)),
        ("role", json!(account.role)),
        ("state", json!(account.state)),
        ("grants", grants.audited_value()),
    ]
}

async fn record(
    tx: &mut Tx,
    caller: &Caller,
    id: Uuid,
    action: Action,
    changes: &[FieldChange],
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let entry = HistoryEntry { subject: SubjectKind::Account.with_id(id), action, changes };
    crate::record::record(tx, &caller.actor, at, entry).await
}

/// Hashes a password; a machine that cannot is not available.
pub(crate) async fn hash(app: &App, password: &str) -> Result<String, AppError> {
    let hash = app.passwords.hash(password).await;
    hash.ok_or(AppError::Problem(sigillo_domain::Code::Unavailable))
}
