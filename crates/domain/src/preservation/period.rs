//! Preservation of receipts (A18): what of a mailbox is kept.

use chrono::{DateTime, SubsecRound, Utc};

/// A time in which preservation was on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub started_at: DateTime<Utc>,
    /// None while it is on.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Period {
    /// Whether what arrived at a time is kept. Mail hosts say when to the second, so the second in which the period
    /// began counts as a whole: rather one too many than one too few.
    pub fn covers(&self, arrived_at: DateTime<Utc>) -> bool {
        arrived_at >= self.started_at.trunc_subsecs(0)
            && self.ended_at.is_none_or(|ended_at| arrived_at <= ended_at)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_second_in_which_a_period_begins_counts_and_the_one_after_its_end_does_not() {
        let started_at = DateTime::from_timestamp(1_800_000_000, 700_000_000).unwrap();
        let second = TimeDelta::seconds(1);
        let whole = started_at.trunc_subsecs(0);
        let open = Period { started_at, ended_at: None };
        assert!(open.covers(whole) && open.covers(whole + second * 1000));
        assert!(!open.covers(whole - second));
        let ended = Period { ended_at: Some(started_at + second), ..open };
        assert!(ended.covers(whole) && ended.covers(whole + second));
        assert!(!ended.covers(whole + second * 2));
    }
}
