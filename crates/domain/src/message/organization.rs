//! What messages say whose subject is an organisation.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The content of a message about an organisation, or about the history of the whole installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum OrganizationMessage {
    /// A signed checkpoint of the history, to be kept by whoever receives it.
    Checkpoint {
        at: DateTime<Utc>,
        position: i64,
        /// The checkpoint as it is in a file of checkpoints, without blanks.
        line: String,
    },
    /// The mailboxes whose service ends or has ended, by their number.
    ServiceDigest {
        /// The Monday of the digest.
        day: NaiveDate,
        /// Those that end within 60 days, and for which nothing is requested.
        ending: i64,
        /// Those that end within 60 days because that was requested.
        terminating: i64,
        /// Suppressed mailboxes that can be renewed.
        suppressed: i64,
        /// Suppressed mailboxes with a termination: somebody has to confirm their cancellation.
        to_cancel: i64,
    },
}
