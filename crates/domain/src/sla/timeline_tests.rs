use proptest::prelude::*;

use super::*;
use crate::sla::figures::Figures;

const PERIOD: Minutes = Minutes { start: 0, end: 1000 };

fn failure() -> Failure {
    Failure { cause: OutageCause::Unreachable, evidence: "connection refused".into() }
}

const fn minutes(start: i64, end: i64) -> Minutes {
    Minutes { start, end }
}

fn good(start: i64, end: i64) -> Probed {
    Probed { minutes: minutes(start, end), failure: None }
}

fn bad(start: i64, end: i64) -> Probed {
    Probed { minutes: minutes(start, end), failure: Some(failure()) }
}

fn of(probed: Vec<Probed>) -> Timeline {
    Timeline::new(PERIOD, &Observations { probed, ..Observations::default() })
}

fn outages(timeline: &Timeline) -> Vec<(i64, i64)> {
    timeline.outages().iter().map(|one| (one.minutes.start, one.minutes.end)).collect()
}

fn state_at(timeline: &Timeline, minute: i64) -> MinuteState {
    let at = |piece: &&Piece| piece.minutes.start <= minute && minute < piece.minutes.end;
    timeline.pieces().iter().find(at).expect("a piece").state
}

#[test]
fn an_outage_begins_with_the_first_failure_that_a_second_confirms() {
    let timeline = of(vec![good(0, 10), bad(10, 15), good(15, 1000)]);
    assert_eq!(outages(&timeline), [(10, 15)]);
    let figures = Figures::of(&timeline, PERIOD);
    assert_eq!((figures.up, figures.down, figures.unmeasured, figures.longest), (995, 5, 0, 5));
}

#[test]
fn a_single_failure_before_a_success_is_no_outage() {
    let timeline = of(vec![good(0, 10), bad(10, 11), good(11, 1000)]);
    assert_eq!(outages(&timeline), []);
    assert_eq!(Figures::of(&timeline, PERIOD).up, 1000);
}

#[test]
fn a_single_failure_that_nothing_follows_is_not_measured() {
    let timeline = of(vec![good(0, 10), bad(10, 11)]);
    assert_eq!(state_at(&timeline, 10), MinuteState::Unmeasured);
    let timeline = of(vec![good(0, 10), bad(10, 11), bad(20, 21), good(21, 1000)]);
    assert_eq!(state_at(&timeline, 10), MinuteState::Unmeasured);
    assert_eq!(state_at(&timeline, 20), MinuteState::Up);
}

#[test]
fn minutes_that_nobody_measured_part_two_outages() {
    let timeline = of(vec![bad(10, 15), bad(20, 30)]);
    assert_eq!(outages(&timeline), [(10, 15), (20, 30)]);
}

#[test]
fn failures_of_different_causes_are_one_outage() {
    let mut second = bad(12, 13);
    second.failure = Some(Failure { cause: OutageCause::TimedOut, evidence: String::new() });
    let timeline = of(vec![bad(11, 12), second, good(13, 1000)]);
    assert_eq!(outages(&timeline), [(11, 13)]);
    assert_eq!(timeline.outages()[0].failure, failure());
}

#[test]
fn a_period_that_nobody_measured_is_not_measured() {
    let figures = Figures::of(&of(vec![]), PERIOD);
    assert_eq!((figures.up, figures.down, figures.unmeasured), (0, 0, 1000));
    assert_eq!((figures.availability(), figures.best(), figures.worst()), (None, 100.0, 0.0));
}

#[test]
fn a_silence_of_the_servers_is_down_where_no_probe_says_otherwise() {
    let observations = Observations {
        probed: vec![good(0, 100), good(160, 1000)],
        silences: vec![minutes(100, 160)],
        corrections: vec![],
    };
    let timeline = Timeline::new(PERIOD, &observations);
    assert_eq!(outages(&timeline), [(100, 160)]);
    assert_eq!(timeline.outages()[0].failure.cause, OutageCause::PanelStopped);
}

