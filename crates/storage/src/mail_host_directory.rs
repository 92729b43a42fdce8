//! What the mail host must know, many mailboxes at a time.

use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::storage_key::StorageKey;
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailboxes::{self, Row};

/// A mailbox that has a store, with what the mail host is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directed {
    pub mailbox: Mailbox,
    pub store: StorageKey,
    /// Of the password in use.
    pub password_id: Option<Uuid>,
    /// That it held when it was measured last.
    pub messages: Option<i64>,
}

/// Up to `limit` mailboxes that have a store, behind the one of an id, in the order of ids.
pub async fn batch(
    on: &mut impl Connection,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Directed>, StorageError> {
    const HAS_STORE: &str = " AND m.state IN ('active', 'disabled', 'suppressed')";
    let mut statement = mailboxes::select();
    statement.push(" WHERE m.id > ").bind(Value::Id(after));
    statement.push(HAS_STORE).push(" ORDER BY m.id LIMIT ").bind(Value::Int(limit));
    let rows = statement.fetch_all::<Row>(on).await?;
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(vec![]) };
    // The same mailboxes again, by the same condition and order; one that was cancelled between the
    // two is left out.
    let beside = fetch_all!(
        on,
        (Uuid, String, Option<Uuid>, Option<i64>),
        "SELECT m.id, m.storage_key, p.id, m.used_messages
         FROM mailbox m LEFT JOIN mailbox_password p ON p.mailbox_id = m.id AND p.in_use
         WHERE m.id > $1 AND m.id <= $2 AND m.state IN ('active', 'disabled', 'suppressed')",
        after,
        last
    )?;
    let mut beside: std::collections::HashMap<_, _> = beside
        .into_iter()
        .map(|(id, store, password, messages)| (id, (store, password, messages)))
        .collect();
    let mut found = vec![];
    for row in rows {
        let Some((store, password_id, messages)) = beside.remove(&row.id) else { continue };
        let store = StorageKey::parse(&store)
            .ok_or_else(|| StorageError::unknown("storage key", &store))?;
        found.push(Directed { mailbox: row.into(), store, password_id, messages });
    }
    Ok(found)
}
