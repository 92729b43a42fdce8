//! Finds the mailbox user behind a session cookie.

use chrono::TimeDelta;
use sigillo_domain::Code;
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::id::{DomainId, MailboxId};
use sigillo_domain::mailbox::{Mailbox, PasswordState};
use sigillo_storage::{mailbox_sessions, mailboxes};

use super::runs_until;
use crate::error::AppError;
use crate::scope::MailboxUser;
use crate::{App, own_receipts, secret};

/// The user of a mailbox, in a session. All use cases of mailbox users require it.
#[derive(Debug, Clone)]
pub struct Owner {
    pub(super) mailbox: Mailbox,
    pub(super) session_hash: String,
}

impl Owner {
    pub fn mailbox_id(&self) -> MailboxId {
        self.mailbox.id
    }

    pub(crate) fn domain_id(&self) -> DomainId {
        self.mailbox.domain_id
    }

    pub(crate) fn address(&self) -> &str {
        &self.mailbox.address
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor {
            kind: ActorKind::MailboxUser,
            id: Some(self.mailbox.id.uuid()),
            name: self.mailbox.address.clone(),
        }
    }
}

impl MailboxUser for Owner {
    fn mailbox_id(&self) -> MailboxId {
        self.mailbox.id
    }
}

/// A session is extended when at least this much of its idle time has passed, so that not every
/// request writes.
const SLACK: TimeDelta = TimeDelta::minutes(1);

/// Finds the owner behind a session's token. The mailbox is looked up each time, so that the
/// session ends as soon as the password does.
pub async fn authenticate(app: &App, token: &str) -> Result<Owner, AppError> {
    const ENDED: AppError = AppError::Problem(Code::Unauthenticated);
    let now = app.now();
    let session_hash = secret::hash(token);
    let mut on = app.db.read().await?;
    let session = mailbox_sessions::find(&mut on, &session_hash, now).await?.ok_or(ENDED)?;
    let mailbox = mailboxes::find(&mut on, session.mailbox_id).await?.ok_or(ENDED)?;
    let may_have = own_receipts::may_have_password(&mut on, &mailbox).await?;
    drop(on);
    let valid = mailbox.password.state_at(now) == PasswordState::Valid;
    if !valid || !may_have {
        return Err(ENDED);
    }
    let until = runs_until(session.opened_at, now);
    if until - session.expires_at > SLACK {
        let mut tx = app.db.begin().await?;
        mailbox_sessions::extend(&mut tx, &session_hash, until).await?;
        tx.commit().await?;
    }
    Ok(Owner { mailbox, session_hash })
}
