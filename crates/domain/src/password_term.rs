//! How long a mailbox's password lasts, and what happens to it on the way (A19).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::fault::FaultCode;
use crate::message::Kind;

/// Days a password lasts where the domain does not say another (A19).
pub const DEFAULT_LIFETIME_DAYS: i64 = 90;
/// Longest lifetime that a domain can set, in days.
pub const MAX_LIFETIME_DAYS: i64 = 730;
/// Days before the end at which the user is told, farthest first (A19).
pub const NOTICES: [Notice; 3] = [Notice::In20Days, Notice::In10Days, Notice::In5Days];

/// Judges how many days the passwords of a domain last.
pub fn check_lifetime(days: i64) -> Result<i64, FaultCode> {
    if (1..=MAX_LIFETIME_DAYS).contains(&days) { Ok(days) } else { Err(FaultCode::OutOfRange) }
}

text_enum! {
    /// Where a mailbox's password stands, apart from the mailbox's state (C1).
    pub enum PasswordState {
        /// Its user has not set one yet: no access before that (A9).
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

    fn before(self) -> TimeDelta {
        TimeDelta::days(self.days())
    }
}

impl From<Notice> for Kind {
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::In20Days => Kind::PasswordExpiring20,
            Notice::In10Days => Kind::PasswordExpiring10,
            Notice::In5Days => Kind::PasswordExpiring5,
        }
    }
}

/// What is due to happen to a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Notice(Notice),
    /// It has come to its end: access is blocked, delivery goes on (A19).
    Expire,
}

/// Where a mailbox's password stands in time. All empty until its user has set one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub state: PasswordState,
    pub set_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    /// When the next [`Step`] is due; None when there is none to come.
    pub next_step_at: Option<DateTime<Utc>>,
}

impl Term {
    /// Of a mailbox whose user has yet to set one (A9).
    pub const TO_SET: Self =
        Self { state: PasswordState::ToSet, set_at: None, expires_at: None, next_step_at: None };

    /// Of a password set now.
    pub fn starting(now: DateTime<Utc>, lifetime_days: i64) -> Self {
        let expires_at = now + TimeDelta::days(lifetime_days);
        let term = Self {
            state: PasswordState::Valid,
            set_at: Some(now),
            expires_at: Some(expires_at),
            next_step_at: None,
        };
        // A lifetime shorter than a notice's days begins inside it: that notice would come with the
        // password itself.
        Self { next_step_at: Some(after(now, expires_at)), ..term }
    }

    /// The state it has now, whether or not anybody has gone round to note it.
    pub fn state_at(&self, now: DateTime<Utc>) -> PasswordState {
        let over = self.expires_at.is_some_and(|end| end <= now);
        if over && self.state == PasswordState::Valid { PasswordState::Expired } else { self.state }
    }

    /// What is due now, and the term after it. Of the steps that went by while nobody looked only
    /// the nearest still holds.
    pub fn due(&self, now: DateTime<Utc>) -> Option<(Step, Self)> {
        let expires_at = self.expires_at?;
        self.next_step_at.filter(|at| *at <= now)?;
        if expires_at <= now {
            let term = Self { state: PasswordState::Expired, next_step_at: None, ..*self };
            return Some((Step::Expire, term));
        }
        let notice =
            NOTICES.into_iter().rev().find(|notice| expires_at - notice.before() <= now)?;
        Some((Step::Notice(notice), Self { next_step_at: Some(after(now, expires_at)), ..*self }))
    }

    /// The term as it stays when nothing more is to happen to it.
    #[must_use]
    pub fn stopped(self) -> Self {
        Self { next_step_at: None, ..self }
    }
}

/// The first step after a moment.
fn after(now: DateTime<Utc>, expires_at: DateTime<Utc>) -> DateTime<Utc> {
    let notices = NOTICES.into_iter().map(|notice| expires_at - notice.before());
    notices.filter(|at| *at > now).min().unwrap_or(expires_at)
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
        let mut told = vec![];
        for today in 0..100 {
            while let Some((step, next)) = term.due(day(today)) {
                told.push((today, step));
                term = next;
            }
        }
        let expected = [
            (70, Step::Notice(Notice::In20Days)),
            (80, Step::Notice(Notice::In10Days)),
            (85, Step::Notice(Notice::In5Days)),
            (90, Step::Expire),
        ];
        assert_eq!(told, expected);
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
            let mut told = vec![];
            for today in looks {
                if let Some((step, next)) = term.due(day(today)) {
                    prop_assert!(!told.contains(&step));
                    told.push(step);
                    term = next;
                }
            }
            prop_assert_eq!(told.last(), Some(&Step::Expire));
        }
    }
}
