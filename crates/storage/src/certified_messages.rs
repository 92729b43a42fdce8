//! Certified messages, of which receipts are preserved, and their recipients.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{CertifiedMessageId, MailboxId};
use sigillo_domain::receipt::Confirmation;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// A certified message, as far as its receipts tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertifiedMessage {
    pub id: CertifiedMessageId,
    pub mailbox_id: MailboxId,
    /// Its Message-ID, or that of its receipt where none is named.
    pub reference: String,
    pub sender: String,
    pub subject: String,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
    pub receipts: i64,
    pub accepted_at: Option<DateTime<Utc>>,
    pub certified_recipients: i64,
    pub delivered: i64,
    pub failed: i64,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: CertifiedMessageId,
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    reference: String,
    sender: String,
    subject: String,
    first_at: DateTime<Utc>,
    pub(crate) last_at: DateTime<Utc>,
    receipts: i64,
    accepted_at: Option<DateTime<Utc>>,
    certified_recipients: i64,
    delivered: i64,
    failed: i64,
}

/// The columns of [`Row`], of `certified_message` as `m`.
pub(crate) const COLUMNS: &str =
    "m.id, m.mailbox_id, m.reference, m.sender, m.subject, m.first_at, m.last_at, m.receipts,
    m.accepted_at, m.certified_recipients, m.delivered, m.failed";

impl From<Row> for CertifiedMessage {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            mailbox_id: row.mailbox_id,
            reference: row.reference,
            sender: row.sender,
            subject: row.subject,
            first_at: row.first_at,
            last_at: row.last_at,
            receipts: row.receipts,
            accepted_at: row.accepted_at,
            certified_recipients: row.certified_recipients,
            delivered: row.delivered,
            failed: row.failed,
        }
    }
}

/// A recipient of a certified message, and what is known of the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRecipient {
    pub address: String,
    pub is_certified: bool,
    /// Whether the message was addressed to it.
    pub is_expected: bool,
    pub confirmation: Confirmation,
}

#[derive(sqlx::FromRow)]
struct RecipientRow {
    address: String,
    is_certified: bool,
    is_expected: bool,
    #[sqlx(try_from = "String")]
    confirmation: Confirmation,
}

/// Finds a message of a mailbox.
pub async fn find(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    id: CertifiedMessageId,
) -> Result<Option<CertifiedMessage>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM certified_message m WHERE m.id = ");
    statement.bind(Value::id(id)).push(" AND m.mailbox_id = ").bind(Value::id(mailbox_id));
    Ok(statement.fetch_all::<Row>(on).await?.pop().map(Into::into))
}

/// The recipients of a message by their addresses, after one of them.
pub async fn recipients(
    on: &mut impl Connection,
    id: CertifiedMessageId,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<MessageRecipient>, StorageError> {
    let rows = fetch_all!(
        on,
        RecipientRow,
        "SELECT address, is_certified, is_expected, confirmation FROM certified_message_recipient
         WHERE message_id = $1 AND address > $2 ORDER BY address LIMIT $3",
        id,
        after.unwrap_or_default(),
        limit
    )?;
    Ok(rows
        .into_iter()
        .map(|row| MessageRecipient {
            address: row.address,
            is_certified: row.is_certified,
            is_expected: row.is_expected,
            confirmation: row.confirmation,
        })
        .collect())
}
