//! Limits on wrong passwords and on requests that send messages.
//!
//! A wrong password counts by the address it came from, and by account and address together: nobody
//! can lock an account for others, and an address that tries many names is blocked as a whole. A
//! device that signed in before counts by itself alone. Failures are counted after the password was
//! verified, while attempts in one place take turns ([`crate::turns`]); nothing is written for
//! whoever is blocked.

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, Utc};
use sigillo_domain::id::{AccountId, MailboxId, SessionId};
use sigillo_domain::sign_in::{ThrottleKey, WINDOW};
use sigillo_storage::{Tx, throttle};
use tokio::sync::SemaphorePermit;

use crate::App;
use crate::error::AppError;
use crate::fair_slots::Slot;

/// `Retry-After` when too many attempts wait, in seconds.
const RETRY_QUEUE_AFTER: i64 = 2;
/// Longest name in a counter's key, in characters. The key is stored, so its length is bounded
/// whatever was typed.
const MAX_NAME: usize = 254;

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    pub address: IpAddr,
    /// The cookie of a known device.
    pub device: Option<String>,
    /// The cookie of the session that the device has now, which a new sign-in replaces.
    pub session: Option<String>,
    /// What the browser calls itself; empty if it does not say.
    pub user_agent: String,
}

impl From<IpAddr> for Origin {
    fn from(address: IpAddr) -> Self {
        Self { address, device: None, session: None, user_agent: String::new() }
    }
}

/// Whose password is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Login(String);

impl Login {
    pub fn to_account(username: &str) -> Self {
        Self::new("account", username)
    }

    pub fn to_mailbox(address: &str) -> Self {
        Self::new("mailbox", address)
    }

    fn new(kind: &str, name: &str) -> Self {
        let name: String = name.trim().to_lowercase().chars().take(MAX_NAME).collect();
        Self(format!("{kind}:{name}"))
    }

    /// The content of the device's cookie after a sign-in.
    pub fn remember(&self, app: &App, origin: &Origin) -> String {
        let cookie = origin.device.as_deref();
        app.known_devices.remember(cookie, &self.0, app.now(), &*app.entropy)
    }
}

struct Counter {
    key: String,
    limit: ThrottleKey,
}

/// Attempts that count together, by one or more counters. The counter of the address comes first.
pub(crate) struct Attempts {
    counters: Vec<Counter>,
    is_unknown: bool,
}

/// The right to make one attempt. The next attempt in its place waits until this is dropped.
pub(crate) struct Attempt<'a> {
    _turn: Slot,
    _lane: Option<SemaphorePermit<'a>>,
}

impl Attempts {
    /// Attempts to sign in.
    pub fn to_sign_in(app: &App, login: &Login, origin: &Origin) -> Self {
        let cookie = origin.device.as_deref().unwrap_or_default();
        match app.known_devices.name(cookie, &login.0, app.now()) {
            Some(device) => Self::by(&format!("device:{device}")),
            None => Self { is_unknown: true, ..Self::from(&login.0, "address", origin.address) },
        }
    }

    /// Attempts to prove the own password in an open session. Only whoever holds the session can
    /// use them up.
    pub fn in_session(session_id: SessionId) -> Self {
        Self::by(&format!("session:{session_id}"))
    }

    /// As [`Attempts::in_session`], for the user of a mailbox.
    pub fn in_mailbox_session(session_hash: &str) -> Self {
        Self::by(&format!("mailbox-session:{session_hash}"))
    }

    /// Attempts to repeat a request that could be used to guess the password in it, by the name of
    /// its idempotency key.
    pub fn to_repeat(name: &str, address: IpAddr) -> Self {
        Self::from(&format!("key:{name}"), "address", address)
    }

    /// Anonymous requests for a link to a mailbox's password.
    pub fn to_request_link(mailbox: &str, address: IpAddr) -> Self {
        Self::from(&Login::new("link", mailbox).0, "links-from", address)
    }

    /// Changes of the communication e-mail by the mailbox's user, each of which writes to an address
    /// that the user chooses.
    pub fn to_change_email(mailbox_id: MailboxId) -> Self {
        Self::by(&format!("email-of:{mailbox_id}"))
    }

