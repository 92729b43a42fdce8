//! Answers that the support gives again and again.

use chrono::{DateTime, Utc};
use sigillo_domain::id::CannedAnswerId;
use sigillo_domain::search_text::name_key;
use sigillo_domain::ticket::{CannedAnswer, ServiceDesk};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::tx::Tx;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: CannedAnswerId,
    title: String,
    #[sqlx(try_from = "String")]
    desk: ServiceDesk,
    text_it: String,
    text_en: String,
    changed_at: DateTime<Utc>,
    changed_by: String,
    version: i64,
}

const SELECT: &str =
    "SELECT id, title, desk, text_it, text_en, changed_at, changed_by, version FROM canned_answer";

impl From<Row> for CannedAnswer {
    fn from(row: Row) -> Self {
        let Row { id, title, desk, text_it, text_en, changed_at, changed_by, version } = row;
        Self { id, title, desk, text_it, text_en, changed_at, changed_by, version }
    }
}

/// Adds an answer. Fails with [`StorageError::Taken`] if there is one with this title.
pub async fn insert(tx: &mut Tx, answer: &CannedAnswer) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO canned_answer (id, title, title_key, desk, text_it, text_en, changed_at, changed_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        answer.id,
        &answer.title,
        name_key(&answer.title),
        answer.desk.as_str(),
        &answer.text_it,
        &answer.text_en,
        answer.changed_at,
        &answer.changed_by,
        answer.version,
    )?;
    Ok(())
}

/// Saves an answer if the row is still at the previous version.
pub async fn update(tx: &mut Tx, answer: &CannedAnswer) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE canned_answer SET title = $1, title_key = $2, desk = $3, text_it = $4, text_en = $5, changed_at = $6,
            changed_by = $7, version = $8
         WHERE id = $9 AND version = $10",
        &answer.title,
        name_key(&answer.title),
        answer.desk.as_str(),
        &answer.text_it,
        &answer.text_en,
        answer.changed_at,
        &answer.changed_by,
        answer.version,
        answer.id,
        answer.version - 1,
    )
}

pub async fn delete(tx: &mut Tx, id: CannedAnswerId) -> Result<(), StorageError> {
    execute!(tx, "DELETE FROM canned_answer WHERE id = $1", id)?;
    Ok(())
}

/// Finds an answer and locks it for a change.
pub async fn find_to_change(
    tx: &mut Tx,
    id: CannedAnswerId,
) -> Result<Option<CannedAnswer>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).push(" WHERE id = ").bind(Value::id(id)).push(tx.row_lock());
    Ok(statement.fetch_all::<Row>(tx).await?.pop().map(Into::into))
}

/// All answers, by their titles.
pub async fn all(on: &mut impl Connection) -> Result<Vec<CannedAnswer>, StorageError> {
    let mut statement = Statement::default();
    statement.push(SELECT).push(" ORDER BY title_key, id");
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}

pub async fn count(on: &mut impl Connection) -> Result<i64, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM canned_answer");
    statement.number(on).await
}
