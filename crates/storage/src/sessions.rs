//! Sessions: families of refresh tokens.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{AccountId, SessionId};
use uuid::Uuid;

use crate::accounts::{COLUMNS, NamedAccount, Row};
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The outcome of presenting a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// The token was valid and is used up now; its session continues.
    Accepted { session_id: SessionId, account_id: AccountId, opened_at: DateTime<Utc> },
    /// The token was used before, so one of the two clients that presented it has stolen it.
    Reused { session_id: SessionId },
    /// The token was never issued, or its session has ended.
    Unknown,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    #[sqlx(try_from = "Uuid")]
    id: SessionId,
    #[sqlx(try_from = "Uuid")]
    account_id: AccountId,
    opened_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

pub async fn open(
    tx: &mut Tx,
    id: SessionId,
    account_id: AccountId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO session (id, account_id, opened_at, expires_at) VALUES ($1, $2, $3, $4)",
        id,
        account_id,
        now,
        expires_at
    )?;
    Ok(())
}

pub async fn add_token(
    tx: &mut Tx,
    session_id: SessionId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO refresh_token (hash, session_id, created_at) VALUES ($1, $2, $3)",
        hash,
        session_id,
        now
    )?;
    Ok(())
}

/// Uses up a refresh token. Of two concurrent callers only one is accepted.
pub async fn trade(
    tx: &mut Tx,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<RefreshOutcome, StorageError> {
    let used = execute!(
        tx,
        "UPDATE refresh_token SET used_at = $1 WHERE hash = $2 AND used_at IS NULL",
        now,
        hash
    )?;
    let session = fetch_optional!(
        tx,
        SessionRow,
        "SELECT s.id, s.account_id, s.opened_at, s.expires_at, s.ended_at
         FROM refresh_token t JOIN session s ON s.id = t.session_id WHERE t.hash = $1",
        hash
    )?;
    Ok(match session {
        Some(SessionRow { id: session_id, .. }) if used == 0 => {
            RefreshOutcome::Reused { session_id }
        }
        Some(session) if session.ended_at.is_none() && session.expires_at > now => {
            RefreshOutcome::Accepted {
                session_id: session.id,
                account_id: session.account_id,
                opened_at: session.opened_at,
            }
        }
        _ => RefreshOutcome::Unknown,
    })
}

pub async fn extend(tx: &mut Tx, id: SessionId, until: DateTime<Utc>) -> Result<(), StorageError> {
    execute!(tx, "UPDATE session SET expires_at = $1 WHERE id = $2", until, id)?;
    Ok(())
}

pub async fn end(
    tx: &mut Tx,
    id: SessionId,
    now: DateTime<Utc>,
    reason: &str,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE session SET ended_at = $1, end_reason = $2 WHERE id = $3 AND ended_at IS NULL",
        now,
        reason,
        id
    )?;
    Ok(())
}

/// Ends every session of an account.
pub async fn end_all(
    tx: &mut Tx,
    account_id: AccountId,
    now: DateTime<Utc>,
    reason: &str,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE session SET ended_at = $1, end_reason = $2
         WHERE account_id = $3 AND ended_at IS NULL",
        now,
        reason,
        account_id
    )?;
    Ok(())
}

/// Ends every session of an account but one.
pub async fn end_others(
    tx: &mut Tx,
    account_id: AccountId,
    keep: SessionId,
    now: DateTime<Utc>,
    reason: &str,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE session SET ended_at = $1, end_reason = $2
         WHERE account_id = $3 AND ended_at IS NULL AND id <> $4",
        now,
        reason,
        account_id,
        keep
    )?;
    Ok(())
}

/// The account of a session, if both are still valid.
pub async fn account(
    on: &mut impl Connection,
    session_id: SessionId,
    now: DateTime<Utc>,
) -> Result<Option<NamedAccount>, StorageError> {
    let mut statement = Statement::default();
    statement
        .push("SELECT ")
        .push(COLUMNS)
        .push(" FROM session s JOIN account a ON a.id = s.account_id")
        .push(" LEFT JOIN organization o ON o.id = a.organization_id WHERE s.id = ")
        .bind(Value::id(session_id))
        .push(" AND s.ended_at IS NULL AND a.state = 'enabled' AND s.expires_at > ")
        .bind(Value::Time(now));
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

/// Deletes the sessions that ended or expired before a moment.
pub async fn purge(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StorageError> {
    execute!(
        tx,
        "DELETE FROM refresh_token WHERE session_id IN
            (SELECT id FROM session WHERE expires_at < $1)",
        before
    )?;
    execute!(tx, "DELETE FROM session WHERE expires_at < $1", before)
}
