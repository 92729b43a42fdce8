//! Changing one's own password.

use sigillo_contract::operations::ChangeOwnPassword;
use sigillo_contract::session::PasswordChange;
use sigillo_domain::history::Action;
use sigillo_domain::password::check;
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::{accounts, sessions};

use super::confirm::prove;
use crate::accounts::{password_changes, password_context};
use crate::caller::Identity;
use crate::error::AppError;
use crate::scope::InScope;
use crate::throttle::Attempts;
use crate::{App, Grant, SessionCaller};

/// Changes the password and ends every other session of the account: somebody who knew the old
/// password may have opened it.
pub async fn change_password(
    app: &App,
    grant: &Grant<ChangeOwnPassword, SessionCaller>,
    request: &PasswordChange,
) -> Result<(), AppError> {
    let caller = grant.caller();
    let account = caller.account();
    let refused = |code| AppError::fault("/new_password", code);
    check(&request.new_password, &password_context(caller.named_account())).map_err(refused)?;

    // Attempts are counted, so that nobody can guess the password in a session left open.
    let attempts = Attempts::in_session(caller.session_id());
    let _attempt = attempts.begin(app).await?;
    let proven = prove(app, caller, &request.current_password, &attempts).await?;
    if request.new_password == request.current_password {
        return Err(refused(FaultCode::Unchanged));
    }
    let hash = crate::accounts::hash(app, &request.new_password).await?;

    let now = app.now();
    let mut tx = app.db.begin().await?;
    attempts.forget(&mut tx).await?;
    let own = InScope::of_session(&mut tx, caller).await?;
    let own = own.ok_or(AppError::Problem(Code::Unauthenticated))?;
    // Another session may have changed the password, and ended this one, while the new one was
    // hashed.
    let present = accounts::find_for_sign_in(&mut tx, &account.username).await?;
    if present.is_none_or(|(_, hash)| hash != proven) {
        return Err(AppError::Problem(Code::InvalidCredentials));
    }
    accounts::set_password_hash(&mut tx, account.id, &hash).await?;
    let keep = caller.session_id();
    sessions::end_others(&mut tx, account.id, keep, now, "password changed").await?;
    let changes = password_changes(&*tx.history_key()?, account.subject(), &hash);
    crate::accounts::record(&mut tx, caller.actor(), &own, Action::Updated, &changes, now).await?;
    Ok(tx.commit().await?)
}
