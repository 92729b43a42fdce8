//! The time that people read in files.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Europe::Rome;

/// The time on a clock in Rome, without a zone: spreadsheets have none.
pub fn local_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Rome).naive_local()
}
