//! Devices that somebody has signed in from before, known by a signed cookie.
//!
//! The cookie opens nothing. It only gives a device a limit of its own on wrong passwords, so that
//! nobody else's attempts keep its owner out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};

use crate::Entropy;
use crate::mac::{self, Key};

/// How long a device is known after its last sign-in.
pub const LIFETIME: TimeDelta = TimeDelta::days(180);
/// The number of accounts for which one device is known.
const MAX_ACCOUNTS: usize = 6;
const NAME_LENGTH: usize = 12;
/// Separates the entries of the cookie, and the parts of an entry. Neither is a character of
/// base64url.
const ENTRIES: char = ':';
const PARTS: char = '.';

/// Signs and verifies the cookies of known devices.
pub struct KnownDevices {
    key: Key,
}

/// What the cookie says for one account: `NAME.SECONDS.TAG`.
struct Entry<'a> {
    text: &'a str,
    /// Random: tells the devices of an account apart.
    name: &'a str,
    signed_in_at: &'a str,
    tag: &'a str,
}

impl<'a> Entry<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(PARTS);
        let (name, signed_in_at, tag) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next().is_none().then_some(Self { text, name, signed_in_at, tag })
    }

    fn is_of(&self, key: &Key, account: &str) -> bool {
        let parts = [account, self.name, self.signed_in_at].map(str::as_bytes);
        URL_SAFE_NO_PAD.decode(self.tag).is_ok_and(|tag| mac::is_valid(key, &parts, &tag))
    }

    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        let at = self.signed_in_at.parse().ok().and_then(|at| DateTime::from_timestamp(at, 0));
        at.is_some_and(|at| now - at < LIFETIME)
    }
}

impl KnownDevices {
    pub fn new(signing_key: &Key) -> Self {
        Self { key: mac::derive(signing_key, "sigillo: known devices") }
    }

    /// The name of the device, if it is known for the account.
    pub(crate) fn name<'a>(
        &self,
        cookie: &'a str,
        account: &str,
        now: DateTime<Utc>,
    ) -> Option<&'a str> {
        let mut entries = entries(cookie);
        let known = |entry: &Entry| entry.is_fresh(now) && entry.is_of(&self.key, account);
        entries.find(known).map(|entry| entry.name)
    }

    /// The content of the cookie after a sign-in to the account. The entries of other accounts stay,
    /// except the oldest when there are too many.
    pub(crate) fn remember(
        &self,
        cookie: Option<&str>,
        account: &str,
        now: DateTime<Utc>,
        entropy: &dyn Entropy,
    ) -> String {
        let cookie = cookie.unwrap_or_default();
        let name = self.name(cookie, account, now).map_or_else(
            || {
                let mut random = [0; NAME_LENGTH];
                entropy.fill(&mut random);
                URL_SAFE_NO_PAD.encode(random)
            },
            str::to_owned,
        );
        let signed_in_at = now.timestamp().to_string();
        let parts = [account, &name, &signed_in_at].map(str::as_bytes);
        let tag = URL_SAFE_NO_PAD.encode(mac::tag(&mac::authenticator(&self.key, &parts)));
        let newest = format!("{name}{PARTS}{signed_in_at}{PARTS}{tag}");
        let others = entries(cookie)
            .filter(|entry| entry.is_fresh(now) && !entry.is_of(&self.key, account))
            .map(|entry| entry.text)
            .take(MAX_ACCOUNTS - 1);
        std::iter::once(newest.as_str()).chain(others).collect::<Vec<_>>().join(":")
    }
}

fn entries(cookie: &str) -> impl Iterator<Item = Entry<'_>> {
    // A client may send anything: no more than what was given out is looked at.
    cookie.split(ENTRIES).take(MAX_ACCOUNTS).filter_map(Entry::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;
    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(9);
        }
    }

    #[test]
    fn a_device_is_known_for_its_accounts_only_and_not_for_ever() {
        let devices = KnownDevices::new(&[7; 32]);
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let cookie = devices.remember(None, "account:anna", now, &Fixed);
        assert!(devices.name(&cookie, "account:anna", now + TimeDelta::days(179)).is_some());
        assert_eq!(devices.name(&cookie, "account:anna", now + TimeDelta::days(180)), None);
        assert_eq!(devices.name(&cookie, "account:ugo", now), None);
        assert_eq!(devices.name(&cookie, "mailbox:anna", now), None);
        assert_eq!(KnownDevices::new(&[8; 32]).name(&cookie, "account:anna", now), None);
    }

    #[test]
    fn the_oldest_of_many_accounts_is_forgotten() {
        let devices = KnownDevices::new(&[7; 32]);
        let now = DateTime::UNIX_EPOCH;
        let account = |number: usize| format!("account:{number}");
        let mut cookie = String::new();
        for number in 0..=MAX_ACCOUNTS {
            cookie = devices.remember(Some(&cookie), &account(number), now, &Fixed);
        }
        assert_eq!(devices.name(&cookie, &account(0), now), None);
        assert!(devices.name(&cookie, &account(1), now).is_some());
        // Signing in again replaces an entry and keeps the device's name.
        let again = devices.remember(Some(&cookie), &account(1), now, &Fixed);
        assert_eq!(again.len(), cookie.len());
        assert_eq!(devices.name(&again, &account(1), now), devices.name(&cookie, &account(1), now));
        assert!(cookie.len() < 600, "a cookie has at most 4096 bytes: {}", cookie.len());
    }

    #[test]
    fn what_was_not_given_out_is_not_taken() {
        let devices = KnownDevices::new(&[7; 32]);
        let now = DateTime::UNIX_EPOCH;
        let cookie = devices.remember(None, "account:anna", now, &Fixed);
        for altered in [
            cookie.replace('C', "D"),
            cookie.replace(".0.", ".1."),
            cookie[..cookie.len() - 2].to_owned(),
            format!("{cookie}.x"),
            String::new(),
            "::..:.:".to_owned(),
        ] {
            assert_eq!(devices.name(&altered, "account:anna", now), None, "{altered}");
        }
    }
}
