//! Too many attempts: the wait, and how it is told.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_domain::Code;

use super::{Alert, AlertKind};
use crate::api::{ApiError, Refusal};
use crate::i18n::{t, texts};

/// The wait the server asks for after too many attempts, counted down.
#[derive(Clone, Copy)]
pub struct Throttle(RwSignal<u32>);

impl Throttle {
    pub fn new() -> Self {
        Self(RwSignal::new(0))
    }

    pub fn is_on(self) -> bool {
        self.0.try_get().unwrap_or(0) > 0
    }

    /// Begins the wait, when that is what the server refused with.
    pub fn catches(self, error: &ApiError) -> bool {
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
                // The seconds run in silence: a screen reader hears the message, not the clock.
                <p aria-live="off" role="timer">{move || texts().session().wait(throttle.0.get())}</p>
            </Alert>
        </Show>
    }
}
