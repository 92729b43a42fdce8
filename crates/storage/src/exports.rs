//! Who took which list away.

use chrono::{DateTime, Utc};
use sigillo_domain::export_record::{ExportOutcome, ExportRecord, ExportedList};
use sigillo_domain::history::ActorKind;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

const SELECT: &str = "SELECT id, at, account_id, actor_kind, actor_name, organization_id, format, \
     domain, q, state, password_state, fill, sort, rows_announced, outcome, finished_at, \
     rows_written FROM export_record";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    account_id: Uuid,
    actor_kind: String,
    actor_name: String,
    organization_id: Option<Uuid>,
    format: String,
    domain: Option<String>,
    q: Option<String>,
    state: Option<String>,
    password_state: Option<String>,
    fill: Option<String>,
    sort: String,
    rows_announced: i64,
    outcome: String,
    finished_at: Option<DateTime<Utc>>,
    rows_written: Option<i64>,
}

impl TryFrom<Row> for ExportRecord {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(ExportRecord {
            id: row.id,
            at: row.at,
            account_id: row.account_id,
            actor_kind: ActorKind::parse(&row.actor_kind)
                .ok_or_else(|| StorageError::unknown("actor kind", &row.actor_kind))?,
            actor_name: row.actor_name,
            organization_id: row.organization_id,
            format: row.format,
            list: ExportedList {
                domain: row.domain,
                search: row.q,
                states: row.state,
                password_states: row.password_state,
                fill: row.fill,
                sort: row.sort,
            },
            rows_announced: row.rows_announced,
            outcome: ExportOutcome::parse(&row.outcome)
                .ok_or_else(|| StorageError::unknown("outcome of an export", &row.outcome))?,
            finished_at: row.finished_at,
            rows_written: row.rows_written,
        })
    }
}

pub async fn insert(tx: &mut Tx, record: &ExportRecord) -> Result<(), StorageError> {
    let list = &record.list;
    execute!(
        tx,
        "INSERT INTO export_record (id, at, account_id, actor_kind, actor_name, organization_id,
            format, domain, q, state, password_state, fill, sort, rows_announced, outcome,
            finished_at, rows_written)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        record.id,
        record.at,
        record.account_id,
        record.actor_kind.as_str(),
        &record.actor_name,
        record.organization_id,
        &record.format,
        &list.domain,
        &list.search,
        &list.states,
        &list.password_states,
        &list.fill,
        &list.sort,
        record.rows_announced,
        record.outcome.as_str(),
        record.finished_at,
        record.rows_written
    )?;
    Ok(())
}

/// Tells how an export ended. One that has ended already stays as it was told.
pub async fn finish(
    tx: &mut Tx,
    id: Uuid,
    outcome: ExportOutcome,
    at: DateTime<Utc>,
    rows_written: i64,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE export_record SET outcome = $1, finished_at = $2, rows_written = $3
         WHERE id = $4 AND outcome = 'running'",
        outcome.as_str(),
        at,
        rows_written,
        id
    )?;
    Ok(())
}

/// Up to `limit` exports, newest first, before the one of this id (ids grow with time): those of an
/// organisation's accounts, or all.
pub async fn list(
    on: &mut impl Connection,
    organization_id: Option<Uuid>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ExportRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).push(" WHERE id < ").bind(Value::Id(before.unwrap_or(Uuid::max())));
    if let Some(organization_id) = organization_id {
        statement.push(" AND organization_id = ").bind(Value::Id(organization_id));
    }
    statement.push(" ORDER BY id DESC LIMIT ").bind(Value::Int(limit));
    let rows = statement.fetch_all::<Row>(on).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

pub async fn find(
    on: &mut impl Connection,
    id: Uuid,
) -> Result<Option<ExportRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).push(" WHERE id = ").bind(Value::Id(id));
    let rows = statement.fetch_all::<Row>(on).await?;
    rows.into_iter().next().map(TryInto::try_into).transpose()
}
