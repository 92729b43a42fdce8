//! What is written to people by e-mail: why, and to whom.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Why a message is written.
    pub enum Kind as MessageKind {
        /// A new mailbox: its user sets the first password (A9).
        SetPassword = "set_password",
        /// A new password was asked for (A16).
        ResetPassword = "reset_password",
        /// The user gave another communication e-mail, which has yet to be confirmed.
        ConfirmCommunicationEmail = "confirm_communication_email",
        /// For the record, to the new one, the old one and the mailbox (A15).
        CommunicationEmailChanged = "communication_email_changed",
        /// Space is about to run out (A14).
        SoftLimitReached = "soft_limit_reached",
        /// The password ends in some days (A19).
        PasswordExpiring20 = "password_expiring_20",
        PasswordExpiring10 = "password_expiring_10",
        PasswordExpiring5 = "password_expiring_5",
        /// The password has ended: access is blocked (A19).
        PasswordExpired = "password_expired",
        PasswordChanged = "password_changed",
        MailboxDisabled = "mailbox_disabled",
        MailboxEnabled = "mailbox_enabled",
        MailboxCancelled = "mailbox_cancelled",
    }
}

impl Kind {
    /// Whether it carries a link, and so must not name the mailbox in full (A16).
    pub const fn carries_link(self) -> bool {
        matches!(self, Kind::SetPassword | Kind::ResetPassword | Kind::ConfirmCommunicationEmail)
    }

    /// Whether the communication e-mail is the only place it goes to, so that without one nobody
    /// gets it. The others go to the mailbox as well.
    pub const fn needs_communication_email(self) -> bool {
        matches!(
            self,
            Kind::SetPassword
                | Kind::ResetPassword
                | Kind::MailboxDisabled
                | Kind::MailboxEnabled
                | Kind::MailboxCancelled
        )
    }
}

text_enum! {
    /// The language of a domain's messages, and of files.
    #[derive(Default)]
    pub enum Language {
        #[default]
        It = "it",
        En = "en",
    }
}

impl Language {
    /// The text in this language.
    pub const fn choose(self, it: &'static str, en: &'static str) -> &'static str {
        match self {
            Language::It => it,
            Language::En => en,
        }
    }
}

/// What a message of each kind tells, apart from the mailbox it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum Content {
    /// A link that sets the password, for the first time or anew.
    PasswordLink,
    /// A link that confirms a communication e-mail.
    EmailLink {
        communication_email: String,
    },
    EmailChanged {
        before: Option<String>,
        after: String,
    },
    SoftLimit {
        used_bytes: i64,
        quota_mb: i64,
        soft_limit_mb: i64,
    },
    Expiring {
        days: i64,
        expires_at: DateTime<Utc>,
    },
    Expired {
        expired_at: DateTime<Utc>,
    },
    PasswordChanged {
        at: DateTime<Utc>,
    },
    StateChanged {
        at: DateTime<Utc>,
    },
}

text_enum! {
    /// Where a message stands.
    pub enum State as MessageState {
        /// Waiting for its turn, the first or another.
        Queued = "queued",
        /// Accepted by a mail server.
        Sent = "sent",
        /// Refused for good, or tried in vain for [`PATIENCE`].
        Failed = "failed",
        /// Not to be sent any more: its link was used, or a newer one has taken its place.
        Dropped = "dropped",
    }
}

/// How long a message is tried for.
pub const PATIENCE: TimeDelta = TimeDelta::hours(48);
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(2);

/// How long to wait after the attempt of this number (from 1) has failed: half a minute, doubling to
/// two hours.
pub fn wait_after(attempt: i64) -> TimeDelta {
    let doublings = u32::try_from((attempt - 1).clamp(0, 8)).unwrap_or(8);
    (FIRST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            let travels = serde_json::to_value(kind).unwrap();
            assert_eq!(travels, serde_json::json!(kind.as_str()));
        }
    }

    #[test]
    fn waits_grow_from_half_a_minute_to_two_hours() {
        let seconds = |attempt| wait_after(attempt).num_seconds();
        assert_eq!((seconds(1), seconds(2), seconds(3)), (30, 60, 120));
        assert_eq!((seconds(8), seconds(9), seconds(5000)), (3840, 7200, 7200));
    }
}
