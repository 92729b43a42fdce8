//! Local times, as files show them to people.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Europe::Rome;

/// The local time in Rome, without a zone, since spreadsheets have none.
pub fn local_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Rome).naive_local()
}
