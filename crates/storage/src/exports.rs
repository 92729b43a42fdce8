//! Lists that were exported as files.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sigillo_domain::export_record::{ExportOutcome, ExportRecord, ExportedList, ExportedListKind};
use sigillo_domain::history::ActorKind;
use sigillo_domain::id::{AccountId, ExportId, OrganizationId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

pub(crate) const COLUMNS: &str = "id, at, account_id, actor_kind, actor_name, organization_id, format, \
     domain, q, search_in, communication_email, note, state, password_state, fill, sort, \
     rows_announced, outcome, finished_at, rows_written, list, person, action, subject_kind, \
     from_day, to_day, holder, plan, reseller, filters";

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: ExportId,
    at: DateTime<Utc>,
    #[sqlx(try_from = "Uuid")]
    account_id: AccountId,
    #[sqlx(try_from = "String")]
    actor_kind: ActorKind,
    pub(crate) actor_name: String,
    organization_id: Option<Uuid>,
    format: String,
    domain: Option<String>,
    q: Option<String>,
    search_in: Option<String>,
    communication_email: Option<String>,
    note: Option<String>,
    state: Option<String>,
    password_state: Option<String>,
    fill: Option<String>,
    sort: String,
    pub(crate) rows_announced: i64,
    #[sqlx(try_from = "String")]
    outcome: ExportOutcome,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    rows_written: Option<i64>,
    #[sqlx(try_from = "String")]
    list: ExportedListKind,
    person: Option<String>,
    action: Option<String>,
    subject_kind: Option<String>,
    from_day: Option<String>,
    to_day: Option<String>,
    plan: Option<String>,
    reseller: Option<String>,
    holder: Option<String>,
    filters: Option<String>,
}

impl From<Row> for ExportRecord {
    fn from(row: Row) -> Self {
        // Only `insert` writes them; what cannot be read is found by the verification of the history.
        let filters = row.filters.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            id: row.id,
            at: row.at,
            account_id: row.account_id,
            actor_kind: row.actor_kind,
            actor_name: row.actor_name,
            organization_id: row.organization_id.map(OrganizationId::from),
            format: row.format,
            list: ExportedList {
                kind: row.list,
                domain: row.domain,
                search: row.q,
                search_in: row.search_in,
                communication_email: row.communication_email,
                note: row.note,
                states: row.state,
                password_states: row.password_state,
                fill: row.fill,
                holder: row.holder,
                sort: row.sort,
                person: row.person,
                actions: row.action,
                subject_kinds: row.subject_kind,
                from: row.from_day,
                to: row.to_day,
                plans: row.plan,
                resellers: row.reseller,
                filters: filters.unwrap_or_default(),
            },
            rows_announced: row.rows_announced,
            outcome: row.outcome,
            finished_at: row.finished_at,
            rows_written: row.rows_written,
        }
    }
}

pub async fn insert(tx: &mut Tx, record: &ExportRecord) -> Result<(), StorageError> {
    let list = &record.list;
    let filters = serde_json::to_string(&list.filters).ok().filter(|_| !list.filters.is_empty());
    execute!(
        tx,
        "INSERT INTO export_record (id, at, account_id, actor_kind, actor_name, organization_id,
            format, domain, q, state, password_state, fill, sort, rows_announced, outcome,
            finished_at, rows_written, search_in, communication_email, note, list, person, action,
            subject_kind, from_day, to_day, plan, reseller, holder, filters)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)",
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
        record.rows_written,
        &list.search_in,
        &list.communication_email,
        &list.note,
        list.kind.as_str(),
        &list.person,
        &list.actions,
        &list.subject_kinds,
        &list.from,
        &list.to,
        &list.plans,
        &list.resellers,
        &list.holder,
        filters
    )?;
    Ok(())
}

/// Saves the outcome of an export. An export that has already ended is not changed.
pub async fn finish(
    tx: &mut Tx,
    id: ExportId,
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

pub async fn find(
    on: &mut impl Connection,
    id: ExportId,
) -> Result<Option<ExportRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM export_record WHERE id = ");
    statement.bind(Value::id(id));
    let rows = statement.fetch_all::<Row>(on).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// All exports by accounts.
pub async fn all_of(
    on: &mut impl Connection,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, Vec<ExportRecord>>, StorageError> {
    let ids: Vec<_> = accounts.into_iter().map(Value::id).collect();
    let mut found: HashMap<AccountId, Vec<ExportRecord>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM export_record WHERE account_id IN ");
    statement.bind_list(ids);
    for row in statement.fetch_all::<Row>(on).await? {
        found.entry(row.account_id).or_default().push(row.into());
    }
    Ok(found)
}
