//! Undoing a recorded change, of any kind of subject.

use serde_json::{Value, json};
use sigillo_contract::history::RecordRestore;
use sigillo_domain::FaultCode;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::restore::{FieldEdit, RESTORED_SEQ, restoring_edit};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::history::{Filter, list};
use sigillo_storage::{Connection, StorageError};

use crate::error::AppError;

/// A record whose changes are to be undone.
pub(crate) struct UndoneRecord {
    seq: i64,
    pub action: Action,
    pub changes: Vec<FieldChange>,
}

impl UndoneRecord {
    /// Finds the record that a request names in the history of a subject.
    pub async fn find(
        on: &mut impl Connection,
        subject: SubjectRef,
        request: &RecordRestore,
    ) -> Result<Self, AppError> {
        let seq = request.seq;
        let found = list(on, subject, &Filter::default(), seq.checked_add(1), 1).await?;
        let found = found.into_iter().map(|sealed| sealed.record).find(|record| record.seq == seq);
        let record = found.ok_or_else(|| AppError::fault("/seq", FaultCode::Unknown))?;
        let changes = serde_json::from_str(&record.changes);
        let changes = changes
            .map_err(|error| StorageError::Broken(format!("changes of a record: {error}")))?;
        Ok(Self { seq, action: record.action, changes })
    }

    /// The edit that undoes the changes, if the subject, with these audited fields, still has the values
    /// that they gave it.
    pub fn restoring_edit<E: FieldEdit>(
        &self,
        present: &[(&'static str, Value)],
    ) -> Result<E, AppError> {
        Ok(restoring_edit(present, self.action, &self.changes)?)
    }

    /// What the new record says beside its changes: which record it undoes.
    pub fn reference(&self) -> FieldChange {
        FieldChange::new(RESTORED_SEQ, Value::Null, json!(self.seq))
    }
}
