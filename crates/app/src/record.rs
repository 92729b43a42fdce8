//! Writing the history, in the transaction of the change.

use chrono::{DateTime, Utc};
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::Tx;
use sigillo_storage::history::{NewRecord, append};

use crate::error::AppError;

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

/// The action of a use case that either creates or updates.
pub(crate) fn created_or_updated<T>(before: Option<&T>) -> Action {
    if before.is_some() { Action::Updated } else { Action::Created }
}
