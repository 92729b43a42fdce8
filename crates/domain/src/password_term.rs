//! The lifetime of a mailbox's password and the notices before it ends (A19).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::advance_notice::{self, AdvanceNotice};
use crate::fault::FaultCode;
use crate::message::MessageKind;

/// Default lifetime of a password, in days, for domains that set none (A19).
pub const DEFAULT_LIFETIME_DAYS: i64 = 90;
/// Longest lifetime that a domain can set, in days.
pub const MAX_LIFETIME_DAYS: i64 = 730;
/// When the user is notified before the end, earliest notice first (A19).
pub const NOTICES: [Notice; 3] = [Notice::In20Days, Notice::In10Days, Notice::In5Days];

/// Validates the lifetime of a domain's passwords, in days.
pub fn check_lifetime(days: i64) -> Result<i64, FaultCode> {
    if (1..=MAX_LIFETIME_DAYS).contains(&days) { Ok(days) } else { Err(FaultCode::OutOfRange) }
}

text_enum! {
    /// The state of a mailbox's password, which is independent of the mailbox's own state (C1).
    pub enum PasswordState {
        /// The user has not set one yet: no access before that (A9).
        ToSet = "to_set",
        Valid = "valid",
        Expired = "expired",
    }
}

/// A notice before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Notice {
    In20Days,
    In10Days,
    In5Days,
}

impl Notice {
    pub const fn days(self) -> i64 {
        match self {
            Notice::In20Days => 20,
            Notice::In10Days => 10,
            Notice::In5Days => 5,
        }
    }
}

impl AdvanceNotice for Notice {
    fn lead_time(self) -> TimeDelta {
        TimeDelta::days(self.days())
    }
}

impl From<Notice> for MessageKind {
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::In20Days => MessageKind::PasswordExpiring20,
            Notice::In10Days => MessageKind::PasswordExpiring10,
            Notice::In5Days => MessageKind::PasswordExpiring5,
        }
    }
}

/// What is due for a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Notice(Notice),
    /// It has expired: access is blocked, delivery goes on (A19).
    Expire,
}

/// The lifetime of a mailbox's password. All fields are empty until its user has set one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub state: PasswordState,
    pub set_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    /// When the next [`Step`] is due; None when no step follows.
    pub next_step_at: Option<DateTime<Utc>>,
}

impl Term {
    /// The term of a mailbox whose user has not set a password yet (A9).
    pub const TO_SET: Self =
        Self { state: PasswordState::ToSet, set_at: None, expires_at: None, next_step_at: None };

    /// The term of a password set now.
    pub fn starting(now: DateTime<Utc>, lifetime_days: i64) -> Self {
        let expires_at = now + TimeDelta::days(lifetime_days);
        let term = Self {
            state: PasswordState::Valid,
            set_at: Some(now),
            expires_at: Some(expires_at),
            next_step_at: None,
        };
        // Where the lifetime is shorter than a notice's lead, that notice would be due at once; it
        // is skipped.
        Self { next_step_at: Some(advance_notice::next_step(&NOTICES, now, expires_at)), ..term }
    }

    /// The state at `now`, whether or not a worker has recorded it yet.
    pub fn state_at(&self, now: DateTime<Utc>) -> PasswordState {
        let over = self.expires_at.is_some_and(|end| end <= now);
        if over && self.state == PasswordState::Valid { PasswordState::Expired } else { self.state }
    }

    /// The step that is due now and the term after it. Of several missed steps only the nearest to
    /// the end is still of use.
    pub fn due(&self, now: DateTime<Utc>) -> Option<(Step, Self)> {
        let expires_at = self.expires_at?;
        self.next_step_at.filter(|at| *at <= now)?;
        if expires_at <= now {
            let term = Self { state: PasswordState::Expired, next_step_at: None, ..*self };
            return Some((Step::Expire, term));
        }
        let notice = advance_notice::latest_due(&NOTICES, now, expires_at)?;
        Some((
            Step::Notice(notice),
            Self {
                next_step_at: Some(advance_notice::next_step(&NOTICES, now, expires_at)),
                ..*self
            },
        ))
    }

    /// The same term with no further steps.
    #[must_use]
    pub fn stopped(self) -> Self {
        Self { next_step_at: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    #[test]
    fn the_notices_come_at_20_10_and_5_days_and_then_the_end() {
        let mut term = Term::starting(day(0), 90);
        let mut notices = vec![];
        for today in 0..100 {
            while let Some((step, next)) = term.due(day(today)) {
                notices.push((today, step));
                term = next;
            }
        }
        let expected = [
            (70, Step::Notice(Notice::In20Days)),
            (80, Step::Notice(Notice::In10Days)),
            (85, Step::Notice(Notice::In5Days)),
            (90, Step::Expire),
        ];
        assert_eq!(notices, expected);
        assert_eq!(term.state, PasswordState::Expired);
    }

    #[test]
    fn after_a_rest_the_nearest_notice_that_still_holds_is_the_one() {
        let term = Term::starting(day(0), 90);
        assert_eq!(term.due(day(69)), None);
        let (step, next) = term.due(day(83)).unwrap();
        assert_eq!(step, Step::Notice(Notice::In10Days));
        assert_eq!(next.due(day(84)), None);
        assert_eq!(term.due(day(200)).unwrap().0, Step::Expire);
    }

    #[test]
    fn a_short_life_has_only_the_notices_that_fit() {
        assert_eq!(Term::starting(day(0), 8).next_step_at, Some(day(3)));
        assert_eq!(Term::starting(day(0), 2).next_step_at, Some(day(2)));
    }

    #[test]
    fn it_is_over_at_its_end_even_before_it_is_noted() {
        let term = Term::starting(day(0), 90);
        assert_eq!(term.state_at(day(90) - TimeDelta::microseconds(1)), PasswordState::Valid);
        assert_eq!(term.state_at(day(90)), PasswordState::Expired);
        assert_eq!(Term::TO_SET.state_at(day(90)), PasswordState::ToSet);
    }

    proptest! {
        #[test]
        fn whenever_one_looks_no_step_comes_twice_and_the_end_comes(
            lifetime in 1i64..=MAX_LIFETIME_DAYS,
            mut looks in proptest::collection::vec(0i64..1000, 1..40),
        ) {
            let mut term = Term::starting(day(0), lifetime);
            looks.sort_unstable();
            looks.push(1000);
            let mut notices = vec![];
            for today in looks {
                if let Some((step, next)) = term.due(day(today)) {
                    prop_assert!(!notices.contains(&step));
                    notices.push(step);
                    term = next;
                }
            }
            prop_assert_eq!(notices.last(), Some(&Step::Expire));
        }
    }
}
