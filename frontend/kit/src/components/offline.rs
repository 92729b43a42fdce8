use leptos::prelude::*;

use super::{Alert, AlertKind, Icon};
use crate::connection;
use crate::i18n::t;

/// Shown on every page while the server cannot be reached. `retry` sends it a request.
#[component]
pub fn Offline(retry: Callback<()>) -> impl IntoView {
    view! {
        <Show when=|| !connection::is_reachable()>
            <div class="container offline" data-testid="offline">
                <Alert kind=AlertKind::Warning title=t!(problems.unreachable_title)>
                    <p>{t!(problems.unreachable_kept)}</p>
                    <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| retry.run(())>
                        <Icon name="it-refresh" />
                        <span>{t!(common.retry)}</span>
                    </button>
                </Alert>
            </div>
        </Show>
    }
}
