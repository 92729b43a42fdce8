//! Counts mailboxes without reading them.
//!
//! Database triggers keep the table `mailbox_count`, which holds the number of mailboxes of each
//! class of a domain (a state, a password state, and a side of the soft limit). On `SQLite` each
//! class has one row, which a change updates. On PostgreSQL every transaction would then wait for
//! the previous one to commit, so there each change inserts a row of its own, and the number for a
//! class is the sum of its rows.

use sigillo_domain::id::DomainId;

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

/// What people have entered, by what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EntryCounts {
    /// User name of who created them.
    pub created_by: String,
    pub inserted: i64,
    pub active: i64,
    pub pending: i64,
    pub activated_then_cancelled: i64,
}

/// How many mailboxes of these domains each person has entered, in the order of the user names.
pub async fn by_creator(
    on: &mut impl Connection,
    domains: &[DomainId],
) -> Result<Vec<EntryCounts>, StorageError> {
    if domains.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = Statement::default();
    statement.push(
        "SELECT created_by, CAST(SUM(mailboxes) AS BIGINT) AS inserted,
            CAST(SUM(CASE WHEN state = 'active' THEN mailboxes ELSE 0 END) AS BIGINT) AS active,
            CAST(SUM(CASE WHEN state = 'pending_activation' THEN mailboxes ELSE 0 END) AS BIGINT) AS pending,
            CAST(SUM(CASE WHEN state = 'cancelled' AND was_active THEN mailboxes ELSE 0 END) AS BIGINT)
                AS activated_then_cancelled
         FROM mailbox_entry_count WHERE domain_id IN ",
    );
    statement.bind_list(domains.iter().map(|id| Value::id(*id)));
    statement.push(" GROUP BY created_by HAVING SUM(mailboxes) > 0 ORDER BY created_by");
    statement.fetch_all(on).await
}

/// A table of counts, and the columns of its classes.
struct Counts {
    table: &'static str,
    classes: &'static str,
}

const COUNTS: [Counts; 2] = [
    Counts { table: "mailbox_count", classes: "domain_id, state, password_state, over_soft_limit" },
    Counts { table: "mailbox_entry_count", classes: "domain_id, created_by, state, was_active" },
];

/// Merges up to `limit` rows of changes of each table into one row for each class, and returns how many were
/// merged. Rows that another worker is merging are skipped.
pub async fn gather(db: &Db, limit: i64) -> Result<i64, StorageError> {
    if matches!(db, Db::Sqlite { .. }) {
        return Ok(0);
    }
    let mut gone = 0;
    for counts in &COUNTS {
        gone += gather_one(db, counts, limit).await?;
    }
    Ok(gone)
}

async fn gather_one(db: &Db, counts: &Counts, limit: i64) -> Result<i64, StorageError> {
    let Counts { table, classes } = counts;
    let mut tx = db.begin().await?;
    let mut statement = Statement::default();
    statement.push("WITH gone AS (DELETE FROM ").push(table).push(" WHERE id IN (SELECT id FROM ");
    statement.push(table).push(" WHERE NOT gathered ORDER BY id LIMIT ").bind(Value::Int(limit));
    statement.push(tx.skip_locked()).push(") RETURNING ").push(classes).push(", mailboxes), ");
    statement.push("kept AS (INSERT INTO ").push(table).push(" AS c (").push(classes);
    statement.push(", mailboxes, gathered) SELECT ").push(classes);
    statement.push(", SUM(mailboxes), TRUE FROM gone GROUP BY ").push(classes);
    // The order is fixed, so that two workers do not deadlock.
    statement.push(" ORDER BY ").push(classes).push(" ON CONFLICT (").push(classes);
    statement.push(
        ") WHERE gathered DO UPDATE SET mailboxes = c.mailboxes + excluded.mailboxes) \
         SELECT COUNT(*) FROM gone",
    );
    let gone = statement.number(&mut tx).await?;
    tx.commit().await?;
    Ok(gone)
}
