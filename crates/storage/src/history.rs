//! The chained history. Records are appended and read; nothing here changes or removes one.

use chrono::{DateTime, Utc};
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange, Record, Subject};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// A record and its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRecord {
    pub record: Record,
    pub hash: String,
}

/// A chain as its own row tells it: what its records must add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    pub subject_id: Uuid,
    pub subject: Subject,
    pub length: i64,
    pub head: String,
}

/// What is to be recorded.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    pub subject: Subject,
    pub subject_id: Uuid,
    pub at: DateTime<Utc>,
    pub actor: &'a Actor,
    pub action: Action,
    pub changes: &'a [FieldChange],
}

impl SealedRecord {
    fn of(event: &Event<'_>, seq: i64, previous: &str) -> Result<Self, StorageError> {
        let changes = serde_json::to_string(event.changes)
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        let record = Record {
            subject: event.subject,
            subject_id: event.subject_id,
            seq,
            at: event.at,
            actor: event.actor.clone(),
            action: event.action,
            changes,
        };
        let hash = record.seal(previous);
        Ok(Self { record, hash })
    }
}

/// Appends a record to its subject's chain, in the transaction of the change it tells.
pub async fn append(tx: &mut Tx, event: Event<'_>) -> Result<(), StorageError> {
    // Taking the next place locks the chain's row: two writers cannot both append after one head.
    let (seq, previous) = fetch_optional!(
        tx,
        (i64, String),
        "INSERT INTO history_chain (subject_id, subject, length, head) VALUES ($1, $2, 1, '')
         ON CONFLICT (subject_id) DO UPDATE SET length = history_chain.length + 1
         RETURNING length, head",
        event.subject_id,
        event.subject.as_str()
    )?
    .ok_or_else(|| StorageError::Broken("an upsert returned no row".into()))?;
    let sealed = SealedRecord::of(&event, seq, &previous)?;
    insert(tx, std::slice::from_ref(&sealed)).await?;
    execute!(
        tx,
        "UPDATE history_chain SET head = $1 WHERE subject_id = $2",
        &sealed.hash,
        event.subject_id
    )?;
    Ok(())
}

/// As [`append`], the first records of many subjects that have no chain yet.
pub async fn begin(tx: &mut Tx, events: &[Event<'_>]) -> Result<(), StorageError> {
    let first = |event| SealedRecord::of(event, 1, "");
    let sealed = events.iter().map(first).collect::<Result<Vec<_>, _>>()?;
    let chains = Statement::insert(
        "INSERT INTO history_chain (subject_id, subject, length, head)",
        sealed.iter().map(|SealedRecord { record, hash }| {
            [
                Value::Id(record.subject_id),
                Value::text(record.subject.as_str()),
                Value::Int(record.seq),
                Value::text(hash),
            ]
        }),
    );
    let Some(chains) = chains else { return Ok(()) };
    chains.execute(tx).await?;
    insert(tx, &sealed).await
}

async fn insert(tx: &mut Tx, sealed: &[SealedRecord]) -> Result<(), StorageError> {
    let records = Statement::insert(
        "INSERT INTO history (subject_id, seq, at, actor_kind, actor_id, actor_name, action,
            changes, hash)",
        sealed.iter().map(|SealedRecord { record, hash }| {
            [
                Value::Id(record.subject_id),
                Value::Int(record.seq),
                Value::Time(record.at),
                Value::text(record.actor.kind.as_str()),
                Value::OptionalId(record.actor.id),
                Value::text(&record.actor.name),
                Value::text(record.action.as_str()),
                Value::text(&record.changes),
                Value::text(hash),
            ]
        }),
    );
    let Some(records) = records else { return Ok(()) };
    records.execute(tx).await
}

#[derive(sqlx::FromRow)]
struct Row {
    subject_id: Uuid,
    subject: String,
    seq: i64,
    at: DateTime<Utc>,
    actor_kind: String,
    actor_id: Option<Uuid>,
    actor_name: String,
    action: String,
    changes: String,
    hash: String,
}

