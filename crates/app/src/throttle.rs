//! Limits on attempts. They are counted before anything is verified, so that simultaneous attempts
//! all count.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sigillo_domain::sign_in::{ThrottleKey, WINDOW};
use sigillo_storage::{Tx, throttle};

use crate::App;
use crate::error::AppError;

/// The keys that one attempt is counted under: its target and its address.
pub(crate) struct Subjects {
    account: String,
    address: String,
}

impl Subjects {
    /// Keys of a sign-in to the panel.
    pub fn of_account(username: &str, address: IpAddr) -> Self {
        Self::new("account", username, "address", address)
    }

    /// Keys of a sign-in to a mailbox.
    pub fn of_mailbox(mailbox: &str, address: IpAddr) -> Self {
        Self::new("mailbox", mailbox, "address", address)
    }

    /// Keys of a request that sends a message; these attempts are never given back.
    pub fn of_message(mailbox: &str, address: IpAddr) -> Self {
        Self::new("letter", mailbox, "letters-from", address)
    }

    /// Keys of a repeated request that could be used to guess a password, by the name of its
    /// idempotency key.
    pub fn of_key(name: &str, address: IpAddr) -> Self {
        Self::new("key", name, "address", address)
    }

    fn new(kind: &str, name: &str, from: &str, address: IpAddr) -> Self {
        // The key is stored, so its length is bounded whatever was typed.
        let name: String = name.trim().to_lowercase().chars().take(254).collect();
        Self { account: format!("{kind}:{name}"), address: format!("{from}:{address}") }
    }

    /// Counts the attempt, or refuses it.
    pub async fn count(&self, app: &App) -> Result<(), AppError> {
        let now = app.now();
        let mut tx = app.db.begin().await?;
        let address = count(&mut tx, &self.address, ThrottleKey::Address, now).await?;
        let account = count(&mut tx, &self.account, ThrottleKey::Account, now).await?;
        tx.commit_aside().await?;
        match address.max(account) {
            None => Ok(()),
            Some(until) => {
                let left = (until - now).num_seconds() + 1;
                Err(AppError::TooManyRequests { retry_after_seconds: left })
            }
        }
    }

    /// Resets the account's count after a success, and gives this attempt back to the address.
    pub async fn forgive(&self, tx: &mut Tx) -> Result<(), AppError> {
        // The address comes first, as in `count`: in another order two sign-ins could deadlock.
        throttle::take_back(tx, &self.address).await?;
        Ok(throttle::forget(tx, &self.account).await?)
    }
}

/// Counts one key; returns the end of its block when it is blocked already.
///
/// The block that a failure would cause is set together with the attempt, not after it, so that it
/// applies to attempts that arrive while this one is being verified.
async fn count(
    tx: &mut Tx,
    subject: &str,
    counted: ThrottleKey,
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
