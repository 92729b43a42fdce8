//! What lies outside, as the use cases see it.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_domain::mail_host::{Delivery, SignIn, Trouble};
use sigillo_domain::message::{Content, Kind, Language};
use sigillo_domain::storage_key::StorageKey;
use thiserror::Error;
use uuid::Uuid;

/// The time. Implementations truncate to microseconds, which is what PostgreSQL keeps.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// Unpredictable bytes.
pub trait Entropy: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// Slow, salted hashing of passwords, off the threads that serve requests.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// A PHC string. None when the machine could not do it (no memory).
    async fn hash(&self, password: &str) -> Option<String>;
    /// Takes as long when there is no hash to compare with as when there is, so that the time of an
    /// answer does not tell which accounts exist.
    async fn verify(&self, password: &str, hash: Option<&str>) -> bool;
}

/// A message to one person, as data: the mailer writes the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// The same at every attempt: a duplicate can be recognised by its `Message-ID`.
    pub id: Uuid,
    pub written_at: DateTime<Utc>,
    pub recipient: String,
    pub language: Language,
    pub kind: Kind,
    /// The full name of its subject, such as the address of a mailbox. Messages with a link mask it
    /// (A16).
    pub subject_name: String,
    pub content: Content,
    /// The token of the link, if it has one.
    pub link_token: Option<String>,
}

/// A mail server accepted a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Host and port.
    pub server: String,
    /// The server's own words.
    pub reply: String,
}

/// A message was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    pub server: String,
    /// The server's own words, or why there are none.
    pub reply: String,
    /// Whether a retry cannot help.
    pub is_final: bool,
}

/// Sends messages.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends a message, within [`crate::outbox::SEND_TIMEOUT`].
    async fn send(&self, message: &OutgoingMessage) -> Result<Accepted, Undelivered>;
}

/// What a store, or a part of it, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    pub messages: i64,
    pub bytes: i64,
}

/// What a store holds where its user looks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UsageByFolder {
    pub inbox: Usage,
    pub archive: Usage,
    /// Of every folder.
    pub total: Usage,
}

/// What the mail host knows of a mailbox, as it repeats it when asked. None where it says nothing, or
/// what cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub store: Option<StorageKey>,
    pub quota_bytes: Option<i64>,
    pub delivery: Option<Delivery>,
    pub sign_in: Option<SignIn>,
    /// Of the password that opens it.
    pub password_id: Option<Uuid>,
}

/// What the mail host does about a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What would become of a message that came now.
    pub delivery: Delivery,
    /// What it knows of the mailbox; None when that is nobody there.
    pub entry: Option<Entry>,
    /// Whether sessions were ended.
    pub ended_sessions: bool,
    /// Whether somebody was signed in again after that, by what the mail host knew before.
    pub signed_in_since: bool,
}

/// Why the mail host did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MailHostError {
    #[error("the mail host does not answer: {0}")]
    Unreachable(String),
    #[error("the mail host does not know the key")]
    Unauthorized,
    #[error("the mail host does not know the mailbox")]
    UnknownMailbox,
    /// It understood, and could not; trying again may help.
    #[error("the mail host could not do it (code {0})")]
    Failed(i64),
    #[error("the mail host answers what was not expected: {0}")]
    Nonsense(String),
}

impl MailHostError {
    pub const fn trouble(&self) -> Trouble {
        match self {
            MailHostError::Unreachable(_) => Trouble::Unreachable,
            MailHostError::Unauthorized => Trouble::Unauthorized,
            MailHostError::UnknownMailbox | MailHostError::Failed(_) => Trouble::Failed,
            MailHostError::Nonsense(_) => Trouble::Nonsense,
        }
    }
}

/// The mail host, for all that is no row of the database. Each call ends within its own time limit.
#[async_trait]
pub trait MailHost: Send + Sync {
    /// What mailboxes hold, by address: who is not among them holds nothing. Of all mailboxes at
    /// once, which may take minutes where there are very many.
    async fn usage(&self) -> Result<HashMap<String, UsageByFolder>, MailHostError>;
    async fn usage_of(&self, address: &str) -> Result<UsageByFolder, MailHostError>;
    /// What the mail host does about a mailbox now; before saying so it ends the sessions of its user
    /// if that is asked for, and after it once more.
    async fn look(&self, address: &str, end_sessions: bool) -> Result<Look, MailHostError>;
    /// Deletes a store, and looks again; what is not there is no error. True when it was found empty:
    /// a delivery under way may have the last word, and then this is for the caller to repeat.
    async fn destroy(&self, key: &StorageKey) -> Result<bool, MailHostError>;
    /// What the mail host knows of these mailboxes, by address: who is not among the answers is
    /// nobody there.
    async fn entries(&self, addresses: &[&str]) -> Result<HashMap<String, Entry>, MailHostError>;
    /// The names of all stores.
    async fn stores(&self) -> Result<HashSet<StorageKey>, MailHostError>;
    /// Makes an empty store for a mailbox that has none.
    async fn make_store(&self, address: &str) -> Result<(), MailHostError>;
    /// Has the mail host read its configuration and open the database anew.
    async fn reload(&self) -> Result<(), MailHostError>;
}
