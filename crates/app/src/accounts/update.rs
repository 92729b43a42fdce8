//! Changing an account of the panel.

use serde_json::{Value, json};
use sigillo_contract::account::{Account, AccountPatch};
use sigillo_contract::operations::UpdateAccount;
use sigillo_domain::account::{self, AccountState, check_password, parse_display_name};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::accounts::{self, NamedAccount};
use sigillo_storage::{Tx, sessions};
use uuid::Uuid;

use super::grants::NamedGrants;
use super::{audited_fields, find, hash, record};
use crate::error::{AppError, check_version};
use crate::grant::Caller;
use crate::{App, Grant, view};

pub async fn update(
    app: &App,
    grant: &Grant<UpdateAccount>,
    id: Uuid,
    expected_version: Option<i64>,
    patch: &AccountPatch,
) -> Result<Account, AppError> {
    let caller = grant.caller();
    // Judged and hashed before the transaction, which it would otherwise hold for a tenth of a
    // second; the transaction then judges again what may have changed meanwhile.
    let password_hash = new_password(app, caller, id, patch).await?;

    let now = app.now();
    let mut tx = app.db.begin().await?;
    let NamedAccount { account: before, organization_name } = find(&mut tx, caller, id).await?;
    check_version(expected_version, before.version)?;
    let (mut after, grants_before, grants) = changed(&mut tx, caller, &before, patch).await?;
    if after.state == AccountState::Enabled && after.enabled_at.is_none() {
        after.enabled_at = Some(now);
    }
    let mut changes = FieldChange::between(
        Some(audited_fields(&before, &grants_before)),
        audited_fields(&after, &grants),
    );
    if password_hash.is_some() {
        changes.push(FieldChange::new("password", Value::Null, json!("new")));
    }
    if !changes.is_empty() {
        after.version += 1;
        accounts::update(&mut tx, &after).await?;
        if grants != grants_before {
            accounts::replace_grants(&mut tx, id, &grants.grants).await?;
        }
        if let Some(hash) = &password_hash {
            accounts::set_password_hash(&mut tx, id, hash).await?;
        }
        let shut_out = after.state == AccountState::Disabled && before.state != after.state;
        if shut_out || password_hash.is_some() {
            let reason = if shut_out { "account disabled" } else { "password changed" };
            sessions::end_all(&mut tx, id, None, now, reason).await?;
        }
        record(&mut tx, caller, id, action(&before, &after), &changes, now).await?;
        tx.commit().await?;
    }
    let named = NamedAccount { account: after, organization_name };
    Ok(view::account(named, &grants.grants, &grants.names))
}

async fn new_password(
    app: &App,
    caller: &Caller,
    id: Uuid,
    patch: &AccountPatch,
) -> Result<Option<String>, AppError> {
    let mut on = app.db.read().await?;
    let account = find(&mut on, caller, id).await?.account;
    let mut faults = Faults::default();
    judge(caller, &account, patch, &mut faults);
    faults.result(Some(()))?;
    drop(on);
    match &patch.password {
        Some(password) => Ok(Some(hash(app, password).await?)),
        None => Ok(None),
    }
}

fn judge(caller: &Caller, account: &account::Account, patch: &AccountPatch, faults: &mut Faults) {
    if let Some(name) = &patch.display_name {
        faults.check("/display_name", parse_display_name(name));
    }
    if let Some(password) = &patch.password {
        faults.check("/password", check_password(password, &account.username));
    }
    if let Some(state) = patch.state {
        // Nobody locks the door behind itself.
        let oneself = caller.actor.id == Some(account.id) && state != account.state;
        let may = account.state.may_become(state, caller.role, account.enabled_at.is_some());
        if oneself || !may {
            faults.add("/state", FaultCode::InvalidTransition);
        }
    }
}

async fn changed(
    tx: &mut Tx,
    caller: &Caller,
    before: &account::Account,
    patch: &AccountPatch,
) -> Result<(account::Account, NamedGrants, NamedGrants), AppError> {
    let mut faults = Faults::default();
    judge(caller, before, patch, &mut faults);
    let mut after = before.clone();
    if let Some(Ok(name)) = patch.display_name.as_deref().map(parse_display_name) {
        after.display_name = name;
    }
    after.state = patch.state.unwrap_or(after.state);
    let grants_before = NamedGrants::of(tx, before).await?;
    let grants = match &patch.grants {
        None => grants_before.clone(),
        Some(asked) => {
            NamedGrants::read(tx, before.role, before.organization_id, asked, &mut faults).await?
        }
    };
    Ok(faults.result(Some((after, grants_before, grants)))?)
}

fn action(before: &account::Account, after: &account::Account) -> Action {
    match (before.state, after.state) {
        (AccountState::Pending | AccountState::Disabled, AccountState::Enabled) => Action::Enabled,
        (AccountState::Pending | AccountState::Enabled, AccountState::Disabled) => Action::Disabled,
        _ => Action::Updated,
    }
}
