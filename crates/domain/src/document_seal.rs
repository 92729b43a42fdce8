//! The seal of documents: whether something can be sealed with it, and from when on its expiry is announced.

use chrono::{DateTime, TimeDelta, Utc};

/// How long before its end the expiry of a seal is announced.
pub const NOTICE: TimeDelta = TimeDelta::days(60);

text_enum! {
    /// Whether documents can be sealed.
    pub enum SealState {
        Valid = "valid",
        /// It expires within 60 days.
        Expiring = "expiring",
        Expired = "expired",
        NotYetValid = "not_yet_valid",
        /// There is no key.
        Missing = "missing",
        /// The key or its files cannot be used.
        Unusable = "unusable",
    }
}

/// How much something presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// There is still time.
    Soon,
    /// Documents wait, or would.
    Now,
}

impl SealState {
    /// The state of a seal whose certificate is valid from one moment until another.
    pub fn at(valid_from: DateTime<Utc>, valid_until: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        if now > valid_until {
            SealState::Expired
        } else if now < valid_from {
            SealState::NotYetValid
        } else if valid_until - now <= NOTICE {
            SealState::Expiring
        } else {
            SealState::Valid
        }
    }

    /// How urgently whoever runs the installation has to be told, while so many documents wait for their seal;
    /// None if there is nothing to tell. Without contracts nobody needs a seal.
    pub const fn urgency(self, waiting: i64) -> Option<Urgency> {
        match self {
            SealState::Valid => None,
            SealState::Missing if waiting == 0 => None,
            SealState::Expiring => Some(Urgency::Soon),
            SealState::Expired
            | SealState::NotYetValid
            | SealState::Missing
            | SealState::Unusable => Some(Urgency::Now),
        }
    }
}

/// The whole days for which a seal can still be used; 0 once there are none.
pub fn days_left(valid_until: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (valid_until - now).num_days().max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(now: TimeDelta) -> SealState {
        let from = DateTime::<Utc>::UNIX_EPOCH;
        SealState::at(from, from + TimeDelta::days(100), from + now)
    }

    #[test]
    fn the_expiry_is_announced_for_sixty_days() {
        let second = TimeDelta::seconds(1);
        assert_eq!(state(-second), SealState::NotYetValid);
        assert_eq!(state(TimeDelta::zero()), SealState::Valid);
        assert_eq!(state(TimeDelta::days(40) - second), SealState::Valid);
        assert_eq!(state(TimeDelta::days(40)), SealState::Expiring);
        assert_eq!(state(TimeDelta::days(100)), SealState::Expiring);
        assert_eq!(state(TimeDelta::days(100) + second), SealState::Expired);
    }

    #[test]
    fn days_that_are_left_are_whole_and_never_negative() {
        let until = DateTime::<Utc>::UNIX_EPOCH;
        for (before, days) in [(49, 2), (48, 2), (47, 1), (23, 0), (0, 0), (-49, 0)] {
            assert_eq!(days_left(until, until - TimeDelta::hours(before)), days, "{before} hours");
        }
    }

    #[test]
    fn a_missing_seal_is_told_of_only_while_something_waits_for_it() {
        assert_eq!(SealState::Missing.urgency(0), None);
        assert_eq!(SealState::Missing.urgency(1), Some(Urgency::Now));
        assert_eq!(SealState::Valid.urgency(9), None);
        assert_eq!(SealState::Expiring.urgency(0), Some(Urgency::Soon));
        assert_eq!(SealState::Expired.urgency(0), Some(Urgency::Now));
        assert_eq!(SealState::Unusable.urgency(0), Some(Urgency::Now));
    }
}
