//! Undoing a recorded change of an account.

use sigillo_contract::account::{Account, AccountPatch};
use sigillo_contract::history::RecordRestore;
use sigillo_contract::operations::RestoreAccount;
use sigillo_domain::Faults;
use sigillo_domain::id::AccountId;
use sigillo_storage::Connection;
use sigillo_storage::accounts::NamedAccount;

use super::grants::NamedGrants;
use super::update::{apply, is_sensitive, judge};
use super::{audited_fields, find, find_to_change};
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::restore::UndoneRecord;
use crate::sessions::require_confirmation;
use crate::{App, Grant};

pub async fn restore(
    app: &App,
    grant: &Grant<RestoreAccount>,
    id: AccountId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<Account, AppError> {
    check(app, grant, id, expected_version.clone(), request).await?;
    let mut tx = app.db.begin().await?;
    let found = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, found.account.version)?;
    let (record, patch) = undoing_patch(&mut tx, &found, request).await?;
    let account = apply(app, &mut tx, grant, &found, &patch, None, Some(&record)).await?;
    tx.commit().await?;
    Ok(account)
}

/// Refuses what a change of the account would be refused, before the password is asked for. The
/// transaction checks again, except for the confirmation, which depends on the record alone.
async fn check(
    app: &App,
    grant: &Grant<RestoreAccount>,
    id: AccountId,
    expected_version: Option<ExpectedVersions>,
    request: &RecordRestore,
) -> Result<(), AppError> {
    let mut on = app.db.read().await?;
    let found = find(&mut on, grant, id).await?;
    check_version(expected_version, found.account.version)?;
    let (_, patch) = undoing_patch(&mut on, &found, request).await?;
    drop(on);
    let mut faults = Faults::default();
    judge(grant.caller(), &found, &patch, &mut faults);
    faults.result(Some(()))?;
    if is_sensitive(&found.account, &patch) {
        require_confirmation(app, grant.caller()).await?;
    }
    Ok(())
}

async fn undoing_patch(
    on: &mut impl Connection,
    found: &NamedAccount,
    request: &RecordRestore,
) -> Result<(UndoneRecord, AccountPatch), AppError> {
    let account = &found.account;
    let record = UndoneRecord::find(on, account.subject(), request).await?;
    let grants = NamedGrants::of(on, account).await?;
    let patch = record.restoring_edit(&audited_fields(account, &grants))?;
    Ok((record, patch))
}
