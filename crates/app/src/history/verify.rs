//! Verifying the histories, their log, and the checkpoints that were kept of it.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::history::is_keyed;
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::history::{
    Chain, UnknownAction, chains, chains_of, records_without_chain, unchained, unknown_action,
    whole_of,
};
use sigillo_storage::history_log::{self, Block, Log};
use sigillo_storage::{Db, StorageError, Tx};
use uuid::Uuid;

use super::chain::check_seals;
use super::checkpoint::Checkpoint;
use super::keys::LogKeys;
use super::log_check::{check_blocks, check_checkpoints, proven_from};
use super::replay::{CurrentRows, Mismatch};

/// The number of chains read at a time.
const BATCH: i64 = 500;
/// The number of records read at a time to learn which subjects have new ones.
const RECORDS_BATCH: i64 = 5000;
/// How long a record may be left out of the log while a server adds others to it.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(10);

/// What to verify.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Only what the log has gained since, and the subjects of these records.
    pub since: Option<Since>,
    /// The checkpoints that were kept.
    pub checkpoints: Vec<Checkpoint>,
    /// The keys that the history was sealed with before the present one.
    pub former_keys: Vec<Arc<HistoryKey>>,
}

#[derive(Debug, Clone)]
pub enum Since {
    Checkpoint(Checkpoint),
    Time(DateTime<Utc>),
}

/// The number of chains and records that a verification has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    pub chains: u64,
    pub records: u64,
}

/// What was proven of a history that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub verified: Verified,
    /// None while the log is empty: no server has sealed anything yet.
    pub log: Option<LogProof>,
    /// The records that are not in the log yet.
    pub pending: Option<Pending>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProof {
    /// From when on nothing can be forged without the key.
    pub from: DateTime<Utc>,
    /// After which position the log was read.
    pub after: i64,
    pub position: i64,
    pub blocks: u64,
    /// The number of checkpoints that the log agrees with.
    pub checkpoints: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub records: i64,
    pub oldest: DateTime<Utc>,
}

/// Where the history is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// None if the log is at fault.
    pub subject: Option<SubjectRef>,
    /// The sequence number of the record, if a single one is at fault.
    pub seq: Option<i64>,
    pub reason: String,
    /// The fields that are at fault, if they are known.
    pub fields: Vec<String>,
}

impl Break {
    pub(super) fn of(subject: SubjectRef, seq: Option<i64>, reason: impl Into<String>) -> Self {
        Self { subject: Some(subject), seq, reason: reason.into(), fields: vec![] }
    }

    pub(super) fn of_log(reason: impl Into<String>) -> Self {
        Self { subject: None, seq: None, reason: reason.into(), fields: vec![] }
    }
}

/// The outcome of a check that reads the database.
pub(super) type Checked<T = ()> = Result<Result<T, Break>, StorageError>;

/// Continues if a check has found nothing, else returns what it has found.
macro_rules! check {
    ($checked:expr) => {
        match $checked {
            Ok(value) => value,
            Err(found) => return Ok(Err(found)),
        }
    };
}
pub(super) use check;

/// Verifies every chain and the log over all of them, and stops at the first break.
///
/// It proves that each record's seal follows from its content and from the record before, and that the
/// row of each subject, its notes, its exports and its secrets match the sum of its records. The log proves that
/// no record was removed or added, with or without the rest of its chain, and the checkpoints that the
/// log itself was neither rewritten nor rolled back.
pub async fn verify(db: &Db, request: &Request) -> Checked<Proof> {
    let key = db.history_key()?;
    // The snapshot is needed because a change in progress would look like a break.
    let mut on = db.snapshot().await?;
    let log = history_log::read(&mut on).await?;
    let last = history_log::last_block(&mut on).await?;
    let keys = check!(LogKeys::read(&mut on, key, &request.former_keys).await?);
    let start = check!(start(&mut on, &keys, request.since.as_ref()).await?);
    let mut verification =
        Verification { on, keys, covered: last.is_some(), verified: Verified::default() };
    if request.since.is_none() {
        check!(verification.all_subjects().await?);
    } else {
        let after = start.as_ref().map_or(0, |block| block.last_position);
        check!(verification.subjects_since(after).await?);
    }
    verification.log(&log, start.as_ref(), last.as_ref(), &request.checkpoints).await
}

/// The block after which an incremental verification begins.
async fn start(on: &mut Tx, keys: &LogKeys, since: Option<&Since>) -> Checked<Option<Block>> {
    match since {
        None => Ok(Ok(None)),
        Some(Since::Time(at)) => Ok(Ok(history_log::block_before(on, *at).await?)),
        Some(Since::Checkpoint(checkpoint)) => {
            let log = history_log::read(on).await?;
            check!(check_checkpoints(on, keys, &log, std::slice::from_ref(checkpoint)).await?);
            Ok(Ok(history_log::block_at(on, checkpoint.position).await?))
        }
    }
}

/// A verification in progress.
struct Verification {
    on: Tx,
    keys: LogKeys,
    /// Whether every field of every subject is covered by keyed records.
    covered: bool,
    verified: Verified,
}

