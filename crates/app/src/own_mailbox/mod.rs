//! What the user of a mailbox can see and do. Nothing of the panel can be reached from here.

mod authenticate;
mod change_email;
mod change_password;
mod get;
mod sign_in;
mod sign_out;

pub use authenticate::{Owner, authenticate};
pub use change_email::change_email;
pub use change_password::change_password;
pub use get::get;
pub use sign_in::{Opened, sign_in};
pub use sign_out::sign_out;

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::mailbox_passwords::StoredPassword;
use sigillo_storage::{mailbox_passwords, mailboxes};

use crate::error::AppError;
use crate::scope::MailboxUser;
use crate::{App, own_receipts};

/// How long a session lasts without being used.
const IDLE: TimeDelta = TimeDelta::minutes(30);
/// The longest lifetime of a session, however much it is used.
const LONGEST: TimeDelta = TimeDelta::hours(12);

fn runs_until(opened_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    (now + IDLE).min(opened_at + LONGEST)
}

/// A mailbox whose password was verified, and the stored password.
struct Proven {
    mailbox: Mailbox,
    password: StoredPassword,
}

impl MailboxUser for Proven {
    fn mailbox_id(&self) -> MailboxId {
        self.mailbox.id
    }
}

/// Verifies the password of an address. It takes equally long whether or not the mailbox exists.
async fn prove(app: &App, address: &str, password: &str) -> Result<Option<Proven>, AppError> {
    let address = address.trim().to_lowercase();
    let mut on = app.db.read().await?;
    let mut found = None;
    if let Some(mailbox) = mailboxes::find_by_address(&mut on, &address).await?
        && let Some(password) = mailbox_passwords::in_use(&mut on, mailbox.id).await?
        && own_receipts::may_have_password(&mut on, &mailbox).await?
    {
        found = Some(Proven { mailbox, password });
    }
    drop(on);
    let hash = found.as_ref().map(|found| found.password.hash.as_str());
    let verified = app.passwords.verify(password, hash).await;
    Ok(found.filter(|_| verified))
}
