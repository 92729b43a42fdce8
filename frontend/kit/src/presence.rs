//! Whether somebody is at the page.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::ev;
use leptos::prelude::*;

use crate::browser;

/// After this long without input, nobody is taken to be at the page.
const AWAY_AFTER: TimeDelta = TimeDelta::hours(1);

/// The time of the last input to a page.
#[derive(Clone, Copy)]
pub struct Presence {
    last_input: StoredValue<DateTime<Utc>>,
}

impl Presence {
    /// Listens for input until the calling component goes.
    #[must_use]
    pub fn watch() -> Self {
        let last_input = StoredValue::new(browser::now());
        let note = move || {
            let _ = last_input.try_set_value(browser::now());
        };
        let handles = [
            window_event_listener(ev::keydown, move |_| note()),
            window_event_listener(ev::pointerdown, move |_| note()),
            window_event_listener(ev::pointermove, move |_| note()),
            window_event_listener(ev::wheel, move |_| note()),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
        Self { last_input }
    }

    /// Whether the page is hidden, or nobody has touched it for an hour.
    pub fn is_away(self) -> bool {
        let last = self.last_input.try_get_value();
        document().hidden() || last.is_none_or(|last| is_long_ago(last, browser::now()))
    }
}

fn is_long_ago(last: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - last > AWAY_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_there_after_an_hour_without_input() {
        let last = DateTime::UNIX_EPOCH;
        assert!(!is_long_ago(last, last + TimeDelta::minutes(60)));
        assert!(is_long_ago(last, last + TimeDelta::minutes(61)));
    }
}
