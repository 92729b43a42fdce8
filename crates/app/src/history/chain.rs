//! Checking the seals of one chain.

use sigillo_domain::history::is_keyed;
use sigillo_storage::history::{Chain, SealedRecord};

use super::keys::LogKeys;
use super::verify::Break;

/// Checks that each record's seal follows from its content and from the record before, and that the
/// chain's row names the last one.
///
/// A chain may begin with records from before there was a key. Anybody can make their seals, so they are
/// proven by the first keyed record, whose seal covers the last of them; after it every seal is keyed.
pub(super) fn check_seals(
    chain: &Chain,
    records: &[SealedRecord],
    keys: &LogKeys,
) -> Result<(), Break> {
    let broken = |seq, reason: &str| Break::of(chain.subject, seq, reason);
    let mut previous = "";
    for (sealed, seq) in records.iter().zip(1..) {
        if sealed.record.seq != seq {
            return Err(broken(Some(seq), "a record is missing"));
        }
        let expected = if is_keyed(&sealed.hash) {
            sealed.record.seal(previous, keys.of(sealed.log_position))
        } else if is_keyed(previous) {
            return Err(broken(
                Some(seq),
                "the record has no keyed seal, and the one before it has",
            ));
        } else {
            sealed.record.unkeyed_seal(previous)
        };
        if expected != sealed.hash {
            return Err(broken(Some(seq), "the record does not match its seal"));
        }
        previous = &sealed.hash;
    }
    if i64::try_from(records.len()) != Ok(chain.length) || previous != chain.head {
        return Err(broken(None, "records are missing at the end"));
    }
    Ok(())
}
