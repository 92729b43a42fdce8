//! The keys that the log was sealed with, each from a position on.

use std::sync::Arc;

use sigillo_domain::history_key::HistoryKey;
use sigillo_storage::Tx;
use sigillo_storage::history_log::{self, KeyRange};

use super::verify::{Break, Checked};

/// The keys of the log, in the order in which they were used. The last one is the present key.
pub(super) struct LogKeys {
    /// Each with the last position that it has sealed.
    former: Vec<(Arc<HistoryKey>, i64)>,
    present: Arc<HistoryKey>,
}

impl LogKeys {
    /// The keys that the blocks name. Each is used in one row of blocks, and the last is the present one: with
    /// a former key alone nobody can put blocks behind those of a later key, or in their place.
    pub async fn read(
        on: &mut Tx,
        present: Arc<HistoryKey>,
        known: &[Arc<HistoryKey>],
    ) -> Checked<Self> {
        let mut ranges = history_log::key_ranges(on).await?;
        let overlap = ranges.windows(2).any(|pair| pair[0].last > pair[1].after);
        let last = ranges.pop();
        if overlap || last.is_some_and(|range| range.key_id != present.id()) {
            let reason = "the log has blocks of a former key behind those of a later one";
            return Ok(Err(Break::of_log(reason)));
        }
        let mut former = vec![];
        for KeyRange { key_id, last, .. } in ranges {
            let Some(key) = known.iter().find(|key| key.id() == key_id) else {
                return Ok(Err(Break::of_log(format!(
                    "up to position {last} it is sealed with the former key {key_id}, whose file \
                     history-{key_id}.key is missing"
                ))));
            };
            former.push((key.clone(), last));
        }
        Ok(Ok(Self { former, present }))
    }

    /// The place in [`LogKeys::all`] of the key that seals a position. What is not in the log yet is sealed
    /// with the present key.
    pub fn place(&self, position: Option<i64>) -> usize {
        let sealed_before = |(_, last): &(_, i64)| position.is_none_or(|position| *last < position);
        self.former.partition_point(sealed_before)
    }

    pub fn of(&self, position: Option<i64>) -> &Arc<HistoryKey> {
        self.former.get(self.place(position)).map_or(&self.present, |(key, _)| key)
    }

    pub fn all(&self) -> Vec<Arc<HistoryKey>> {
        let former = self.former.iter().map(|(key, _)| key.clone());
        former.chain([self.present.clone()]).collect()
    }
}
