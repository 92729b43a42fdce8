//! Plans.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sigillo_domain::id::PlanId;
use sigillo_domain::plan::{Plan, PlanState};
use sigillo_domain::search_text::fold;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: PlanId,
    pub(crate) code: String,
    name: String,
    pub(crate) name_folded: String,
    inbox_mb: i64,
    archive_mb: i64,
    preservation_mb: i64,
    #[sqlx(try_from = "String")]
    pub(crate) state: PlanState,
    pub(crate) created_at: DateTime<Utc>,
    version: i64,
}

pub(crate) const COLUMNS: &str = "id, code, name, name_folded, inbox_mb, archive_mb, preservation_mb, state, created_at, version";

impl From<Row> for Plan {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            inbox_mb: row.inbox_mb,
            archive_mb: row.archive_mb,
            preservation_mb: row.preservation_mb,
            state: row.state,
            created_at: row.created_at,
            version: row.version,
        }
    }
}

pub async fn insert(tx: &mut Tx, plan: &Plan) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO plan (id, code, name, name_folded, inbox_mb, archive_mb, preservation_mb,
            state, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        plan.id,
        &plan.code,
        &plan.name,
        fold(&plan.name),
        plan.inbox_mb,
        plan.archive_mb,
        plan.preservation_mb,
        plan.state.as_str(),
        plan.created_at,
        plan.version,
    )?;
    Ok(())
}

/// Saves a changed plan if the row is still at the previous version.
pub async fn update(tx: &mut Tx, plan: &Plan) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE plan SET code = $1, name = $2, name_folded = $3, inbox_mb = $4, archive_mb = $5,
            preservation_mb = $6, state = $7, version = $8
         WHERE id = $9 AND version = $10",
        &plan.code,
        &plan.name,
        fold(&plan.name),
        plan.inbox_mb,
        plan.archive_mb,
        plan.preservation_mb,
        plan.state.as_str(),
        plan.version,
        plan.id,
        plan.version - 1,
    )
}

pub async fn find(on: &mut impl Connection, id: PlanId) -> Result<Option<Plan>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a plan in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(tx: &mut Tx, id: PlanId) -> Result<Option<Plan>, StorageError> {
    let mut statement = by_id(id);
    statement.push(tx.row_lock());
    one(statement, tx).await
}

fn by_id(id: PlanId) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM plan WHERE id = ").bind(Value::id(id));
    statement
}

async fn one(statement: Statement, on: &mut impl Connection) -> Result<Option<Plan>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

/// These plans.
pub async fn find_many(
    on: &mut impl Connection,
    ids: impl IntoIterator<Item = PlanId>,
) -> Result<HashMap<PlanId, Plan>, StorageError> {
    let ids: Vec<_> = ids.into_iter().map(Value::id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM plan WHERE id IN ").bind_list(ids);
    let rows = statement.fetch_all::<Row>(on).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// These plans, in order to give one to a mailbox: nobody changes them until the transaction ends.
pub async fn find_many_to_give(
    tx: &mut Tx,
    ids: impl IntoIterator<Item = PlanId>,
) -> Result<Vec<Plan>, StorageError> {
    let ids: Vec<_> = ids.into_iter().map(Value::id).collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM plan WHERE id IN ").bind_list(ids);
    // In one order, so that two callers do not deadlock.
    statement.push(" ORDER BY id").push(tx.share_lock());
    Ok(statement.fetch_all::<Row>(tx).await?.into_iter().map(Into::into).collect())
}

/// Whether any mailbox has a plan.
pub async fn is_in_use(on: &mut impl Connection, id: PlanId) -> Result<bool, StorageError> {
    let row =
        fetch_optional!(on, (Uuid,), "SELECT id FROM mailbox WHERE plan_id = $1 LIMIT 1", id)?;
    Ok(row.is_some())
}
