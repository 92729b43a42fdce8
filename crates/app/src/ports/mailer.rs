use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_domain::message::{Content, Kind, Language};
use uuid::Uuid;

/// A message to one person, as data: the words are the mailer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same at every attempt: what comes twice can be told by its `Message-ID`.
    pub id: Uuid,
    pub written_at: DateTime<Utc>,
    pub recipient: String,
    pub language: Language,
    pub kind: Kind,
    /// The mailbox it is about, whole: messages that carry a link mask it (A16).
    pub mailbox: String,
    pub content: Content,
    /// What the link carries, where there is one.
    pub link_token: Option<String>,
}

/// A mail server took a message in charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Host and port.
    pub server: String,
    /// In its own words.
    pub reply: String,
}

/// A message was not taken in charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    pub server: String,
    /// The server's own words, or why there are none.
    pub reply: String,
    /// Whether trying again could help.
    pub is_final: bool,
}

/// What carries messages away.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a message over, within [`crate::outbox::LONGEST_SEND`].
    async fn send(&self, letter: &Letter) -> Result<Accepted, Undelivered>;
}
