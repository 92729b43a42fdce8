//! What each minute of a period was, from what was observed.

use std::collections::BTreeMap;

use super::{MinuteState, Minutes, OutageCause};

/// Consecutive minutes in which the probes had one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    pub minutes: Minutes,
    /// None where all succeeded.
    pub failure: Option<Failure>,
}

/// Why a part of the service counts as down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub cause: OutageCause,
    /// What the probe saw, or the reason that a person gave.
    pub evidence: String,
}

/// What a person says of some minutes, against what was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub minutes: Minutes,
    pub state: MinuteState,
    pub reason: String,
}

/// Everything that is known of a component.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observations {
    /// In any order.
    pub probed: Vec<Probed>,
    /// When no server gave a sign of life, of the component that the servers are themselves.
    pub silences: Vec<Minutes>,
    /// In the order in which they were made: a later one counts over an earlier one.
    pub corrections: Vec<Correction>,
}

/// Minutes in which a component was down, without a break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    pub minutes: Minutes,
    /// Of its first minute.
    pub failure: Failure,
}

/// Minutes of one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub minutes: Minutes,
    /// Why it was down; None for another state.
    pub failure: Option<Failure>,
    pub state: MinuteState,
}

/// The minutes of a period, as pieces in order that leave nothing out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    pieces: Vec<Piece>,
}

impl Timeline {
    pub fn new(period: Minutes, observations: &Observations) -> Self {
        let mut minutes = Painted::new(period);
        for silence in &observations.silences {
            let evidence = String::new();
            let failure = Failure { cause: OutageCause::PanelStopped, evidence };
            minutes.paint(*silence, MinuteState::Down, Some(failure));
        }
        for run in runs(&observations.probed) {
            let state = run.state();
            let failure = run.failure.filter(|_| state == MinuteState::Down);
            minutes.paint(run.minutes, state, failure);
        }
        for correction in &observations.corrections {
            let is_down = correction.state == MinuteState::Down;
            let evidence = correction.reason.clone();
            let failure = is_down.then_some(Failure { cause: OutageCause::Entered, evidence });
            minutes.paint(correction.minutes, correction.state, failure);
        }
        Self { pieces: minutes.into_pieces() }
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The outages, earliest first.
    pub fn outages(&self) -> Vec<Outage> {
        let mut outages: Vec<Outage> = vec![];
        for piece in &self.pieces {
            let Some(failure) = &piece.failure else { continue };
            match outages.last_mut() {
                Some(last) if last.minutes.end == piece.minutes.start => {
                    last.minutes.end = piece.minutes.end;
                }
                _ => outages.push(Outage { minutes: piece.minutes, failure: failure.clone() }),
            }
        }
        outages
    }
}

/// Minutes of one outcome without a break, and what follows them.
struct Run {
    minutes: Minutes,
    failure: Option<Failure>,
    is_followed_by_success: bool,
}

impl Run {
    /// A failure counts once the next probe confirms it. If that one succeeds, it was no outage; if there is none,
    /// nobody knows.
    const fn state(&self) -> MinuteState {
        match self.failure {
            Some(_) if self.minutes.len() > 1 => MinuteState::Down,
            Some(_) if !self.is_followed_by_success => MinuteState::Unmeasured,
            _ => MinuteState::Up,
        }
    }
}

fn runs(probed: &[Probed]) -> Vec<Run> {
    let mut probed: Vec<_> = probed.iter().filter(|probed| !probed.minutes.is_empty()).collect();
    probed.sort_by_key(|probed| probed.minutes.start);
    let mut runs: Vec<Run> = vec![];
    for next in probed {
        if let Some(last) = runs.last_mut()
            && next.minutes.start <= last.minutes.end
        {
            if last.failure.is_some() == next.failure.is_some() {
                last.minutes.end = last.minutes.end.max(next.minutes.end);
                continue;
            }
            last.is_followed_by_success = next.failure.is_none();
        }
        runs.push(Run {
            minutes: next.minutes,
            failure: next.failure.clone(),
            is_followed_by_success: false,
        });
    }
    runs
}

type Colour = (MinuteState, Option<Failure>);

/// The minutes of a period while they are painted over: the colours by the minute in which each begins.
struct Painted {
    period: Minutes,
    colours: BTreeMap<i64, Colour>,
}

impl Painted {
    fn new(period: Minutes) -> Self {
        let colours = BTreeMap::from([(period.start, (MinuteState::Unmeasured, None))]);
        Self { period, colours }
    }

    fn paint(&mut self, minutes: Minutes, state: MinuteState, failure: Option<Failure>) {
        let minutes = minutes.common(self.period);
        if minutes.is_empty() {
            return;
        }
        // What begins behind them goes on in the colour that it had.
        if minutes.end < self.period.end
            && let Some((_, behind)) = self.colours.range(..=minutes.end).next_back()
        {
            let behind = behind.clone();
            self.colours.insert(minutes.end, behind);
        }
        let covered: Vec<_> =
            self.colours.range(minutes.start..minutes.end).map(|(start, _)| *start).collect();
        for start in covered {
            self.colours.remove(&start);
        }
        self.colours.insert(minutes.start, (state, failure));
    }

    fn into_pieces(self) -> Vec<Piece> {
        let mut ends = self.colours.keys().skip(1).copied().collect::<Vec<_>>();
        ends.push(self.period.end);
        let pieces = self.colours.into_iter().zip(ends);
        let pieces = pieces.map(|((start, (state, failure)), end)| Piece {
            minutes: Minutes { start, end },
            failure,
            state,
        });
        pieces.filter(|piece| !piece.minutes.is_empty()).collect()
    }
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
