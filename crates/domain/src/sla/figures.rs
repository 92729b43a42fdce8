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

/// How many minutes of some stretch of time were down and lay in one of these stretches, which have nothing in common
/// with each other.
pub fn down_within(timeline: &Timeline, stretches: &[Minutes], within: Minutes) -> i64 {
    let down = timeline.pieces().iter().filter(|piece| piece.state == MinuteState::Down);
    let down = down.map(|piece| piece.minutes.common(within)).filter(|minutes| !minutes.is_empty());
    let common = |minutes: Minutes| stretches.iter().map(move |one| one.common(minutes).len());
    down.flat_map(common).sum()
}

/// The same minutes as stretches that have nothing in common, in order.
pub fn union(mut stretches: Vec<Minutes>) -> Vec<Minutes> {
    stretches.retain(|one| !one.is_empty());
    stretches.sort_by_key(|one| one.start);
    let mut union: Vec<Minutes> = vec![];
    for next in stretches {
        match union.last_mut() {
            Some(last) if next.start <= last.end => last.end = last.end.max(next.end),
            _ => union.push(next),
        }
    }
    union
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
    fn minutes_that_were_announced_twice_count_once() {
        let minutes = |start, end| Minutes { start, end };
        let stretches =
            union(vec![minutes(50, 60), minutes(10, 20), minutes(15, 30), minutes(5, 5)]);
        assert_eq!(stretches, [minutes(10, 30), minutes(50, 60)]);
        let failure = Some(crate::sla::Failure {
            cause: crate::sla::OutageCause::TimedOut,
            evidence: String::new(),
        });
        let probed = vec![crate::sla::Probed { minutes: minutes(18, 55), failure }];
        let observations = crate::sla::Observations { probed, ..Default::default() };
        let timeline = Timeline::new(minutes(0, 100), &observations);
        assert_eq!(down_within(&timeline, &stretches, minutes(0, 100)), 17);
        assert_eq!(down_within(&timeline, &stretches, minutes(25, 52)), 7);
    }

    #[test]
    fn what_was_not_measured_lies_between_best_and_worst() {
        let figures = Figures { up: 900, down: 10, unmeasured: 90, longest: 10 };
        let near = |value: f64, expected: f64| (value - expected).abs() < 1e-9;
        assert!(near(figures.best(), 99.0) && near(figures.worst(), 90.0));
        assert!(near(figures.availability().unwrap(), 90_000.0 / 910.0));
    }
}
