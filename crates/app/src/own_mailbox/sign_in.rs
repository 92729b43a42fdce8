//! Signing in to one's own mailbox.

use chrono::TimeDelta;
use sigillo_contract::own_mailbox::{MailboxCredentials, OwnMailbox};
use sigillo_domain::Code;
use sigillo_domain::mailbox::PasswordState;
use sigillo_storage::mailbox_sessions::{self, MailboxSession};

use super::get::shown;
use super::{LONGEST, Proven, prove, runs_until};
use crate::error::AppError;
use crate::throttle::{Attempts, Login, Origin};
use crate::{App, secret};

/// A session that was opened, and the content of its cookie.
pub struct Opened {
    pub mailbox: OwnMailbox,
    pub token: String,
    /// The lifetime of the cookie.
    pub expires_in: TimeDelta,
    /// The content of the cookie by which the device is known from now on.
    pub device: String,
}

pub async fn sign_in(
    app: &App,
    credentials: &MailboxCredentials,
    origin: &Origin,
) -> Result<Opened, AppError> {
    let login = Login::to_mailbox(&credentials.address);
    let attempts = Attempts::to_sign_in(app, &login, origin);
    let _attempt = attempts.begin(app).await?;
    let proven = prove(app, &credentials.address, &credentials.password).await?;
    let Some(Proven { mailbox, .. }) = proven else {
        attempts.fail(app).await?;
        return Err(AppError::Problem(Code::InvalidCredentials));
    };

    let now = app.now();
    let mut tx = app.db.begin().await?;
    attempts.forget(&mut tx).await?;
    // Only somebody who knows the password learns that it has expired (A20).
    if mailbox.password.state_at(now) == PasswordState::Expired {
        tx.commit().await?;
        return Err(AppError::Problem(Code::PasswordExpired));
    }
    if let Some(replaced) = &origin.session {
        mailbox_sessions::end(&mut tx, &secret::hash(replaced)).await?;
    }
    let token = secret::draw(&*app.entropy);
    let session =
        MailboxSession { mailbox_id: mailbox.id, opened_at: now, expires_at: runs_until(now, now) };
    mailbox_sessions::open(&mut tx, &secret::hash(&token), &session).await?;
    let mailbox = shown(&mut tx, mailbox, now).await?;
    tx.commit().await?;
    let device = login.remember(app, origin);
    Ok(Opened { mailbox, token, expires_in: LONGEST, device })
}
