//! The service of a mailbox: its end, the notices before it, and what was requested of it (C1, C9).

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::advance_notice::{self, AdvanceNotice};
use crate::id::DocumentId;
use crate::mailbox::MailboxState;
use crate::message::MessageKind;

text_enum! {
    /// What was requested of the service of a mailbox, independently of its state (C1).
    #[derive(Default)]
    pub enum ServiceRequest {
        #[default]
        None = "none",
        /// The service goes on after its end.
        Renewal = "renewal",
        /// The service ends on a given day, and is not renewed.
        Termination = "termination",
    }
}

/// A notice before the end of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EndNotice {
    In60Days,
    In30Days,
    In15Days,
    In5Days,
}

/// The notices, earliest first.
pub const NOTICES: [EndNotice; 4] =
    [EndNotice::In60Days, EndNotice::In30Days, EndNotice::In15Days, EndNotice::In5Days];

/// How far ahead a service counts as ending soon: when its first notice is sent.
pub const ENDING_SOON: TimeDelta = TimeDelta::days(NOTICES[0].days());

/// How far ahead a service can end, in years.
pub const MAX_YEARS_AHEAD: u32 = 20;

impl EndNotice {
    pub const fn days(self) -> i64 {
        match self {
            EndNotice::In60Days => 60,
            EndNotice::In30Days => 30,
            EndNotice::In15Days => 15,
            EndNotice::In5Days => 5,
        }
    }
}

impl AdvanceNotice for EndNotice {
    /// A service ends in the last second of a day. Its notices are sent about noon, so that they name the right number
    /// of days even if the clocks are changed in between.
    fn lead_time(self) -> TimeDelta {
        TimeDelta::days(self.days()) + TimeDelta::hours(12)
    }
}

impl From<EndNotice> for MessageKind {
    fn from(notice: EndNotice) -> Self {
        match notice {
            EndNotice::In60Days => MessageKind::ServiceEnding60,
            EndNotice::In30Days => MessageKind::ServiceEnding30,
            EndNotice::In15Days => MessageKind::ServiceEnding15,
            EndNotice::In5Days => MessageKind::ServiceEnding5,
        }
    }
}

/// What is due for the service of a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceStep {
    Notice(EndNotice),
    /// The service has ended: the mailbox is suppressed.
    End,
}

/// What is known of the service of a mailbox beside its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    pub request: ServiceRequest,
    pub requested_at: Option<DateTime<Utc>>,
    /// User name of who entered the request.
    pub requested_by: Option<String>,
    /// The document in which it was requested.
    pub document_id: Option<DocumentId>,
    /// The end that a termination has replaced, until the termination takes effect.
    pub end_before_termination: Option<DateTime<Utc>>,
    /// The state that a renewal brings back; only of a suppressed mailbox.
    pub state_before_end: Option<MailboxState>,
    /// When the next [`ServiceStep`] is due; None when no step follows.
    pub next_step_at: Option<DateTime<Utc>>,
}

/// When a term that starts on a local day ends: on the last day of the month that many months later, at 23:59:59
/// local time (C9). None where no calendar has that day.
pub fn end_of_term(starts_on: NaiveDate, term_months: i64) -> Option<NaiveDateTime> {
    let months = Months::new(u32::try_from(term_months).ok()?);
    let month = starts_on.with_day(1)?.checked_add_months(months)?;
    end_of_day(month.checked_add_months(Months::new(1))?.pred_opt()?)
}

/// The last second of a local day.
pub fn end_of_day(day: NaiveDate) -> Option<NaiveDateTime> {
    Some(day.and_time(NaiveTime::from_hms_opt(23, 59, 59)?))
}

/// When the first step after `now` is due for a service with this end. A notice for which it is too late is skipped.
pub fn next_step(now: DateTime<Utc>, ends_at: DateTime<Utc>) -> DateTime<Utc> {
    advance_notice::next_step(&NOTICES, now, ends_at)
}

/// The step that is due now of a service with this end. Of several missed notices only the nearest to the end is still
/// of use.
pub fn due_step(
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    next_step_at: Option<DateTime<Utc>>,
) -> Option<ServiceStep> {
    next_step_at.filter(|at| *at <= now)?;
    if ends_at <= now {
        return Some(ServiceStep::End);
    }
    advance_notice::latest_due(&NOTICES, now, ends_at).map(ServiceStep::Notice)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    #[test]
    fn a_term_ends_with_the_month_it_began_in() {
        let end = |start, months| end_of_term(date(start), months).unwrap().to_string();
        assert_eq!(end("2026-11-15", 24), "2028-11-30 23:59:59");
        assert_eq!(end("2026-11-30", 24), "2028-11-30 23:59:59");
        assert_eq!(end("2026-01-31", 1), "2026-02-28 23:59:59");
        assert_eq!(end("2028-02-29", 12), "2029-02-28 23:59:59");
        assert_eq!(end("2027-02-01", 12), "2028-02-29 23:59:59");
        assert_eq!(end("2026-12-31", 12), "2027-12-31 23:59:59");
        assert_eq!(end_of_term(date("2026-01-01"), -1), None);
        assert_eq!(end_of_term(NaiveDate::MAX, 1), None);
    }

    #[test]
    fn a_notice_is_due_about_noon_of_its_day() {
        let end = "2027-04-30T21:59:59Z".parse().unwrap();
        let due = next_step("2027-04-20T00:00:00Z".parse().unwrap(), end);
        assert_eq!(due.to_string(), "2027-04-25 09:59:59 UTC");
    }

    fn steps(days: impl IntoIterator<Item = i64>, ends_on: i64) -> Vec<(i64, ServiceStep)> {
        let mut next = Some(next_step(day(0), day(ends_on)));
        let mut taken = vec![];
        for today in days {
            let Some(step) = due_step(day(today), day(ends_on), next) else { continue };
            taken.push((today, step));
            next = (step != ServiceStep::End).then(|| next_step(day(today), day(ends_on)));
        }
        taken
    }

    #[test]
    fn the_notices_come_at_60_30_15_and_5_days_and_then_the_end() {
        let expected = [
            (30, ServiceStep::Notice(EndNotice::In60Days)),
            (60, ServiceStep::Notice(EndNotice::In30Days)),
            (75, ServiceStep::Notice(EndNotice::In15Days)),
            (85, ServiceStep::Notice(EndNotice::In5Days)),
            (90, ServiceStep::End),
        ];
        assert_eq!(steps(0..200, 90), expected);
    }

    #[test]
    fn after_days_without_a_server_only_the_nearest_notice_is_taken() {
        let expected = [(80, ServiceStep::Notice(EndNotice::In15Days)), (95, ServiceStep::End)];
        assert_eq!(steps([80, 81, 95, 99], 90), expected);
        assert_eq!(steps([200], 90), [(200, ServiceStep::End)]);
    }

    proptest! {
        #[test]
        fn whenever_one_looks_each_step_comes_once_and_the_end_last(
            ends_on in 1i64..2000,
            mut looks in proptest::collection::vec(0i64..3000, 1..40),
        ) {
            looks.sort_unstable();
            looks.push(3000);
            let taken: Vec<_> = steps(looks, ends_on).into_iter().map(|(_, step)| step).collect();
            for (index, step) in taken.iter().enumerate() {
                prop_assert!(!taken[..index].contains(step));
            }
            prop_assert_eq!(taken.last(), Some(&ServiceStep::End));
        }
    }
}