impl TryFrom<Row> for SealedRecord {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let record = Record {
            subject: parse_subject(&row.subject)?,
            subject_id: row.subject_id,
            seq: row.seq,
            at: row.at,
            actor: Actor {
                kind: ActorKind::parse(&row.actor_kind)
                    .ok_or_else(|| StorageError::unknown("actor kind", &row.actor_kind))?,
                id: row.actor_id,
                name: row.actor_name,
            },
            action: Action::parse(&row.action)
                .ok_or_else(|| StorageError::unknown("action", &row.action))?,
            changes: row.changes,
        };
        Ok(Self { record, hash: row.hash })
    }
}

fn parse_subject(text: &str) -> Result<Subject, StorageError> {
    [Subject::Mailbox, Subject::Domain, Subject::Organization, Subject::Account]
        .into_iter()
        .find(|subject| subject.as_str() == text)
        .ok_or_else(|| StorageError::unknown("subject", text))
}

/// Up to `limit` records of a subject, newest first, before the one of this place.
pub async fn list(
    on: &mut impl Connection,
    subject_id: Uuid,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<SealedRecord>, StorageError> {
    let rows = fetch_all!(
        on,
        Row,
        "SELECT h.subject_id, c.subject, h.seq, h.at, h.actor_kind, h.actor_id, h.actor_name,
            h.action, h.changes, h.hash
         FROM history h JOIN history_chain c ON c.subject_id = h.subject_id
         WHERE h.subject_id = $1 AND h.seq < $2 ORDER BY h.seq DESC LIMIT $3",
        subject_id,
        before.unwrap_or(i64::MAX),
        limit
    )?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// As [`list`], but for the notes.
pub async fn list_without_notes(
    on: &mut impl Connection,
    subject_id: Uuid,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<SealedRecord>, StorageError> {
    let rows = fetch_all!(
        on,
        Row,
        "SELECT h.subject_id, c.subject, h.seq, h.at, h.actor_kind, h.actor_id, h.actor_name,
            h.action, h.changes, h.hash
         FROM history h JOIN history_chain c ON c.subject_id = h.subject_id
         WHERE h.subject_id = $1 AND h.seq < $2 AND h.action <> 'note_added'
         ORDER BY h.seq DESC LIMIT $3",
        subject_id,
        before.unwrap_or(i64::MAX),
        limit
    )?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Up to `limit` chains, after the one of this subject.
pub async fn chains(
    on: &mut impl Connection,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Chain>, StorageError> {
    let rows = fetch_all!(
        on,
        (Uuid, String, i64, String),
        "SELECT subject_id, subject, length, head FROM history_chain
         WHERE subject_id > $1 ORDER BY subject_id LIMIT $2",
        after,
        limit
    )?;
    let chain = |(subject_id, subject, length, head): (Uuid, String, i64, String)| {
        Ok(Chain { subject_id, subject: parse_subject(&subject)?, length, head })
    };
    rows.into_iter().map(chain).collect()
}

/// Every record of a subject, oldest first.
pub async fn whole(
    on: &mut impl Connection,
    subject_id: Uuid,
) -> Result<Vec<SealedRecord>, StorageError> {
    let mut records = list(on, subject_id, None, i64::MAX).await?;
    records.reverse();
    Ok(records)
}

/// A mailbox that has no chain, if there is one: it was put in behind our back.
pub async fn unchained_mailbox(on: &mut impl Connection) -> Result<Option<Uuid>, StorageError> {
    let row = fetch_optional!(
        on,
        (Uuid,),
        "SELECT m.id FROM mailbox m
         WHERE NOT EXISTS (SELECT 1 FROM history_chain c
            WHERE c.subject_id = m.id AND c.subject = 'mailbox') LIMIT 1"
    )?;
    Ok(row.map(|(id,)| id))
}
