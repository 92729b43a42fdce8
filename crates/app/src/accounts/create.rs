//! Creating an account of the panel.

use sigillo_contract::account::{Account, AccountCreate};
use sigillo_contract::operations::CreateAccount;
use sigillo_domain::account::{self, AccountState, Role, parse_display_name, parse_username};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::password::{Context, check};
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::accounts::{self, NamedAccount};
use sigillo_storage::{Connection, StorageError, organizations};

use super::grants::NamedGrants;
use super::{audited_fields, hash, record};
use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::history::password_digest;
use crate::scope::InScope;
use crate::sessions::require_confirmation;
use crate::throttle::Attempts;
use crate::{App, Grant, view};

pub async fn create(
    app: &App,
    grant: &Grant<CreateAccount>,
    request: &AccountCreate,
) -> Result<Account, AppError> {
    let caller = grant.caller();
    if caller.role() != Role::Operator && request.role != Role::Assistant {
        return Err(AppError::Problem(Code::Forbidden));
    }
    let Valid { account, organization_name, grants } = read(app, caller, request).await?;
    require_confirmation(app, caller).await?;
    // Hashing takes a tenth of a second, so it is done before the transaction: SQLite has one
    // writer.
    let password_hash = hash(app, &request.password).await?;

    let named = InScope::new(grant, NamedAccount { account, organization_name })?;
    let account = &named.account;
    let probes = caller.account_id().map(Attempts::to_take_username);
    if let Some(probes) = &probes {
        probes.check(app).await?;
    }
    let mut tx = app.db.begin().await?;
    let inserted = accounts::insert(&mut tx, account, &password_hash).await;
    if let (Err(StorageError::Taken), Some(probes)) = (&inserted, &probes) {
        // User names are unique in the whole service, so that the answer tells of accounts that the
        // caller may not know of. It is given a few times only.
        drop(tx);
        probes.fail(app).await?;
        return Err(AppError::taken("/username")(StorageError::Taken));
    }
    inserted.map_err(AppError::taken("/username"))?;
    accounts::replace_grants(&mut tx, account.id, &grants.grants).await?;
    let mut fields = audited_fields(account, &grants);
    let key = tx.history_key()?;
    fields.push(password_digest(&key, account.subject(), Some(&password_hash)));
    let changes = FieldChange::between(None, fields);
    let at = account.created_at;
    record(&mut tx, caller.actor(), &named, Action::Created, &changes, at).await?;
    tx.commit().await?;
    Ok(view::account(named.into_row(), &grants.grants, &grants.names))
}

struct Valid {
    account: account::Account,
    organization_name: Option<String>,
    grants: NamedGrants,
}

async fn read(app: &App, caller: &Caller, request: &AccountCreate) -> Result<Valid, AppError> {
    let mut faults = Faults::default();
    let username = faults.check("/username", parse_username(&request.username));
    let display_name = faults.check("/display_name", parse_display_name(&request.display_name));
    let mut on = app.db.read().await?;
    let mut of_organization = Faults::default();
    let organization = organization(&mut on, caller, request, &mut of_organization).await?;
    let (organization_id, organization_name) = organization.unzip();
    let context = Context::of_account(
        username.as_deref().unwrap_or_default(),
        display_name.as_deref().unwrap_or_default(),
        organization_name.as_deref(),
    );
    faults.check("/password", check(&request.password, &context));
    let enabled = request.enabled.unwrap_or(false);
    if enabled && caller.role() != Role::Operator {
        faults.add("/enabled", FaultCode::NotExpected);
    }
    for fault in of_organization.into_vec() {
        faults.add(&fault.pointer, fault.code);
    }
    let asked = &request.grants;
    let grants =
        NamedGrants::read(&mut on, request.role, organization_id, asked, &mut faults).await?;

    let now = app.now();
    let valid = username.zip(display_name).map(|(username, display_name)| Valid {
        account: account::Account {
            id: app.new_id(),
            username,
            display_name,
            role: request.role,
            organization_id,
            state: if enabled { AccountState::Enabled } else { AccountState::Pending },
            created_at: now,
            enabled_at: enabled.then_some(now),
            last_sign_in_at: None,
            version: 1,
        },
        organization_name,
        grants,
    });
    Ok(faults.result(valid)?)
}

/// Determines the organisation of the new account: none for an operator, the caller's own for a
/// postmaster's assistant, and otherwise the one named in the request.
async fn organization(
    on: &mut impl Connection,
    caller: &Caller,
    request: &AccountCreate,
    faults: &mut Faults,
) -> Result<Option<(OrganizationId, String)>, AppError> {
    const POINTER: &str = "/organization_id";
    if request.role == Role::Operator {
        if request.organization_id.is_some() {
            faults.add(POINTER, FaultCode::NotExpected);
        }
        return Ok(None);
    }
    let own = caller.organization_id();
    let Some(id) = request.organization_id.or(own) else {
        faults.add(POINTER, FaultCode::Required);
        return Ok(None);
    };
    let found = match own {
        Some(own) if own != id => None,
        _ => organizations::find(on, id).await?,
    };
    let found = faults.check(POINTER, found.ok_or(FaultCode::Unknown));
    Ok(found.map(|organization| (organization.id, organization.name)))
}
