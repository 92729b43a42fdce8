//! Sizes and yes/no values as people write them in a table.

use serde::{Deserialize, Serialize};

use crate::fault::FaultCode;
use crate::quota::{BYTES_PER_MB, check_quota};

/// The unit of a column's sizes, for cells that give none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SizeUnit))]
pub enum Unit {
    Bytes,
    Kilobytes,
    #[default]
    Megabytes,
    Gigabytes,
    Terabytes,
}

impl Unit {
    /// Parses `MB`, `gb`, `GiB`, `byte`, …; all are powers of 1024, as mail hosts count.
    pub fn parse(text: &str) -> Option<Self> {
        const WORDS: [(&[&str], Unit); 5] = [
            (&["b", "byte", "bytes"], Unit::Bytes),
            (&["k", "kb", "kib", "kbyte", "kbytes"], Unit::Kilobytes),
            (&["m", "mb", "mib", "mega", "megabyte", "megabytes"], Unit::Megabytes),
            (&["g", "gb", "gib", "giga", "gigabyte", "gigabytes"], Unit::Gigabytes),
            (&["t", "tb", "tib", "tera", "terabyte", "terabytes"], Unit::Terabytes),
        ];
        let word = text.trim().to_ascii_lowercase();
        WORDS.into_iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, unit)| unit)
    }

    const fn bytes(self) -> i128 {
        match self {
            Unit::Bytes => 1,
            Unit::Kilobytes => 1 << 10,
            Unit::Megabytes => 1 << 20,
            Unit::Gigabytes => 1 << 30,
            Unit::Terabytes => 1 << 40,
        }
    }
}

/// Parses a quota, in MB, rounded up to a whole number: `1000`, `1.000`, `1 GB`, `2,5 GB`, or plain
/// bytes in a column of bytes.
///
/// Exactly three digits after a single `.` or `,` are thousands, since nobody writes quotas in
/// thousandths of a megabyte. Of a gigabyte somebody may: `1,000 GB` is refused, since it could be
/// one or a thousand. Errors: `Required` for an empty cell, `InvalidType` when it is no size,
/// `OutOfRange` when no mailbox can have it (including 0 and -1, which other panels use for "no
/// limit").
pub fn parse_quota(text: &str, unit_of_column: Unit) -> Result<i64, FaultCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FaultCode::Required);
    }
    let number_end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let unit = match &text[number_end..] {
        "" => unit_of_column,
        word => Unit::parse(word).ok_or(FaultCode::InvalidType)?,
    };
    if matches!(unit, Unit::Gigabytes | Unit::Terabytes) && is_ambiguous(&text[..number_end]) {
        return Err(FaultCode::InvalidType);
    }
    let (number, thousandths) = parse_number(&text[..number_end])?;
    let bytes = number
        .checked_mul(1000)
        .and_then(|whole| whole.checked_add(thousandths))
        .and_then(|thousandths| thousandths.checked_mul(unit.bytes()))
        .ok_or(FaultCode::OutOfRange)?;
    let per_mb = i128::from(BYTES_PER_MB) * 1000;
    let megabytes = bytes.div_euclid(per_mb) + i128::from(bytes.rem_euclid(per_mb) > 0);
    check_quota(i64::try_from(megabytes).map_err(|_| FaultCode::OutOfRange)?)
}

/// Whether the only separator of a number could be one of thousands as well as of decimals.
fn is_ambiguous(number: &str) -> bool {
    let mut parts = number.trim().split(['.', ',']);
    let (whole, after) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    parts.next().is_none() && after.len() == 3 && !matches!(whole, "" | "0" | "-0")
}

/// The integer part of a number and its thousandths.
fn parse_number(text: &str) -> Result<(i128, i128), FaultCode> {
    let compact: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '’').collect();
    let (negative, digits) = match compact.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let (whole, fraction) = split_decimals(digits)?;
    let whole: i128 = whole.parse().map_err(|_| number_fault(&whole))?;
    if negative {
        // A negative number is out of range, whatever its decimals.
        return Ok((-whole, 0));
    }
    // Three decimals are more than a size needs; further ones cannot change the result in MB.
    let thousandths = format!("{fraction:0<3}")[..3].parse().map_err(|_| FaultCode::InvalidType)?;
    Ok((whole, thousandths))
}

fn number_fault(digits: &str) -> FaultCode {
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if is_number { FaultCode::OutOfRange } else { FaultCode::InvalidType }
}

