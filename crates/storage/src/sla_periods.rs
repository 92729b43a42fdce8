//! The periods of service levels, and what people have said about them.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{MaintenanceId, SlaCorrectionId, SlaPeriodId};
use sigillo_domain::sla::{
    Closure, CorrectionRecord, Maintenance, MinuteState, Period, PeriodRecord, SlaComponent,
};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
struct PeriodRow {
    #[sqlx(try_from = "Uuid")]
    id: SlaPeriodId,
    period: String,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<String>,
    content: Option<String>,
    created_at: DateTime<Utc>,
    version: i64,
}

const PERIOD: &str =
    "SELECT id, period, closed_at, closed_by, content, created_at, version FROM sla_period WHERE ";

impl TryFrom<PeriodRow> for PeriodRecord {
    type Error = StorageError;

    fn try_from(row: PeriodRow) -> Result<Self, StorageError> {
        let period =
            row.period.parse().map_err(|_| StorageError::unknown("period", &row.period))?;
        let closure = row.closed_at.map(|at| Closure {
            at,
            by: row.closed_by.unwrap_or_default(),
            content: row.content.unwrap_or_default(),
        });
        Ok(Self { id: row.id, period, closure, created_at: row.created_at, version: row.version })
    }
}

pub async fn find(
    on: &mut impl Connection,
    period: Period,
) -> Result<Option<PeriodRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push(PERIOD).push("period = ").bind(Value::Text(period.to_string()));
    one(statement, on).await
}

pub async fn find_by_id(
    on: &mut impl Connection,
    id: SlaPeriodId,
) -> Result<Option<PeriodRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push(PERIOD).push("id = ").bind(Value::id(id));
    one(statement, on).await
}

