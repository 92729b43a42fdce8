//! Queues in the database: each row is a piece of work that is due at a time, and one worker claims it
//! under a lease.
//!
//! A claimed row becomes due again when its lease ends, in case its worker has died.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A table with `id`, `next_attempt_at`, `lease` and `attempts`.
pub(crate) struct Queue {
    pub table: &'static str,
    /// The columns that a claim returns.
    pub columns: &'static str,
}

impl Queue {
    /// Whether any row is due.
    pub async fn any_due(
        &self,
        on: &mut impl Connection,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let mut statement = Statement::default();
        statement.push("SELECT id FROM ").push(self.table);
        statement.push(" WHERE next_attempt_at <= ").bind(Value::Time(now));
        statement.push(" ORDER BY next_attempt_at LIMIT 1");
        Ok(!statement.fetch_all::<(Uuid,)>(on).await?.is_empty())
    }

    /// Claims up to `limit` due rows, longest due first, under a lease: nobody else gets them before
    /// `until`.
    pub fn claim(
        &self,
        tx: &Tx,
        lease: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: i64,
    ) -> Statement {
        let mut statement = Statement::default();
        statement.push("UPDATE ").push(self.table).push(" SET lease = ").bind(Value::id(lease));
        statement.push(", next_attempt_at = ").bind(Value::Time(until));
        statement.push(", attempts = attempts + 1 WHERE id IN (SELECT id FROM ").push(self.table);
        statement.push(" WHERE next_attempt_at <= ").bind(Value::Time(now));
        statement.push(" ORDER BY next_attempt_at LIMIT ").bind(Value::Int(limit));
        statement.push(tx.skip_locked()).push(") RETURNING ").push(self.columns);
        statement
    }
}
