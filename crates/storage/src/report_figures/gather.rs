//! Counting the mailboxes, and keeping what was counted.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::id::{DomainId, PlanId};
use sigillo_domain::mailbox::MailboxState;
use uuid::Uuid;

use super::{MailboxClass, MonthFigures, Space};
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// The number of rows in one statement: PostgreSQL takes 65,535 values.
const ROWS: usize = 1000;

/// Whether gathering is due.
pub async fn due(on: &mut impl Connection, now: DateTime<Utc>) -> Result<bool, StorageError> {
    let row = fetch_optional!(
        on,
        (i64,),
        "SELECT id FROM report_gathering WHERE id = 1 AND due_at <= $1",
        now
    )?;
    Ok(row.is_some())
}

/// Claims the gathering if it is due; nobody else gets it before `until`.
pub async fn claim(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let touched = execute!(
        tx,
        "UPDATE report_gathering SET due_at = $1 WHERE id = 1 AND due_at <= $2",
        until,
        now
    )?;
    Ok(touched == 1)
}

/// Records that the figures were gathered, and when they are due again.
pub async fn finish(
    tx: &mut Tx,
    gathered_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE report_gathering SET gathered_at = $1, due_at = $2 WHERE id = 1",
        gathered_at,
        due_at
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct ClassRow {
    #[sqlx(try_from = "Uuid")]
    domain_id: DomainId,
    plan_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    state: MailboxState,
    created_by: String,
    managed_by: String,
    mailboxes: i64,
    #[sqlx(flatten)]
    space: Space,
}

impl From<ClassRow> for MailboxClass {
    fn from(row: ClassRow) -> Self {
        let ClassRow { domain_id, plan_id, state, created_by, managed_by, mailboxes, space } = row;
        let plan_id = plan_id.map(PlanId::from);
        Self { domain_id, plan_id, state, created_by, managed_by, mailboxes, space }
    }
}

/// Counts all mailboxes. It reads every one of them.
pub async fn count_by_class(on: &mut impl Connection) -> Result<Vec<MailboxClass>, StorageError> {
    let rows = fetch_all!(
        on,
        ClassRow,
        "SELECT domain_id, plan_id, state, created_by, COALESCE(managed_by, created_by) AS managed_by,
            COUNT(*) AS mailboxes, COUNT(used_bytes) AS measured,
            CAST(COALESCE(SUM(used_bytes), 0) AS BIGINT) AS used_bytes,
            CAST(COALESCE(SUM(used_inbox_bytes), 0) AS BIGINT) AS inbox_bytes,
            CAST(COALESCE(SUM(used_archive_bytes), 0) AS BIGINT) AS archive_bytes,
            CAST(COALESCE(SUM(used_messages), 0) AS BIGINT) AS messages,
            CAST(COALESCE(SUM(CASE WHEN used_bytes IS NOT NULL THEN quota_mb END), 0) AS BIGINT) AS quota_mb,
            CAST(COALESCE(SUM(CASE WHEN used_bytes IS NOT NULL THEN archive_mb END), 0) AS BIGINT)
                AS own_archive_mb,
            CAST(COALESCE(SUM(CASE WHEN archive_mb IS NOT NULL THEN used_archive_bytes END), 0) AS BIGINT)
                AS own_archive_bytes
         FROM mailbox GROUP BY domain_id, plan_id, state, created_by, COALESCE(managed_by, created_by)"
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Mailboxes by when they were entered, activated and cancelled.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MonthCount {
    #[sqlx(try_from = "Uuid")]
    pub domain_id: DomainId,
    pub entered: String,
    pub activated: Option<String>,
    pub cancelled: Option<String>,
    pub mailboxes: i64,
}

/// Counts all mailboxes by the months of their lives: `2026-03`, and `2026-03-31T22` for a moment that may belong to the
/// next month in Rome, whose clock is ahead. It reads every one of them.
pub async fn count_by_month(on: &mut impl Connection) -> Result<Vec<MonthCount>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT domain_id, entered, activated, cancelled, COUNT(*) AS mailboxes FROM (SELECT domain_id");
    for (column, name) in
        [("created_at", "entered"), ("activated_at", "activated"), ("cancelled_at", "cancelled")]
    {
        let (day, hour, until_hour, until_month) = parts(column, sqlite);
        statement.push(", CASE WHEN ").push(&day).push(" >= '28' AND ").push(&hour);
        statement.push(" >= '22' THEN ").push(&until_hour).push(" ELSE ").push(&until_month);
        statement.push(" END AS ").push(name);
    }
    statement.push(" FROM mailbox) lives GROUP BY domain_id, entered, activated, cancelled");
    statement.fetch_all(on).await
}

/// The expressions for the day and the hour of a time in UTC, and for its text up to the hour and up to the month.
fn parts(column: &str, sqlite: bool) -> (String, String, String, String) {
    if sqlite {
        let part = |from, length| format!("substr({column}, {from}, {length})");
        (part(9, 2), part(12, 2), part(1, 13), part(1, 7))
    } else {
        let part = |form| format!("to_char({column} AT TIME ZONE 'UTC', '{form}')");
        (part("DD"), part("HH24"), part("YYYY-MM-DD\"T\"HH24"), part("YYYY-MM"))
    }
}

/// Inserts rows, as many in one statement as an engine takes.
async fn insert<const N: usize>(
    tx: &mut Tx,
    into: &str,
    rows: impl Iterator<Item = [Value; N]>,
    on_conflict: &str,
) -> Result<(), StorageError> {
    let rows: Vec<_> = rows.collect();
    for part in rows.chunks(ROWS) {
        if let Some(mut statement) = Statement::insert(into, part.iter().cloned()) {
            statement.push(on_conflict);
            statement.execute(tx).await?;
        }
    }
    Ok(())
}

/// Replaces what was counted by class.
pub async fn replace_classes(tx: &mut Tx, classes: &[MailboxClass]) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM report_class")?;
    let rows = classes.iter().map(|class| {
        let MailboxClass { space, .. } = class;
        [
            Value::id(class.domain_id),
            Value::optional_id(class.plan_id),
            Value::text(class.state.as_str()),
            Value::text(&class.created_by),
            Value::text(&class.managed_by),
            Value::Int(class.mailboxes),
            Value::Int(space.measured),
            Value::Int(space.used_bytes),
            Value::Int(space.inbox_bytes),
            Value::Int(space.archive_bytes),
            Value::Int(space.messages),
            Value::Int(space.quota_mb),
            Value::Int(space.own_archive_mb),
            Value::Int(space.own_archive_bytes),
        ]
    });
    let into =
        "INSERT INTO report_class (domain_id, plan_id, state, created_by, managed_by, mailboxes,
        measured, used_bytes, inbox_bytes, archive_bytes, messages, quota_mb, own_archive_mb,
        own_archive_bytes)";
    insert(tx, into, rows, "").await
}

/// Replaces what was counted by month.
pub async fn replace_months(
    tx: &mut Tx,
    months: &BTreeMap<(DomainId, String), MonthFigures>,
) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM report_month")?;
    let rows = months.iter().map(|((domain_id, month), figures)| {
        [
            Value::id(*domain_id),
            Value::text(month),
            Value::Int(figures.entered),
            Value::Int(figures.activated),
            Value::Int(figures.cancelled),
            Value::Int(figures.cancelled_active),
        ]
    });
    let into = "INSERT INTO report_month (domain_id, month, entered, activated, cancelled, cancelled_active)";
    insert(tx, into, rows, "").await
}

