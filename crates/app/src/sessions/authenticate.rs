//! Finds the caller behind an access token.

use sigillo_domain::Code;
use sigillo_domain::account::Role;
use sigillo_domain::id::SessionId;
use sigillo_storage::{accounts, sessions};

use crate::caller::Identity;
use crate::error::AppError;
use crate::{App, Caller, SessionCaller};

const ENDED: AppError = AppError::Problem(Code::Unauthenticated);

/// The caller as it is now, for work that goes on after its request was accepted: its session must
/// still be open, and its permissions may have changed. A caller without a session stays as it is.
pub async fn present(app: &App, caller: &Caller) -> Result<Caller, AppError> {
    match caller {
        Caller::Session(session) => Ok(find(app, session.session_id()).await?.into()),
        Caller::ApiKey(key) => match *key {},
        Caller::Job(_) | Caller::System(_) => Ok(caller.clone()),
    }
}

/// Checks that a caller's session is open and that it may do what it might when its request was
/// accepted.
pub async fn check_unchanged(app: &App, caller: &Caller) -> Result<(), AppError> {
    if present(app, caller).await?.reach() == caller.reach() {
        Ok(())
    } else {
        Err(AppError::Problem(Code::Forbidden))
    }
}

/// Finds the caller behind an access token. The session and the account are looked up each time, so
/// that ending the one or disabling the other takes effect at once, not when the token expires.
pub async fn authenticate(app: &App, access_token: &str) -> Result<SessionCaller, AppError> {
    let (session_id, expires_at) = app.access_tokens.read(access_token, app.now()).ok_or(ENDED)?;
    Ok(find(app, session_id).await?.until(expires_at))
}

async fn find(app: &App, session_id: SessionId) -> Result<SessionCaller, AppError> {
    let mut on = app.db.read().await?;
    let named = sessions::account(&mut on, session_id, app.now()).await?.ok_or(ENDED)?;
    let grants = match named.account.role {
        Role::Assistant => accounts::grants(&mut on, named.account.id).await?,
        Role::Operator | Role::Postmaster => accounts::Grants::new(),
    };
    Ok(SessionCaller::new(named, grants, session_id))
}
