//! Counts mailboxes without reading them.
//!
//! Database triggers keep the table `mailbox_count`, which holds the number of mailboxes of each
//! class of a domain (a state, a password state, and a side of the soft limit), and likewise
//! `mailbox_entry_count`, by who entered them. On `SQLite` each
//! class has one row, which a change updates. On PostgreSQL every transaction would then wait for
//! the previous one to commit, so there each change inserts a row of its own, and the number for a
//! class is the sum of its rows.

use sigillo_domain::id::DomainId;

use crate::bind::{Statement, Value};
use crate::db::Db;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_list::filter::Filter;
use crate::tx::Tx;

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

/// A table of counts.
struct Counts {
    table: &'static str,
    /// The columns of its classes.
    classes: &'static str,
    /// The same of a mailbox, under the same names.
    of_mailbox: &'static str,
}

const COUNTS: [Counts; 2] = [
    Counts {
        table: "mailbox_count",
        classes: "domain_id, state, password_state, over_soft_limit",
        of_mailbox: "domain_id, state, password_state, over_soft_limit",
    },
    Counts {
        table: "mailbox_entry_count",
        classes: "domain_id, created_by, state, was_active",
        of_mailbox: "domain_id, created_by, state, (activated_at IS NOT NULL) AS was_active",
    },
];

/// A table of counts, and how many of its classes do not have as many mailboxes as it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    pub table: &'static str,
    pub classes: i64,
}

/// Compares the counts with the mailboxes themselves, and makes them anew where they differ if `repairs`. Nobody else
/// changes a mailbox meanwhile.
pub async fn check(db: &Db, repairs: bool) -> Result<Vec<Wrong>, StorageError> {
    let mut tx = db.begin().await?;
    if !tx.engine().is_sqlite() {
        // SQLite has a single writer.
        execute!(&mut tx, "LOCK TABLE mailbox IN SHARE ROW EXCLUSIVE MODE")?;
    }
    let mut wrong = vec![];
    for counts in &COUNTS {
        let classes = differing(&mut tx, counts).await?;
        if classes > 0 {
            wrong.push(Wrong { table: counts.table, classes });
            if repairs {
                make_anew(&mut tx, counts).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(wrong)
}

async fn differing(tx: &mut Tx, counts: &Counts) -> Result<i64, StorageError> {
    let Counts { table, classes, of_mailbox } = counts;
    let mut statement = Statement::default();
    // A mailbox adds one, and the count of its class takes that away.
    statement.push("SELECT COUNT(*) FROM (SELECT ").push(classes).push(" FROM (SELECT ");
    statement.push(of_mailbox).push(", 1 AS mailboxes FROM mailbox");
    statement.push(" UNION ALL SELECT ").push(classes).push(", -mailboxes FROM ").push(table);
    statement
        .push(") both_sides GROUP BY ")
        .push(classes)
        .push(" HAVING SUM(mailboxes) <> 0) wrong");
    statement.number(tx).await
}

async fn make_anew(tx: &mut Tx, counts: &Counts) -> Result<(), StorageError> {
    let Counts { table, classes, of_mailbox } = counts;
    let gathered = if tx.engine().is_sqlite() { ("", "") } else { (", gathered", ", TRUE") };
    let mut statement = Statement::default();
    statement.push("DELETE FROM ").push(table);
    statement.execute(tx).await?;
    let mut statement = Statement::default();
    statement.push("INSERT INTO ").push(table).push(" (").push(classes).push(", mailboxes");
    statement.push(gathered.0).push(") SELECT ").push(classes).push(", COUNT(*)");
    statement.push(gathered.1).push(" FROM (SELECT ").push(of_mailbox);
    statement.push(" FROM mailbox) counted GROUP BY ").push(classes);
    statement.execute(tx).await
}

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
    let Counts { table, classes, .. } = counts;
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
