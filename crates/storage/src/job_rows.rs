//! The rows of a job, and what becomes of each.

use sigillo_domain::job::Outcome;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::jobs::Counts;
use crate::tx::Tx;

/// Rows of one INSERT: engines take some 32,000 values at a time.
const AT_ONCE: usize = 500;

/// A row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Its place, from 1.
    pub seq: i64,
    /// Where it stands in the file of an import.
    pub line: Option<i64>,
    /// Of an import: a JSON list of texts.
    pub cells: Option<String>,
    pub address: Option<String>,
    pub mailbox_id: Option<Uuid>,
    /// As the dry run has seen the mailbox.
    pub mailbox_version: Option<i64>,
    pub outcome: Outcome,
    /// JSON, as the use cases wrote it.
    pub remarks: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    line: Option<i64>,
    cells: Option<String>,
    address: Option<String>,
    mailbox_id: Option<Uuid>,
    mailbox_version: Option<i64>,
    outcome: String,
    remarks: Option<String>,
}

impl TryFrom<Row> for JobRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            seq: row.seq,
            line: row.line,
            cells: row.cells,
            address: row.address,
            mailbox_id: row.mailbox_id,
            mailbox_version: row.mailbox_version,
            outcome: Outcome::parse(&row.outcome)
                .ok_or_else(|| StorageError::unknown("outcome of a row", &row.outcome))?,
            remarks: row.remarks,
        })
    }
}

/// A row of a new job, not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewRow {
    pub line: Option<i64>,
    pub cells: Option<String>,
    pub address: Option<String>,
    pub mailbox_id: Option<Uuid>,
}

/// Adds rows to a job, behind the first `before` of them.
pub async fn insert(
    tx: &mut Tx,
    job_id: Uuid,
    before: usize,
    rows: Vec<NewRow>,
) -> Result<(), StorageError> {
    let mut rows = rows.into_iter().zip(before + 1..);
    loop {
        let statement = Statement::insert(
            "INSERT INTO job_row (job_id, seq, line, cells, address, mailbox_id, outcome)",
            rows.by_ref().take(AT_ONCE).map(|(row, seq)| {
                [
                    Value::Id(job_id),
                    Value::Int(i64::try_from(seq).unwrap_or(i64::MAX)),
                    Value::OptionalInt(row.line),
                    Value::OptionalText(row.cells),
                    Value::OptionalText(row.address),
                    Value::OptionalId(row.mailbox_id),
                    Value::text(Outcome::Pending.as_str()),
                ]
            }),
        );
        let Some(statement) = statement else { return Ok(()) };
        statement.execute(tx).await?;
    }
}

const SELECT: &str = "SELECT seq, line, cells, address, mailbox_id, mailbox_version, outcome, \
     remarks FROM job_row WHERE job_id = ";

/// Up to `limit` rows of a job, of one outcome or of any, after the one of this place.
pub async fn list(
    on: &mut impl Connection,
    job_id: Uuid,
    outcome: Option<Outcome>,
    after: i64,
    limit: i64,
) -> Result<Vec<JobRow>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).bind(Value::Id(job_id));
    if let Some(outcome) = outcome {
        statement.push(" AND outcome = ").bind(Value::text(outcome.as_str()));
    }
    statement.push(" AND seq > ").bind(Value::Int(after));
    statement.push(" ORDER BY seq LIMIT ").bind(Value::Int(limit));
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}

/// Writes what became of rows, all of which are of one job.
pub async fn settle(tx: &mut Tx, job_id: Uuid, rows: Vec<JobRow>) -> Result<(), StorageError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = Statement::default();
    // Both engines name the columns of a VALUES so.
    statement.push(
        "UPDATE job_row SET address = v.column2, mailbox_id = v.column3,
            mailbox_version = v.column4, outcome = v.column5, remarks = v.column6 FROM (VALUES ",
    );
    statement.bind_rows(rows.into_iter().map(|row| {
        [
            Value::Int(row.seq),
            Value::OptionalText(row.address),
            Value::OptionalId(row.mailbox_id),
            Value::OptionalInt(row.mailbox_version),
            Value::text(row.outcome.as_str()),
            Value::OptionalText(row.remarks),
        ]
    }));
    statement.push(") AS v WHERE job_row.job_id = ").bind(Value::Id(job_id));
    statement.push(" AND job_row.seq = v.column1");
    statement.execute(tx).await
}

/// Of some addresses, those that a row of the job before this place names already, with the line of
/// the first.
pub async fn named_before(
    on: &mut impl Connection,
    job_id: Uuid,
    before: i64,
    addresses: Vec<String>,
) -> Result<Vec<(String, i64)>, StorageError> {
    if addresses.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = Statement::default();
    statement.push("SELECT address, MIN(seq) FROM job_row WHERE job_id = ");
    statement.bind(Value::Id(job_id)).push(" AND cells IS NOT NULL AND address IN ");
    statement.bind_list(addresses.into_iter().map(Value::Text));
    statement.push(" AND seq < ").bind(Value::Int(before)).push(" GROUP BY address");
    statement.fetch_all::<(String, i64)>(on).await
}

/// Takes every row of a job back to before it was looked at.
pub async fn reset(tx: &mut Tx, job_id: Uuid) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE job_row SET outcome = 'pending', address = NULL, mailbox_id = NULL,
            mailbox_version = NULL, remarks = NULL WHERE job_id = $1",
        job_id
    )?;
    Ok(())
}

/// Counts the rows of a job anew.
pub async fn count(on: &mut impl Connection, job_id: Uuid) -> Result<Counts, StorageError> {
    let rows = fetch_all!(
        on,
        (String, i64),
        "SELECT outcome, COUNT(*) FROM job_row WHERE job_id = $1 GROUP BY outcome",
        job_id
    )?;
    let mut counts = Counts::default();
    for (outcome, number) in rows {
        match Outcome::parse(&outcome) {
            Some(Outcome::Pending) => counts.pending = number,
            Some(Outcome::ToDo) => counts.to_do = number,
            Some(Outcome::Unchanged) => counts.unchanged = number,
            Some(Outcome::Failed) => counts.failed = number,
            Some(Outcome::Done) => counts.done = number,
            None => return Err(StorageError::unknown("outcome of a row", &outcome)),
        }
    }
    Ok(counts)
}

/// Removes up to `limit` rows of a job; says how many.
pub async fn forget(tx: &mut Tx, job_id: Uuid, limit: i64) -> Result<u64, StorageError> {
    execute!(
        tx,
        "DELETE FROM job_row WHERE job_id = $1 AND seq IN
            (SELECT seq FROM job_row WHERE job_id = $1 ORDER BY seq LIMIT $2)",
        job_id,
        limit
    )
}
