//! The periods of four months by which the law counts.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use crate::fault::FaultCode;

/// A period of four months: `2026-1` is January to April.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    /// 1, 2 or 3.
    number: u32,
}

/// Years for which there are periods.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

impl Period {
    /// The earliest one.
    pub const FIRST: Self = Self { year: *YEARS.start(), number: 1 };

    /// The period in which a day falls; None for a day of a year that is far away.
    pub fn of(day: NaiveDate) -> Option<Self> {
        let number = (day.month() - 1) / 4 + 1;
        YEARS.contains(&day.year()).then_some(Self { year: day.year(), number })
    }

    pub fn first_day(self) -> NaiveDate {
        self.day_one()
    }

    /// The day after the last one.
    pub fn end_day(self) -> NaiveDate {
        self.next().day_one()
    }

    /// How many days it has: 120, 121, 122 or 123.
    pub fn length_in_days(self) -> i64 {
        (self.end_day() - self.first_day()).num_days()
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first_day().iter_days().take_while(move |day| *day < self.end_day())
    }

    #[must_use]
    pub const fn next(self) -> Self {
        match self.number {
            3 => Self { year: self.year + 1, number: 1 },
            number => Self { year: self.year, number: number + 1 },
        }
    }

    #[must_use]
    pub const fn previous(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 3 },
            number => Self { year: self.year, number: number - 1 },
        }
    }

    pub const fn year(self) -> i32 {
        self.year
    }

    pub const fn number(self) -> u32 {
        self.number
    }

    fn day_one(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, (self.number - 1) * 4 + 1, 1).unwrap_or_default()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, self.number)
    }
}

impl FromStr for Period {
    type Err = FaultCode;

    fn from_str(text: &str) -> Result<Self, FaultCode> {
        let (year, number) = text.split_once('-').ok_or(FaultCode::Unknown)?;
        let is_written_so = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let year = year.parse().ok().filter(|year| is_written_so && YEARS.contains(year));
        let number = match number {
            "1" => Some(1),
            "2" => Some(2),
            "3" => Some(3),
            _ => None,
        };
        year.zip(number).map(|(year, number)| Self { year, number }).ok_or(FaultCode::Unknown)
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("not a period of four months"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_has_four_months() {
        for (text, first, end, days) in [
            ("2026-1", "2026-01-01", "2026-05-01", 120),
            ("2028-1", "2028-01-01", "2028-05-01", 121),
            ("2026-2", "2026-05-01", "2026-09-01", 123),
            ("2026-3", "2026-09-01", "2027-01-01", 122),
        ] {
            let period = period(text);
            assert_eq!(period.to_string(), text);
            assert_eq!(period.first_day().to_string(), first);
            assert_eq!(period.end_day().to_string(), end);
            assert_eq!(period.length_in_days(), days);
            assert_eq!(period.days().count(), usize::try_from(days).unwrap());
            assert_eq!(period.next().previous(), period);
            for day in period.days() {
                assert_eq!(Period::of(day), Some(period), "{day}");
            }
        }
    }

    #[test]
    fn nothing_else_is_a_period() {
        for text in
            ["", "2026", "2026-0", "2026-4", "2026-01", "26-1", "+026-1", "1999-3", "2026-1 ", "x"]
        {
            assert_eq!(text.parse::<Period>(), Err(FaultCode::Unknown), "{text}");
        }
        assert_eq!(Period::of(NaiveDate::MAX), None);
    }
}
