//! Messages to the users of mailboxes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{MailboxId, MessageId};
use sigillo_domain::message::{MessageKind, MessageState};

use crate::operation::ReplyBody;

/// The name of the server where none is configured: messages are files in the data folder.
pub const OUTBOX_FOLDER: &str = "outbox folder";

/// A message to the user of a mailbox, and its delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Also the left part of its `Message-ID`.
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: MessageId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub mailbox_id: MailboxId,
    /// The reason for the message.
    pub kind: MessageKind,
    /// Address it goes to.
    pub recipient: String,
    pub created_at: DateTime<Utc>,
    pub state: MessageState,
    /// Attempts since it was last queued.
    pub attempts: i64,
    /// Time of the next attempt; null when there is none.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was sent, failed or was dropped.
    pub finished_at: Option<DateTime<Utc>>,
    /// The mail server that answered last, or `outbox folder` where messages are written to files.
    pub server: Option<String>,
    /// The server's answer, word for word, or why there was none.
    pub reply: Option<String>,
}

impl ReplyBody for Message {}

/// Which messages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MessageQuery {
    /// Only messages of these kinds, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Only messages in these states, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `next_cursor` of the previous page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
}