#[test]
fn a_later_correction_counts_over_an_earlier_one() {
    let correction = |start, end, state| Correction {
        minutes: minutes(start, end),
        state,
        reason: "verificato".into(),
    };
    let observations = Observations {
        probed: vec![good(0, 100), bad(100, 200), good(200, 1000)],
        silences: vec![],
        corrections: vec![
            correction(100, 150, MinuteState::Up),
            correction(140, 160, MinuteState::Unmeasured),
            correction(300, 310, MinuteState::Down),
        ],
    };
    let timeline = Timeline::new(PERIOD, &observations);
    assert_eq!(outages(&timeline), [(160, 200), (300, 310)]);
    assert_eq!(timeline.outages()[1].failure.cause, OutageCause::Entered);
    let figures = Figures::of(&timeline, PERIOD);
    assert_eq!((figures.down, figures.unmeasured), (50, 20));
}

#[test]
fn what_overlaps_or_lies_outside_counts_once() {
    // A clock that went back, and one that ran ahead of the period.
    let timeline = of(vec![good(50, 80), good(0, 60), bad(990, 2000), good(-50, -10)]);
    let figures = Figures::of(&timeline, PERIOD);
    assert_eq!((figures.up, figures.down, figures.unmeasured), (80, 10, 910));
}

fn stretch() -> impl Strategy<Value = Minutes> {
    (-100i64..1100, 0i64..200).prop_map(|(start, length)| minutes(start, start + length))
}

fn state() -> impl Strategy<Value = MinuteState> {
    prop_oneof![Just(MinuteState::Up), Just(MinuteState::Down), Just(MinuteState::Unmeasured)]
}

prop_compose! {
    fn observations()(
        probed in proptest::collection::vec((stretch(), any::<bool>()), 0..20),
        silences in proptest::collection::vec(stretch(), 0..4),
        corrections in proptest::collection::vec((stretch(), state()), 0..6),
    ) -> Observations {
        let probed = probed.into_iter().map(|(minutes, failed)| Probed { minutes, failure: failed.then(failure) });
        let corrections = corrections.into_iter().map(|(minutes, state)| {
            Correction { minutes, state, reason: String::new() }
        });
        Observations { probed: probed.collect(), silences, corrections: corrections.collect() }
    }
}

proptest! {
    #[test]
    fn each_minute_has_one_state(observations in observations(), cut in 0i64..1000) {
        let timeline = Timeline::new(PERIOD, &observations);
        let all = Figures::of(&timeline, PERIOD);
        prop_assert_eq!(all.up + all.down + all.unmeasured, PERIOD.len());
        // The parts of a period add up to it, wherever it is cut.
        let before = Figures::of(&timeline, minutes(0, cut));
        let after = Figures::of(&timeline, minutes(cut, 1000));
        prop_assert_eq!((before.up + after.up, before.down + after.down), (all.up, all.down));
        let outages: i64 = timeline.outages().iter().map(|one| one.minutes.len()).sum();
        prop_assert_eq!(outages, all.down);
        prop_assert!(all.longest <= all.down);
        prop_assert!(all.worst() <= all.best());
        let is_between = all.availability().is_none_or(|it| all.worst() <= it && it <= all.best());
        prop_assert!(is_between);
    }

    #[test]
    fn a_last_correction_decides(mut observations in observations(), minutes in stretch(), state in state()) {
        let before = Timeline::new(PERIOD, &observations);
        observations.corrections.push(Correction { minutes, state, reason: String::new() });
        let after = Timeline::new(PERIOD, &observations);
        for minute in PERIOD.start..PERIOD.end {
            let corrected = minutes.start <= minute && minute < minutes.end;
            let expected = if corrected { state } else { state_at(&before, minute) };
            prop_assert_eq!(state_at(&after, minute), expected);
        }
    }

    #[test]
    fn the_order_of_the_probes_does_not_matter(minutes_of in proptest::collection::vec(0u8..3, 1..200), seed in any::<u64>()) {
        let probe = |(minute, outcome): (usize, &u8)| {
            let minute = i64::try_from(minute).unwrap();
            match outcome {
                0 => Some(good(minute, minute + 1)),
                1 => Some(bad(minute, minute + 1)),
                _ => None,
            }
        };
        let probed: Vec<_> = minutes_of.iter().enumerate().filter_map(probe).collect();
        let mut mixed = probed.clone();
        mixed.sort_by_key(|one| one.minutes.start.cast_unsigned().wrapping_mul(seed | 1));
        prop_assert_eq!(of(mixed), of(probed));
    }
}
