use std::time::Duration;

use leptos::prelude::*;

use super::{Alert, AlertKind, Icon};
use crate::connection;
use crate::i18n::t;

/// How often an unreachable server is tried again.
const TRY_EVERY: Duration = Duration::from_secs(3);

/// Runs `work` every few seconds while the caller is mounted.
pub fn poll_while_mounted(work: Callback<()>) {
    if let Ok(interval) = set_interval_with_handle(move || work.run(()), TRY_EVERY) {
        on_cleanup(move || interval.clear());
    }
}

/// Shown on every page while the server cannot be reached. `retry` sends it a request, by itself every few
/// seconds and when the person asks for it.
#[component]
pub fn Offline(retry: Callback<()>) -> impl IntoView {
    view! {
        <Show when=|| !connection::is_reachable()>
            <Banner retry=retry />
        </Show>
    }
}

#[component]
fn Banner(retry: Callback<()>) -> impl IntoView {
    poll_while_mounted(retry);
    view! {
        <div class="container offline" data-testid="offline">
            <Alert kind=AlertKind::Warning title=t!(problems.unreachable_title)>
                <p>{t!(problems.unreachable_kept)}</p>
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| retry.run(())>
                    <Icon name="it-refresh" />
                    <span>{t!(common.retry)}</span>
                </button>
            </Alert>
        </div>
    }
}
