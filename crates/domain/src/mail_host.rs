//! What the mail host must answer for each mailbox, and the effects that changes have there.

use crate::mailbox::{Mailbox, MailboxState};
use chrono::TimeDelta;

text_enum! {
    /// What happens to an incoming message.
    pub enum Delivery as MailHostDelivery {
        Accepted = "accept",
        /// A temporary failure: the sending server keeps the message and tries again (C7).
        Deferred = "defer",
        /// A permanent failure: the sender is told at once.
        Refused = "refuse",
    }
}

text_enum! {
    /// What a mail client with the right password is told.
    pub enum SignIn as MailHostSignIn {
        Works = "works",
        NoPassword = "no_password",
        Disabled = "disabled",
        ServiceEnded = "service_ended",
        PasswordExpired = "password_expired",
    }
}

text_enum! {
    /// A log of the mail host that messages and sign-ins are counted from.
    pub enum MailLogKind as MailHostLog {
        /// Messages received, and sign-ins.
        Dovecot = "dovecot",
        /// Messages sent.
        Postfix = "postfix",
    }
}

text_enum! {
    /// What must happen on the mail host after a change. The mail host reads the change itself from
    /// the database; an effect ends whatever is still open from before it and has the mail host
    /// confirm the new state.
    pub enum Effect as MailHostEffectKind {
        Disabled = "disabled",
        Enabled = "enabled",
        QuotaChanged = "quota_changed",
        PasswordSet = "password_set",
        PasswordExpired = "password_expired",
        /// The mailbox has another holder, and no password any more.
        HolderChanged = "holder_changed",
        /// The service has ended: no access and no delivery, the messages are kept.
        ServiceEnded = "service_ended",
        /// Every message is destroyed (A12).
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// The progress of an effect.
    pub enum EffectState as MailHostEffectState {
        Requested = "requested",
        /// An attempt failed; another will follow.
        Failing = "failing",
        /// The mail host has confirmed it.
        Applied = "applied",
        /// A later change made it unnecessary.
        Superseded = "superseded",
    }
}

text_enum! {
    /// Why the mail host is not in the expected state.
    pub enum Trouble as MailHostTrouble {
        /// No connection, or no answer before the timeout.
        Unreachable = "unreachable",
        /// It refuses the panel's API key.
        Unauthorized = "unauthorized",
        /// The answer is not one of doveadm's.
        Nonsense = "nonsense",
        /// It accepted the command and reported a failure.
        Failed = "failed",
        /// The command succeeded, but the mail host does not report the new state yet.
        NotYet = "not_yet",
        /// The mailbox is cancelled, and the receipts in it must be preserved before they are destroyed.
        NotPreserved = "not_preserved",
    }
}

impl Effect {
    /// Whether sessions opened before the change must end.
    pub const fn ends_sessions(self) -> bool {
        !matches!(self, Effect::Enabled | Effect::QuotaChanged)
    }

    /// Whether the effect is still wanted, given the mailbox's present state.
    pub fn still_holds(self, mailbox: &Mailbox) -> bool {
        match self {
            Effect::Disabled => mailbox.state == MailboxState::Disabled,
            Effect::Enabled => mailbox.state == MailboxState::Active,
            Effect::ServiceEnded => mailbox.state == MailboxState::Suppressed,
            Effect::Cancelled => mailbox.state == MailboxState::Cancelled,
            Effect::QuotaChanged
            | Effect::PasswordSet
            | Effect::PasswordExpired
            | Effect::HolderChanged => mailbox.state != MailboxState::Cancelled,
        }
    }
}

/// How long a destroyed store is checked for coming back. A delivery that was under way can
/// recreate it; Dovecot drops a silent sender after five minutes.
pub const WATCH: TimeDelta = TimeDelta::minutes(10);

/// The delay before the next attempt. It is short because a mail host is back seconds after a
/// restart, and somebody is waiting for the result.
pub fn wait_after(attempts: i64) -> TimeDelta {
    const STEPS: [i64; 6] = [1, 2, 5, 10, 20, 30];
    let place = usize::try_from(attempts.max(1) - 1).unwrap_or_default();
    TimeDelta::seconds(STEPS[place.min(STEPS.len() - 1)])
}

impl Mailbox {
    /// What the mail host does with an incoming message.
    pub const fn delivery(&self) -> Delivery {
        match self.state {
            MailboxState::Active => Delivery::Accepted,
            MailboxState::Disabled => Delivery::Deferred,
            MailboxState::PendingActivation
            | MailboxState::Suppressed
            | MailboxState::Cancelled => Delivery::Refused,
        }
    }

    /// Whether the mail host keeps a store for the mailbox.
    pub const fn has_store(&self) -> bool {
        self.state.has_store()
    }

    /// What a sign-in with the right password is answered; None where the user is unknown.
    pub fn sign_in(&self, now: chrono::DateTime<chrono::Utc>) -> Option<SignIn> {
        use crate::mailbox::PasswordState;
        let over = self.password.state == PasswordState::Expired
            || self.password.expires_at.is_some_and(|end| end <= now);
        match self.state {
            MailboxState::PendingActivation | MailboxState::Cancelled => None,
            _ if self.password.state == PasswordState::ToSet => Some(SignIn::NoPassword),
            MailboxState::Disabled => Some(SignIn::Disabled),
            MailboxState::Suppressed => Some(SignIn::ServiceEnded),
            MailboxState::Active if over => Some(SignIn::PasswordExpired),
            MailboxState::Active => Some(SignIn::Works),
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
