//! Links of messages, and the tokens that open them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    SetPassword,
    ConfirmCommunicationEmail,
}

impl Purpose {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Purpose::SetPassword => "set_password",
            Purpose::ConfirmCommunicationEmail => "confirm_communication_email",
        }
    }

    fn parse(text: &str) -> Result<Self, StorageError> {
        [Purpose::SetPassword, Purpose::ConfirmCommunicationEmail]
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
            .ok_or_else(|| StorageError::unknown("purpose of a link", text))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub id: Uuid,
    pub mailbox_id: Uuid,
    pub purpose: Purpose,
    /// The address to confirm, where that is what it is for.
    pub communication_email: Option<String>,
}

/// A link that a token opens, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    pub link: Link,
    pub expires_at: DateTime<Utc>,
}

type Row = (Uuid, Uuid, String, Option<String>);

fn link((id, mailbox_id, purpose, communication_email): Row) -> Result<Link, StorageError> {
    Ok(Link { id, mailbox_id, purpose: Purpose::parse(&purpose)?, communication_email })
}

/// Adds a link and retires those of the same purpose that the mailbox had.
pub async fn replace(
    tx: &mut Tx,
    link: &Link,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    retire(tx, link.mailbox_id, link.purpose).await?;
    insert(tx, std::slice::from_ref(link), created_at, expires_at).await
}

/// Adds links to mailboxes that have none of the same purpose.
pub async fn insert(
    tx: &mut Tx,
    links: &[Link],
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    let statement = Statement::insert(
        "INSERT INTO link (id, mailbox_id, purpose, communication_email, created_at, expires_at,
            is_open)",
        links.iter().map(|link| {
            [
                Value::Id(link.id),
                Value::Id(link.mailbox_id),
                Value::text(link.purpose.as_str()),
                Value::OptionalText(link.communication_email.clone()),
                Value::Time(created_at),
                Value::Time(expires_at),
                Value::Bool(true),
            ]
        }),
    );
    let Some(statement) = statement else { return Ok(()) };
    statement.execute(tx).await
}

/// Closes the links of a mailbox that serve a purpose.
pub async fn retire(tx: &mut Tx, mailbox_id: Uuid, purpose: Purpose) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE link SET is_open = FALSE WHERE mailbox_id = $1 AND purpose = $2 AND is_open",
        mailbox_id,
        purpose.as_str()
    )?;
    Ok(())
}

/// Adds a token to a link, if the link is open still.
pub async fn add_token(
    tx: &mut Tx,
    link_id: Uuid,
    hash: &str,
    expires_at: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let open = execute!(
        tx,
        "UPDATE link SET expires_at = $1 WHERE id = $2 AND is_open",
        expires_at,
        link_id
    )?;
    if open == 0 {
        return Ok(false);
    }
    execute!(
        tx,
        "INSERT INTO link_token (hash, link_id, expires_at) VALUES ($1, $2, $3)",
        hash,
        link_id,
        expires_at
    )?;
    Ok(true)
}

/// The link that a token opens now.
pub async fn find_by_token(
    on: &mut impl Connection,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<OpenLink>, StorageError> {
    let row = fetch_optional!(
        on,
        (Uuid, Uuid, String, Option<String>, DateTime<Utc>),
        "SELECT l.id, l.mailbox_id, l.purpose, l.communication_email, t.expires_at
         FROM link_token t JOIN link l ON l.id = t.link_id
         WHERE t.hash = $1 AND t.expires_at > $2 AND l.is_open",
        hash,
        now
    )?;
    row.map(|(id, mailbox_id, purpose, email, expires_at)| {
        Ok(OpenLink { link: link((id, mailbox_id, purpose, email))?, expires_at })
    })
    .transpose()
}

/// The address that a mailbox's open link is to confirm, if there is one.
pub async fn unconfirmed_email(
    on: &mut impl Connection,
    mailbox_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<String>, StorageError> {
    let row = fetch_optional!(
        on,
        (Option<String>,),
        "SELECT communication_email FROM link
         WHERE mailbox_id = $1 AND purpose = 'confirm_communication_email' AND is_open
            AND expires_at > $2",
        mailbox_id,
        now
    )?;
    Ok(row.and_then(|(email,)| email))
}

pub async fn is_open(on: &mut impl Connection, id: Uuid) -> Result<bool, StorageError> {
    let row = fetch_optional!(on, (bool,), "SELECT is_open FROM link WHERE id = $1", id)?;
    Ok(row.is_some_and(|(open,)| open))
}

/// Uses a link up; of two at once only one does.
pub async fn use_up(tx: &mut Tx, id: Uuid) -> Result<bool, StorageError> {
    let used = execute!(tx, "UPDATE link SET is_open = FALSE WHERE id = $1 AND is_open", id)?;
    Ok(used == 1)
}

/// Forgets the tokens of links that ended before a moment, and closes those links; the links stay,
/// since messages point at them.
pub async fn purge(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StorageError> {
    execute!(tx, "UPDATE link SET is_open = FALSE WHERE expires_at < $1 AND is_open", before)?;
    execute!(
        tx,
        "DELETE FROM link_token WHERE link_id IN (SELECT id FROM link WHERE expires_at < $1)",
        before
    )
}
