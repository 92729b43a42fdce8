//! The outbox: messages to send, and the leases under which workers send them.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{LinkId, MessageId};
use sigillo_domain::message::{Content, Language, MessageKind, MessageState};
use sigillo_domain::subject::SubjectRef;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::subject_columns::SubjectColumns;
use crate::tx::Tx;

/// A message to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage<'a> {
    pub id: MessageId,
    pub cause_id: Uuid,
    pub kind: MessageKind,
    pub recipient: &'a str,
    pub subject: SubjectRef,
    /// The name of the subject at the time: the address of a mailbox.
    pub subject_name: &'a str,
    pub language: Language,
    pub link_id: Option<LinkId>,
    pub content: &'a Content,
    pub created_at: DateTime<Utc>,
    pub gives_up_at: DateTime<Utc>,
}

/// A stored message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub kind: MessageKind,
    pub recipient: String,
    pub subject: SubjectRef,
    pub subject_name: String,
    pub language: Language,
    pub link_id: Option<LinkId>,
    pub content: Content,
    pub created_at: DateTime<Utc>,
    pub state: MessageState,
    pub attempts: i64,
    pub gives_up_at: DateTime<Utc>,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub server: Option<String>,
    pub reply: Option<String>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// [`MessageState::Queued`] if the message is to be retried.
    pub state: MessageState,
    pub server: Option<String>,
    pub reply: Option<String>,
    /// When the message is retried.
    pub next_attempt_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: MessageId,
    #[sqlx(try_from = "String")]
    kind: MessageKind,
    recipient: String,
    #[sqlx(flatten, try_from = "SubjectColumns")]
    subject: SubjectRef,
    subject_name: String,
    #[sqlx(try_from = "String")]
    language: Language,
    link_id: Option<Uuid>,
    content: String,
    created_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    state: MessageState,
    attempts: i64,
    gives_up_at: DateTime<Utc>,
    next_attempt_at: Option<DateTime<Utc>>,
    server: Option<String>,
    reply: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, kind, recipient, subject_kind, subject_id, subject_name, language, link_id, \
     content, created_at, state, attempts, gives_up_at, next_attempt_at, server, reply, finished_at";

const QUEUE: Queue = Queue { table: "message", columns: COLUMNS };

impl TryFrom<Row> for Message {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let content = Content::from_json(row.subject.kind, &row.content)
            .map_err(|error| StorageError::Broken(format!("content of a message: {error}")))?
            .ok_or_else(|| StorageError::Broken(format!("a message about {:?}", row.subject)))?;
        Ok(Message {
            id: row.id,
            kind: row.kind,
            recipient: row.recipient,
            subject: row.subject,
            subject_name: row.subject_name,
            language: row.language,
            link_id: row.link_id.map(LinkId::from),
            content,
            created_at: row.created_at,
            state: row.state,
            attempts: row.attempts,
            gives_up_at: row.gives_up_at,
            next_attempt_at: row.next_attempt_at,
            server: row.server,
            reply: row.reply,
            finished_at: row.finished_at,
        })
    }
}

/// Queues messages, which are due at once. A message that already exists for the same cause, kind
/// and recipient is not queued again.
pub async fn insert(tx: &mut Tx, messages: &[NewMessage<'_>]) -> Result<(), StorageError> {
    let mut rows = Vec::with_capacity(messages.len());
    for message in messages {
        let content = message.content.to_json();
        let content = content.map_err(|error| StorageError::Broken(error.to_string()))?;
        rows.push([
            Value::id(message.id),
            Value::id(message.cause_id),
            Value::text(message.kind.as_str()),
            Value::text(message.recipient),
            Value::text(message.subject.kind.as_str()),
            Value::id(message.subject.id),
            Value::text(message.subject_name),
            Value::text(message.language.as_str()),
            Value::optional_id(message.link_id),
            Value::Text(content),
            Value::Time(message.created_at),
            Value::text(MessageState::Queued.as_str()),
            Value::Int(0),
            Value::Time(message.gives_up_at),
            Value::Time(message.created_at),
        ]);
    }
    let statement = Statement::insert(
        "INSERT INTO message (id, cause_id, kind, recipient, subject_kind, subject_id, subject_name,
            language, link_id, content, created_at, state, attempts, gives_up_at, next_attempt_at)",
        rows,
    );
    let Some(mut statement) = statement else { return Ok(()) };
    statement.push(" ON CONFLICT (cause_id, kind, recipient) DO NOTHING");
    statement.execute(tx).await
}

