//! Verifying the integrity of the history.

mod replay;

use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::history::{Chain, SealedRecord, chains, unchained, whole};
use sigillo_storage::{Connection, Db, StorageError};
use uuid::Uuid;

use replay::Mismatch;

/// The number of chains read at a time.
const BATCH: i64 = 500;

/// The number of chains and records that a verification has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    pub chains: u64,
    pub records: u64,
}

/// Where the history is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub subject: SubjectRef,
    /// The sequence number of the record, if a single one is at fault.
    pub seq: Option<i64>,
    pub reason: String,
}

/// Verifies every chain and stops at the first break.
///
/// It proves that each record's seal follows from its content and from the record before, that no
/// record is missing at the end, and that the row of each subject matches the sum of its records.
/// So it also finds rows that were changed outside of the application.
pub async fn verify(db: &Db) -> Result<Result<Verified, Break>, StorageError> {
    // The snapshot is needed because a change in progress would look like a break.
    let mut on = db.snapshot().await?;
    let mut verified = Verified::default();
    let mut after = Uuid::nil();
    loop {
        let batch = chains(&mut on, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.subject.id;
        for chain in &batch {
            let records = whole(&mut on, chain.subject).await?;
            if let Err(found) = check_seals(chain, &records) {
                return Ok(Err(found));
            }
            if let Err(found) = check_row(&mut on, chain.subject, &records).await? {
                return Ok(Err(found));
            }
            verified.chains += 1;
            verified.records += records.len() as u64;
        }
    }
    for kind in SubjectKind::ALL {
        if let Some(subject) = unchained(&mut on, kind).await? {
            let reason = format!("the {kind} has no history at all");
            return Ok(Err(Break { subject, seq: None, reason }));
        }
    }
    Ok(Ok(verified))
}

fn check_seals(chain: &Chain, records: &[SealedRecord]) -> Result<(), Break> {
    let broken =
        |seq, reason: &str| Break { subject: chain.subject, seq, reason: reason.to_owned() };
    let mut previous = "";
    for (sealed, seq) in records.iter().zip(1..) {
        if sealed.record.seq != seq {
            return Err(broken(Some(seq), "a record is missing"));
        }
        if sealed.record.seal(previous) != sealed.hash {
            return Err(broken(Some(seq), "the record does not match its seal"));
        }
        previous = &sealed.hash;
    }
    if i64::try_from(records.len()) != Ok(chain.length) || previous != chain.head {
        return Err(broken(None, "records are missing at the end"));
    }
    Ok(())
}

async fn check_row(
    on: &mut impl Connection,
    subject: SubjectRef,
    records: &[SealedRecord],
) -> Result<Result<(), Break>, StorageError> {
    let kind = subject.kind;
    let reason = match replay::check(on, subject, records).await? {
        None => return Ok(Ok(())),
        Some(Mismatch::NoRow) => format!("the {kind} is not there any more"),
        Some(Mismatch::OtherValues) => format!("the {kind} is not what its history says"),
    };
    Ok(Err(Break { subject, seq: None, reason }))
}
