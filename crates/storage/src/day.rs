//! Days of the calendar, which are stored as texts (`2026-03-02`).

use chrono::NaiveDate;

use crate::error::StorageError;

pub(crate) fn parse_day(text: Option<String>) -> Result<Option<NaiveDate>, StorageError> {
    let parsed = text.map(|text| text.parse().map_err(|_| StorageError::unknown("day", &text)));
    parsed.transpose()
}

pub(crate) fn day_text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}
