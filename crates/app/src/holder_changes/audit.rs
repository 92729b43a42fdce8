//! What the history records of changes of holder: each is a field of its mailbox.

use std::borrow::Cow;

use serde_json::Value;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::holder_change::HolderChange;
use sigillo_storage::{StorageError, Tx};

use crate::App;
use crate::error::AppError;
use crate::record::{HistoryEntry, record};

/// The fields of a change, as the replay of the history compares them.
pub(crate) fn current_fields(
    change: &HolderChange,
    key: &HistoryKey,
) -> impl Iterator<Item = (Cow<'static, str>, Value)> {
    change.audited_fields(key).into_iter().map(|(field, value)| (field.into(), value))
}

/// What differs between two states of a change; everything of a new one.
pub(super) fn changes(
    tx: &Tx,
    before: Option<&HolderChange>,
    after: &HolderChange,
) -> Result<Vec<FieldChange>, StorageError> {
    let key = tx.history_key()?;
    let before = before.map(|before| before.audited_fields(&key).map(|(_, value)| value));
    let before = before.unwrap_or([Value::Null, Value::Null]);
    let after = after.audited_fields(&key);
    let both = before.into_iter().zip(after);
    let different = both.filter(|(was, (_, is))| was != is);
    Ok(different.map(|(was, (field, is))| FieldChange::new(&field, was, is)).collect())
}

/// Records a step of a change in the history of its mailbox.
pub(super) async fn record_change(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    before: Option<&HolderChange>,
    after: &HolderChange,
) -> Result<(), AppError> {
    let changes = changes(tx, before, after)?;
    let subject = after.mailbox_id.subject();
    record(tx, actor, app.now(), HistoryEntry { subject, action, changes: &changes }).await
}
