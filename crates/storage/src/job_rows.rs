//! The rows of a job and their outcomes.

use sigillo_domain::id::{HolderId, JobId};
use sigillo_domain::job::Outcome;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

/// Rows of one INSERT: the engines accept some 32,000 values in a statement.
const INSERT_BATCH: usize = 500;

/// A stored row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// The row's number in the job, from 1.
    pub seq: i64,
    /// The row's line in the file of an import.
    pub line: Option<i64>,
    /// The cells of an import: a JSON list of texts.
    pub cells: Option<String>,
    /// The subject that the row creates or changes, once it is known.
    pub subject: Option<SubjectRef>,
    /// The name of the subject: the address of a mailbox.
    pub subject_name: Option<String>,
    /// The version of the subject during the dry run.
    pub subject_version: Option<i64>,
    pub outcome: Outcome,
    /// JSON, written by the use cases.
    pub remarks: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    line: Option<i64>,
    cells: Option<String>,
    subject_kind: Option<String>,
    subject_id: Option<Uuid>,
    subject_name: Option<String>,
    subject_version: Option<i64>,
    #[sqlx(try_from = "String")]
    outcome: Outcome,
    remarks: Option<String>,
}

impl TryFrom<Row> for JobRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let kind = row.subject_kind.map(SubjectKind::try_from).transpose();
        let kind = kind.map_err(|error| StorageError::Broken(error.to_string()))?;
        Ok(Self {
            seq: row.seq,
            line: row.line,
            cells: row.cells,
            subject: kind.zip(row.subject_id).map(|(kind, id)| kind.with_id(id)),
            subject_name: row.subject_name,
            subject_version: row.subject_version,
            outcome: row.outcome,
            remarks: row.remarks,
        })
    }
}

/// A row of a new job, which has not been processed yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewRow {
    pub line: Option<i64>,
    pub cells: Option<String>,
    pub subject: Option<SubjectRef>,
    pub subject_name: Option<String>,
}

fn kind(subject: Option<SubjectRef>) -> Value {
    Value::OptionalText(subject.map(|subject| subject.kind.as_str().to_owned()))
}

fn id(subject: Option<SubjectRef>) -> Value {
    Value::optional_id(subject.map(|subject| subject.id))
}

/// Adds rows to a job that has `before` rows already.
pub async fn insert(
    tx: &mut Tx,
    job_id: JobId,
    before: usize,
    rows: Vec<NewRow>,
) -> Result<(), StorageError> {
    let mut rows = rows.into_iter().zip(before + 1..);
    loop {
        let statement = Statement::insert(
            "INSERT INTO job_row (job_id, seq, line, cells, subject_kind, subject_id, subject_name,
                outcome)",
            rows.by_ref().take(INSERT_BATCH).map(|(row, seq)| {
                [
                    Value::id(job_id),
                    Value::Int(i64::try_from(seq).unwrap_or(i64::MAX)),
                    Value::OptionalInt(row.line),
                    Value::OptionalText(row.cells),
                    kind(row.subject),
                    id(row.subject),
                    Value::OptionalText(row.subject_name),
                    Value::text(Outcome::Pending.as_str()),
                ]
            }),
        );
        let Some(statement) = statement else { return Ok(()) };
        statement.execute(tx).await?;
    }
}

const SELECT: &str = "SELECT seq, line, cells, subject_kind, subject_id, subject_name, \
     subject_version, outcome, remarks FROM job_row WHERE job_id = ";

/// Up to `limit` rows of a job after this number, with one outcome or with any.
pub async fn list(
    on: &mut impl Connection,
    job_id: JobId,
    outcome: Option<Outcome>,
    after: i64,
    limit: i64,
) -> Result<Vec<JobRow>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).bind(Value::id(job_id));
    if let Some(outcome) = outcome {
        statement.push(" AND outcome = ").bind(Value::text(outcome.as_str()));
    }
    statement.push(" AND seq > ").bind(Value::Int(after));
    statement.push(" ORDER BY seq LIMIT ").bind(Value::Int(limit));
    statement.fetch_all::<Row>(on).await?.into_iter().map(TryInto::try_into).collect()
}

