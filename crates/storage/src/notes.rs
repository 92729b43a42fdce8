//! Notes that people leave on a subject.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sigillo_domain::id::NoteId;
use sigillo_domain::search_text::fold;
use sigillo_domain::subject::SubjectRef;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::subject_columns::SubjectColumns;
use crate::tx::Tx;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Note {
    #[sqlx(try_from = "Uuid")]
    pub id: NoteId,
    pub at: DateTime<Utc>,
    pub author: String,
    pub text: String,
}

pub async fn insert(tx: &mut Tx, subject: SubjectRef, note: &Note) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO note (id, subject_kind, subject_id, at, author, text, text_folded)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        note.id,
        subject.kind.as_str(),
        subject.id,
        note.at,
        &note.author,
        &note.text,
        fold(&note.text)
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct NoteOfSubject {
    #[sqlx(flatten, try_from = "SubjectColumns")]
    subject: SubjectRef,
    #[sqlx(flatten)]
    note: Note,
}

/// All notes on subjects.
pub async fn all_of(
    on: &mut impl Connection,
    subjects: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<SubjectRef, Vec<Note>>, StorageError> {
    let mut statement = Statement::default();
    statement.push(
        "SELECT subject_kind, subject_id, id, at, author, text FROM note WHERE subject_id IN ",
    );
    statement.bind_list(subjects.into_iter().map(Value::Id));
    let mut found: HashMap<SubjectRef, Vec<Note>> = HashMap::new();
    for row in statement.fetch_all::<NoteOfSubject>(on).await? {
        found.entry(row.subject).or_default().push(row.note);
    }
    Ok(found)
}

/// Up to `limit` notes on some subjects together, as [`list`] reads those on one.
pub async fn list_together(
    on: &mut impl Connection,
    subjects: impl IntoIterator<Item = SubjectRef>,
    before: Option<NoteId>,
    limit: i64,
) -> Result<Vec<Note>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT id, at, author, text FROM note WHERE subject_id IN ");
    statement.bind_list(subjects.into_iter().map(|subject| Value::Id(subject.id)));
    statement.push(" AND id < ").bind(Value::id(before.unwrap_or(NoteId::MAX)));
    statement.push(" ORDER BY id DESC LIMIT ").bind(Value::Int(limit));
    statement.fetch_all(on).await
}

/// Takes away the texts of the notes on a subject. That there were notes, by whom and when, stays.
pub async fn erase(tx: &mut Tx, subject: SubjectRef) -> Result<(), StorageError> {
    execute!(
        tx,
        "UPDATE note SET text = '', text_folded = '' WHERE subject_kind = $1 AND subject_id = $2",
        subject.kind.as_str(),
        subject.id
    )?;
    Ok(())
}

/// Up to `limit` notes on a subject, newest first, before the one with this id: ids grow with time.
pub async fn list(
    on: &mut impl Connection,
    subject: SubjectRef,
    before: Option<NoteId>,
    limit: i64,
) -> Result<Vec<Note>, StorageError> {
    fetch_all!(
        on,
        Note,
        "SELECT id, at, author, text FROM note
         WHERE subject_kind = $1 AND subject_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4",
        subject.kind.as_str(),
        subject.id,
        before.unwrap_or(NoteId::MAX),
        limit
    )
}
