//! What was written to people about a mailbox.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::message::{Kind, State};
use uuid::Uuid;

use crate::operation::ReplyBody;

/// What stands for the server where none is configured: messages are files in a folder of the data.
pub const OUTBOX_FOLDER: &str = "outbox folder";

/// A message, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Also the left part of its `Message-ID`.
    pub id: Uuid,
    pub mailbox_id: Uuid,
    /// Why it was written.
    pub kind: Kind,
    /// Address it goes to.
    pub recipient: String,
    pub created_at: DateTime<Utc>,
    pub state: State,
    /// Times it was handed to a mail server since it was last queued.
    pub attempts: i64,
    /// When it is tried next; null when it is not.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was sent, given up or dropped.
    pub finished_at: Option<DateTime<Utc>>,
    /// The mail server that answered last, or [`OUTBOX_FOLDER`].
    pub server: Option<String>,
    /// Its answer, in its own words, or why none could be had.
    pub reply: Option<String>,
}

impl ReplyBody for Message {}
