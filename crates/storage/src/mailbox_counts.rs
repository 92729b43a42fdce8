//! Counts mailboxes without reading them.
//!
//! Database triggers keep the table `mailbox_count`, which holds the number of mailboxes of each
//! class of a domain (a state, a password state, and a side of the soft limit). On `SQLite` each
//! class has one row, which a change updates. On PostgreSQL every transaction would then wait for
//! the previous one to commit, so there each change inserts a row of its own, and the number for a
//! class is the sum of its rows.

use crate::bind::{Statement, Value};
use crate::db::Db;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_list::filter::Filter;

/// The number of mailboxes that pass a filter without a search.
pub(crate) async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT CAST(COALESCE(SUM(mailboxes), 0) AS BIGINT)");
    classes(&mut statement, filter);
    statement.number(on).await
}

/// The statement for the number of mailboxes of each state that pass a filter without a search.
pub(crate) fn by_state(filter: &Filter) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT state, CAST(SUM(mailboxes) AS BIGINT)");
    classes(&mut statement, filter);
    statement.push(" GROUP BY state");
    statement
}

/// Adds the classes that pass a filter.
fn classes(statement: &mut Statement, filter: &Filter) {
    statement.push(" FROM mailbox_count WHERE domain_id IN ");
    statement.bind_list(filter.domains.iter().map(|id| Value::id(*id)));
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
}

/// Merges up to `limit` rows of changes into one row for each class, and returns how many were
/// merged. Rows that another worker is merging are skipped.
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
        // The order is fixed, so that two workers do not deadlock.
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