    /// Anonymous requests with an idempotency key, each of which is kept for a day.
    pub fn to_keep_reply(address: IpAddr) -> Self {
        let key = format!("replies-to:{}", network(address));
        Self { counters: vec![Counter { key, limit: ThrottleKey::Address }], is_unknown: false }
    }

    /// User names that an account tried to create and that were taken, which tells it that they
    /// exist.
    pub fn to_take_username(account_id: AccountId) -> Self {
        Self::by(&format!("usernames-by:{account_id}"))
    }

    fn by(key: &str) -> Self {
        let counter = Counter { key: key.to_owned(), limit: ThrottleKey::Account };
        Self { counters: vec![counter], is_unknown: false }
    }

    fn from(name: &str, kind: &str, address: IpAddr) -> Self {
        let network = network(address);
        let address = Counter { key: format!("{kind}:{network}"), limit: ThrottleKey::Address };
        let both = Counter { key: format!("{name} {network}"), limit: ThrottleKey::Account };
        Self { counters: vec![address, both], is_unknown: false }
    }

    /// Waits for the turn of an attempt, and refuses it if its place is blocked.
    pub async fn begin<'a>(&self, app: &'a App) -> Result<Attempt<'a>, AppError> {
        let full = || AppError::TooManyRequests { retry_after_seconds: RETRY_QUEUE_AFTER };
        // Whoever is blocked does not wait either.
        self.check(app).await?;
        let place = self.counters.last().map(|counter| counter.key.as_str()).unwrap_or_default();
        let turn = app.turns.wait(place).await.ok_or_else(full)?;
        let mut lane = None;
        if self.is_unknown {
            lane = Some(app.turns.wait_as_unknown().await.ok_or_else(full)?);
        }
        self.check(app).await?;
        Ok(Attempt { _turn: turn, _lane: lane })
    }

    /// Refuses whoever is blocked, without writing anything.
    pub async fn check(&self, app: &App) -> Result<(), AppError> {
        let now = app.now();
        let mut on = app.db.read().await?;
        for counter in &self.counters {
            if let Some(until) = throttle::blocked_until(&mut on, &counter.key, now).await? {
                return Err(blocked(until, now));
            }
        }
        Ok(())
    }

    /// Counts a failure.
    pub async fn fail(&self, app: &App) -> Result<(), AppError> {
        let mut tx = app.db.begin().await?;
        self.count(app, &mut tx).await?;
        // The failure counts even if the request it belongs to is carried out once more.
        Ok(tx.commit_aside().await?)
    }

    /// Counts in the transaction of a request that is limited even when it succeeds. Refuses it if
    /// others used up the limit meanwhile.
    pub async fn count(&self, app: &App, tx: &mut Tx) -> Result<(), AppError> {
        let now = app.now();
        for counter in &self.counters {
            match throttle::count(tx, &counter.key, now, now + WINDOW).await? {
                Err(until) => return Err(blocked(until, now)),
                Ok(attempts) => {
                    if let Some(block) = counter.limit.block_after(attempts) {
                        let until = now + block;
                        throttle::block(tx, &counter.key, until, until + WINDOW).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Forgets the failures of the account in this place, after a success. Those of the address
    /// stay: its other failures were of other accounts.
    pub async fn forget(&self, tx: &mut Tx) -> Result<(), AppError> {
        match self.counters.last() {
            Some(counter) => Ok(throttle::forget(tx, &counter.key).await?),
            None => Ok(()),
        }
    }
}

fn blocked(until: DateTime<Utc>, now: DateTime<Utc>) -> AppError {
    AppError::TooManyRequests { retry_after_seconds: (until - now).num_seconds() + 1 }
}

/// The addresses that count as one: an IPv6 network of 64 bits, since a single customer has at least
/// that many addresses.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        for (address, expected) in [
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().unwrap()), expected);
        }
    }

    #[test]
    fn the_key_of_a_counter_is_bounded() {
        let login = Login::to_account(&"x".repeat(10_000));
        let attempts = Attempts::from(&login.0, "address", IpAddr::from([203, 0, 113, 9]));
        assert!(attempts.counters.iter().all(|counter| counter.key.len() < 400));
    }
}
