//! Confirming a session: sensitive acts ask for the password once more, so that a session left open
//! or stolen cannot give itself more.

use sigillo_contract::operations::ConfirmSession;
use sigillo_contract::session::{Confirmation, SessionConfirmation};
use sigillo_domain::Code;
use sigillo_domain::sign_in::CONFIRMED_FOR;
use sigillo_storage::{accounts, sessions};

use crate::error::AppError;
use crate::throttle::Attempts;
use crate::{App, Caller, Grant, SessionCaller};

pub async fn confirm(
    app: &App,
    grant: &Grant<ConfirmSession, SessionCaller>,
    request: &Confirmation,
) -> Result<SessionConfirmation, AppError> {
    let caller = grant.caller();
    let attempts = Attempts::in_session(caller.session_id());
    let _attempt = attempts.begin(app).await?;
    prove(app, caller, &request.password, &attempts).await?;
    let confirmed_until = app.now() + CONFIRMED_FOR;
    let mut tx = app.db.begin().await?;
    attempts.forget(&mut tx).await?;
    sessions::confirm(&mut tx, caller.session_id(), confirmed_until).await?;
    tx.commit().await?;
    Ok(SessionConfirmation { confirmed_until })
}

/// Verifies the password of the session's account and returns its hash; a wrong one is counted.
pub(super) async fn prove(
    app: &App,
    caller: &SessionCaller,
    password: &str,
    attempts: &Attempts,
) -> Result<String, AppError> {
    let mut on = app.db.read().await?;
    let found = accounts::find_for_sign_in(&mut on, &caller.account().username).await?;
    drop(on);
    let hash = found.map(|(_, hash)| hash);
    let verified = app.passwords.verify(password, hash.as_deref()).await;
    if let Some(hash) = hash.filter(|_| verified) {
        return Ok(hash);
    }
    attempts.fail(app).await?;
    Err(AppError::Problem(Code::InvalidCredentials))
}

/// Refuses a sensitive act in a session that has not been confirmed a short time ago. The service
/// itself and a job need no confirmation: the job's was asked for when it was run.
pub(crate) async fn require_confirmation(app: &App, caller: &Caller) -> Result<(), AppError> {
    let session = match caller {
        Caller::Session(session) => session,
        Caller::ApiKey(key) => match *key {},
        Caller::Job(_) | Caller::System(_) => return Ok(()),
    };
    let mut on = app.db.read().await?;
    if sessions::is_confirmed(&mut on, session.session_id(), app.now()).await? {
        Ok(())
    } else {
        Err(AppError::Problem(Code::ConfirmationRequired))
    }
}
