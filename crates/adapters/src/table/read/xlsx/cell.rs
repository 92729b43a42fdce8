//! The text of a cell as a person sees it.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use sigillo_app::table::ReadError;

use super::strings::Strings;
use super::styles::{CellFormat, Styles};
use super::xml::without_escapes;

pub struct CellReader<'w> {
    pub strings: &'w Strings,
    pub styles: &'w Styles,
    pub is_1904: bool,
}

impl CellReader<'_> {
    /// Appends to `into` the text of a cell of this kind (`t`), style (`s`) and raw value (`v`).
    pub fn show(
        &self,
        kind: Kind,
        style: usize,
        raw: &str,
        into: &mut String,
    ) -> Result<(), ReadError> {
        match kind {
            Kind::Shared if raw.is_empty() => {}
            Kind::Shared => {
                let text = raw.trim().parse().ok().and_then(|index| self.strings.get(index));
                into.push_str(text.ok_or(ReadError::Damaged)?);
            }
            Kind::Text => into.push_str(without_escapes(raw).as_deref().unwrap_or(raw)),
            Kind::Boolean => into.push_str(match raw.trim() {
                "" => "",
                "0" | "false" => "FALSE",
                _ => "TRUE",
            }),
            Kind::Date => match raw.parse::<NaiveDateTime>() {
                Ok(at) => push_time(at, into),
                Err(_) => into.push_str(raw),
            },
            Kind::Number => self.show_number(style, raw.trim(), into),
        }
        Ok(())
    }

    fn show_number(&self, style: usize, raw: &str, into: &mut String) {
        let format = self.styles.format(style);
        let is_general = matches!(format, CellFormat::General);
        if is_general && raw.len() <= 15 && raw.bytes().all(|b| b.is_ascii_digit()) {
            return into.push_str(raw);
        }
        let Some(number) = raw.parse::<f64>().ok().filter(|number| number.is_finite()) else {
            return into.push_str(raw);
        };
        let is_shown = match format {
            CellFormat::General => false,
            CellFormat::Date => {
                let at = time_of(number, self.is_1904);
                at.inspect(|at| push_time(*at, into)).is_some()
            }
            CellFormat::Number(format) => format.push(number, into),
        };
        if !is_shown {
            push_number(number, into);
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Boolean,
    Date,
}

impl Kind {
    pub fn parse(text: &str) -> Self {
        match text {
            "s" => Kind::Shared,
            "b" => Kind::Boolean,
            "d" => Kind::Date,
            // An error (`e`) is read as the text that it shows.
            "str" | "inlineStr" | "e" => Kind::Text,
            _ => Kind::Number,
        }
    }
}

/// Writes a number with the 15 digits of Excel's precision, never as `1e3`, and without a final
/// `.0`.
fn push_number(number: f64, into: &mut String) {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let start = into.len();
    into.push_str(&rounded.to_string());
    // The import takes three digits after a point for thousands. The extra zero keeps 1.024 from
    // becoming 1024.
    if into[start..].split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) {
        into.push('0');
    }
}

/// Writes `dd/mm/yyyy`, and the time of day unless it is midnight.
fn push_time(at: NaiveDateTime, into: &mut String) {
    let has_time = at.num_seconds_from_midnight() > 0;
    let format = if has_time { "%d/%m/%Y %H:%M" } else { "%d/%m/%Y" };
    into.push_str(&at.format(format).to_string());
}

/// The time that Excel represents by a number of days; None if it is out of range.
fn time_of(number: f64, is_1904: bool) -> Option<NaiveDateTime> {
    const MINUTES_OF_A_DAY: f64 = 1440.0;
    if !(0.0..3_000_000.0).contains(&number) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the range above"
    )]
    let minutes = (number * MINUTES_OF_A_DAY).round() as u64;
    let (days, minutes) = (minutes / 1440, minutes % 1440);
    let origin = match (is_1904, days) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        // Excel counts a 29th of February in 1900, which did not exist.
        (false, 0..60) => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        (false, _) => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    let minutes = u32::try_from(minutes).ok()?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0)?;
    Some(origin.checked_add_days(Days::new(days))?.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: Kind, raw: &str) -> String {
        let (strings, styles) = (Strings::default(), Styles::default());
        let mut text = String::new();
        let reader = CellReader { strings: &strings, styles: &styles, is_1904: false };
        reader.show(kind, 0, raw, &mut text).unwrap();
        text
    }

    #[test]
    fn numbers_are_shown_as_a_person_sees_them() {
        for (raw, text) in [
            ("1000", "1000"),
            ("1000.0", "1000"),
            ("1E3", "1000"),
            ("2.5", "2.5"),
            ("0.30000000000000004", "0.3"),
            ("1.024", "1.0240"),
            ("-5", "-5"),
            ("1e400", "1e400"),
            ("", ""),
        ] {
            assert_eq!(shown(Kind::Number, raw), text, "{raw}");
        }
        assert_eq!(shown(Kind::Boolean, "1"), "TRUE");
    }

    #[test]
    fn days_are_counted_as_excel_does() {
        let shown = |number, is_1904| {
            let mut text = String::new();
            if let Some(at) = time_of(number, is_1904) {
                push_time(at, &mut text);
            }
            text
        };
        assert_eq!(shown(1.0, false), "01/01/1900");
        assert_eq!(shown(61.0, false), "01/03/1900");
        assert_eq!(shown(46023.4375, false), "01/01/2026 10:30");
        assert_eq!(shown(0.0, true), "01/01/1904");
        assert_eq!(shown(f64::NAN, false), "");
        assert_eq!(shown(1e18, false), "");
    }
}
