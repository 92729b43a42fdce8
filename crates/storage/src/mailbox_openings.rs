//! When mailboxes were last opened by their users.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{DomainId, MailboxId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The mailboxes that can be opened: those with a store. The text is that of the index.
pub(crate) const CAN_BE_OPENED: &str = "state IN ('active', 'disabled', 'suppressed')";
/// When a mailbox was last opened, or else since when it could have been.
pub(crate) const LAST_OPENING: &str = "COALESCE(last_opened_at, activated_at)";

/// Records that a mailbox was opened. It does not change the mailbox's version.
pub async fn opened(
    tx: &mut Tx,
    mailbox_id: MailboxId,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE mailbox SET last_opened_at = $1
         WHERE id = $2 AND (last_opened_at IS NULL OR last_opened_at < $1)",
        at,
        mailbox_id
    )?;
    Ok(())
}

/// When a mailbox was last opened; None if never since that is looked at.
pub async fn last_opened(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
) -> Result<Option<DateTime<Utc>>, StorageError> {
    let row = fetch_optional!(
        on,
        (Option<DateTime<Utc>>,),
        "SELECT last_opened_at FROM mailbox WHERE id = $1",
        mailbox_id
    )?;
    Ok(row.and_then(|(at,)| at))
}

/// A mailbox that nobody has opened for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unopened {
    pub mailbox_id: MailboxId,
    pub address: String,
    /// None if it was never opened since that is looked at.
    pub last_opened_at: Option<DateTime<Utc>>,
    /// When it was last opened, or else activated: the list is in this order.
    pub since: DateTime<Utc>,
}

/// Up to `limit` mailboxes of these domains that have a store, were active before this time, and were not opened
/// since; those that were unopened longest first, after `after`. What was opened before [`counted_since`] is not
/// known: a time before that tells nothing.
pub async fn unopened(
    on: &mut impl Connection,
    domains: &[DomainId],
    before: DateTime<Utc>,
    after: Option<(DateTime<Utc>, MailboxId)>,
    limit: i64,
) -> Result<Vec<Unopened>, StorageError> {
    // The index has the order of one domain: with all of them in one statement, every mailbox would be sorted.
    let mut found = vec![];
    for domain in domains {
        found.extend(unopened_of(on, *domain, before, after, limit).await?);
    }
    found.sort_by_key(|row| (row.since, row.mailbox_id));
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

async fn unopened_of(
    on: &mut impl Connection,
    domain: DomainId,
    before: DateTime<Utc>,
    after: Option<(DateTime<Utc>, MailboxId)>,
    limit: i64,
) -> Result<Vec<Unopened>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT id, address, last_opened_at, ").push(LAST_OPENING);
    statement.push(" FROM mailbox WHERE ").push(CAN_BE_OPENED);
    statement.push(" AND domain_id = ").bind(Value::id(domain));
    statement.push(" AND ").push(LAST_OPENING).push(" < ").bind(Value::Time(before));
    if let Some((since, id)) = after {
        // The first condition is a range of the index.
        statement.push(" AND ").push(LAST_OPENING).push(" >= ").bind(Value::Time(since));
        statement.push(" AND (").push(LAST_OPENING).push(", id) > (").bind(Value::Time(since));
        statement.push(", ").bind(Value::id(id)).push(")");
    }
    statement.push(" ORDER BY ").push(LAST_OPENING).push(", id LIMIT ").bind(Value::Int(limit));
    let rows =
        statement.fetch_all::<(Uuid, String, Option<DateTime<Utc>>, DateTime<Utc>)>(on).await?;
    let rows = rows.into_iter().map(|(id, address, last_opened_at, since)| Unopened {
        mailbox_id: MailboxId::from_uuid(id),
        address,
        last_opened_at,
        since,
    });
    Ok(rows.collect())
}

/// The number of those mailboxes.
pub async fn count_unopened(
    on: &mut impl Connection,
    domains: &[DomainId],
    before: DateTime<Utc>,
) -> Result<i64, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM mailbox WHERE ").push(CAN_BE_OPENED).push(" AND ");
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite);
    statement.push(" AND ").push(LAST_OPENING).push(" < ").bind(Value::Time(before));
    statement.number(on).await
}