/// Whether an event has a message to a recipient.
pub async fn is_queued(
    on: &mut impl Connection,
    cause_id: Uuid,
    recipient: &str,
) -> Result<bool, StorageError> {
    let found = fetch_optional!(
        on,
        (Uuid,),
        "SELECT id FROM message WHERE cause_id = $1 AND recipient = $2",
        cause_id,
        recipient
    )?;
    Ok(found.is_some())
}

/// Whether any message is due.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Claims up to `limit` due messages, longest due first, under a lease: nobody else gets them before
/// `until`.
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

/// Records the outcome of an attempt; false if the lease was lost meanwhile.
pub async fn finish(
    tx: &mut Tx,
    id: MessageId,
    lease: Uuid,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let finished_at = (outcome.state != MessageState::Queued).then_some(now);
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

/// Queues a failed message again; false if it has not failed.
pub async fn requeue(
    tx: &mut Tx,
    id: MessageId,
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

/// The state of the newest message about a subject that has a link; None if there is none.
pub async fn newest_with_link(
    on: &mut impl Connection,
    subject: SubjectRef,
) -> Result<Option<MessageState>, StorageError> {
    let row = fetch_optional!(
        on,
        (String,),
        "SELECT state FROM message
         WHERE subject_kind = $1 AND subject_id = $2 AND link_id IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT 1",
        subject.kind.as_str(),
        subject.id
    )?;
    let parse = |(text,): (String,)| {
        MessageState::parse(&text)
            .ok_or_else(|| StorageError::Broken(format!("unknown state of a message: {text:?}")))
    };
    row.map(parse).transpose()
}

/// Whether a message about a subject that has a link has left to a recipient, or is leaving.
pub async fn has_sent_link(
    on: &mut impl Connection,
    subject: SubjectRef,
    recipient: &str,
) -> Result<bool, StorageError> {
    let found = fetch_optional!(
        on,
        (Uuid,),
        "SELECT id FROM message
         WHERE subject_kind = $1 AND subject_id = $2 AND recipient = $3 AND link_id IS NOT NULL
            AND (state = 'sent' OR lease IS NOT NULL)
         LIMIT 1",
        subject.kind.as_str(),
        subject.id,
        recipient
    )?;
    Ok(found.is_some())
}

pub async fn find(
    on: &mut impl Connection,
    id: MessageId,
) -> Result<Option<Message>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM message WHERE id = ").bind(Value::id(id));
    let row = statement.fetch_all::<Row>(on).await?.into_iter().next();
    row.map(TryInto::try_into).transpose()
}

/// Which messages about a subject; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub kinds: Vec<MessageKind>,
    pub states: Vec<MessageState>,
}

/// Up to `limit` messages about a subject, newest first, before the one with this id.
pub async fn list(
    on: &mut impl Connection,
    subject: SubjectRef,
    filter: &Filter,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Message>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM message WHERE subject_kind = ");
    statement.bind(Value::text(subject.kind.as_str()));
    statement.push(" AND subject_id = ").bind(Value::id(subject.id));
    statement.push(" AND id < ").bind(Value::id(before.unwrap_or(MessageId::MAX)));
    let kinds = filter.kinds.iter().map(|kind| kind.as_str());
    let states = filter.states.iter().map(|state| state.as_str());
    for (column, values) in [("kind", kinds.collect::<Vec<_>>()), ("state", states.collect())] {
        if !values.is_empty() {
            statement.push(" AND ").push(column).push(" IN ");
            statement.bind_list(values.into_iter().map(Value::text));
        }
    }
    statement.push(" ORDER BY id DESC LIMIT ").bind(Value::Int(limit));
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}
