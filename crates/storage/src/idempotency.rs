//! Requests that may come again, and what they were answered.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A request that came before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Tells one request from another under the same name.
    pub print: String,
    pub state: KnownState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownState {
    /// Sealed.
    Answered(String),
    /// Somebody is at it, unless that somebody was last heard of before then.
    UnderWay { until: DateTime<Utc> },
    /// As before, and what was asked is done: only the reply is missing.
    CarriedOut { until: DateTime<Utc> },
}

/// A request that is about to be carried out.
#[derive(Debug, Clone, Copy)]
pub struct Claimed<'a> {
    pub name: &'a str,
    pub print: &'a str,
    /// Of who carries it out.
    pub lease: Uuid,
    pub until: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// What is known under a name, while it has not expired.
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

/// Takes a name for a request. Of any number at once one gets it: the first, or the next one of the
/// same request after a lease that ended with nothing done, or anyone's after it expired.
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

/// The request is under way until then, or no longer when that is now: false when somebody else has taken
/// it since.
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

/// Keeps what the request was answered; false when somebody else has taken it since.
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

/// The request may come again as if it never had.
pub async fn release(tx: &mut Tx, name: &str, lease: Uuid) -> Result<(), StorageError> {
    execute!(
        tx,
        "DELETE FROM kept_reply WHERE name = $1 AND lease = $2 AND leased_until IS NOT NULL",
        name,
        lease
    )?;
    Ok(())
}

/// Forgets up to `limit` of those that have expired, longest ago first; says how many.
pub async fn purge(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<usize, StorageError> {
    let mut statement = Statement::default();
    statement.push("DELETE FROM kept_reply WHERE name IN (SELECT name FROM kept_reply");
    statement.push(" WHERE expires_at <= ").bind(Value::Time(now));
    statement.push(" ORDER BY expires_at LIMIT ").bind(Value::Int(limit));
    statement.push(tx.skip_locked()).push(") RETURNING name");
    Ok(statement.fetch_all::<(String,)>(tx).await?.len())
}