/// Finds a period in order to say something about it: nobody else can until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    period: Period,
) -> Result<Option<PeriodRecord>, StorageError> {
    let mut statement = Statement::default();
    statement.push(PERIOD).push("period = ").bind(Value::Text(period.to_string()));
    statement.push(tx.row_lock());
    one(statement, tx).await
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<PeriodRecord>, StorageError> {
    let rows = statement.fetch_all::<PeriodRow>(on).await?;
    rows.into_iter().next().map(TryInto::try_into).transpose()
}

/// Adds a period unless it is there. Returns whether it was added: another server may do so at the same time.
pub async fn insert(tx: &mut Tx, record: &PeriodRecord) -> Result<bool, StorageError> {
    let added = execute!(
        tx,
        "INSERT INTO sla_period (id, period, created_at, version) VALUES ($1, $2, $3, $4)
         ON CONFLICT (period) DO NOTHING",
        record.id,
        record.period.to_string(),
        record.created_at,
        record.version
    )?;
    Ok(added == 1)
}

/// Freezes the figures of a period.
pub async fn close(tx: &mut Tx, record: &PeriodRecord) -> Result<(), StorageError> {
    let closure = record.closure.as_ref();
    update_version!(
        tx,
        "UPDATE sla_period SET closed_at = $1, closed_by = $2, content = $3, version = $4
         WHERE id = $5 AND version = $6",
        closure.map(|closure| closure.at),
        closure.map(|closure| closure.by.as_str()),
        closure.map(|closure| closure.content.as_str()),
        record.version,
        record.id,
        record.version - 1,
    )
}

#[derive(sqlx::FromRow)]
struct CorrectionRow {
    #[sqlx(try_from = "Uuid")]
    id: SlaCorrectionId,
    #[sqlx(try_from = "Uuid")]
    period_id: SlaPeriodId,
    #[sqlx(try_from = "String")]
    component: SlaComponent,
    #[sqlx(try_from = "String")]
    state: MinuteState,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    reason: String,
    created_at: DateTime<Utc>,
    created_by: String,
}

impl From<CorrectionRow> for CorrectionRecord {
    fn from(row: CorrectionRow) -> Self {
        Self {
            id: row.id,
            period_id: row.period_id,
            component: row.component,
            state: row.state,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            reason: row.reason,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

/// Adds a correction after those of its period, whose row must be locked.
pub async fn insert_correction(
    tx: &mut Tx,
    correction: &CorrectionRecord,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO sla_correction (id, period_id, component, state, starts_at, ends_at, reason,
            created_at, created_by, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
            (SELECT COALESCE(MAX(seq), 0) + 1 FROM sla_correction WHERE period_id = $2))",
        correction.id,
        correction.period_id,
        correction.component.as_str(),
        correction.state.as_str(),
        correction.starts_at,
        correction.ends_at,
        &correction.reason,
        correction.created_at,
        &correction.created_by
    )?;
    Ok(())
}

/// The corrections of a period, in the order in which they were made.
pub async fn corrections(
    on: &mut impl Connection,
    period_id: SlaPeriodId,
) -> Result<Vec<CorrectionRecord>, StorageError> {
    let rows = fetch_all!(
        on,
        CorrectionRow,
        "SELECT id, period_id, component, state, starts_at, ends_at, reason, created_at, created_by
         FROM sla_correction WHERE period_id = $1 ORDER BY seq",
        period_id
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

#[derive(sqlx::FromRow)]
struct MaintenanceRow {
    #[sqlx(try_from = "Uuid")]
    id: MaintenanceId,
    #[sqlx(try_from = "Uuid")]
    period_id: SlaPeriodId,
    components: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    description: String,
    announced_at: DateTime<Utc>,
    announced_by: String,
    withdrawn_at: Option<DateTime<Utc>>,
    version: i64,
}

const MAINTENANCE: &str = "SELECT id, period_id, components, starts_at, ends_at, description, \
     announced_at, announced_by, withdrawn_at, version FROM sla_maintenance WHERE ";

impl From<MaintenanceRow> for Maintenance {
    fn from(row: MaintenanceRow) -> Self {
        Self {
            id: row.id,
            period_id: row.period_id,
            components: row.components.split(',').filter_map(SlaComponent::parse).collect(),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            description: row.description,
            announced_at: row.announced_at,
            announced_by: row.announced_by,
            withdrawn_at: row.withdrawn_at,
            version: row.version,
        }
    }
}

pub async fn insert_maintenance(
    tx: &mut Tx,
    maintenance: &Maintenance,
) -> Result<(), StorageError> {
    let components: Vec<_> = maintenance.components.iter().map(|one| one.as_str()).collect();
    execute!(
        tx,
        "INSERT INTO sla_maintenance (id, period_id, components, starts_at, ends_at, description,
            announced_at, announced_by, withdrawn_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        maintenance.id,
        maintenance.period_id,
        components.join(","),
        maintenance.starts_at,
        maintenance.ends_at,
        &maintenance.description,
        maintenance.announced_at,
        &maintenance.announced_by,
        maintenance.withdrawn_at,
        maintenance.version
    )?;
    Ok(())
}

/// Saves that a maintenance was taken back.
pub async fn withdraw_maintenance(
    tx: &mut Tx,
    maintenance: &Maintenance,
) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE sla_maintenance SET withdrawn_at = $1, version = $2 WHERE id = $3 AND version = $4",
        maintenance.withdrawn_at,
        maintenance.version,
        maintenance.id,
        maintenance.version - 1,
    )
}

pub async fn find_maintenance_to_change(
    tx: &mut Tx,
    id: MaintenanceId,
) -> Result<Option<Maintenance>, StorageError> {
    let mut statement = Statement::default();
    statement.push(MAINTENANCE).push("id = ").bind(Value::id(id)).push(tx.row_lock());
    let rows = statement.fetch_all::<MaintenanceRow>(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// What was announced for a stretch of time, in the order of its beginnings.
pub async fn maintenance_between(
    on: &mut impl Connection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Maintenance>, StorageError> {
    let mut statement = Statement::default();
    statement.push(MAINTENANCE).push("ends_at > ").bind(Value::Time(from));
    statement.push(" AND starts_at < ").bind(Value::Time(to)).push(" ORDER BY starts_at, id");
    let rows = statement.fetch_all::<MaintenanceRow>(on).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What was announced for a period to begin in it.
pub async fn maintenance_of(
    on: &mut impl Connection,
    period_id: SlaPeriodId,
) -> Result<Vec<Maintenance>, StorageError> {
    let mut statement = Statement::default();
    statement.push(MAINTENANCE).push("period_id = ").bind(Value::id(period_id));
    statement.push(" ORDER BY id");
    let rows = statement.fetch_all::<MaintenanceRow>(on).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
