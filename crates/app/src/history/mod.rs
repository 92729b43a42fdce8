//! Proving the history whole.

mod replay;

use sigillo_domain::history::Subject;
use sigillo_storage::history::{Chain, SealedRecord, chains, unchained_mailbox, whole};
use sigillo_storage::{Connection, Db, StorageError, mailboxes};
use uuid::Uuid;

/// Chains read at a time.
const BATCH: i64 = 500;

/// What a verification went through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    pub chains: u64,
    pub records: u64,
}

/// Where the history does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub subject: Subject,
    pub subject_id: Uuid,
    /// The record, when it is one.
    pub seq: Option<i64>,
    pub reason: &'static str,
}

/// Walks every chain to its end, and stops at the first break.
///
/// Three things are proven: that each record's seal follows from its content and the record before,
/// that no record is missing at the end, and that a mailbox is what its records add up to, so that
/// a row altered behind the history's back is found as well.
pub async fn verify(db: &Db) -> Result<Result<Verified, Break>, StorageError> {
    // One moment for all: a change under way would otherwise look like a break.
    let mut on = db.snapshot().await?;
    let mut verified = Verified::default();
    let mut after = Uuid::nil();
    loop {
        let batch = chains(&mut on, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.subject_id;
        for chain in &batch {
            let records = whole(&mut on, chain.subject_id).await?;
            if let Err(found) = check_seals(chain, &records) {
                return Ok(Err(found));
            }
            if let Err(found) = check_present(&mut on, chain, &records).await? {
                return Ok(Err(found));
            }
            verified.chains += 1;
            verified.records += records.len() as u64;
        }
    }
    if let Some(subject_id) = unchained_mailbox(&mut on).await? {
        let reason = "the mailbox has no history at all";
        return Ok(Err(Break { subject: Subject::Mailbox, subject_id, seq: None, reason }));
    }
    Ok(Ok(verified))
}

fn check_seals(chain: &Chain, records: &[SealedRecord]) -> Result<(), Break> {
    let broken =
        |seq, reason| Break { subject: chain.subject, subject_id: chain.subject_id, seq, reason };
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

async fn check_present(
    on: &mut impl Connection,
    chain: &Chain,
    records: &[SealedRecord],
) -> Result<Result<(), Break>, StorageError> {
    if chain.subject != Subject::Mailbox {
        return Ok(Ok(()));
    }
    let broken =
        |reason| Break { subject: chain.subject, subject_id: chain.subject_id, seq: None, reason };
    let Some(mailbox) = mailboxes::find(on, chain.subject_id).await? else {
        return Ok(Err(broken("the mailbox is not there any more")));
    };
    if replay::agrees(&mailbox, records) {
        return Ok(Ok(()));
    }
    Ok(Err(broken("the mailbox is not what its history says")))
}
