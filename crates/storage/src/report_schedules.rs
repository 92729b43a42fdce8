//! Reports that are sent by e-mail. One that is due is claimed by one worker.

use chrono::{DateTime, Utc};
use sigillo_domain::export_record::ExportFormat;
use sigillo_domain::id::{AccountId, DomainId, OrganizationId, ReportScheduleId};
use sigillo_domain::message::Language;
use sigillo_domain::report::ReportName;
use sigillo_domain::report::schedule::{ReportFrequency, ReportSchedule};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::leases::Queue;
use crate::tx::Tx;

const COLUMNS: &str =
    "id, owner_id, organization_id, report, domain_id, format, frequency, language, email,
    created_at, next_attempt_at";

const QUEUE: Queue = Queue { table: "report_schedule", columns: COLUMNS };

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: ReportScheduleId,
    #[sqlx(try_from = "Uuid")]
    owner_id: AccountId,
    organization_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    report: ReportName,
    domain_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    format: ExportFormat,
    #[sqlx(try_from = "String")]
    frequency: ReportFrequency,
    #[sqlx(try_from = "String")]
    language: Language,
    email: String,
    created_at: DateTime<Utc>,
    next_attempt_at: DateTime<Utc>,
}

impl From<Row> for ReportSchedule {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            owner_id: row.owner_id,
            organization_id: row.organization_id.map(OrganizationId::from),
            report: row.report,
            domain_id: row.domain_id.map(DomainId::from),
            format: row.format,
            frequency: row.frequency,
            language: row.language,
            email: row.email,
            created_at: row.created_at,
            next_at: row.next_attempt_at,
        }
    }
}

pub async fn insert(tx: &mut Tx, schedule: &ReportSchedule) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO report_schedule (id, owner_id, organization_id, report, domain_id, format, frequency,
            language, email, created_at, next_attempt_at, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)",
        schedule.id,
        schedule.owner_id,
        schedule.organization_id,
        schedule.report.as_str(),
        schedule.domain_id,
        schedule.format.as_str(),
        schedule.frequency.as_str(),
        schedule.language.as_str(),
        &schedule.email,
        schedule.created_at,
        schedule.next_at,
    )?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, id: ReportScheduleId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM report_schedule WHERE id = $1", id)?;
    Ok(())
}

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM report_schedule WHERE ");
    statement
}

/// The schedules of an account, the oldest first.
pub async fn of_owner(
    on: &mut impl Connection,
    owner_id: AccountId,
) -> Result<Vec<ReportSchedule>, StorageError> {
    let mut statement = select();
    statement.push("owner_id = ").bind(Value::id(owner_id)).push(" ORDER BY created_at, id");
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}

pub async fn find(
    on: &mut impl Connection,
    id: ReportScheduleId,
) -> Result<Option<ReportSchedule>, StorageError> {
    let mut statement = select();
    statement.push("id = ").bind(Value::id(id));
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

/// Finds a schedule in order to delete it: nobody else can until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: ReportScheduleId,
) -> Result<Option<ReportSchedule>, StorageError> {
    let mut statement = select();
    statement.push("id = ").bind(Value::id(id)).push(tx.row_lock());
    Ok(statement.fetch_all::<Row>(tx).await?.into_iter().next().map(Into::into))
}

/// Whether any schedule is due.
pub async fn any_due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    QUEUE.any_due(on, now).await
}

/// Claims the schedule that has been due for longest, under a lease: nobody else gets it before `until`.
pub async fn claim(
    tx: &mut Tx,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<ReportSchedule>, StorageError> {
    let rows = QUEUE.claim(tx, lease, now, until, 1).fetch_all::<Row>(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// Sets when a claimed schedule is due next; false if the lease was lost or the schedule is gone.
pub async fn finish(
    tx: &mut Tx,
    id: ReportScheduleId,
    lease: Uuid,
    next_at: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE report_schedule SET next_attempt_at = $1, lease = NULL, attempts = 0
         WHERE id = $2 AND lease = $3",
        next_at,
        id,
        lease
    )?;
    Ok(touched == 1)
}
