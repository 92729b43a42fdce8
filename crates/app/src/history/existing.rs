//! The upgrade to keyed seals: each history from before there was a key gets a keyed record, which seals the
//! records before it and holds the fields that they do not cover.

use chrono::{DateTime, Utc};
use sigillo_domain::history::{Action, Actor, ActorKind, FieldChange};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::history::{Chain, NewRecord};
use sigillo_storage::history_log::{self, Log};
use sigillo_storage::{StorageError, Tx, history};
use uuid::Uuid;

use super::replay::CurrentRows;

/// The number of subjects sealed in one transaction.
const BATCH: i64 = 500;

/// Seals the histories of the next subjects and returns the number of subjects looked at. While another
/// transaction has the next subject, nothing is done.
pub(super) async fn seal_next(
    tx: &mut Tx,
    log: &Log,
    now: DateTime<Utc>,
) -> Result<usize, StorageError> {
    let after = log.existing_sealed_to.unwrap_or(Uuid::nil());
    if history::chains(tx, after, 1).await?.is_empty() {
        history_log::set_existing_sealed(tx, log.existing_sealed_to, Some(now)).await?;
        return Ok(1);
    }
    // The rows are read after the chains are locked: whatever a writer has committed is seen, and what it
    // commits later is recorded behind the record that is made here.
    let chains = history::chains_to_append(tx, after, BATCH).await?;
    let Some(last) = chains.last().map(|chain| chain.subject.id) else { return Ok(0) };
    let looked_at = chains.len();
    let unkeyed = history::begun_without_key(tx, ids(&chains)).await?;
    let chains: Vec<_> =
        chains.into_iter().filter(|chain| unkeyed.contains(&chain.subject.id)).collect();
    seal(tx, chains, now).await?;
    history_log::set_existing_sealed(tx, Some(last), None).await?;
    Ok(looked_at)
}

async fn seal(tx: &mut Tx, chains: Vec<Chain>, now: DateTime<Utc>) -> Result<(), StorageError> {
    if chains.is_empty() {
        return Ok(());
    }
    let key = tx.history_key()?;
    let subjects: Vec<SubjectRef> = chains.iter().map(|chain| chain.subject).collect();
    let records = history::whole_of(tx, ids(&chains)).await?;
    let rows = CurrentRows::read(tx, &subjects, &[key]).await?;
    let changes: Vec<Vec<FieldChange>> = subjects
        .iter()
        .map(|subject| {
            rows.not_covered(*subject, records.get(&subject.id).map_or(&[], Vec::as_slice))
        })
        .collect();
    let actor = Actor { kind: ActorKind::System, id: None, name: "upgrade".into() };
    let sealed = chains.into_iter().zip(&changes).map(|(chain, changes)| {
        let subject = chain.subject;
        (chain, NewRecord { subject, at: now, actor: &actor, action: Action::Sealed, changes })
    });
    history::append_to_locked(tx, sealed).await
}

fn ids(chains: &[Chain]) -> impl Iterator<Item = Uuid> {
    chains.iter().map(|chain| chain.subject.id)
}
