//! The values of reports as people read them.

use chrono::NaiveDate;

use super::{ReportUnit, ReportValue};
use crate::message::Language;
use crate::number_text::{decimal_text, grouped};

/// `02/03/2026`
pub fn day_text(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// `mar 2026`, of `2026-03`.
pub fn month_text(month: &str, language: Language) -> String {
    const IT: [&str; 12] =
        ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];
    const EN: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let names = match language {
        Language::It => IT,
        Language::En => EN,
    };
    let parts = month.split_once('-').and_then(|(year, month)| {
        let place: usize = month.parse().ok()?;
        Some((year, *names.get(place.checked_sub(1)?)?))
    });
    parts.map_or_else(|| month.to_owned(), |(year, name)| format!("{name} {year}"))
}

/// The steps of sizes, with their names.
const SIZES: [(f64, &str); 4] =
    [(1_099_511_627_776.0, "TB"), (1_073_741_824.0, "GB"), (1_048_576.0, "MB"), (1024.0, "kB")];

/// The largest step of sizes that is not above this one, and its name.
pub(crate) fn size_step(bytes: f64) -> (f64, &'static str) {
    SIZES.into_iter().find(|(step, _)| bytes.abs() >= *step).unwrap_or((1.0, "B"))
}

/// `12,3 GB`
fn bytes_text(bytes: f64, language: Language) -> String {
    let (step, name) = size_step(bytes);
    let decimals = usize::from(step > 1.0);
    format!("{} {name}", decimal_text(bytes / step, decimals, language))
}

/// `3 g 4 h`, `2 h 05 min` or `12 min`.
fn minutes_text(minutes: i64, language: Language) -> String {
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes:02} min"),
        (days, hours, _) => {
            format!("{} {} {hours} h", grouped(days, language), language.choose("g", "d"))
        }
    }
}

/// A value as a text in this language.
pub fn value_text(value: &ReportValue, unit: ReportUnit, language: Language) -> String {
    match (unit, value) {
        (ReportUnit::Day, ReportValue::Text(text)) => {
            text.parse().map_or_else(|_| text.clone(), day_text)
        }
        (ReportUnit::Month, ReportValue::Text(text)) => month_text(text, language),
        (_, ReportValue::Text(text)) => text.clone(),
        (ReportUnit::Bytes, value) => bytes_text(value.number().unwrap_or_default(), language),
        (ReportUnit::Percent, value) => {
            format!("{}%", decimal_text(value.number().unwrap_or_default(), 1, language))
        }
        (ReportUnit::Minutes, ReportValue::Integer(minutes)) => minutes_text(*minutes, language),
        (_, ReportValue::Integer(number)) => grouped(*number, language),
        (_, ReportValue::Decimal(number)) => decimal_text(*number, 1, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_their_language_writes_them() {
        use ReportUnit::{Bytes, Count, Day, Minutes, Month, Percent};
        let text = |text: &str| ReportValue::Text(text.into());
        for (value, unit, it, en) in [
            (ReportValue::Integer(1_234_567), Count, "1.234.567", "1,234,567"),
            (ReportValue::Integer(-1234), Count, "-1.234", "-1,234"),
            (ReportValue::Integer(512), Bytes, "512 B", "512 B"),
            (ReportValue::Integer(1536 * 1024), Bytes, "1,5 MB", "1.5 MB"),
            (ReportValue::Decimal(-2048.0), Bytes, "-2,0 kB", "-2.0 kB"),
            (ReportValue::Decimal(12.34), Percent, "12,3%", "12.3%"),
            (ReportValue::Decimal(-0.01), Percent, "0,0%", "0.0%"),
            (text("2026-03-02"), Day, "02/03/2026", "02/03/2026"),
            (text("2026-03"), Month, "mar 2026", "Mar 2026"),
            (ReportValue::Integer(12), Minutes, "12 min", "12 min"),
            (ReportValue::Integer(125), Minutes, "2 h 05 min", "2 h 05 min"),
            (ReportValue::Integer(4 * 1440 + 61), Minutes, "4 g 1 h", "4 d 1 h"),
            (text("2026-13"), Month, "2026-13", "2026-13"),
        ] {
            assert_eq!(value_text(&value, unit, Language::It), it);
            assert_eq!(value_text(&value, unit, Language::En), en);
        }
    }
}
