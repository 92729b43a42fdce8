//! Times of ASN.1 and of PDF.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};

use crate::ber::{self, Malformed, Value};

/// A time of either kind. What RFC 5280 forbids is read too where programs write it: fractions, and no seconds.
pub(crate) fn read(value: Value<'_>) -> ber::Result<DateTime<Utc>> {
    let text = std::str::from_utf8(value.body).map_err(|_| Malformed)?;
    let text = text.strip_suffix('Z').ok_or(Malformed)?;
    let text = text.split(['.', ',']).next().unwrap_or_default();
    let (year, rest) = match value.tag {
        ber::UTC_TIME => {
            let year = digits(text, 0..2)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, text.get(2..))
        }
        ber::GENERALIZED_TIME => (digits(text, 0..4)?, text.get(4..)),
        _ => return Err(Malformed),
    };
    let rest = rest.ok_or(Malformed)?;
    let part = |at: usize| digits(rest, at..at + 2);
    let seconds = if rest.len() == 8 { 0 } else { part(8)? };
    let date =
        NaiveDate::from_ymd_opt(i32::try_from(year).map_err(|_| Malformed)?, part(0)?, part(2)?);
    let time = date.and_then(|date| date.and_hms_opt(part(4).ok()?, part(6).ok()?, seconds));
    time.map(|time| time.and_utc()).ok_or(Malformed)
}

fn digits(text: &str, range: std::ops::Range<usize>) -> ber::Result<u32> {
    let text = text.get(range).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    text.and_then(|text| text.parse().ok()).ok_or(Malformed)
}

/// A date of PDF: `D:20261129182642+01'00'`, of which everything after the year may be missing.
pub(crate) fn read_pdf(text: &[u8]) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.strip_prefix("D:").unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits_text, zone) = text.split_at(end);
    let part = |at: usize, default: u32| {
        if digits_text.len() >= at + 2 {
            digits(digits_text, at..at + 2).ok()
        } else {
            Some(default)
        }
    };
    let year = i32::try_from(digits(digits_text, 0..4).ok()?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, part(4, 1)?, part(6, 1)?)?;
    let time = date.and_hms_opt(part(8, 0)?, part(10, 0)?, part(12, 0)?)?;
    let offset = offset(zone)?;
    Some(offset.from_local_datetime(&time).single()?.to_utc())
}

fn offset(zone: &str) -> Option<FixedOffset> {
    let sign = match zone.bytes().next() {
        None | Some(b'Z') => return FixedOffset::east_opt(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let part = |range| digits.get(range).map_or(Some(0), |text: &str| text.parse::<i32>().ok());
    FixedOffset::east_opt(sign * (part(0..2)? * 3600 + part(2..4)? * 60))
}

/// A time for people.
pub(crate) fn text(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_both_kinds_are_read() {
        let read = |tag, body: &'static str| {
            read(Value { tag, body: body.as_bytes(), whole: &[] }).map(text)
        };
        assert_eq!(read(ber::UTC_TIME, "261129182642Z").unwrap(), "2026-11-29T18:26:42Z");
        assert_eq!(read(ber::UTC_TIME, "9911291826Z").unwrap(), "1999-11-29T18:26:00Z");
        let general = "2026-11-29T18:26:42Z";
        assert_eq!(read(ber::GENERALIZED_TIME, "20261129182642.5Z").unwrap(), general);
        for wrong in
            ["", "Z", "20261329182642Z", "2026112918264Z", "20261129182642", "2026é1129182642Z"]
        {
            assert!(read(ber::GENERALIZED_TIME, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dates_of_pdf_are_read() {
        let read = |text: &str| read_pdf(text.as_bytes()).map(super::text);
        assert_eq!(read("D:20261129182642+01'00'").unwrap(), "2026-11-29T17:26:42Z");
        assert_eq!(read("D:20261129182642-0130").unwrap(), "2026-11-29T19:56:42Z");
        assert_eq!(read("20261129182642Z").unwrap(), "2026-11-29T18:26:42Z");
        assert_eq!(read("D:2026").unwrap(), "2026-01-01T00:00:00Z");
        for wrong in ["", "D:", "D:20261399", "D:20261129182642+99'00'", "D:20261129182642?"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
