//! Changing one's own password.

use std::net::IpAddr;

use sigillo_contract::operations::ChangeOwnPassword;
use sigillo_contract::session::PasswordChange;
use sigillo_domain::Code;
use sigillo_domain::account::check_password;
use sigillo_domain::history::Action;
use sigillo_storage::{accounts, sessions};

use crate::accounts::password_changes;
use crate::caller::Identity;
use crate::error::AppError;
use crate::scope::InScope;
use crate::throttle::Subjects;
use crate::{App, Grant, SessionCaller};

/// Changes the password and ends every other session of the account: somebody who knew the old
/// password may have opened it.
pub async fn change_password(
    app: &App,
    grant: &Grant<ChangeOwnPassword, SessionCaller>,
    request: &PasswordChange,
    address: IpAddr,
) -> Result<(), AppError> {
    let caller = grant.caller();
    let account = caller.account();
    check_password(&request.new_password, &account.username)
        .map_err(|code| AppError::fault("/new_password", code))?;

    // Attempts are counted, so that nobody can guess the password in a session left open.
    let subjects = Subjects::of_account(&account.username, address);
    subjects.count(app).await?;
    let mut on = app.db.read().await?;
    let found = accounts::find_for_sign_in(&mut on, &account.username).await?;
    drop(on);
    let proven = found.as_ref().map(|(_, hash)| hash.as_str());
    if !app.passwords.verify(&request.current_password, proven).await {
        return Err(AppError::Problem(Code::InvalidCredentials));
    }
    let hash = crate::accounts::hash(app, &request.new_password).await?;

    let now = app.now();
    let mut tx = app.db.begin().await?;
    subjects.forgive(&mut tx).await?;
    let own = InScope::of_session(&mut tx, caller).await?;
    let own = own.ok_or(AppError::Problem(Code::Unauthenticated))?;
    // Another session may have changed the password, and ended this one, while the new one was
    // hashed.
    let present = accounts::find_for_sign_in(&mut tx, &account.username).await?;
    if present.as_ref().map(|(_, hash)| hash.as_str()) != proven {
        return Err(AppError::Problem(Code::InvalidCredentials));
    }
    accounts::set_password_hash(&mut tx, account.id, &hash).await?;
    let keep = caller.session_id();
    sessions::end_others(&mut tx, account.id, keep, now, "password changed").await?;
    let changes = password_changes(&*tx.history_key()?, account.subject(), &hash);
    crate::accounts::record(&mut tx, caller.actor(), &own, Action::Updated, &changes, now).await?;
    Ok(tx.commit().await?)
}
