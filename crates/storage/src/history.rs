//! The hash-chained history. Records are appended and read; nothing here changes or removes one.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange, KEYED_SEAL, Record};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::subject_columns::SubjectColumns;
use crate::tx::Tx;

/// A record and its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRecord {
    pub record: Record,
    pub hash: String,
    /// Its position in the log over all histories; None until it has one.
    pub log_position: Option<i64>,
}

/// The row of a chain, which its records must match.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Chain {
    #[sqlx(flatten, try_from = "SubjectColumns")]
    pub subject: SubjectRef,
    pub length: i64,
    pub head: String,
}

/// A record to be appended.
#[derive(Debug, Clone)]
pub struct NewRecord<'a> {
    pub subject: SubjectRef,
    pub at: DateTime<Utc>,
    pub actor: &'a Actor,
    pub action: Action,
    pub changes: &'a [FieldChange],
}

impl SealedRecord {
    fn seal(
        new: &NewRecord<'_>,
        seq: i64,
        previous: &str,
        key: &HistoryKey,
    ) -> Result<Self, StorageError> {
        let changes = serde_json::to_string(new.changes)
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        let record = Record {
            subject: new.subject,
            seq,
            at: new.at,
            actor: new.actor.clone(),
            action: new.action,
            changes,
        };
        let hash = record.seal(previous, key);
        Ok(Self { record, hash, log_position: None })
    }
}

/// Refuses to record anything with a key that is not the history's any more: another server has changed
/// it. It is asked after a chain was locked, since the change of the key waits for whoever has.
async fn refuse_former_key(tx: &mut Tx, key: &HistoryKey) -> Result<(), StorageError> {
    let other = fetch_optional!(
        tx,
        (String,),
        "SELECT key_id FROM history_log WHERE key_id <> $1",
        key.id()
    )?;
    other.map_or(Ok(()), |(other,)| Err(former_key(&other)))
}

/// Why nothing can be recorded with the key of this server.
pub fn former_key(other: &str) -> StorageError {
    StorageError::Broken(format!(
        "the key of the history was changed to {other}: this server must be restarted with that key"
    ))
}

/// Appends a record to its subject's chain, in the transaction of the change that it describes.
pub async fn append(tx: &mut Tx, new: NewRecord<'_>) -> Result<(), StorageError> {
    // Taking the next sequence number locks the chain's row, so that two writers cannot both append
    // to the same head.
    let (seq, previous) = fetch_optional!(
        tx,
        (i64, String),
        "INSERT INTO history_chain (subject_id, subject_kind, length, head) VALUES ($1, $2, 1, '')
         ON CONFLICT (subject_id) DO UPDATE SET length = history_chain.length + 1
         RETURNING length, head",
        new.subject.id,
        new.subject.kind.as_str()
    )?
    .ok_or_else(|| StorageError::Broken("an upsert returned no row".into()))?;
    let key = tx.history_key()?;
    refuse_former_key(tx, &key).await?;
    let sealed = SealedRecord::seal(&new, seq, &previous, &key)?;
    insert(tx, std::slice::from_ref(&sealed)).await?;
    execute!(
        tx,
        "UPDATE history_chain SET head = $1 WHERE subject_id = $2",
        &sealed.hash,
        new.subject.id
    )?;
    Ok(())
}

