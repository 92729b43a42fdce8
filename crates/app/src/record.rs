//! Telling the history, in the transaction of the change.

use chrono::{DateTime, Utc};
use sigillo_domain::history::{Action, Actor, FieldChange, Subject};
use sigillo_storage::Tx;
use sigillo_storage::history::{Event, append};
use uuid::Uuid;

use crate::error::AppError;

/// What was done to something, and what changed in it.
pub(crate) struct Deed<'a> {
    pub subject: Subject,
    pub subject_id: Uuid,
    pub action: Action,
    pub changes: &'a [FieldChange],
}

pub(crate) async fn record(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    deed: Deed<'_>,
) -> Result<(), AppError> {
    let Deed { subject, subject_id, action, changes } = deed;
    let event = Event { subject, subject_id, at, actor, action, changes };
    Ok(append(tx, event).await?)
}

/// Making something and changing it, where there is no finer word.
pub(crate) fn created_or_updated<T>(before: Option<&T>) -> Action {
    if before.is_some() { Action::Updated } else { Action::Created }
}
