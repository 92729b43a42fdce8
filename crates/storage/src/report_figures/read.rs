//! Reading what was gathered, for the domains of a caller.

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::id::{DomainId, MailboxId};
use uuid::Uuid;

use super::MailboxClass;
use super::gather::ClassRow;
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// When the figures were gathered; None if they never were.
pub async fn gathered_at(on: &mut impl Connection) -> Result<Option<DateTime<Utc>>, StorageError> {
    let row = fetch_optional!(
        on,
        (Option<DateTime<Utc>>,),
        "SELECT gathered_at FROM report_gathering WHERE id = 1"
    )?;
    Ok(row.and_then(|(at,)| at))
}

/// The classes of the mailboxes of these domains.
pub async fn classes(
    on: &mut impl Connection,
    domains: &[DomainId],
) -> Result<Vec<MailboxClass>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push(
        "SELECT domain_id, plan_id, state, created_by, managed_by, mailboxes, measured, used_bytes, inbox_bytes,
            archive_bytes, messages, quota_mb, own_archive_mb, own_archive_bytes
         FROM report_class WHERE ",
    );
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite);
    let rows = statement.fetch_all::<ClassRow>(on).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What was entered, activated and cancelled in a month, in all of some domains.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MonthSum {
    /// `2026-03`
    pub month: String,
    pub entered: i64,
    pub activated: i64,
    pub cancelled: i64,
    pub cancelled_active: i64,
}

impl MonthSum {
    /// A month in which nothing happened.
    pub const fn empty(month: String) -> Self {
        Self { month, entered: 0, activated: 0, cancelled: 0, cancelled_active: 0 }
    }
}

const MONTH_SUMS: &str = "CAST(COALESCE(SUM(entered), 0) AS BIGINT) AS entered,
    CAST(COALESCE(SUM(activated), 0) AS BIGINT) AS activated,
    CAST(COALESCE(SUM(cancelled), 0) AS BIGINT) AS cancelled,
    CAST(COALESCE(SUM(cancelled_active), 0) AS BIGINT) AS cancelled_active
    FROM report_month WHERE ";

/// The months from a first to a last one in which anything happened.
pub async fn month_sums(
    on: &mut impl Connection,
    domains: &[DomainId],
    first: &str,
    last: &str,
) -> Result<Vec<MonthSum>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT month, ").push(MONTH_SUMS);
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite);
    statement.push(" AND month >= ").bind(Value::text(first));
    statement.push(" AND month <= ").bind(Value::text(last));
    statement.push(" GROUP BY month ORDER BY month");
    statement.fetch_all(on).await
}

/// The sum of all months before one.
pub async fn months_before(
    on: &mut impl Connection,
    domains: &[DomainId],
    first: &str,
) -> Result<MonthSum, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT '' AS month, ").push(MONTH_SUMS);
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite);
    statement.push(" AND month < ").bind(Value::text(first));
    let sum = statement.fetch_all::<MonthSum>(on).await?.into_iter().next();
    sum.ok_or_else(|| StorageError::Broken("a sum has no row".into()))
}

/// The space of a day, in all of some domains.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DaySum {
    pub day: String,
    pub mailboxes: i64,
    pub measured: i64,
    pub used_bytes: i64,
    pub archive_bytes: i64,
    pub messages: i64,
    pub quota_mb: i64,
    pub own_archive_mb: i64,
    pub own_archive_bytes: i64,
}

/// The days from a first to a last one that were gathered.
pub async fn day_sums(
    on: &mut impl Connection,
    domains: &[DomainId],
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<DaySum>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT day");
    for column in [
        "mailboxes",
        "measured",
        "used_bytes",
        "archive_bytes",
        "messages",
        "quota_mb",
        "own_archive_mb",
        "own_archive_bytes",
    ] {
        statement.push(", CAST(SUM(").push(column).push(") AS BIGINT) AS ").push(column);
    }
    statement.push(" FROM report_day WHERE day >= ").bind(Value::Text(first.to_string()));
    statement.push(" AND day <= ").bind(Value::Text(last.to_string())).push(" AND ");
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite);
    statement.push(" GROUP BY day ORDER BY day");
    statement.fetch_all(on).await
}

/// What a domain had in use on a day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DomainDay {
    #[sqlx(try_from = "Uuid")]
    pub domain_id: DomainId,
    pub day: String,
    pub used_bytes: i64,
}

/// The measured days of each domain from a first to a last one, by domain and day.
pub async fn days_by_domain(
    on: &mut impl Connection,
    domains: &[DomainId],
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<DomainDay>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement
        .push("SELECT domain_id, day, used_bytes FROM report_day WHERE measured > 0 AND day >= ");
    statement.bind(Value::Text(first.to_string()));
    statement.push(" AND day <= ").bind(Value::Text(last.to_string())).push(" AND ");
    statement.one_of_ids("domain_id", domains.iter().copied(), sqlite);
    statement.push(" ORDER BY domain_id, day");
    statement.fetch_all(on).await
}

/// A mailbox among the largest.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LargeMailbox {
    #[sqlx(try_from = "Uuid")]
    pub id: MailboxId,
    pub address: String,
    pub used_bytes: i64,
    pub inbox_bytes: i64,
    pub archive_bytes: i64,
    pub quota_mb: i64,
}

/// The largest mailboxes of these domains, the largest first.
pub async fn largest(
    on: &mut impl Connection,
    domains: &[DomainId],
    limit: i64,
) -> Result<Vec<LargeMailbox>, StorageError> {
    // The index has the order of one domain: with all of them in one statement, every mailbox would be sorted.
    let mut found = vec![];
    for domain in domains {
        let of_domain = fetch_all!(
            on,
            LargeMailbox,
            "SELECT id, address, used_bytes, COALESCE(used_inbox_bytes, 0) AS inbox_bytes,
                COALESCE(used_archive_bytes, 0) AS archive_bytes, quota_mb
             FROM mailbox WHERE domain_id = $1 AND used_bytes IS NOT NULL
             ORDER BY used_bytes DESC LIMIT $2",
            *domain,
            limit
        )?;
        found.extend(of_domain);
    }
    found.sort_by(|one, other| {
        other.used_bytes.cmp(&one.used_bytes).then_with(|| one.address.cmp(&other.address))
    });
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

#[derive(sqlx::FromRow)]
struct UseRow {
    #[sqlx(try_from = "Uuid")]
    mailbox_id: MailboxId,
    day: String,
    used_bytes: i64,
}

/// The greatest use of each mailbox on each day in UTC since a time, by mailbox and day.
pub async fn use_by_day(
    on: &mut impl Connection,
    mailboxes: &[MailboxId],
    since: DateTime<Utc>,
) -> Result<Vec<(MailboxId, String, i64)>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let day = if sqlite {
        "substr(hour, 1, 10)"
    } else {
        "to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
    };
    let mut statement = Statement::default();
    statement.push("SELECT mailbox_id, ").push(day);
    statement.push(" AS day, MAX(used_bytes) AS used_bytes FROM mailbox_usage WHERE hour >= ");
    statement.bind(Value::Time(since)).push(" AND ");
    statement.one_of_ids("mailbox_id", mailboxes.iter().copied(), sqlite);
    statement.push(" GROUP BY mailbox_id, ").push(day).push(" ORDER BY mailbox_id, day");
    let rows = statement.fetch_all::<UseRow>(on).await?;
    Ok(rows.into_iter().map(|row| (row.mailbox_id, row.day, row.used_bytes)).collect())
}
