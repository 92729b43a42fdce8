//! What the mail host must answer, and the effects that are brought about there.

use crate::mailbox::{Mailbox, State};
use chrono::TimeDelta;

text_enum! {
    /// What becomes of a message that comes in.
    pub enum Delivery as MailHostDelivery {
        Accepted = "accept",
        /// It waits at its sender's (C7).
        Deferred = "defer",
        /// Its sender learns at once that it does not arrive.
        Refused = "refuse",
    }
}

text_enum! {
    /// What a mail client that knows the password is told.
    pub enum SignIn as MailHostSignIn {
        Works = "works",
        NoPassword = "no_password",
        Disabled = "disabled",
        ServiceEnded = "service_ended",
        PasswordExpired = "password_expired",
    }
}

text_enum! {
    /// What is brought about on the mail host after a change. The change itself is a row that the
    /// mail host reads: an effect ends what is still open of the time before, and has the mail host
    /// say what it does now.
    pub enum Effect as MailHostEffectKind {
        Disabled = "disabled",
        Enabled = "enabled",
        QuotaChanged = "quota_changed",
        PasswordSet = "password_set",
        PasswordExpired = "password_expired",
        /// Every message is destroyed (A12).
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// How far an effect has come.
    pub enum EffectState as MailHostEffectState {
        Requested = "requested",
        /// Tried, and to be tried again.
        Failing = "failing",
        /// The mail host itself says so.
        Applied = "applied",
        /// A later change came first: there was nothing left to bring about.
        Superseded = "superseded",
    }
}

text_enum! {
    /// Why the mail host is not, or does not do, what it should.
    pub enum Trouble as MailHostTrouble {
        /// No connection, or no answer in time.
        Unreachable = "unreachable",
        /// It does not accept the panel's key.
        Unauthorized = "unauthorized",
        /// It answers, and not as a mail host does.
        Nonsense = "nonsense",
        /// It understood, and could not.
        Failed = "failed",
        /// It could, and what it says is not yet what it should.
        NotYet = "not_yet",
    }
}

impl Effect {
    /// Whether sessions that were opened before must end.
    pub const fn ends_sessions(self) -> bool {
        !matches!(self, Effect::Enabled | Effect::QuotaChanged)
    }

    /// Whether there is still something to bring about, the mailbox being what it is now.
    pub fn still_holds(self, mailbox: &Mailbox) -> bool {
        match self {
            Effect::Disabled => mailbox.state == State::Disabled,
            Effect::Enabled => mailbox.state == State::Active,
            Effect::Cancelled => mailbox.state == State::Cancelled,
            Effect::QuotaChanged | Effect::PasswordSet | Effect::PasswordExpired => {
                mailbox.state != State::Cancelled
            }
        }
    }
}

/// How long a destroyed store is looked after. A delivery that was under way makes it again; Dovecot
/// gives up a silent sender after five minutes.
pub const WATCH: TimeDelta = TimeDelta::minutes(10);

/// How long to wait before trying again, after so many attempts. A mail host is back in seconds
/// after a restart, and a person waits for the answer.
pub fn wait_after(attempts: i64) -> TimeDelta {
    const STEPS: [i64; 6] = [1, 2, 5, 10, 20, 30];
    let place = usize::try_from(attempts.max(1) - 1).unwrap_or_default();
    TimeDelta::seconds(STEPS[place.min(STEPS.len() - 1)])
}

impl Mailbox {
    /// What the mail host does with a message for it.
    pub const fn delivery(&self) -> Delivery {
        match self.state {
            State::Active => Delivery::Accepted,
            State::Disabled => Delivery::Deferred,
            State::PendingActivation | State::Suppressed | State::Cancelled => Delivery::Refused,
        }
    }

    /// Whether the mail host keeps a store for it.
    pub const fn has_store(&self) -> bool {
        matches!(self.state, State::Active | State::Disabled | State::Suppressed)
    }

    /// What its user is told who signs in with the right password; None where there is no such user.
    pub fn sign_in(&self, now: chrono::DateTime<chrono::Utc>) -> Option<SignIn> {
        use crate::mailbox::PasswordState;
        let over = self.password.state == PasswordState::Expired
            || self.password.expires_at.is_some_and(|end| end <= now);
        match self.state {
            State::PendingActivation | State::Cancelled => None,
            _ if self.password.state == PasswordState::ToSet => Some(SignIn::NoPassword),
            State::Disabled => Some(SignIn::Disabled),
            State::Suppressed => Some(SignIn::ServiceEnded),
            State::Active if over => Some(SignIn::PasswordExpired),
            State::Active => Some(SignIn::Works),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for effect in Effect::ALL {
            assert_eq!(Effect::parse(effect.as_str()), Some(effect));
        }
        assert_eq!(Effect::parse("gone"), None);
    }

    #[test]
    fn waiting_grows_and_has_an_end() {
        let waits: Vec<_> = [0, 1, 2, 6, 7, i64::MAX].map(|n| wait_after(n).num_seconds()).into();
        assert_eq!(waits, [1, 1, 2, 30, 30, 30]);
    }
}
