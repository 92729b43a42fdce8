//! The columns that refer to a subject.

use sigillo_domain::subject::{SubjectKind, SubjectRef};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(crate) struct SubjectColumns {
    #[sqlx(try_from = "String")]
    subject_kind: SubjectKind,
    subject_id: Uuid,
}

impl From<SubjectColumns> for SubjectRef {
    fn from(columns: SubjectColumns) -> Self {
        columns.subject_kind.with_id(columns.subject_id)
    }
}
