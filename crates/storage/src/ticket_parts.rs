//! What belongs to a ticket: the entries of its exchange, and its files.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{AccountId, TicketAttachmentId, TicketId, TicketMessageId};
use sigillo_domain::ticket::{
    AttachmentFormat, TicketAttachment, TicketEvent, TicketMessage, TicketStatus,
};
use uuid::Uuid;

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// An entry with its author's present name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedMessage {
    pub message: TicketMessage,
    pub author_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    #[sqlx(try_from = "Uuid")]
    id: TicketMessageId,
    #[sqlx(try_from = "Uuid")]
    ticket_id: TicketId,
    seq: i64,
    at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    event: TicketEvent,
    #[sqlx(try_from = "String")]
    from_status: TicketStatus,
    #[sqlx(try_from = "String")]
    to_status: TicketStatus,
    author_id: Option<Uuid>,
    author: String,
    by_support: bool,
    by_mail: bool,
    text: String,
    author_name: Option<String>,
}

impl From<MessageRow> for NamedMessage {
    fn from(row: MessageRow) -> Self {
        let message = TicketMessage {
            id: row.id,
            ticket_id: row.ticket_id,
            seq: row.seq,
            at: row.at,
            event: row.event,
            from: row.from_status,
            to: row.to_status,
            author_id: row.author_id.map(AccountId::from),
            author: row.author,
            by_support: row.by_support,
            by_mail: row.by_mail,
            text: row.text,
        };
        Self { message, author_name: row.author_name }
    }
}

#[derive(sqlx::FromRow)]
struct AttachmentRow {
    #[sqlx(try_from = "Uuid")]
    id: TicketAttachmentId,
    #[sqlx(try_from = "Uuid")]
    ticket_id: TicketId,
    message_id: Option<Uuid>,
    name: String,
    #[sqlx(try_from = "String")]
    format: AttachmentFormat,
    bytes: i64,
    sha256: String,
    internal: bool,
    created_at: DateTime<Utc>,
    created_by: String,
}

impl From<AttachmentRow> for TicketAttachment {
    fn from(row: AttachmentRow) -> Self {
        Self {
            id: row.id,
            ticket_id: row.ticket_id,
            message_id: row.message_id.map(TicketMessageId::from),
            name: row.name,
            format: row.format,
            bytes: row.bytes,
            sha256: row.sha256,
            internal: row.internal,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

pub async fn insert_message(tx: &mut Tx, message: &TicketMessage) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO ticket_message (id, ticket_id, seq, at, event, from_status, to_status, author_id, author,
            by_support, by_mail, text)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        message.id,
        message.ticket_id,
        message.seq,
        message.at,
        message.event.as_str(),
        message.from.as_str(),
        message.to.as_str(),
        message.author_id.map(AccountId::uuid),
        &message.author,
        message.by_support,
        message.by_mail,
        &message.text,
    )?;
    Ok(())
}

/// The whole exchange of a ticket, oldest first.
pub async fn messages(
    on: &mut impl Connection,
    ticket_id: TicketId,
) -> Result<Vec<NamedMessage>, StorageError> {
    let rows = fetch_all!(
        on,
        MessageRow,
        "SELECT m.id, m.ticket_id, m.seq, m.at, m.event, m.from_status, m.to_status, m.author_id, m.author, m.by_support,
            m.by_mail, m.text, a.display_name AS author_name
         FROM ticket_message m LEFT JOIN account a ON a.id = m.author_id
         WHERE m.ticket_id = $1 ORDER BY m.seq",
        ticket_id
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn count_messages(
    on: &mut impl Connection,
    ticket_id: TicketId,
) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) FROM ticket_message WHERE ticket_id = $1";
    let row = fetch_optional!(on, (i64,), sql, ticket_id)?;
    Ok(row.map_or(0, |(count,)| count))
}

pub async fn insert_attachment(
    tx: &mut Tx,
    attachment: &TicketAttachment,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO ticket_attachment (id, ticket_id, message_id, name, format, bytes, sha256, internal, created_at,
            created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        attachment.id,
        attachment.ticket_id,
        attachment.message_id.map(TicketMessageId::uuid),
        &attachment.name,
        attachment.format.as_str(),
        attachment.bytes,
        &attachment.sha256,
        attachment.internal,
        attachment.created_at,
        &attachment.created_by,
    )?;
    Ok(())
}

/// The files of a ticket, oldest first.
pub async fn attachments(
    on: &mut impl Connection,
    ticket_id: TicketId,
) -> Result<Vec<TicketAttachment>, StorageError> {
    let rows = fetch_all!(
        on,
        AttachmentRow,
        "SELECT id, ticket_id, message_id, name, format, bytes, sha256, internal, created_at, created_by
         FROM ticket_attachment WHERE ticket_id = $1 ORDER BY created_at, id",
        ticket_id
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn count_attachments(
    on: &mut impl Connection,
    ticket_id: TicketId,
) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) FROM ticket_attachment WHERE ticket_id = $1";
    let row = fetch_optional!(on, (i64,), sql, ticket_id)?;
    Ok(row.map_or(0, |(count,)| count))
}

pub async fn find_attachment(
    on: &mut impl Connection,
    id: TicketAttachmentId,
) -> Result<Option<TicketAttachment>, StorageError> {
    let row = fetch_optional!(
        on,
        AttachmentRow,
        "SELECT id, ticket_id, message_id, name, format, bytes, sha256, internal, created_at, created_by
         FROM ticket_attachment WHERE id = $1",
        id
    )?;
    Ok(row.map(Into::into))
}
