//! Times and sizes as text, in the format of the rest of the product.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Rome;
use sigillo_domain::message::Language;
use sigillo_domain::number_text::grouped;
use sigillo_domain::quota::BYTES_PER_MB;

const MONTHS_IT: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Formats a time as `23 febbraio 2026, ore 9.05` or `23 February 2026, 9:05 (Rome time)`.
pub(super) fn time(language: Language, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Rome);
    let (hour, minute) = (at.hour(), at.minute());
    let date = date(language, at.date_naive());
    match language {
        Language::It => format!("{date}, ore {hour}.{minute:02}"),
        Language::En => format!("{date}, {hour}:{minute:02} (Rome time)"),
    }
}

/// The day in Rome: `23 febbraio 2026` or `23 February 2026`.
pub(super) fn day(language: Language, at: DateTime<Utc>) -> String {
    date(language, at.with_timezone(&Rome).date_naive())
}

pub(super) fn date(language: Language, date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), date.month0() as usize, date.year());
    match language {
        // In Italian only the first of a month is an ordinal.
        Language::It if day == 1 => format!("1º {} {year}", MONTHS_IT[month]),
        Language::It => format!("{day} {} {year}", MONTHS_IT[month]),
        Language::En => format!("{day} {} {year}", MONTHS_EN[month]),
    }
}

/// The number of days between two times, as people count them: by the calendar in Rome.
pub(super) fn in_days(language: Language, from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let day = |at: DateTime<Utc>| at.with_timezone(&Rome).date_naive();
    let days = (day(to) - day(from)).num_days().max(0);
    match (language, days) {
        (Language::It, 0) => "oggi".to_owned(),
        (Language::It, 1) => "domani".to_owned(),
        (Language::It, _) => format!("tra {days} giorni"),
        (Language::En, 0) => "today".to_owned(),
        (Language::En, 1) => "tomorrow".to_owned(),
        (Language::En, _) => format!("in {days} days"),
    }
}

/// Formats a size in MB: `2.000 MB`.
pub(super) fn megabytes(language: Language, mb: i64) -> String {
    format!("{} MB", grouped(mb, language))
}

/// Formats a measured size in MB with one decimal: `1.640,3 MB`.
pub(super) fn bytes(language: Language, bytes: i64) -> String {
    let tenths = (bytes.max(0) * 10 + BYTES_PER_MB / 2) / BYTES_PER_MB;
    let comma = match language {
        Language::It => ',',
        Language::En => '.',
    };
    format!("{}{comma}{} MB", grouped(tenths / 10, language), tenths % 10)
}

/// Wraps the text at 72 characters. A word is never broken, since it may be an address.
pub(super) fn wrap(text: &str) -> String {
    let mut wrapped = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 72 {
            wrapped.push('\n');
            width = 0;
        } else if width > 0 {
            wrapped.push(' ');
            width += 1;
        }
        wrapped.push_str(word);
        width += length;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn times_are_in_the_time_zone_of_rome() {
        for (utc, it, en) in [
            (
                "2026-02-23T08:05:00Z",
                "23 febbraio 2026, ore 9.05",
                "23 February 2026, 9:05 (Rome time)",
            ),
            ("2026-06-30T22:15:00Z", "1º luglio 2026, ore 0.15", "1 July 2026, 0:15 (Rome time)"),
        ] {
            assert_eq!(time(Language::It, at(utc)), it);
            assert_eq!(time(Language::En, at(utc)), en);
        }
        // The last second of the 30th in Rome.
        assert_eq!(day(Language::It, at("2026-06-30T21:59:59Z")), "30 giugno 2026");
        assert_eq!(day(Language::En, at("2026-06-30T22:00:00Z")), "1 July 2026");
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        let to = at("2026-03-30T22:30:00Z");
        for (from, it) in [
            // It is already the 31st in Rome, and summer time began on the 29th.
            ("2026-03-11T21:30:00Z", "tra 20 giorni"),
            ("2026-03-29T22:00:00Z", "domani"),
            ("2026-03-30T22:00:00Z", "oggi"),
            ("2026-04-02T00:00:00Z", "oggi"),
        ] {
            assert_eq!(in_days(Language::It, at(from), to), it, "{from}");
        }
        assert_eq!(in_days(Language::En, at("2026-03-26T09:00:00Z"), to), "in 5 days");
    }

    #[test]
    fn sizes_have_the_separators_of_the_language() {
        let used = 1640 * BYTES_PER_MB + 314_573;
        assert_eq!(bytes(Language::It, used), "1.640,3 MB");
        assert_eq!(bytes(Language::En, used), "1,640.3 MB");
        assert_eq!(megabytes(Language::It, 1_048_576), "1.048.576 MB");
        assert_eq!(megabytes(Language::En, 500), "500 MB");
    }

    #[test]
    fn lines_are_wrapped_between_words_only() {
        let long = "x".repeat(100);
        let wrapped = wrap(&format!("{} {long}  {}\nfine", "a".repeat(60), "b".repeat(12)));
        let lines: Vec<usize> = wrapped.lines().map(str::len).collect();
        assert_eq!(lines, [60, 100, 17]);
    }
}
