//! Service levels (B18; DM 2/11/2005, art. 12): how long each part of the service was there in a period of four
//! months.
//!
//! Time is counted in whole minutes of the clock of the world, so that a day on which clocks change has 1380 or 1500 of
//! them. Each minute was up, down, or not measured. What is derived from that is in [`timeline`] and [`figures`].

pub mod figures;
pub mod period;
pub mod record;
pub mod timeline;

use chrono::{DateTime, Utc};

pub use figures::{Figures, allowance, down_within, union};
pub use period::Period;
pub use record::{Closure, CorrectionRecord, Maintenance, PeriodRecord};
pub use timeline::{Correction, Failure, Observations, Outage, Probed, Timeline};

text_enum! {
    /// A part of the service that is measured by itself.
    pub enum SlaComponent {
        /// The panel: a sign-in and one reading.
        Web = "web",
        /// The mail host takes mail from its users, after authentication.
        Submission = "submission",
        /// A message arrives in a mailbox.
        Delivery = "delivery",
        /// A user reads a mailbox.
        Imap = "imap",
    }
}

text_enum! {
    /// What is known of a minute.
    pub enum MinuteState {
        Up = "up",
        Down = "down",
        /// Nobody has looked, or a single failure was neither confirmed nor refuted.
        Unmeasured = "unmeasured",
    }
}

text_enum! {
    /// Why a part of the service counts as down.
    pub enum OutageCause {
        /// There was no connection.
        Unreachable = "unreachable",
        /// There was no answer in time.
        TimedOut = "timed_out",
        /// The sign-in was refused.
        SignInRefused = "sign_in_refused",
        /// The answer was an error, or not what was expected.
        WrongAnswer = "wrong_answer",
        /// The message was taken and did not arrive in time.
        NotDelivered = "not_delivered",
        /// No server of the panel gave a sign of life.
        PanelStopped = "panel_stopped",
        /// Entered by a correction.
        Entered = "entered",
    }
}

text_enum! {
    /// How far a period is.
    pub enum PeriodState {
        /// It has not ended.
        Running = "running",
        /// It has ended, and can still be corrected.
        Ended = "ended",
        /// Its figures are frozen.
        Closed = "closed",
    }
}

/// Minutes from a first one to before a last one, counted from 1970 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Minutes {
    pub start: i64,
    pub end: i64,
}

impl Minutes {
    /// The whole minutes of a stretch of time: a minute of which only a part belongs to it does not count.
    pub const fn within(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self { start: (from.timestamp() + 59).div_euclid(60), end: minute_of(to) }
    }

    pub const fn len(self) -> i64 {
        if self.end > self.start { self.end - self.start } else { 0 }
    }

    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// What two stretches have in common; empty if nothing.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }
}

/// The minute in which a moment falls.
pub const fn minute_of(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60)
}

/// The moment when a minute begins.
pub fn start_of_minute(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minute.saturating_mul(60), 0).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_minutes_count() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let within = |from, to| Minutes::within(at(from), at(to)).len();
        assert_eq!(within("2026-03-02T10:00:00Z", "2026-03-02T10:05:00Z"), 5);
        assert_eq!(within("2026-03-02T10:00:01Z", "2026-03-02T10:05:59Z"), 4);
        assert_eq!(within("2026-03-02T10:00:10Z", "2026-03-02T10:00:50Z"), 0);
        assert_eq!(within("2026-03-02T10:05:00Z", "2026-03-02T10:00:00Z"), 0);
    }

    #[test]
    fn a_minute_begins_at_its_first_second() {
        let at: DateTime<Utc> = "2026-03-02T10:07:59Z".parse().unwrap();
        assert_eq!(start_of_minute(minute_of(at)).to_rfc3339(), "2026-03-02T10:07:00+00:00");
    }
}