fn split_decimals(digits: &str) -> Result<(String, String), FaultCode> {
    let is_sign = |c: char| matches!(c, '.' | ',');
    if !digits.starts_with(|c: char| c.is_ascii_digit())
        || !digits.ends_with(|c: char| c.is_ascii_digit())
        || !digits.chars().all(|c| c.is_ascii_digit() || is_sign(c))
    {
        return Err(FaultCode::InvalidType);
    }
    let Some(last) = digits.rfind(is_sign) else { return Ok((digits.to_owned(), String::new())) };
    let (before, after) = (&digits[..last], &digits[last + 1..]);
    let sign = &digits[last..=last];
    let groups_well = |text: &str| text.split(is_sign).skip(1).all(|group| group.len() == 3);
    // `1.000` and `1.000.000` are thousands; a single 0 before the separator is not: `0,125`.
    let thousands = after.len() == 3
        && groups_well(before)
        && before != "0"
        && (before.contains(sign) || !before.contains(is_sign));
    let is_decimal = !before.contains(sign) && groups_well(before);
    let whole = before.replace(is_sign, "");
    match (thousands, is_decimal) {
        (true, _) => Ok((format!("{whole}{after}"), String::new())),
        (false, true) => Ok((whole, after.to_owned())),
        (false, false) => Err(FaultCode::InvalidType),
    }
}

/// Parses yes or no, in Italian or English; None for an empty cell.
pub fn parse_yes_or_no(text: &str) -> Result<Option<bool>, FaultCode> {
    match text.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "sì" | "si" | "si'" | "sí" | "s" | "yes" | "y" | "true" | "1" | "vero" | "x" | "on"
        | "attiva" | "attivo" | "t" => Ok(Some(true)),
        "no" | "n" | "false" | "0" | "falso" | "-" | "off" | "non attiva" | "f" => Ok(Some(false)),
        _ => Err(FaultCode::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_quota_is_read_as_people_write_it() {
        for (text, unit, mb) in [
            ("1000", Unit::Megabytes, 1000),
            (" 1.000 ", Unit::Megabytes, 1000),
            ("1,000", Unit::Megabytes, 1000),
            ("1 000 MB", Unit::Megabytes, 1000),
            ("1\u{a0}000", Unit::Megabytes, 1000),
            ("1 GB", Unit::Megabytes, 1024),
            ("2GB", Unit::Megabytes, 2048),
            ("1024 MB", Unit::Gigabytes, 1024),
            ("2,5 GB", Unit::Megabytes, 2560),
            ("2.5", Unit::Gigabytes, 2560),
            ("1.048.576", Unit::Megabytes, 1_048_576),
            ("1.024,50 MB", Unit::Megabytes, 1025),
            ("0,125 GB", Unit::Megabytes, 128),
            ("1000.0", Unit::Megabytes, 1000),
            ("1048576000", Unit::Bytes, 1000),
            ("1048576001", Unit::Bytes, 1001),
            ("512000 KB", Unit::Megabytes, 500),
            ("1", Unit::Terabytes, 1_048_576),
        ] {
            assert_eq!(parse_quota(text, unit), Ok(mb), "{text} {unit:?}");
        }
    }

    #[test]
    fn what_is_no_quota_says_why() {
        for (text, code) in [
            ("", FaultCode::Required),
            ("tanta", FaultCode::InvalidType),
            ("MB", FaultCode::InvalidType),
            ("10 EUR", FaultCode::InvalidType),
            ("1.00.0", FaultCode::InvalidType),
            ("1,5,5", FaultCode::InvalidType),
            ("1,000 GB", FaultCode::InvalidType),
            ("1.500 GB", FaultCode::InvalidType),
            ("12/03/2026", FaultCode::InvalidType),
            ("0", FaultCode::OutOfRange),
            ("-1", FaultCode::OutOfRange),
            ("-0,5", FaultCode::OutOfRange),
            ("2 TB", FaultCode::OutOfRange),
            ("99999999999999999999999999999999999999999999", FaultCode::OutOfRange),
        ] {
            assert_eq!(parse_quota(text, Unit::Megabytes), Err(code), "{text}");
        }
    }

    #[test]
    fn yes_and_no_come_in_two_languages() {
        for text in ["sì", "SI", "S", "Yes", "y", "TRUE", "1", "vero", "X"] {
            assert_eq!(parse_yes_or_no(text), Ok(Some(true)), "{text}");
        }
        for text in ["no", "N", "false", "0", "FALSO"] {
            assert_eq!(parse_yes_or_no(text), Ok(Some(false)), "{text}");
        }
        assert_eq!(parse_yes_or_no(" "), Ok(None));
        assert_eq!(parse_yes_or_no("forse"), Err(FaultCode::Unknown));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(text in "\\PC{0,40}|[0-9.,+ -]{0,30}[a-zA-Z]{0,3}") {
            for unit in [Unit::Bytes, Unit::Megabytes, Unit::Terabytes] {
                if let Ok(mb) = parse_quota(&text, unit) {
                    prop_assert!(check_quota(mb).is_ok());
                }
            }
            let _ = parse_yes_or_no(&text);
        }

        #[test]
        fn a_plain_number_is_itself(mb in 1i64..1_048_576) {
            prop_assert_eq!(parse_quota(&mb.to_string(), Unit::Megabytes), Ok(mb));
        }
    }
}
