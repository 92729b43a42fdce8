use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_domain::id::MessageId;
use sigillo_domain::message::{Content, Language, MessageKind};
use sigillo_domain::subject::SubjectRef;

/// A message to one person, as data: the mailer writes the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// The same at every attempt, so that duplicates have the same `Message-ID`.
    pub id: MessageId,
    pub written_at: DateTime<Utc>,
    pub recipient: String,
    pub language: Language,
    pub kind: MessageKind,
    pub subject: SubjectRef,
    /// The full name of the subject, such as the address of a mailbox. Messages with a link mask it
    /// (A16).
    pub subject_name: String,
    pub content: Content,
    /// The token of the link, if the message has one.
    pub link_token: Option<String>,
    /// The code in it, if it has one.
    pub code: Option<String>,
    /// Where an answer goes; None if nobody reads answers.
    pub reply_to: Option<String>,
    /// A document that is attached.
    pub attachment: Option<Attachment>,
}

/// A document that is attached to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    pub media_type: &'static str,
    pub content: Vec<u8>,
}

/// A mail server accepted a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The server's host and port.
    pub server: String,
    /// The server's reply, verbatim.
    pub reply: String,
}

/// A message was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    pub server: String,
    /// The server's reply, or why there is none.
    pub reply: String,
    /// Whether trying again is pointless.
    pub is_final: bool,
}

/// Sends messages.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a message over to a mail server, within [`crate::outbox::SEND_TIMEOUT`].
    async fn send(&self, message: &OutgoingMessage) -> Result<Accepted, Undelivered>;
}
