//! The figures of a period, and what the law allows.

use super::{MinuteState, Minutes, Timeline};

/// How many minutes of each state some stretch of time has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub up: i64,
    pub down: i64,
    pub unmeasured: i64,
    /// The longest outage.
    pub longest: i64,
}

impl Figures {
    pub fn of(timeline: &Timeline, within: Minutes) -> Self {
        let mut figures = Self::default();
        for piece in timeline.pieces() {
            let minutes = piece.minutes.common(within).len();
            match piece.state {
                MinuteState::Up => figures.up += minutes,
                MinuteState::Down => figures.down += minutes,
                MinuteState::Unmeasured => figures.unmeasured += minutes,
            }
        }
        let outages = timeline.outages().into_iter();
        figures.longest =
            outages.map(|outage| outage.minutes.common(within).len()).max().unwrap_or_default();
        figures
    }

    pub const fn all(&self) -> i64 {
        self.up + self.down + self.unmeasured
    }

    /// Of the minutes that were measured, how many in a hundred were up; None if there are none.
    pub fn availability(&self) -> Option<f64> {
        (self.up + self.down > 0).then(|| percent(self.up, self.up + self.down))
    }

    /// As if the component was up in all the minutes that were not measured.
    pub fn best(&self) -> f64 {
        percent(self.up + self.unmeasured, self.all())
    }

    /// As if it was down in all of them.
    pub fn worst(&self) -> f64 {
        percent(self.up, self.all())
    }
}

/// The minutes that a period of so many days may be down in all: 0.2 %. A single outage may last half of them.
///
/// The law counts calendar days, so the hour that clocks skip or repeat changes nothing here.
pub fn allowance(days: i64) -> f64 {
    // In hundredths of a minute, which is exact.
    decimal(days * 288) / 100.0
}

fn percent(part: i64, whole: i64) -> f64 {
    if whole == 0 { 100.0 } else { decimal(part) * 100.0 / decimal(whole) }
}

/// A number of minutes is far below what an `i32` can hold.
fn decimal(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::from(i32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allowance_is_two_in_a_thousand() {
        for (days, minutes) in [(120, 345.6), (121, 348.48), (122, 351.36), (123, 354.24)] {
            assert!((allowance(days) - minutes).abs() < 1e-9, "{days}");
        }
    }

    #[test]
    fn what_was_not_measured_lies_between_best_and_worst() {
        let figures = Figures { up: 900, down: 10, unmeasured: 90, longest: 10 };
        let near = |value: f64, expected: f64| (value - expected).abs() < 1e-9;
        assert!(near(figures.best(), 99.0) && near(figures.worst(), 90.0));
        assert!(near(figures.availability().unwrap(), 90_000.0 / 910.0));
    }
}
