//! Limits on failed sign-ins.

use chrono::TimeDelta;

/// What failures are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThrottleKey {
    /// One person in one place: a user name from one address, whether or not such an account exists;
    /// a known device; a session.
    Account,
    /// The network address, which many people may share.
    Address,
}

/// For how long a session counts as confirmed after its account's password was given once more.
pub const CONFIRMED_FOR: TimeDelta = TimeDelta::minutes(10);

/// How long attempts are remembered after the first one or after the last block.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
const FIRST_BLOCK: TimeDelta = TimeDelta::minutes(1);
const LONGEST_BLOCK: TimeDelta = TimeDelta::minutes(15);

impl ThrottleKey {
    const fn free_attempts(self) -> i64 {
        match self {
            ThrottleKey::Account => 5,
            ThrottleKey::Address => 50,
        }
    }

    /// How long a failure of this attempt blocks further ones: nothing until the free attempts are
    /// used up, then one minute, doubling up to 15.
    pub fn block_after(self, attempt: i64) -> Option<TimeDelta> {
        let beyond = attempt - self.free_attempts();
        if beyond < 0 {
            return None;
        }
        let doublings = u32::try_from(beyond.min(4)).unwrap_or(4);
        Some((FIRST_BLOCK * 2_i32.pow(doublings)).min(LONGEST_BLOCK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_grow_from_a_minute_to_a_quarter_of_an_hour() {
        let minutes =
            |attempt| ThrottleKey::Account.block_after(attempt).map(|block| block.num_minutes());
        assert_eq!((minutes(1), minutes(4)), (None, None));
        assert_eq!((minutes(5), minutes(6), minutes(7)), (Some(1), Some(2), Some(4)));
        assert_eq!((minutes(9), minutes(5000)), (Some(15), Some(15)));
        assert_eq!(ThrottleKey::Address.block_after(49), None);
    }
}
