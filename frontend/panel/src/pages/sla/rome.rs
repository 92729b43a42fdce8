//! Moments that a person names by day and time in Rome.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

/// The moment of a local time, as `datetime-local` gives it; the later one where clocks are set back.
pub fn moment_of(text: &str) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    let winter = (local - TimeDelta::hours(1)).and_utc();
    let summer = (local - TimeDelta::hours(2)).and_utc();
    Some(if is_summer(winter) { summer } else { winter })
}

/// Whether the clocks of the Union show summer time: from the last Sunday of March to that of October, at one in UTC.
fn is_summer(at: DateTime<Utc>) -> bool {
    let change = |month| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31)?;
        let back = u64::from(last.weekday().days_since(Weekday::Sun));
        last.checked_sub_days(Days::new(back))?.and_hms_opt(1, 0, 0).map(|local| local.and_utc())
    };
    let between = change(3).zip(change(10)).map(|(from, to)| from <= at && at < to);
    between.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_rome_is_a_moment() {
        for (local, moment) in [
            ("2026-01-15T10:30", "2026-01-15T09:30:00Z"),
            ("2026-07-15T10:30", "2026-07-15T08:30:00Z"),
            ("2026-03-29T01:59", "2026-03-29T00:59:00Z"),
            ("2026-03-29T03:00", "2026-03-29T01:00:00Z"),
            // The clocks show this time twice.
            ("2026-10-25T02:30", "2026-10-25T01:30:00Z"),
            ("2026-10-25T01:59", "2026-10-24T23:59:00Z"),
        ] {
            assert_eq!(moment_of(local), moment.parse().ok(), "{local}");
        }
        for text in ["", "2026-01-15", "x"] {
            assert_eq!(moment_of(text), None, "{text}");
        }
    }
}