/// Sets the space of each domain on a day, with the number of mailboxes that have a store.
pub async fn set_days(
    tx: &mut Tx,
    day: NaiveDate,
    domains: &BTreeMap<DomainId, (i64, Space)>,
) -> Result<(), StorageError> {
    let day = day.to_string();
    let rows = domains.iter().map(|(domain_id, (mailboxes, space))| {
        [
            Value::id(*domain_id),
            Value::text(&day),
            Value::Int(*mailboxes),
            Value::Int(space.measured),
            Value::Int(space.used_bytes),
            Value::Int(space.archive_bytes),
            Value::Int(space.messages),
            Value::Int(space.quota_mb),
            Value::Int(space.own_archive_mb),
            Value::Int(space.own_archive_bytes),
        ]
    });
    let into =
        "INSERT INTO report_day (domain_id, day, mailboxes, measured, used_bytes, archive_bytes,
        messages, quota_mb, own_archive_mb, own_archive_bytes)";
    let on_conflict = " ON CONFLICT (domain_id, day) DO UPDATE SET mailboxes = excluded.mailboxes,
            measured = excluded.measured, used_bytes = excluded.used_bytes,
            archive_bytes = excluded.archive_bytes, messages = excluded.messages,
            quota_mb = excluded.quota_mb, own_archive_mb = excluded.own_archive_mb,
            own_archive_bytes = excluded.own_archive_bytes";
    insert(tx, into, rows, on_conflict).await
}
