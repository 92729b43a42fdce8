//! The directory of mailboxes for the mail host, read in batches.

use std::collections::HashMap;

use sigillo_domain::id::{MailboxId, PasswordId};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::storage_key::StorageKey;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailboxes::{self, Row};

/// A mailbox that has a store, with what the mail host needs to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryMailbox {
    pub mailbox: Mailbox,
    pub store: StorageKey,
    /// The id of the current password.
    pub password_id: Option<PasswordId>,
    /// The number of messages at the last measurement.
    pub messages: Option<i64>,
}

/// Columns of a mailbox that only the mail host needs.
#[derive(sqlx::FromRow)]
struct DirectoryRow {
    #[sqlx(try_from = "Uuid")]
    id: MailboxId,
    storage_key: String,
    password_id: Option<Uuid>,
    used_messages: Option<i64>,
}

/// Up to `limit` mailboxes that have a store, after this id, in the order of ids.
pub async fn batch(
    on: &mut impl Connection,
    after: Option<MailboxId>,
    limit: i64,
) -> Result<Vec<DirectoryMailbox>, StorageError> {
    let mut statement = mailboxes::select();
    with_store(&mut statement, after);
    statement.push(" ORDER BY m.id LIMIT ").bind(Value::Int(limit));
    let rows = statement.fetch_all::<Row>(on).await?;
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(vec![]) };
    // This reads the same mailboxes again, by the same condition; one that was cancelled between
    // the two statements is left out.
    let mut statement = Statement::default();
    statement.push(
        "SELECT m.id, m.storage_key, p.id AS password_id, m.used_messages
         FROM mailbox m LEFT JOIN mailbox_password p ON p.mailbox_id = m.id AND p.in_use",
    );
    with_store(&mut statement, after);
    statement.push(" AND m.id <= ").bind(Value::id(last));
    let directory = statement.fetch_all::<DirectoryRow>(on).await?;
    let mut directory: HashMap<_, _> = directory.into_iter().map(|row| (row.id, row)).collect();
    let mut found = vec![];
    for row in rows {
        let Some(entry) = directory.remove(&row.id) else { continue };
        let store = StorageKey::parse(&entry.storage_key)
            .ok_or_else(|| StorageError::unknown("storage key", &entry.storage_key))?;
        found.push(DirectoryMailbox {
            mailbox: row.into(),
            store,
            password_id: entry.password_id.map(PasswordId::from),
            messages: entry.used_messages,
        });
    }
    Ok(found)
}

/// Adds the condition that a mailbox has a store and comes after this id.
fn with_store(statement: &mut Statement, after: Option<MailboxId>) {
    // The range starts at the lowest id: without a range the planner might read every mailbox in
    // order to sort.
    statement.push(" WHERE m.id > ").bind(Value::id(after.unwrap_or(MailboxId::NIL)));
    statement.push(" AND m.state IN ('active', 'disabled', 'suppressed')");
}
