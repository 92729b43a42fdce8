//! Changing the key of the history: what was sealed with the former one stays proven by it, and the log says
//! from which position the new one holds.

use chrono::{DateTime, Utc};
use serde_json::json;
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::subject::SubjectKind;
use sigillo_storage::history::{NewRecord, append_sealed_with, chains_of_kind};
use sigillo_storage::{Db, StorageError, history_log};

use super::log::{seal_block, seal_next};
use crate::Entropy;

/// The outcome of a change of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChange {
    /// The position of the first record that is sealed with the new key.
    Changed { from: i64 },
    /// Another server adds to the log at the moment.
    Busy,
    /// There is no organisation yet, whose history could say that the key was changed.
    NothingRecorded,
}

/// Makes `new` the key of the history. Everything recorded until then is sealed with the former key, in one
/// transaction with a record of the change in the history of each organisation, which is the first to be
/// sealed with the new one. From then on whoever has the former key alone can forge neither what comes nor
/// what was: the first block of the new key seals all blocks before it.
///
/// Servers that still have the former key cannot record anything after this, until they are restarted with
/// the new one.
pub async fn change_key(
    db: &Db,
    entropy: &dyn Entropy,
    now: DateTime<Utc>,
    new: &HistoryKey,
) -> Result<KeyChange, StorageError> {
    // Most is sealed before writers are locked out.
    while seal_next(db, entropy, now).await? > 0 {}
    let former = db.history_key()?;
    let mut tx = db.begin().await?;
    let Some(log) = history_log::lock(&mut tx).await? else { return Ok(KeyChange::Busy) };
    let Some(log_id) = log.log_id.filter(|_| log.existing_sealed_at.is_some()) else {
        return Ok(KeyChange::Busy);
    };
    history_log::lock_out_writers(&mut tx).await?;
    while seal_block(&mut tx, log_id, now, &former).await? > 0 {}
    let organizations = chains_of_kind(&mut tx, SubjectKind::Organization).await?;
    if organizations.is_empty() {
        return Ok(KeyChange::NothingRecorded);
    }
    let from = history_log::last_position(&mut tx).await? + 1;
    let actor = Actor { kind: ActorKind::System, id: None, name: "change of the key".into() };
    let changes = [FieldChange::new("history_key", json!(former.id()), json!(new.id()))];
    let records = organizations.into_iter().map(|chain| {
        let subject = chain.subject;
        let action = Action::Sealed;
        (chain, NewRecord { subject, at: now, actor: &actor, action, changes: &changes })
    });
    append_sealed_with(&mut tx, records, new).await?;
    history_log::set_key_id(&mut tx, new.id()).await?;
    while seal_block(&mut tx, log_id, now, new).await? > 0 {}
    tx.commit_aside().await?;
    Ok(KeyChange::Changed { from })
}
