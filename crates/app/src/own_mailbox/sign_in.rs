//! Signing in to one's own mailbox.

use std::net::IpAddr;

use chrono::TimeDelta;
use sigillo_contract::own_mailbox::{MailboxCredentials, OwnMailbox};
use sigillo_domain::Code;
use sigillo_domain::mailbox::PasswordState;
use sigillo_storage::mailbox_sessions::{self, MailboxSession};

use super::get::shown;
use super::{LONGEST, prove, runs_until};
use crate::error::AppError;
use crate::throttle::Subjects;
use crate::{App, secret};

/// A session that was opened, and the content of its cookie.
pub struct Opened {
    pub mailbox: OwnMailbox,
    pub token: String,
    /// The lifetime of the cookie.
    pub expires_in: TimeDelta,
}

pub async fn sign_in(
    app: &App,
    credentials: &MailboxCredentials,
    from: IpAddr,
) -> Result<Opened, AppError> {
    let subjects = Subjects::of_mailbox(&credentials.address, from);
    subjects.count(app).await?;
    let proven = prove(app, &credentials.address, &credentials.password).await?;
    let mailbox = proven.ok_or(AppError::Problem(Code::InvalidCredentials))?.mailbox;

    let now = app.now();
    let mut tx = app.db.begin().await?;
    subjects.forgive(&mut tx).await?;
    // Only somebody who knows the password learns that it has expired (A20).
    if mailbox.password.state_at(now) == PasswordState::Expired {
        tx.commit().await?;
        return Err(AppError::Problem(Code::PasswordExpired));
    }
    let token = secret::draw(&*app.entropy);
    let session =
        MailboxSession { mailbox_id: mailbox.id, opened_at: now, expires_at: runs_until(now, now) };
    mailbox_sessions::open(&mut tx, &secret::hash(&token), &session).await?;
    let mailbox = shown(&mut tx, mailbox, now).await?;
    tx.commit().await?;
    Ok(Opened { mailbox, token, expires_in: LONGEST })
}
