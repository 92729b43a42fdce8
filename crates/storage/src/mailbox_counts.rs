//! How many mailboxes there are, without looking at any.
//!
//! Triggers of the database keep `mailbox_count` true: it says of each class of a domain (a state, a
//! state of the password, a side of the soft limit) how many mailboxes it has. On `SQLite` a class has
//! one row, and a change changes it. On PostgreSQL every transaction would then wait for the one before
//! to commit: there a change adds a row of its own, and a class has as many as the rows of it add up to.

use crate::bind::{Statement, Value};
use crate::db::Db;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_list::filter::Filter;

/// How many mailboxes a filter that searches for nothing leaves.
pub(crate) async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT CAST(COALESCE(SUM(mailboxes), 0) AS BIGINT) FROM mailbox_count");
    statement.push(" WHERE domain_id IN ");
    statement.bind_list(filter.domains.iter().map(|id| Value::Id(*id)));
    if !filter.states.is_empty() {
        statement.push(" AND state IN ");
        statement.bind_list(filter.states.iter().map(|state| Value::text(state.as_str())));
    }
    if !filter.passwords.is_empty() {
        statement.push(" AND password_state IN ");
        statement.bind_list(filter.passwords.iter().map(|state| Value::text(state.as_str())));
    }
    if filter.over_soft_limit {
        statement.push(" AND over_soft_limit = TRUE");
    }
    statement.number(on).await
}

/// Gathers up to `limit` rows of changes, into one row a class; says how many. Those that somebody
/// else is gathering are left to them.
pub async fn gather(db: &Db, limit: i64) -> Result<i64, StorageError> {
    if matches!(db, Db::Sqlite { .. }) {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let mut statement = Statement::default();
    statement
        .push(
            "WITH gone AS (DELETE FROM mailbox_count WHERE id IN (SELECT id FROM mailbox_count \
             WHERE NOT gathered ORDER BY id LIMIT ",
        )
        .bind(Value::Int(limit))
        .push(tx.skip_locked())
        // In one order, so that two who gather do not wait for each other.
        .push(
            ") RETURNING domain_id, state, password_state, over_soft_limit, mailboxes),
             kept AS (INSERT INTO mailbox_count AS c
                    (domain_id, state, password_state, over_soft_limit, mailboxes, gathered)
                SELECT domain_id, state, password_state, over_soft_limit, SUM(mailboxes), TRUE
                FROM gone GROUP BY domain_id, state, password_state, over_soft_limit
                ORDER BY domain_id, state, password_state, over_soft_limit
                ON CONFLICT (domain_id, state, password_state, over_soft_limit) WHERE gathered
                DO UPDATE SET mailboxes = c.mailboxes + excluded.mailboxes)
             SELECT COUNT(*) FROM gone",
        );
    let gone = statement.number(&mut tx).await?;
    tx.commit().await?;
    Ok(gone)
}
