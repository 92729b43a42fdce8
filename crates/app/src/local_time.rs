//! Local times, as files show them to people and as people name days.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Rome;
use sigillo_domain::list::check_time;
use sigillo_domain::{FaultCode, Faults};

/// The local time in Rome, without a zone, since spreadsheets have none.
pub fn local_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Rome).naive_local()
}

/// The moment when a day begins in Rome; None for a year that databases do not store.
pub(crate) fn start_of_day(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Clocks have been set forward at midnight: that day began an hour later.
    let local = Rome.from_local_datetime(&midnight).earliest();
    let local = local.or_else(|| {
        let one = midnight.checked_add_signed(TimeDelta::hours(1))?;
        Rome.from_local_datetime(&one).earliest()
    });
    check_time(local?.with_timezone(&Utc)).ok()
}

/// The moment of a local time in Rome; the later one where clocks are set back.
pub(crate) fn end_of_local_time(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    let at = Rome.from_local_datetime(&local).latest()?;
    check_time(at.with_timezone(&Utc)).ok()
}

/// The moments from the beginning of a first day to the end of a last one, in Rome, of the filters `from`
/// and `to`.
pub(crate) fn days(
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    faults: &mut Faults,
) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    days_of(["from", "to"], first, last, faults)
}

/// Like [`days`], of filters with these names.
pub(crate) fn days_of(
    [name_of_first, name_of_last]: [&str; 2],
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    faults: &mut Faults,
) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let mut bound = |name: &str, day: Option<NaiveDate>| {
        faults.check(name, start_of_day(day?).ok_or(FaultCode::OutOfRange))
    };
    let from = bound(name_of_first, first);
    // The range ends before the day after the last one.
    let to = bound(name_of_last, last.map(|day| day.succ_opt().unwrap_or(day)));
    if first.zip(last).is_some_and(|(first, last)| first > last) {
        faults.add(name_of_last, FaultCode::Contradiction);
    }
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_rome() {
        for (day, start) in [
            ("2026-01-31", "2026-01-30T23:00:00Z"),
            ("2026-07-01", "2026-06-30T22:00:00Z"),
            ("2026-03-29", "2026-03-28T23:00:00Z"),
            // Clocks were set forward from midnight to one.
            ("1940-06-15", "1940-06-14T23:00:00Z"),
        ] {
            let start: DateTime<Utc> = start.parse().unwrap();
            assert_eq!(start_of_day(day.parse().unwrap()), Some(start), "{day}");
        }
        assert_eq!(start_of_day(NaiveDate::MAX), None);
        assert_eq!(start_of_day(NaiveDate::MIN), None);
    }
}
