//! Numbers and dates in the format of the current language; times are those of Rome.

use chrono::{DateTime, NaiveDate, Utc};
use js_sys::{Date, Object, Reflect};
use leptos::wasm_bindgen::JsValue;
use sigillo_domain::quota::BYTES_PER_MB;
pub use sigillo_domain::report::day_text;
use sigillo_domain::{FaultCode, number_text};

use super::{Lang, lang};

/// `22/11/2026`
pub fn date(at: DateTime<Utc>) -> String {
    written(at, &[("day", "2-digit"), ("month", "2-digit"), ("year", "numeric")])
}

/// `22/11/2026, 14:03`
pub fn date_time(at: DateTime<Utc>) -> String {
    written(
        at,
        &[
            ("day", "2-digit"),
            ("month", "2-digit"),
            ("year", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ],
    )
}

/// `lunedì 30 novembre 2026 alle ore 14:03`
pub fn date_time_in_words(at: DateTime<Utc>) -> String {
    written(
        at,
        &[
            ("weekday", "long"),
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ],
    )
}

/// `10:32`
pub fn time(at: DateTime<Utc>) -> String {
    written(at, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// `10:32:07`
pub fn time_to_the_second(at: DateTime<Utc>) -> String {
    written(at, &[("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit")])
}

fn written(at: DateTime<Utc>, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (key, value) in parts.iter().chain(&[("timeZone", "Europe/Rome")]) {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit for 285,000 years")]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    date.to_locale_string(lang().locale(), &options).into()
}

/// `1.234.567`
pub fn integer(number: i64) -> String {
    grouped(number, lang())
}

/// Parses a day as its field has it: `YYYY-MM-DD`, or empty.
pub fn parse_day(text: &str) -> Result<Option<NaiveDate>, FaultCode> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| FaultCode::InvalidType),
    }
}

/// Parses a whole number as people type it: `1000`, `1.000`, `1 000`.
pub fn parse_integer(text: &str) -> Result<i64, FaultCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FaultCode::Required);
    }
    let mut groups = text.split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next().unwrap_or_default();
    // A separator not followed by three digits is a decimal separator, or a typing error.
    let whole = groups.clone().all(|group| group.len() == 3);
    let digits: String = std::iter::once(first).chain(groups).collect();
    if !whole || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FaultCode::OutOfRange);
    }
    digits.parse().map_err(|_| FaultCode::OutOfRange)
}

/// `1.234 MB`
pub fn megabytes(mb: i64) -> String {
    format!("{} MB", integer(mb))
}

/// A measured size in MB with one decimal: `512,3 MB`.
pub fn bytes(bytes: i64) -> String {
    let tenths = (bytes * 10 + BYTES_PER_MB / 2) / BYTES_PER_MB;
    let comma = match lang() {
        Lang::It => ',',
        Lang::En => '.',
    };
    format!("{}{comma}{} MB", integer(tenths / 10), tenths % 10)
}

/// A measured size in short form: `412 MB`, with one decimal under 10 MB.
pub fn short_bytes(count: i64) -> String {
    if count == 0 || count >= 10 * BYTES_PER_MB {
        megabytes((count + BYTES_PER_MB / 2) / BYTES_PER_MB)
    } else {
        // At least 0.1 MB is shown, because `0,0 MB` would look like nothing.
        bytes(count.max(BYTES_PER_MB / 10))
    }
}

/// The size of a file: `12 KB` under a megabyte, else as [`short_bytes`] has it.
pub fn file_size(count: i64) -> String {
    if count >= BYTES_PER_MB {
        return short_bytes(count);
    }
    format!("{} KB", integer((count + 1023) / 1024))
}

fn grouped(number: i64, lang: Lang) -> String {
    number_text::grouped(number, lang.language())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parsed_as_people_type_them() {
        for text in ["1000", "1.000", "1,000", "1 000", " 1\u{a0}000 "] {
            assert_eq!(parse_integer(text), Ok(1000), "{text:?}");
        }
        assert_eq!(parse_integer("0"), Ok(0));
        assert_eq!(parse_integer(" "), Err(FaultCode::Required));
        for text in ["1,5", "1.00", "1.0000", "-1", "mille", "1 MB", "99999999999999999999"] {
            assert_eq!(parse_integer(text), Err(FaultCode::OutOfRange), "{text:?}");
        }
    }

    #[test]
    fn numbers_are_grouped_by_thousands_and_parse_back() {
        for (number, italian, english) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (-1_234_567, "-1.234.567", "-1,234,567"),
        ] {
            assert_eq!(grouped(number, Lang::It), italian);
            assert_eq!(grouped(number, Lang::En), english);
        }
        assert_eq!(parse_integer(&grouped(1_048_576, Lang::It)), Ok(1_048_576));
        assert_eq!(parse_integer(&grouped(1_048_576, Lang::En)), Ok(1_048_576));
    }
}