/// Saves the outcomes of rows of one job.
pub async fn save_outcomes(
    tx: &mut Tx,
    job_id: JobId,
    rows: Vec<JobRow>,
) -> Result<(), StorageError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = Statement::default();
    // Both engines give the columns of a VALUES these names.
    statement.push(
        "UPDATE job_row SET subject_kind = v.column2, subject_id = v.column3,
            subject_name = v.column4, subject_version = v.column5, outcome = v.column6,
            remarks = v.column7 FROM (VALUES ",
    );
    statement.bind_rows(rows.into_iter().map(|row| {
        [
            Value::Int(row.seq),
            kind(row.subject),
            id(row.subject),
            Value::OptionalText(row.subject_name),
            Value::OptionalInt(row.subject_version),
            Value::text(row.outcome.as_str()),
            Value::OptionalText(row.remarks),
        ]
    }));
    statement.push(") AS v WHERE job_row.job_id = ").bind(Value::id(job_id));
    statement.push(" AND job_row.seq = v.column1");
    statement.execute(tx).await
}

/// Replaces the cells of rows of one job, given by their numbers.
pub async fn replace_cells(
    tx: &mut Tx,
    job_id: JobId,
    rows: Vec<(i64, String)>,
) -> Result<(), StorageError> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut statement = Statement::default();
        statement.push("UPDATE job_row SET cells = v.column2 FROM (VALUES ");
        let batch = rows.by_ref().take(INSERT_BATCH);
        statement.bind_rows(batch.map(|(seq, cells)| [Value::Int(seq), Value::Text(cells)]));
        statement.push(") AS v WHERE job_row.job_id = ").bind(Value::id(job_id));
        statement.push(" AND job_row.seq = v.column1");
        statement.execute(tx).await?;
    }
    Ok(())
}

/// Blanks the cells of the rows of an import that name one of these holders, by its tax code, or with it or a mailbox
/// of it as the row's subject, and returns how many there are. `named_by_code` says that the names of the subjects are
/// tax codes, which then go too.
pub async fn blank(
    tx: &mut Tx,
    job_id: JobId,
    holders: &[(HolderId, &str)],
    named_by_code: bool,
) -> Result<usize, StorageError> {
    let sqlite = tx.engine().is_sqlite();
    let position = if sqlite { "instr(" } else { "strpos(" };
    let mut statement = Statement::default();
    statement.push("UPDATE job_row SET cells = '[]'");
    statement.push(if named_by_code { ", subject_name = NULL" } else { "" });
    statement.push(" WHERE job_id = ").bind(Value::id(job_id));
    statement.push(" AND cells IS NOT NULL AND (FALSE");
    for (id, tax_code) in holders {
        // A person may have typed it with spaces, and in small letters.
        statement
            .push(" OR ")
            .push(position)
            .push("upper(replace(replace(cells, ' ', ''), '\u{a0}', '')), ");
        statement.bind(Value::text(tax_code)).push(") > 0");
        statement.push(" OR (subject_kind = ").bind(Value::text(SubjectKind::Holder.as_str()));
        statement.push(" AND subject_id = ").bind(Value::id(*id)).push(")");
        statement.push(" OR (subject_kind = ").bind(Value::text(SubjectKind::Mailbox.as_str()));
        statement.push(" AND subject_id IN (SELECT id FROM mailbox WHERE holder_id = ");
        statement.bind(Value::id(*id)).push("))");
    }
    statement.push(") RETURNING seq");
    Ok(statement.fetch_all::<(i64,)>(tx).await?.len())
}

/// Which of these names an imported row with a lower number already has, and the number of the
/// first such row.
pub async fn named_before(
    on: &mut impl Connection,
    job_id: JobId,
    before: i64,
    names: Vec<String>,
) -> Result<Vec<(String, i64)>, StorageError> {
    if names.is_empty() {
        return Ok(vec![]);
    }
    let mut statement = Statement::default();
    statement.push("SELECT subject_name, MIN(seq) FROM job_row WHERE job_id = ");
    statement.bind(Value::id(job_id)).push(" AND cells IS NOT NULL AND subject_name IN ");
    statement.bind_list(names.into_iter().map(Value::Text));
    statement.push(" AND seq < ").bind(Value::Int(before)).push(" GROUP BY subject_name");
    statement.fetch_all::<(String, i64)>(on).await
}

/// Resets every row of an import to its state before the dry run.
pub async fn reset(tx: &mut Tx, job_id: JobId) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE job_row SET outcome = 'pending', subject_kind = NULL, subject_id = NULL,
            subject_name = NULL, subject_version = NULL, remarks = NULL WHERE job_id = $1",
        job_id
    )?;
    Ok(())
}

/// Removes up to `limit` rows of a job and returns how many.
pub async fn forget(tx: &mut Tx, job_id: JobId, limit: i64) -> Result<u64, StorageError> {
    execute!(
        tx,
        "DELETE FROM job_row WHERE job_id = $1 AND seq IN
            (SELECT seq FROM job_row WHERE job_id = $1 ORDER BY seq LIMIT $2)",
        job_id,
        limit
    )
}
