//! The outbox: messages, and the leases under which workers carry them away.

use chrono::{DateTime, Utc};
use sigillo_domain::message::{Content, Kind, Language, State};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::tx::Tx;

/// A message to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage<'a> {
    pub id: Uuid,
    pub cause_id: Uuid,
    pub kind: Kind,
    pub recipient: &'a str,
    pub mailbox_id: Uuid,
    pub mailbox_address: &'a str,
    pub language: Language,
    pub link_id: Option<Uuid>,
    pub content: &'a Content,
    pub created_at: DateTime<Utc>,
    pub gives_up_at: DateTime<Utc>,
}

/// A message as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: Uuid,
    pub kind: Kind,
    pub recipient: String,
    pub mailbox_id: Uuid,
    pub mailbox_address: String,
    pub language: Language,
    pub link_id: Option<Uuid>,
    pub content: Content,
    pub created_at: DateTime<Utc>,
    pub state: State,
    pub attempts: i64,
    pub gives_up_at: DateTime<Utc>,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub server: Option<String>,
    pub reply: Option<String>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// [`State::Queued`] when it is to be tried again.
    pub state: State,
    pub server: Option<String>,
    pub reply: Option<String>,
    /// When it is tried again.
    pub next_attempt_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    recipient: String,
    mailbox_id: Uuid,
    mailbox_address: String,
    language: String,
    link_id: Option<Uuid>,
    content: String,
    created_at: DateTime<Utc>,
    state: String,
    attempts: i64,
    gives_up_at: DateTime<Utc>,
    next_attempt_at: Option<DateTime<Utc>>,
    server: Option<String>,
    reply: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, kind, recipient, mailbox_id, mailbox_address, language, link_id, \
     content, created_at, state, attempts, gives_up_at, next_attempt_at, server, reply, finished_at";

const QUEUE: Queue = Queue { table: "message", columns: COLUMNS };

impl TryFrom<Row> for Message {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Message {
            id: row.id,
            kind: Kind::parse(&row.kind)
                .ok_or_else(|| StorageError::unknown("kind of message", &row.kind))?,
            recipient: row.recipient,
            mailbox_id: row.mailbox_id,
            mailbox_address: row.mailbox_address,
            language: Language::parse(&row.language)
                .ok_or_else(|| StorageError::unknown("language", &row.language))?,
            link_id: row.link_id,
            content: serde_json::from_str(&row.content)
                .map_err(|error| StorageError::Broken(format!("content of a message: {error}")))?,
            created_at: row.created_at,
            state: State::parse(&row.state)
                .ok_or_else(|| StorageError::unknown("message state", &row.state))?,
            attempts: row.attempts,
            gives_up_at: row.gives_up_at,
            next_attempt_at: row.next_attempt_at,
            server: row.server,
            reply: row.reply,
            finished_at: row.finished_at,
        })
    }
}

/// Queues messages, due at once; not those that their cause has written already.
pub async fn insert(tx: &mut Tx, messages: &[NewMessage<'_>]) -> Result<(), StorageError> {
    let mut rows = Vec::with_capacity(messages.len());
    for message in messages {
        let content = serde_json::to_string(message.content)
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        rows.push([
            Value::Id(message.id),
            Value::Id(message.cause_id),
            Value::text(message.kind.as_str()),
            Value::text(message.recipient),
            Value::Id(message.mailbox_id),
            Value::text(message.mailbox_address),
            Value::text(message.language.as_str()),
            Value::OptionalId(message.link_id),
            Value::Text(content),
            Value::Time(message.created_at),
            Value::text(State::Queued.as_str()),
            Value::Int(0),
            Value::Time(message.gives_up_at),
            Value::Time(message.created_at),
        ]);
    }
    let statement = Statement::insert(
        "INSERT INTO message (id, cause_id, kind, recipient, mailbox_id, mailbox_address, language,
            link_id, content, created_at, state, attempts, gives_up_at, next_attempt_at)",
        rows,
    );
    let Some(mut statement) = statement else { return Ok(()) };
    statement.push(" ON CONFLICT (cause_id, kind, recipient) DO NOTHING");
    statement.execute(tx).await
}

/// Whether any message is due.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Takes up to `limit` due messages, longest due first, for the holder of a lease: until `until`
/// nobody else gets them.
pub async fn claim(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Message>, StorageError> {
    let rows = QUEUE.claim(tx, lease, now, until, limit).fetch_all::<Row>(tx).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Notes what became of a message; false when its lease was lost meanwhile.
pub async fn finish(
    tx: &mut Tx,
    id: Uuid,
    lease: Uuid,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let finished_at = (outcome.state != State::Queued).then_some(now);
    let touched = execute!(
        tx,
        "UPDATE message SET state = $1, server = COALESCE($2, server),
            reply = COALESCE($3, reply), next_attempt_at = $4, finished_at = $5, lease = NULL
         WHERE id = $6 AND lease = $7",
        outcome.state.as_str(),
        &outcome.server,
        &outcome.reply,
        outcome.next_attempt_at,
        finished_at,
        id,
        lease
    )?;
    Ok(touched == 1)
}

/// Queues a failed message anew; false when it is not one.
pub async fn requeue(
    tx: &mut Tx,
    id: Uuid,
    now: DateTime<Utc>,
    gives_up_at: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE message SET state = 'queued', attempts = 0, next_attempt_at = $1, gives_up_at = $2,
            finished_at = NULL
         WHERE id = $3 AND state = 'failed'",
        now,
        gives_up_at,
        id
    )?;
    Ok(touched == 1)
}

pub async fn find(on: &mut impl Connection, id: Uuid) -> Result<Option<Message>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM message WHERE id = ").bind(Value::Id(id));
    let row = statement.fetch_all::<Row>(on).await?.into_iter().next();
    row.map(TryInto::try_into).transpose()
}

/// Up to `limit` messages about a mailbox, newest first, before the one of this id.
pub async fn list(
    on: &mut impl Connection,
    mailbox_id: Uuid,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Message>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM message WHERE mailbox_id = ");
    statement.bind(Value::Id(mailbox_id)).push(" AND id < ");
    statement.bind(Value::Id(before.unwrap_or(Uuid::max())));
    statement.push(" ORDER BY id DESC LIMIT ").bind(Value::Int(limit));
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}
