//! What messages about a ticket say to its requester.

use serde::{Deserialize, Serialize};

/// The content of a message about a ticket, apart from its reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketNotice {
    pub summary: String,
    pub tells: TicketNews,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum TicketNews {
    /// Somebody of the support works on it.
    Taken,
    /// The support asks for information.
    Asked {
        text: String,
    },
    /// The support asks for the organisation's approval.
    ApprovalAsked {
        text: String,
    },
    Answered {
        text: String,
    },
    Closed {
        problem: String,
        action: String,
        solution: String,
    },
}
