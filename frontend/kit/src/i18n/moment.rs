//! A point in time inside a sentence: only the time if it is today, otherwise with the date.

use chrono::{DateTime, Utc};

use super::format::{date, time, time_to_the_second};
use super::texts;
use crate::browser;

pub struct Moment {
    /// None for today.
    day: Option<String>,
    time: String,
}

/// The moment to the minute.
pub fn moment(at: DateTime<Utc>) -> Moment {
    Moment { day: other_day(at), time: time(at) }
}

/// The moment to the second.
pub fn instant(at: DateTime<Utc>) -> Moment {
    Moment { day: other_day(at), time: time_to_the_second(at) }
}

fn other_day(at: DateTime<Utc>) -> Option<String> {
    let day = date(at);
    (day != date(browser::now())).then_some(day)
}

impl Moment {
    /// `alle 10:32`, `il 22/11/2026 alle 10:32`
    pub fn at(&self) -> String {
        let t = texts().common();
        self.phrase(|time| t.at_time(time), |day, time| t.at_day(day, time))
    }

    /// `dalle 10:32`
    pub fn since(&self) -> String {
        let t = texts().common();
        self.phrase(|time| t.since_time(time), |day, time| t.since_day(day, time))
    }

    /// `delle 10:32`
    pub fn of(&self) -> String {
        let t = texts().common();
        self.phrase(|time| t.of_time(time), |day, time| t.of_day(day, time))
    }

    /// `fino alle 10:32`
    pub fn until(&self) -> String {
        let t = texts().common();
        self.phrase(|time| t.until_time(time), |day, time| t.until_day(day, time))
    }

    fn phrase(
        &self,
        today: impl Fn(&str) -> String,
        another_day: impl Fn(&str, &str) -> String,
    ) -> String {
        match &self.day {
            None => today(&self.time),
            Some(day) => another_day(day, &self.time),
        }
    }
}
