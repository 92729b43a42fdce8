//! Counting attempts, before anything is verified: of many at once, each is counted.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sigillo_domain::sign_in::{Counted, WINDOW};
use sigillo_storage::{Tx, throttle};

use crate::App;
use crate::error::AppError;

/// What one attempt is counted by: whom it is about, and where it comes from.
pub(crate) struct Subjects {
    account: String,
    address: String,
}

impl Subjects {
    /// Of an attempt to sign in to the panel.
    pub fn of_account(username: &str, address: IpAddr) -> Self {
        Self::new("account", username, "address", address)
    }

    /// Of an attempt to sign in to a mailbox.
    pub fn of_mailbox(mailbox: &str, address: IpAddr) -> Self {
        Self::new("mailbox", mailbox, "address", address)
    }

    /// Of a request that writes to somebody: none of them is forgiven.
    pub fn of_letter(mailbox: &str, address: IpAddr) -> Self {
        Self::new("letter", mailbox, "letters-from", address)
    }

    /// Of a repeat of a request that could guess a password, by the name its key is known by.
    pub fn of_key(name: &str, address: IpAddr) -> Self {
        Self::new("key", name, "address", address)
    }

    fn new(kind: &str, name: &str, from: &str, address: IpAddr) -> Self {
        // A subject is a key of the database: what somebody types must not make it any longer.
        let name: String = name.trim().to_lowercase().chars().take(254).collect();
        Self { account: format!("{kind}:{name}"), address: format!("{from}:{address}") }
    }

    /// Counts an attempt, or refuses it.
    pub async fn count(&self, app: &App) -> Result<(), AppError> {
        let now = app.now();
        let mut tx = app.db.begin().await?;
        let address = count(&mut tx, &self.address, Counted::Address, now).await?;
        let account = count(&mut tx, &self.account, Counted::Account, now).await?;
        tx.commit_aside().await?;
        match address.max(account) {
            None => Ok(()),
            Some(until) => {
                let left = (until - now).num_seconds() + 1;
                Err(AppError::TooManyRequests { retry_after_seconds: left })
            }
        }
    }

    /// The attempt went well: the account starts afresh, the address gets its attempt back.
    pub async fn forgive(&self, tx: &mut Tx) -> Result<(), AppError> {
        // The address first, as in `count`: in another order two sign-ins could wait for each other.
        throttle::take_back(tx, &self.address).await?;
        Ok(throttle::forget(tx, &self.account).await?)
    }
}

/// Counts one subject; the end of its block, when it is shut out already.
///
/// The block that a failure would earn is laid down with the attempt, not after it: the attempts
/// that arrive while this one is being verified meet it.
async fn count(
    tx: &mut Tx,
    subject: &str,
    counted: Counted,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, AppError> {
    match throttle::count(tx, subject, now, now + WINDOW).await? {
        Err(until) => Ok(Some(until)),
        Ok(attempt) => {
            if let Some(block) = counted.block_after(attempt) {
                let until = now + block;
                throttle::block(tx, subject, until, until + WINDOW).await?;
            }
            Ok(None)
        }
    }
}
