//! Requests with an idempotency key, and the replies that were kept for them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A request that was received before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Fingerprint of the request: tells different requests under the same name apart.
    pub print: String,
    pub state: KnownState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownState {
    /// The reply, encrypted.
    Answered(String),
    /// A server is carrying the request out. It is considered lost once `until` has passed.
    UnderWay { until: DateTime<Utc> },
    /// Like [`KnownState::UnderWay`], but the changes are committed and only the reply is missing.
    CarriedOut { until: DateTime<Utc> },
}

/// A request that is about to be carried out.
#[derive(Debug, Clone, Copy)]
pub struct Claimed<'a> {
    pub name: &'a str,
    pub print: &'a str,
    /// The lease of the server that carries it out.
    pub lease: Uuid,
    pub until: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Finds the request under a name, unless it has expired.
pub async fn find(
    on: &mut impl Connection,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Option<Known>, StorageError> {
    let row = fetch_optional!(
        on,
        (String, Option<String>, Option<DateTime<Utc>>, bool),
        "SELECT print, reply, leased_until, carried_out FROM kept_reply
         WHERE name = $1 AND expires_at > $2",
        name,
        now
    )?;
    let known = |(print, reply, leased_until, carried_out)| {
        let state = match (reply, leased_until) {
            (Some(reply), _) => KnownState::Answered(reply),
            (None, Some(until)) if carried_out => KnownState::CarriedOut { until },
            (None, Some(until)) => KnownState::UnderWay { until },
            (None, None) => {
                return Err(StorageError::Broken("a reply neither kept nor awaited".into()));
            }
        };
        Ok(Known { print, state })
    };
    row.map(known).transpose()
}

/// Claims a name for a request. Of any number of concurrent callers one gets it: the first one, or
/// the next one with the same request after a lease ended without committed changes, or anyone
/// after the name has expired.
pub async fn claim(
    tx: &mut Tx,
    claimed: Claimed<'_>,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let Claimed { name, print, lease, until, expires_at } = claimed;
    let touched = execute!(
        tx,
        "INSERT INTO kept_reply (name, print, lease, leased_until, expires_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO UPDATE SET
            print = excluded.print, lease = excluded.lease, leased_until = excluded.leased_until,
            reply = NULL, carried_out = FALSE, expires_at = excluded.expires_at
         WHERE kept_reply.expires_at <= $6
            OR (kept_reply.leased_until <= $6 AND NOT kept_reply.carried_out
                AND kept_reply.print = excluded.print)",
        name,
        print,
        lease,
        until,
        expires_at,
        now
    )?;
    Ok(touched > 0)
}

/// Extends the lease of a request, or ends it when `until` is now; false if another server has
/// taken the request over.
pub async fn renew(
    tx: &mut Tx,
    name: &str,
    lease: Uuid,
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE kept_reply SET leased_until = $1
         WHERE name = $2 AND lease = $3 AND leased_until IS NOT NULL",
        until,
        name,
        lease
    )?;
    Ok(touched > 0)
}

/// Keeps the reply to the request; false if another server has taken the request over.
pub async fn keep(tx: &mut Tx, name: &str, lease: Uuid, reply: &str) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE kept_reply SET reply = $1, leased_until = NULL WHERE name = $2 AND lease = $3",
        reply,
        name,
        lease
    )?;
    Ok(touched > 0)
}

/// Forgets the request, so that it can be sent again as if for the first time.
pub async fn release(tx: &mut Tx, name: &str, lease: Uuid) -> Result<(), StorageError> {
    execute!(
        tx,
        "DELETE FROM kept_reply WHERE name = $1 AND lease = $2 AND leased_until IS NOT NULL",
        name,
        lease
    )?;
    Ok(())
}

/// Like [`release`], unless the request has committed changes; false if it has.
pub async fn release_unchanged(tx: &mut Tx, name: &str, lease: Uuid) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "DELETE FROM kept_reply
         WHERE name = $1 AND lease = $2 AND leased_until IS NOT NULL AND NOT carried_out",
        name,
        lease
    )?;
    Ok(touched > 0)
}

/// Forgets a reply that was kept, so that its request is carried out again.
pub async fn forget(tx: &mut Tx, name: &str) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM kept_reply WHERE name = $1 AND reply IS NOT NULL", name)?;
    Ok(())
}

/// Deletes up to `limit` expired requests, those that expired first before others, and returns how
/// many.
pub async fn purge(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<usize, StorageError> {
    let mut statement = Statement::default();
    statement.push("DELETE FROM kept_reply WHERE name IN (SELECT name FROM kept_reply");
    statement.push(" WHERE expires_at <= ").bind(Value::Time(now));
    statement.push(" ORDER BY expires_at LIMIT ").bind(Value::Int(limit));
    statement.push(tx.skip_locked()).push(") RETURNING name");
    Ok(statement.fetch_all::<(String,)>(tx).await?.len())
}
