//! What messages about a contract say.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The content of a message about a contract. Its subject's name is that of the organisation, since a message
/// with a link must not name the mailbox or its holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum ContractMessage {
    /// A link to the contract.
    ToSign {
        expires_at: DateTime<Utc>,
        /// Whether the mailbox is in use already, since another holder had it before.
        #[serde(default)]
        is_in_use: bool,
    },
    /// Another link, since the contract has not been signed yet.
    Reminder { expires_at: DateTime<Utc> },
    /// A code, which is drawn when the message is sent.
    Code { minutes: i64 },
    /// The sealed contract, attached.
    Sealed { mailbox: String, at: DateTime<Utc> },
    /// The holder has declined.
    Declined { mailbox: String, holder: String, reason: String, at: DateTime<Utc> },
    /// The administration has withdrawn the contract. It goes to the address of the link, so that it names
    /// neither the mailbox nor the holder.
    Withdrawn { reason: String, at: DateTime<Utc> },
    /// The message with the link could not be delivered.
    Undeliverable { mailbox: String, holder: String, recipient: String },
    /// The holder has signed with their own signature, of which not everything could be checked.
    CopyUndecided { mailbox: String, holder: String, at: DateTime<Utc> },
    /// Wrong codici fiscali have ended the link.
    LinkBlocked { mailbox: String, holder: String, recipient: String, at: DateTime<Utc> },
}
