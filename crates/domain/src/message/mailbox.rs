//! What messages about a mailbox say.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::client_servers::ClientServers;

/// The content of a message about a mailbox, apart from the mailbox itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum MailboxMessage {
    /// A link that sets the password, for the first time or anew.
    PasswordLink,
    /// A link that confirms a communication e-mail.
    EmailLink {
        communication_email: String,
    },
    EmailChanged {
        before: Option<String>,
        after: String,
        /// Whether the mailbox itself is told too, which it is not before it is active.
        #[serde(default = "is_told")]
        mailbox_is_told: bool,
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
    /// A link that stops a password reset.
    PasswordResetNotice {
        at: DateTime<Utc>,
    },
    /// A link that sets the first password, and how mail programs reach the mailbox.
    Welcome {
        servers: ClientServers,
    },
    /// The mailbox has got another holder.
    HolderChanged {
        at: DateTime<Utc>,
    },
    /// A link that sets the password of a mailbox that its reader has become the holder of.
    NewHolder {
        servers: ClientServers,
    },
    StateChanged {
        at: DateTime<Utc>,
        /// Whether the mailbox never came into use, so that it had no messages to lose.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        was_never_active: bool,
    },
    /// The service ends, or has ended.
    ServiceEnds {
        at: DateTime<Utc>,
        /// Whether that was requested, so that nobody is asked to renew.
        is_termination: bool,
    },
    /// The service goes on; until when, if it has an end.
    ServiceContinues {
        until: Option<DateTime<Utc>>,
    },
}

/// The messages of earlier releases went to the mailbox too.
const fn is_told() -> bool {
    true
}
