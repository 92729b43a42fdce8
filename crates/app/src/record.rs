//! Writing the history, in the transaction of the change.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::Tx;
use sigillo_storage::history::{NewRecord, append};

use crate::error::AppError;
use crate::restore::UndoneRecord;

/// What was done to a subject, and which of its fields changed.
pub(crate) struct HistoryEntry<'a> {
    pub subject: SubjectRef,
    pub action: Action,
    pub changes: &'a [FieldChange],
}

pub(crate) async fn record(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    entry: HistoryEntry<'_>,
) -> Result<(), AppError> {
    let HistoryEntry { subject, action, changes } = entry;
    Ok(append(tx, NewRecord { subject, at, actor, action, changes }).await?)
}

/// The audited fields of a subject with their values.
pub(crate) type AuditedFields = Vec<(&'static str, Value)>;

/// Records that a subject was created, or edited if there are fields from before. What undoes a record
/// refers to it.
pub(crate) async fn record_edit(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    subject: SubjectRef,
    (before, after): (Option<AuditedFields>, AuditedFields),
    undone: Option<&UndoneRecord>,
) -> Result<(), AppError> {
    let action = if before.is_some() { Action::Updated } else { Action::Created };
    let mut changes = FieldChange::between(before, after);
    changes.extend(undone.map(UndoneRecord::reference));
    record(tx, actor, at, HistoryEntry { subject, action, changes: &changes }).await
}
