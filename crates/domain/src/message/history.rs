//! What messages about the history say.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The content of a message about the history of the whole installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum HistoryMessage {
    /// A signed checkpoint, to be kept by whoever receives it.
    Checkpoint {
        at: DateTime<Utc>,
        position: i64,
        /// The checkpoint as it is in a file of checkpoints, without blanks.
        line: String,
    },
}
