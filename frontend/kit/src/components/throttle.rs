//! The wait that the server imposes after too many attempts.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use sigillo_domain::Code;

use super::{Alert, AlertKind};
use crate::api::{ApiError, Refusal};
use crate::browser;
use crate::i18n::{t, texts};

/// A countdown of the wait.
#[derive(Clone, Copy)]
pub struct Throttle {
    left: RwSignal<u32>,
    /// The clock decides and not the count of the ticks, since a phone stops the timers of a page while its
    /// user reads a message elsewhere.
    until: StoredValue<DateTime<Utc>>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { left: RwSignal::new(0), until: StoredValue::new(DateTime::UNIX_EPOCH) }
    }
}

impl Throttle {
    pub fn is_on(self) -> bool {
        self.left() > 0
    }

    /// The seconds that are left.
    pub fn left(self) -> u32 {
        self.left.try_get().unwrap_or(0)
    }

    /// Starts the countdown, or starts it anew.
    pub fn start(self, seconds: u32) {
        let ticks = self.left.get_untracked() > 0;
        self.until.set_value(browser::now() + TimeDelta::seconds(seconds.into()));
        self.left.set(seconds);
        if !ticks {
            self.tick();
        }
    }

    /// Starts the countdown if the server refused the request because of too many attempts. Returns
    /// whether it did.
    pub fn start_if_throttled(self, error: &ApiError) -> bool {
        match error {
            ApiError::Refused(Refusal {
                code: Code::TooManyRequests,
                retry_after: Some(seconds),
                ..
            }) => {
                self.start(*seconds);
                true
            }
            _ => false,
        }
    }

    fn tick(self) {
        set_timeout(
            move || {
                if let Some(until) = self.until.try_get_value() {
                    self.left.set(seconds_left(browser::now(), until));
                    if self.left.get_untracked() > 0 {
                        self.tick();
                    }
                }
            },
            Duration::from_secs(1),
        );
    }
}

/// The seconds until `end`; one that has begun counts as a whole one.
fn seconds_left(now: DateTime<Utc>, end: DateTime<Utc>) -> u32 {
    let left = (end - now).num_milliseconds().max(0);
    u32::try_from(left.unsigned_abs().div_ceil(1000)).unwrap_or(u32::MAX)
}

#[component]
pub fn ThrottleNotice(throttle: Throttle) -> impl IntoView {
    let on = Memo::new(move |_| throttle.is_on());
    view! {
        <Show when=move || on.get()>
            <Alert kind=AlertKind::Warning title=t!(session.throttled)>
                // Screen readers announce the message once and not every second.
                <p aria-live="off" role="timer">{move || texts().session().wait(throttle.left())}</p>
            </Alert>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_says_how_long_the_wait_still_is() {
        let end = DateTime::UNIX_EPOCH;
        let left = |milliseconds| seconds_left(end - TimeDelta::milliseconds(milliseconds), end);
        assert_eq!([30_000, 29_001, 1, 0, -5_000].map(left), [30, 30, 1, 0, 0]);
    }
}
