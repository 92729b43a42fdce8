//! Changing an account of the panel.

use sigillo_contract::Operation;
use sigillo_contract::account::{Account, AccountPatch};
use sigillo_contract::operations::UpdateAccount;
use sigillo_domain::account::{self, AccountState, parse_display_name};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::AccountId;
use sigillo_domain::password::check;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::accounts::{self, NamedAccount};
use sigillo_storage::{Tx, sessions};

use super::grants::NamedGrants;
use super::{
    audited_fields, find, find_to_change, hash, password_changes, password_context, record,
};
use crate::caller::{Caller, Identity};
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::restore::UndoneRecord;
use crate::scope::InScope;
use crate::sessions::require_confirmation;
use crate::{App, Grant, view};

pub async fn update(
    app: &App,
    grant: &Grant<UpdateAccount>,
    id: AccountId,
    expected_version: Option<ExpectedVersions>,
    patch: &AccountPatch,
) -> Result<Account, AppError> {
    // The password is checked and hashed before the transaction, which would otherwise stay open
    // for a tenth of a second. The transaction checks again, since the account may change
    // meanwhile.
    let password_hash = new_password(app, grant, id, patch).await?;

    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, found.account.version)?;
    let hash = password_hash.as_deref();
    let account = apply(app, &mut tx, grant, &found, patch, hash, None).await?;
    tx.commit().await?;
    Ok(account)
}

/// Saves the change with all its consequences. One that changes nothing is not recorded.
pub(super) async fn apply<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    found: &InScope<NamedAccount>,
    patch: &AccountPatch,
    password_hash: Option<&str>,
    undone: Option<&UndoneRecord>,
) -> Result<Account, AppError> {
    let (now, caller, before) = (app.now(), grant.caller(), &found.account);
    let (mut after, grants_before, grants) = changed(tx, caller, found, patch).await?;
    if after.state == AccountState::Enabled && after.enabled_at.is_none() {
        after.enabled_at = Some(now);
    }
    let mut changes = FieldChange::between(
        Some(audited_fields(before, &grants_before)),
        audited_fields(&after, &grants),
    );
    if let Some(hash) = password_hash {
        changes.extend(password_changes(&*tx.history_key()?, before.subject(), hash));
    }
    let action = action(before, &after);
    let shut_out = after.state == AccountState::Disabled && before.state != after.state;
    after.version += i64::from(!changes.is_empty());
    let organization_name = found.organization_name.clone();
    let named = InScope::new(grant, NamedAccount { account: after, organization_name })?;
    if !changes.is_empty() {
        changes.extend(undone.map(UndoneRecord::reference));
        let id = named.account.id;
        accounts::update(tx, &named.account).await?;
        if grants != grants_before {
            accounts::replace_grants(tx, id, &grants.grants).await?;
        }
        if let Some(hash) = password_hash {
            accounts::set_password_hash(tx, id, hash).await?;
        }
        if shut_out || password_hash.is_some() {
            let reason = if shut_out { "account disabled" } else { "password changed" };
            sessions::end_all(tx, id, now, reason).await?;
        }
        record(tx, caller.actor(), &named, action, &changes, now).await?;
    }
    Ok(view::account(named.into_row(), &grants.grants, &grants.names))
}

async fn new_password(
    app: &App,
    grant: &Grant<UpdateAccount>,
    id: AccountId,
    patch: &AccountPatch,
) -> Result<Option<String>, AppError> {
    let mut on = app.db.read().await?;
    let found = find(&mut on, grant, id).await?;
    let mut faults = Faults::default();
    judge(grant.caller(), &found, patch, &mut faults);
    faults.result(Some(()))?;
    let present = accounts::find_for_sign_in(&mut on, &found.account.username).await?;
    drop(on);
    if is_sensitive(&found.account, patch) {
        require_confirmation(app, grant.caller()).await?;
    }
    let Some(password) = &patch.password else { return Ok(None) };
    let present = present.as_ref().map(|(_, hash)| hash.as_str());
    if app.passwords.verify(password, present).await {
        return Err(AppError::fault("/password", FaultCode::Unchanged));
    }
    Ok(Some(hash(app, password).await?))
}

/// Whether the change concerns who can sign in, or what they may do.
pub(super) fn is_sensitive(account: &account::Account, patch: &AccountPatch) -> bool {
    let new_state = patch.state.is_some_and(|state| state != account.state);
    patch.password.is_some() || patch.grants.is_some() || new_state
}

pub(super) fn judge(
    caller: &Caller,
    named: &NamedAccount,
    patch: &AccountPatch,
    faults: &mut Faults,
) {
    let account = &named.account;
    let is_own = caller.account_id() == Some(account.id);
    if let Some(name) = &patch.display_name {
        faults.check("/display_name", parse_display_name(name));
    }
    if let Some(password) = &patch.password {
        // The own password changes with `change_own_password`, which takes the present one.
        let allowed = if is_own { Err(FaultCode::NotExpected) } else { Ok(()) };
        let valid = allowed.and_then(|()| check(password, &password_context(named)));
        faults.check("/password", valid);
    }
    if let Some(state) = patch.state {
        // Nobody changes their own state: they could lock themselves out.
        let oneself = is_own && state != account.state;
        let may = account.state.may_become(state, caller.role(), account.enabled_at.is_some());
        if oneself || !may {
            faults.add("/state", FaultCode::InvalidTransition);
        }
    }
}

async fn changed(
    tx: &mut Tx,
    caller: &Caller,
    named: &NamedAccount,
    patch: &AccountPatch,
) -> Result<(account::Account, NamedGrants, NamedGrants), AppError> {
    let before = &named.account;
    let mut faults = Faults::default();
    judge(caller, named, patch, &mut faults);
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
