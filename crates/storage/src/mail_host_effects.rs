//! Effects to be carried out on the mail host, and the leases under which workers process them.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{EffectId, MailboxId};
use sigillo_domain::mail_host::{Effect, EffectState, Trouble};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::tx::Tx;

/// A stored effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailHostEffect {
    pub id: EffectId,
    pub mailbox_id: MailboxId,
    pub effect: Effect,
    pub requested_at: DateTime<Utc>,
    pub state: EffectState,
    /// Number of attempts, including the current one.
    pub attempts: i64,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub failing_since: Option<DateTime<Utc>>,
    pub trouble: Option<Trouble>,
    /// The mail host's own error message, if there is one.
    pub detail: Option<String>,
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: EffectId,
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    #[sqlx(try_from = "String")]
    effect: Effect,
    requested_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    state: EffectState,
    attempts: i64,
    next_attempt_at: Option<DateTime<Utc>>,
    failing_since: Option<DateTime<Utc>>,
    trouble: Option<String>,
    detail: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, mailbox_id, effect, requested_at, state, attempts, next_attempt_at, \
     failing_since, trouble, detail, finished_at";

const QUEUE: Queue = Queue { table: "mail_host_effect", columns: COLUMNS };

impl TryFrom<Row> for MailHostEffect {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.id,
            mailbox_id: row.mailbox_id,
            effect: row.effect,
            requested_at: row.requested_at,
            state: row.state,
            attempts: row.attempts,
            next_attempt_at: row.next_attempt_at,
            failing_since: row.failing_since,
            trouble: row.trouble.map(Trouble::try_from).transpose()?,
            detail: row.detail,
            finished_at: row.finished_at,
        })
    }
}

/// Requests an effect, which is due at once.
pub async fn request(
    tx: &mut Tx,
    id: EffectId,
    mailbox_id: MailboxId,
    effect: Effect,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO mail_host_effect (id, mailbox_id, effect, requested_at, state, attempts,
            next_attempt_at)
         VALUES ($1, $2, $3, $4, 'requested', 0, $4)",
        id,
        mailbox_id,
        effect.as_str(),
        now
    )?;
    Ok(())
}

/// Whether any effect is due.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Claims up to `limit` due effects, longest due first, under a lease: nobody else gets them before
/// `until`.
pub async fn claim(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<MailHostEffect>, StorageError> {
    let rows = QUEUE.claim(tx, lease, now, until, limit).fetch_all::<Row>(tx).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Records the outcome of an attempt; false if the lease was lost meanwhile.
pub async fn finish(
    tx: &mut Tx,
    effect: &MailHostEffect,
    lease: Uuid,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE mail_host_effect SET state = $1, next_attempt_at = $2, failing_since = $3,
            trouble = $4, detail = $5, finished_at = $6, lease = NULL
         WHERE id = $7 AND lease = $8",
        effect.state.as_str(),
        effect.next_attempt_at,
        effect.failing_since,
        effect.trouble.map(Trouble::as_str),
        &effect.detail,
        effect.finished_at,
        effect.id,
        lease
    )?;
    Ok(touched == 1)
}

/// Makes an effect that is waiting for a retry due at once; false if there is none.
pub async fn hurry(tx: &mut Tx, id: EffectId, now: DateTime<Utc>) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE mail_host_effect SET next_attempt_at = $1
         WHERE id = $2 AND finished_at IS NULL AND lease IS NULL",
        now,
        id
    )?;
    Ok(touched == 1)
}

/// Up to `limit` effects of a mailbox before this id, newest first.
pub async fn list(
    on: &mut impl Connection,
    mailbox_id: MailboxId,
    before: Option<EffectId>,
    limit: i64,
) -> Result<Vec<MailHostEffect>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM mail_host_effect WHERE mailbox_id = ");
    statement.bind(Value::id(mailbox_id));
    if let Some(before) = before {
        statement.push(" AND id < ").bind(Value::id(before));
    }
    statement.push(" ORDER BY id DESC LIMIT ").bind(Value::Int(limit));
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}

/// Up to `limit` unfinished effects that were requested at or before a time, oldest first.
pub async fn unfinished(
    on: &mut impl Connection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<MailHostEffect>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM mail_host_effect");
    statement.push(" WHERE finished_at IS NULL AND requested_at <= ").bind(Value::Time(before));
    statement.push(" ORDER BY id LIMIT ").bind(Value::Int(limit));
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}
