//! Counts attempts, to throttle them.

use chrono::{DateTime, Utc};

use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The end of a subject's block, if it is blocked now.
pub async fn blocked_until(
    on: &mut impl Connection,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StorageError> {
    let row = fetch_optional!(
        on,
        (DateTime<Utc>,),
        "SELECT blocked_until FROM sign_in_throttle WHERE subject = $1 AND blocked_until > $2",
        subject,
        now
    )?;
    Ok(row.map(|(until,)| until))
}

/// Counts an attempt by a subject and returns the number of attempts in its window. While the
/// subject is blocked, returns the end of the block instead and counts nothing.
///
/// The update locks the row, so each of several concurrent attempts gets its own number.
pub async fn count(
    tx: &mut Tx,
    subject: &str,
    now: DateTime<Utc>,
    window_ends_at: DateTime<Utc>,
) -> Result<Result<i64, DateTime<Utc>>, StorageError> {
    let row = fetch_optional!(
        tx,
        (i64, Option<DateTime<Utc>>),
        "INSERT INTO sign_in_throttle (subject, attempts, window_ends_at) VALUES ($1, 1, $2)
         ON CONFLICT (subject) DO UPDATE SET
            attempts = CASE
                WHEN sign_in_throttle.blocked_until > $3 THEN sign_in_throttle.attempts
                WHEN sign_in_throttle.window_ends_at <= $3 THEN 1
                ELSE sign_in_throttle.attempts + 1 END,
            window_ends_at = CASE
                WHEN sign_in_throttle.window_ends_at <= $3 THEN excluded.window_ends_at
                ELSE sign_in_throttle.window_ends_at END
         RETURNING attempts, blocked_until",
        subject,
        window_ends_at,
        now
    )?;
    let (attempts, blocked_until) =
        row.ok_or_else(|| StorageError::Broken("an upsert returned no row".into()))?;
    Ok(match blocked_until {
        Some(until) if until > now => Err(until),
        _ => Ok(attempts),
    })
}

/// Blocks a subject until a moment, and extends its window.
pub async fn block(
    tx: &mut Tx,
    subject: &str,
    until: DateTime<Utc>,
    window_ends_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE sign_in_throttle SET blocked_until = $1, window_ends_at = $2 WHERE subject = $3",
        until,
        window_ends_at,
        subject
    )?;
    Ok(())
}

/// Deletes the attempts of a subject.
pub async fn forget(tx: &mut Tx, subject: &str) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM sign_in_throttle WHERE subject = $1", subject)?;
    Ok(())
}

/// Deletes the windows that ended before a moment.
pub async fn purge(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StorageError> {
    execute!(tx, "DELETE FROM sign_in_throttle WHERE window_ends_at < $1", before)
}
