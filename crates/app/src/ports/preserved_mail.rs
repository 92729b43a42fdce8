use async_trait::async_trait;
use chrono::{DateTime, Utc};
use thiserror::Error;

/// Mail could not be read now; it is tried again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct MailSourceError(pub String);

/// The mail host, for reading the mailboxes whose receipts are preserved. Each step ends within its own time limit, and
/// none changes anything in a mailbox, not even what its user has read.
#[async_trait]
pub trait MailSource: Send + Sync {
    async fn open(&self, address: &str) -> Result<Box<dyn OpenMailbox>, MailSourceError>;
}

/// A folder as it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenedFolder {
    pub uid_validity: i64,
    /// The UID that the next e-mail will have.
    pub next_uid: i64,
}

/// An e-mail in the opened folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailSummary {
    pub uid: i64,
    /// When it came into the mailbox, to the second.
    pub arrived_at: DateTime<Utc>,
    pub bytes: i64,
    /// Whether its headers say that it is a receipt or notice of certified mail.
    pub is_receipt: bool,
}

/// A mailbox that is being read.
#[async_trait]
pub trait OpenMailbox: Send {
    /// The folders, and after them those that hold what the user has deleted: what is moved or deleted during the
    /// reading is then found further on.
    async fn folders(&mut self) -> Result<Vec<String>, MailSourceError>;
    /// Opens a folder; None if it is gone.
    async fn open(&mut self, folder: &str) -> Result<Option<OpenedFolder>, MailSourceError>;
    /// The UIDs from one to another of what has arrived since the day before a time, ascending.
    async fn arrived(
        &mut self,
        uids: (i64, i64),
        since: DateTime<Utc>,
    ) -> Result<Vec<i64>, MailSourceError>;
    /// Of these UIDs, those of receipts as the mail host's own search finds them, ascending.
    async fn search_receipts(
        &mut self,
        uids: (i64, i64),
        since: DateTime<Utc>,
    ) -> Result<Vec<i64>, MailSourceError>;
    /// What is at these UIDs, ascending; what is gone is left out.
    async fn summaries(&mut self, uids: &[i64]) -> Result<Vec<MailSummary>, MailSourceError>;
    /// The headers of an e-mail; None if it is gone.
    async fn headers(&mut self, uid: i64) -> Result<Option<Vec<u8>>, MailSourceError>;
    /// Up to `length` bytes of an e-mail from `offset` on, as they are; empty at its end, and None if it is gone.
    async fn read(
        &mut self,
        uid: i64,
        offset: i64,
        length: i64,
    ) -> Result<Option<Vec<u8>>, MailSourceError>;
    async fn close(self: Box<Self>);
}
