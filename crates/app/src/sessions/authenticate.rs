//! Finds the caller behind an access token.

use sigillo_domain::Code;
use sigillo_domain::account::Role;
use sigillo_storage::{accounts, sessions};

use crate::error::AppError;
use crate::{App, Caller, SessionCaller};

/// Checks that the session of an authenticated caller is still open. A caller without a session
/// passes.
pub async fn check_open(app: &App, caller: &Caller) -> Result<(), AppError> {
    const ENDED: AppError = AppError::Problem(Code::Unauthenticated);
    let session = match caller {
        Caller::Session(session) => session,
        Caller::ApiKey(key) => match *key {},
        Caller::Job(_) | Caller::System(_) => return Ok(()),
    };
    let mut on = app.db.read().await?;
    sessions::account(&mut on, session.session_id(), app.now()).await?.map(drop).ok_or(ENDED)
}

/// Finds the caller behind an access token. The session and the account are looked up each time, so
/// that ending the one or disabling the other takes effect at once, not when the token expires.
pub async fn authenticate(app: &App, access_token: &str) -> Result<SessionCaller, AppError> {
    const ENDED: AppError = AppError::Problem(Code::Unauthenticated);
    let now = app.now();
    let session_id = app.access_tokens.read(access_token, now).ok_or(ENDED)?;
    let mut on = app.db.read().await?;
    let named = sessions::account(&mut on, session_id, now).await?.ok_or(ENDED)?;
    let grants = match named.account.role {
        Role::Assistant => accounts::grants(&mut on, named.account.id).await?,
        Role::Operator | Role::Postmaster => accounts::Grants::new(),
    };
    Ok(SessionCaller::new(named, grants, session_id))
}
