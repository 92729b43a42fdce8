use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use sigillo_domain::id::PasswordId;
use sigillo_domain::mail_host::{Delivery, SignIn, Trouble};
use sigillo_domain::storage_key::StorageKey;
use thiserror::Error;

/// The size of a mail store, or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    pub messages: i64,
    pub bytes: i64,
}

/// The size of a mail store by the folders that its user sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UsageByFolder {
    pub inbox: Usage,
    /// With its subfolders.
    pub archive: Usage,
    /// The sum of all folders.
    pub total: Usage,
}

/// What the mail host itself reports about a mailbox. A field is None when the mail host reports
/// nothing for it, or something that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryEntry {
    pub store: Option<StorageKey>,
    pub quota_bytes: Option<i64>,
    /// The archive's own quota; None where it counts to that of the mailbox.
    pub archive_bytes: Option<i64>,
    pub delivery: Option<Delivery>,
    pub sign_in: Option<SignIn>,
    /// The id of the password that opens the mailbox.
    pub password_id: Option<PasswordId>,
}

/// How the mail host treats a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// What would happen to a message that arrived now.
    pub delivery: Delivery,
    /// None when the mail host does not know the mailbox.
    pub entry: Option<DirectoryEntry>,
    /// Whether sessions were ended.
    pub ended_sessions: bool,
    /// Whether somebody signed in again after that, with data that the mail host had before.
    pub signed_in_since: bool,
}

/// Why a call to the mail host failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MailHostError {
    #[error("the mail host does not answer: {0}")]
    Unreachable(String),
    #[error("the mail host does not know the key")]
    Unauthorized,
    #[error("the mail host does not know the mailbox")]
    UnknownMailbox,
    /// The mail host understood the command and could not do it; trying again may help.
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

/// The mail host, for everything that is not a row of the database. Each call ends within its own
/// time limit.
#[async_trait]
pub trait MailHost: Send + Sync {
    /// Measures all mailboxes, by address; the ones that are missing from the result are empty.
    /// This may take minutes when there are very many.
    async fn usage(&self) -> Result<HashMap<String, UsageByFolder>, MailHostError>;
    async fn usage_of(&self, address: &str) -> Result<UsageByFolder, MailHostError>;
    /// Asks how the mail host treats a mailbox now. If `end_sessions` is set, it ends the sessions
    /// of the user before and once more after the question.
    async fn inspect(&self, address: &str, end_sessions: bool)
    -> Result<Inspection, MailHostError>;
    /// Deletes a store and checks that it is gone; a store that does not exist is no error. Returns
    /// false when a delivery that was under way has filled it again: the caller then repeats the
    /// call.
    async fn destroy(&self, key: &StorageKey) -> Result<bool, MailHostError>;
    /// What the mail host knows about these mailboxes, by address. Mailboxes that are missing from
    /// the result are unknown to it.
    async fn entries(
        &self,
        addresses: &[&str],
    ) -> Result<HashMap<String, DirectoryEntry>, MailHostError>;
    /// The names of all stores.
    async fn stores(&self) -> Result<HashSet<StorageKey>, MailHostError>;
    /// Creates an empty store for a mailbox that has none.
    async fn make_store(&self, address: &str) -> Result<(), MailHostError>;
    /// Makes the mail host read its configuration and open the database again.
    async fn reload(&self) -> Result<(), MailHostError>;
}
