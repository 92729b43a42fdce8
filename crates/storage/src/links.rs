//! Links of messages, and the tokens that open them.

use chrono::{DateTime, Utc};
use sigillo_domain::id::LinkId;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::subject::SubjectRef;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::subject_columns::SubjectColumns;
use crate::tx::Tx;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Link {
    #[sqlx(try_from = "Uuid")]
    pub id: LinkId,
    #[sqlx(flatten, try_from = "SubjectColumns")]
    pub subject: SubjectRef,
    #[sqlx(try_from = "String")]
    pub purpose: LinkPurpose,
    /// The e-mail address that the link confirms, if that is its purpose.
    pub email: Option<String>,
}

/// A link that a token opens, and until when.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenLink {
    #[sqlx(flatten)]
    pub link: Link,
    pub expires_at: DateTime<Utc>,
}

/// The number of links of a subject that have a purpose and are open.
pub async fn count_open(
    on: &mut impl Connection,
    subject: SubjectRef,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<i64, StorageError> {
    let row = fetch_optional!(
        on,
        (i64,),
        "SELECT COUNT(*) FROM link
         WHERE subject_kind = $1 AND subject_id = $2 AND purpose = $3 AND is_open
            AND expires_at > $4",
        subject.kind.as_str(),
        subject.id,
        purpose.as_str(),
        now
    )?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Adds links; those that the subjects have stay open.
pub async fn insert(
    tx: &mut Tx,
    links: &[Link],
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    let statement = Statement::insert(
        "INSERT INTO link (id, subject_kind, subject_id, purpose, email, created_at, expires_at,
            is_open)",
        links.iter().map(|link| {
            [
                Value::id(link.id),
                Value::text(link.subject.kind.as_str()),
                Value::id(link.subject.id),
                Value::text(link.purpose.as_str()),
                Value::OptionalText(link.email.clone()),
                Value::Time(created_at),
                Value::Time(expires_at),
                Value::Bool(true),
            ]
        }),
    );
    let Some(statement) = statement else { return Ok(()) };
    statement.execute(tx).await
}

/// Closes the links of a subject that have a purpose.
pub async fn retire(
    tx: &mut Tx,
    subject: SubjectRef,
    purpose: LinkPurpose,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE link SET is_open = FALSE
         WHERE subject_kind = $1 AND subject_id = $2 AND purpose = $3 AND is_open",
        subject.kind.as_str(),
        subject.id,
        purpose.as_str()
    )?;
    Ok(())
}

/// Adds a token to a link; false if the link is not open any more.
pub async fn add_token(
    tx: &mut Tx,
    link_id: LinkId,
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
    fetch_optional!(
        on,
        OpenLink,
        "SELECT l.id, l.subject_kind, l.subject_id, l.purpose, l.email, t.expires_at
         FROM link_token t JOIN link l ON l.id = t.link_id
         WHERE t.hash = $1 AND t.expires_at > $2 AND l.is_open",
        hash,
        now
    )
}

/// The e-mail address that an open link of a subject and purpose is to confirm, if there is one.
pub async fn unconfirmed_email(
    on: &mut impl Connection,
    subject: SubjectRef,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<Option<String>, StorageError> {
    let row = fetch_optional!(
        on,
        (Option<String>,),
        "SELECT email FROM link
         WHERE subject_kind = $1 AND subject_id = $2 AND purpose = $3 AND is_open
            AND expires_at > $4",
        subject.kind.as_str(),
        subject.id,
        purpose.as_str(),
        now
    )?;
    Ok(row.and_then(|(email,)| email))
}

/// The newest open link of a subject that has a purpose.
pub async fn find_open(
    on: &mut impl Connection,
    subject: SubjectRef,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<Option<OpenLink>, StorageError> {
    fetch_optional!(
        on,
        OpenLink,
        "SELECT id, subject_kind, subject_id, purpose, email, expires_at FROM link
         WHERE subject_kind = $1 AND subject_id = $2 AND purpose = $3 AND is_open AND expires_at > $4
         ORDER BY created_at DESC, id DESC LIMIT 1",
        subject.kind.as_str(),
        subject.id,
        purpose.as_str(),
        now
    )
}

/// When a link expires if its token does not expire before.
pub async fn expiry(
    on: &mut impl Connection,
    id: LinkId,
) -> Result<Option<DateTime<Utc>>, StorageError> {
    let row =
        fetch_optional!(on, (DateTime<Utc>,), "SELECT expires_at FROM link WHERE id = $1", id)?;
    Ok(row.map(|(at,)| at))
}

pub async fn is_open(on: &mut impl Connection, id: LinkId) -> Result<bool, StorageError> {
    let row = fetch_optional!(on, (bool,), "SELECT is_open FROM link WHERE id = $1", id)?;
    Ok(row.is_some_and(|(open,)| open))
}

/// Closes a link because it is being used; true for only one of two callers at once.
pub async fn use_up(tx: &mut Tx, id: LinkId) -> Result<bool, StorageError> {
    let used = execute!(tx, "UPDATE link SET is_open = FALSE WHERE id = $1 AND is_open", id)?;
    Ok(used == 1)
}

/// Deletes the tokens of links that expired before a moment, and closes those links. The links stay,
/// because messages refer to them.
pub async fn purge(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StorageError> {
    execute!(tx, "UPDATE link SET is_open = FALSE WHERE expires_at < $1 AND is_open", before)?;
    execute!(
        tx,
        "DELETE FROM link_token WHERE link_id IN (SELECT id FROM link WHERE expires_at < $1)",
        before
    )
}
