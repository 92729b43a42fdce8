//! How long the support takes: to the first answer, and to the closure.

use chrono::TimeDelta;

/// Times of many tickets in a few figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// How many tickets have come so far.
    pub count: usize,
    pub median: TimeDelta,
    /// Nine of ten took no longer.
    pub p90: TimeDelta,
}

impl Times {
    /// The figures of these times; None if there are none.
    pub fn of(mut times: Vec<TimeDelta>) -> Option<Self> {
        times.sort_unstable();
        // The smallest time that so many in a hundred do not exceed (nearest rank).
        let rank = |percent: usize| (times.len() * percent).div_ceil(100).saturating_sub(1);
        let at = |percent| times.get(rank(percent)).copied();
        Some(Self { count: times.len(), median: at(50)?, p90: at(90)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(all: impl IntoIterator<Item = i64>) -> Vec<TimeDelta> {
        all.into_iter().map(TimeDelta::minutes).collect()
    }

    #[test]
    fn figures_are_times_that_have_occurred() {
        assert_eq!(Times::of(vec![]), None);
        for (times, median, p90) in [
            (minutes([7]), 7, 7),
            (minutes([9, 1]), 1, 9),
            (minutes([3, 1, 2]), 2, 3),
            (minutes((1..=100).rev()), 50, 90),
            (minutes(1..=10), 5, 9),
        ] {
            let count = times.len();
            let (median, p90) = (TimeDelta::minutes(median), TimeDelta::minutes(p90));
            assert_eq!(Times::of(times), Some(Times { count, median, p90 }));
        }
    }
}