impl Verification {
    async fn all_subjects(&mut self) -> Checked {
        let mut after = Uuid::nil();
        loop {
            let batch = chains(&mut self.on, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.subject.id;
            check!(self.chains(&batch).await?);
        }
        if let Some(id) = records_without_chain(&mut self.on).await? {
            return Ok(Err(without_chain(id)));
        }
        for kind in SubjectKind::ALL {
            if let Some(subject) = unchained(&mut self.on, kind).await? {
                return Ok(Err(Break::of(
                    subject,
                    None,
                    format!("the {kind} has no history at all"),
                )));
            }
        }
        Ok(Ok(()))
    }

    /// The subjects of the records after a position of the log, and of those not in it yet.
    async fn subjects_since(&mut self, mut after: i64) -> Checked {
        let mut seen = HashSet::new();
        loop {
            let records = history_log::records(&mut self.on, after, RECORDS_BATCH).await?;
            let Some(last) = records.last() else { break };
            after = last.log_position;
            let subjects = records.into_iter().map(|record| record.subject_id);
            check!(self.unseen(subjects, &mut seen).await?);
        }
        let pending = history_log::pending_subjects(&mut self.on, i64::MAX).await?;
        self.unseen(pending, &mut seen).await
    }

    async fn unseen(
        &mut self,
        subjects: impl IntoIterator<Item = Uuid>,
        seen: &mut HashSet<Uuid>,
    ) -> Checked {
        let new: Vec<_> = subjects.into_iter().filter(|id| seen.insert(*id)).collect();
        for ids in new.chunks(BATCH.unsigned_abs().try_into().unwrap_or(usize::MAX)) {
            let chains = chains_of(&mut self.on, ids.iter().copied()).await?;
            let found: HashSet<_> = chains.iter().map(|chain| chain.subject.id).collect();
            if let Some(id) = ids.iter().find(|id| !found.contains(id)) {
                return Ok(Err(without_chain(*id)));
            }
            check!(self.chains(&chains).await?);
        }
        Ok(Ok(()))
    }

    async fn chains(&mut self, batch: &[Chain]) -> Checked {
        let subjects: Vec<_> = batch.iter().map(|chain| chain.subject).collect();
        let ids = subjects.iter().map(|subject| subject.id);
        let records = match whole_of(&mut self.on, ids.clone()).await {
            Ok(records) => records,
            Err(error) => {
                let Some(unknown) = unknown_action(&mut self.on, ids).await? else {
                    return Err(error);
                };
                let UnknownAction { subject, seq, action } = unknown;
                let reason = format!(
                    "the action {action:?} is unknown to this version: verify with the newer one that \
                     wrote it"
                );
                return Ok(Err(Break::of(subject, Some(seq), reason)));
            }
        };
        let rows = CurrentRows::read(&mut self.on, &subjects, &self.keys.all()).await?;
        for chain in batch {
            let subject = chain.subject;
            let records = records.get(&subject.id).map_or(&[][..], Vec::as_slice);
            check!(check_seals(chain, records, &self.keys));
            if self.covered && !is_keyed(&chain.head) {
                let reason = "no record has a keyed seal";
                return Ok(Err(Break::of(subject, None, reason)));
            }
            if let Some(mismatch) = rows.compare(subject, records, self.covered, &self.keys) {
                return Ok(Err(describe(subject, mismatch)));
            }
            self.verified.chains += 1;
            self.verified.records += records.len() as u64;
        }
        Ok(Ok(()))
    }

    async fn log(
        mut self,
        log: &Log,
        start: Option<&Block>,
        last: Option<&Block>,
        checkpoints: &[Checkpoint],
    ) -> Checked<Proof> {
        let on = &mut self.on;
        let blocks = check!(check_blocks(on, &self.keys, log, start).await?);
        let pending = check!(pending(on, last).await?);
        check!(check_checkpoints(on, &self.keys, log, checkpoints).await?);
        let from = proven_from(on).await?;
        let log = from.zip(last).map(|(from, last)| LogProof {
            from,
            after: start.map_or(0, |block| block.last_position),
            position: last.last_position,
            blocks,
            checkpoints: checkpoints.len() as u64,
        });
        Ok(Ok(Proof { verified: self.verified, log, pending }))
    }
}

/// The records that are not in the log. None may have waited while a server has added everything that it
/// found: such a record was taken out of the log, and its block with it.
async fn pending(on: &mut Tx, last: Option<&Block>) -> Checked<Option<Pending>> {
    let Some(first) = history_log::first_pending(on).await? else { return Ok(Ok(None)) };
    let caught_up = last.filter(|block| block.caught_up);
    if caught_up.is_some_and(|block| first.at + LONGEST_WAIT < block.at) {
        let chain = chains_of(on, [first.subject_id]).await?;
        let reason = "the record was left out of the log";
        let mut found = Break::of_log(reason);
        found.subject = chain.first().map(|chain| chain.subject);
        found.seq = Some(first.seq);
        return Ok(Err(found));
    }
    let records = history_log::count_pending(on).await?;
    Ok(Ok(Some(Pending { records, oldest: first.at })))
}

fn without_chain(id: Uuid) -> Break {
    Break::of_log(format!("the records of {id} belong to no chain"))
}

fn describe(subject: SubjectRef, mismatch: Mismatch) -> Break {
    let kind = subject.kind;
    let broken = |reason: String| Break::of(subject, None, reason);
    match mismatch {
        Mismatch::NoRow => broken(format!("the {kind} is not there any more")),
        Mismatch::OtherValues(fields) => {
            Break { fields, ..broken(format!("the {kind} is not what its history says")) }
        }
        Mismatch::Notes => broken(format!("the notes on the {kind} are not those of its history")),
        Mismatch::Exports => {
            broken(format!("the exports of the {kind} are not those of its history"))
        }
        Mismatch::Unreadable => broken("the changes of a record cannot be read".into()),
    }
}
