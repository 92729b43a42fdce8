//! The wait that the server imposes after too many attempts.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_domain::Code;

use super::{Alert, AlertKind};
use crate::api::{ApiError, Refusal};
use crate::i18n::{t, texts};

/// A countdown of the wait.
#[derive(Clone, Copy)]
pub struct Throttle(RwSignal<u32>);

impl Default for Throttle {
    fn default() -> Self {
        Self(RwSignal::new(0))
    }
}

impl Throttle {
    pub fn is_on(self) -> bool {
        self.0.try_get().unwrap_or(0) > 0
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
                self.0.set(*seconds);
                self.tick();
                true
            }
            _ => false,
        }
    }

    fn tick(self) {
        set_timeout(
            move || {
                if let Some(left) = self.0.try_get_untracked()
                    && left > 0
                {
                    self.0.set(left - 1);
                    self.tick();
                }
            },
            Duration::from_secs(1),
        );
    }
}

#[component]
pub fn ThrottleNotice(throttle: Throttle) -> impl IntoView {
    let on = Memo::new(move |_| throttle.is_on());
    view! {
        <Show when=move || on.get()>
            <Alert kind=AlertKind::Warning title=t!(session.throttled)>
                // Screen readers announce the message once and not every second.
                <p aria-live="off" role="timer">{move || texts().session().wait(throttle.0.get())}</p>
            </Alert>
        </Show>
    }
}
