//! Signing in (A1).

use sigillo_contract::session::Credentials;
use sigillo_domain::Code;
use sigillo_domain::account::AccountState;
use sigillo_storage::{accounts, sessions};

use super::{Opened, SignedIn, issue, runs_until};
use crate::error::AppError;
use crate::throttle::{Attempts, Login, Origin};
use crate::{App, secret};

pub async fn sign_in(
    app: &App,
    credentials: &Credentials,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let login = Login::to_account(&credentials.username);
    let attempts = Attempts::to_sign_in(app, &login, origin);
    let _attempt = attempts.begin(app).await?;

    let username = credentials.username.trim().to_lowercase();
    let mut on = app.db.read().await?;
    let found = accounts::find_for_sign_in(&mut on, &username).await?;
    drop(on);
    let hash = found.as_ref().map(|(_, hash)| hash.as_str());
    let verified = app.passwords.verify(&credentials.password, hash).await;
    let Some((named, _)) = found.filter(|_| verified) else {
        attempts.fail(app).await?;
        return Err(AppError::Problem(Code::InvalidCredentials));
    };

    let now = app.now();
    let mut tx = app.db.begin().await?;
    attempts.forget(&mut tx).await?;
    // Only somebody who knows the password learns that the account exists but is not enabled.
    if named.account.state != AccountState::Enabled {
        tx.commit().await?;
        return Err(AppError::Problem(Code::AccountNotEnabled));
    }
    if let Some(replaced) = &origin.session {
        sessions::end_of_token(&mut tx, &secret::hash(replaced), now, "signed in again").await?;
    }
    let session_id = app.new_id();
    let until = runs_until(now, now);
    sessions::open(&mut tx, session_id, named.account.id, now, until).await?;
    accounts::set_last_sign_in(&mut tx, named.account.id, now).await?;
    let opened: Opened = issue(app, &mut tx, session_id, named, until).await?;
    tx.commit().await?;
    Ok(SignedIn { opened, device: login.remember(app, origin) })
}