/// Appends the first records of many subjects that have no chain yet.
pub async fn begin(tx: &mut Tx, new: &[NewRecord<'_>]) -> Result<(), StorageError> {
    let key = tx.history_key()?;
    let first = |new| SealedRecord::seal(new, 1, "", &key);
    let sealed = new.iter().map(first).collect::<Result<Vec<_>, _>>()?;
    let Some(chains) = chain_rows(&sealed) else { return Ok(()) };
    chains.execute(tx).await?;
    refuse_former_key(tx, &key).await?;
    insert(tx, &sealed).await
}

/// Appends a record to each of many chains that are there already, and that the transaction has locked.
pub async fn append_to_locked(
    tx: &mut Tx,
    new: impl IntoIterator<Item = (Chain, NewRecord<'_>)>,
) -> Result<(), StorageError> {
    let key = tx.history_key()?;
    refuse_former_key(tx, &key).await?;
    append_sealed_with(tx, new, &key).await
}

/// Like [`append_to_locked`], with a key that is about to become the history's.
pub async fn append_sealed_with(
    tx: &mut Tx,
    new: impl IntoIterator<Item = (Chain, NewRecord<'_>)>,
    key: &HistoryKey,
) -> Result<(), StorageError> {
    let next = |(chain, new): (Chain, NewRecord<'_>)| {
        SealedRecord::seal(&new, chain.length + 1, &chain.head, key)
    };
    let sealed = new.into_iter().map(next).collect::<Result<Vec<_>, _>>()?;
    insert(tx, &sealed).await?;
    let Some(mut chains) = chain_rows(&sealed) else { return Ok(()) };
    chains.push(
        " ON CONFLICT (subject_id) DO UPDATE SET length = excluded.length, head = excluded.head",
    );
    chains.execute(tx).await
}

fn chain_rows(sealed: &[SealedRecord]) -> Option<Statement> {
    Statement::insert(
        "INSERT INTO history_chain (subject_id, subject_kind, length, head)",
        sealed.iter().map(|SealedRecord { record, hash, .. }| {
            [
                Value::id(record.subject.id),
                Value::text(record.subject.kind.as_str()),
                Value::Int(record.seq),
                Value::text(hash),
            ]
        }),
    )
}

async fn insert(tx: &mut Tx, sealed: &[SealedRecord]) -> Result<(), StorageError> {
    let records = Statement::insert(
        "INSERT INTO history (subject_id, seq, at, actor_kind, actor_id, actor_name, action,
            changes, hash)",
        sealed.iter().map(|SealedRecord { record, hash, .. }| {
            [
                Value::id(record.subject.id),
                Value::Int(record.seq),
                Value::Time(record.at),
                Value::text(record.actor.kind.as_str()),
                Value::optional_id(record.actor.id),
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

/// The columns of a record, of `history h` and its `history_chain c`.
macro_rules! record_columns {
    () => {
        "h.subject_id, c.subject_kind, h.seq, h.at, h.actor_kind, h.actor_id, h.actor_name, \
         h.action, h.changes, h.hash, h.log_position"
    };
}
pub(crate) use record_columns;

const SELECT: &str = concat!(
    "SELECT ",
    record_columns!(),
    " FROM history h JOIN history_chain c ON c.subject_id = h.subject_id"
);

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten, try_from = "SubjectColumns")]
    subject: SubjectRef,
    seq: i64,
    at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    actor_kind: ActorKind,
    actor_id: Option<Uuid>,
    actor_name: String,
    #[sqlx(try_from = "String")]
    action: Action,
    changes: String,
    hash: String,
    log_position: Option<i64>,
}

impl From<Row> for SealedRecord {
    fn from(row: Row) -> Self {
        let record = Record {
            subject: row.subject,
            seq: row.seq,
            at: row.at,
            actor: Actor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
            action: row.action,
            changes: row.changes,
        };
        Self { record, hash: row.hash, log_position: row.log_position }
    }
}

/// Which records of a history.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these actions; empty for all.
    pub actions: Vec<Action>,
    /// Never this action.
    pub without: Option<Action>,
    /// Only what this actor did, by the name in the records.
    pub actor_name: Option<String>,
}

/// Up to `limit` records of a subject before this sequence number, newest first.
pub async fn list(
    on: &mut impl Connection,
    subject: SubjectRef,
    filter: &Filter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<SealedRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).push(" WHERE h.subject_id = ");
    statement.bind(Value::id(subject.id));
    statement.push(" AND c.subject_kind = ").bind(Value::text(subject.kind.as_str()));
    statement.push(" AND h.seq < ").bind(Value::Int(before.unwrap_or(i64::MAX)));
    if let Some(action) = filter.without {
        statement.push(" AND h.action <> ").bind(Value::text(action.as_str()));
    }
    if !filter.actions.is_empty() {
        let actions = filter.actions.iter().map(|action| Value::text(action.as_str()));
        statement.push(" AND h.action IN ").bind_list(actions);
    }
    if let Some(name) = &filter.actor_name {
        statement.push(" AND h.actor_name = ").bind(Value::text(name));
    }
    statement.push(" ORDER BY h.seq DESC LIMIT ").bind(Value::Int(limit));
    let rows = statement.fetch_all::<Row>(on).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Up to `limit` chains after the one of this subject id.
pub async fn chains(
    on: &mut impl Connection,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Chain>, StorageError> {
    fetch_all!(
        on,
        Chain,
        "SELECT subject_id, subject_kind, length, head FROM history_chain
         WHERE subject_id > $1 ORDER BY subject_id LIMIT $2",
        after,
        limit
    )
}

/// All records of a subject, oldest first.
pub async fn whole(
    on: &mut impl Connection,
    subject: SubjectRef,
) -> Result<Vec<SealedRecord>, StorageError> {
    let mut records = list(on, subject, &Filter::default(), None, i64::MAX).await?;
    records.reverse();
    Ok(records)
}

/// All records of subjects, each subject's oldest first.
pub async fn whole_of(
    on: &mut impl Connection,
    subjects: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<SealedRecord>>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).push(" WHERE h.subject_id IN ");
    statement.bind_list(subjects.into_iter().map(Value::Id));
    statement.push(" ORDER BY h.subject_id, h.seq");
    let mut found: HashMap<Uuid, Vec<SealedRecord>> = HashMap::new();
    for row in statement.fetch_all::<Row>(on).await? {
        found.entry(row.subject.id).or_default().push(row.into());
    }
    Ok(found)
}

/// A record whose action this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UnknownAction {
    #[sqlx(flatten, try_from = "SubjectColumns")]
    pub subject: SubjectRef,
    pub seq: i64,
    pub action: String,
}

/// The first record of these subjects whose action this version does not know. The other queries fail at
/// such a record.
pub async fn unknown_action(
    on: &mut impl Connection,
    subjects: impl IntoIterator<Item = Uuid>,
) -> Result<Option<UnknownAction>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT c.subject_id, c.subject_kind, h.seq, h.action FROM history h");
    statement.push(" JOIN history_chain c ON c.subject_id = h.subject_id WHERE h.action NOT IN ");
    statement.bind_list(Action::ALL.iter().map(|action| Value::text(action.as_str())));
    statement.push(" AND h.subject_id IN ");
    statement.bind_list(subjects.into_iter().map(Value::Id));
    statement.push(" ORDER BY h.subject_id, h.seq LIMIT 1");
    Ok(statement.fetch_all(on).await?.into_iter().next())
}

/// The chains of subjects.
pub async fn chains_of(
    on: &mut impl Connection,
    subjects: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Chain>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT subject_id, subject_kind, length, head FROM history_chain");
    statement.push(" WHERE subject_id IN ");
    statement.bind_list(subjects.into_iter().map(Value::Id));
    statement.fetch_all(on).await
}

/// The chains of all subjects of a kind.
pub async fn chains_of_kind(
    on: &mut impl Connection,
    kind: SubjectKind,
) -> Result<Vec<Chain>, StorageError> {
    fetch_all!(
        on,
        Chain,
        "SELECT subject_id, subject_kind, length, head FROM history_chain
         WHERE subject_kind = $1 ORDER BY subject_id",
        kind.as_str()
    )
}

/// Up to `limit` chains after the one of this subject id, locked until the transaction ends. They end before
/// the first that another transaction has locked: waiting for it could be a deadlock.
pub async fn chains_to_append(
    tx: &mut Tx,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Chain>, StorageError> {
    let all = chains(tx, after, limit).await?;
    if all.is_empty() {
        return Ok(all);
    }
    let mut statement = Statement::default();
    statement.push("SELECT subject_id, subject_kind, length, head FROM history_chain");
    statement.push(" WHERE subject_id IN ");
    statement.bind_list(all.iter().map(|chain| Value::Id(chain.subject.id)));
    statement.push(" ORDER BY subject_id").push(tx.skip_locked());
    let locked = statement.fetch_all::<Chain>(tx).await?;
    let uninterrupted =
        locked.into_iter().zip(all).take_while(|(one, other)| one.subject == other.subject);
    Ok(uninterrupted.map(|(locked, _)| locked).collect())
}

/// Those of these subjects whose first record has an unkeyed seal: it is from before there was a key.
pub async fn begun_without_key(
    on: &mut impl Connection,
    subjects: impl IntoIterator<Item = Uuid>,
) -> Result<HashSet<Uuid>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT subject_id FROM history WHERE seq = 1 AND substr(hash, 1, 3) <> ");
    statement.bind(Value::text(KEYED_SEAL)).push(" AND subject_id IN ");
    statement.bind_list(subjects.into_iter().map(Value::Id));
    let rows = statement.fetch_all::<(Uuid,)>(on).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The subject of records whose chain has no row, if there is one: a foreign key refuses that, until somebody
/// drops it or does not ask `SQLite` to enforce it.
pub async fn records_without_chain(on: &mut impl Connection) -> Result<Option<Uuid>, StorageError> {
    let found = fetch_optional!(
        on,
        (Uuid,),
        "SELECT subject_id FROM history h
         WHERE NOT EXISTS (SELECT 1 FROM history_chain c WHERE c.subject_id = h.subject_id) LIMIT 1"
    )?;
    Ok(found.map(|(id,)| id))
}

/// A subject of a kind that has no chain, if there is one: its row was not inserted by the application.
pub async fn unchained(
    on: &mut impl Connection,
    kind: SubjectKind,
) -> Result<Option<SubjectRef>, StorageError> {
    let table = match kind {
        SubjectKind::Mailbox => "mailbox",
        SubjectKind::Domain => "domain",
        SubjectKind::Organization => "organization",
        SubjectKind::Account => "account",
        SubjectKind::SavedView => "saved_view",
        SubjectKind::Holder => "holder",
        SubjectKind::Company => "company",
        SubjectKind::Plan => "plan",
        SubjectKind::Reseller => "reseller",
        SubjectKind::ContractTemplate => "contract_template",
        SubjectKind::Contract => "contract",
        SubjectKind::Ticket => "ticket",
        SubjectKind::SlaPeriod => "sla_period",
        SubjectKind::ReportSchedule => "report_schedule",
    };
    let mut statement = Statement::default();
    statement.push("SELECT s.id FROM ").push(table).push(
        " s WHERE NOT EXISTS (SELECT 1 FROM history_chain c
            WHERE c.subject_id = s.id AND c.subject_kind = ",
    );
    statement.bind(Value::text(kind.as_str())).push(")");
    if kind == SubjectKind::SavedView {
        // The history of a view begins when it is shared for the first time.
        statement.push(" AND s.shared");
    }
    statement.push(" LIMIT 1");
    let found = statement.fetch_all::<(Uuid,)>(on).await?;
    Ok(found.first().map(|(id,)| kind.with_id(*id)))
}
