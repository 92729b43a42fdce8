//! A button that copies a text.

use std::time::Duration;

use leptos::prelude::*;

use super::Icon;
use crate::browser;

/// How long the button says that the text was copied.
const SHOWN: Duration = Duration::from_secs(2);

#[component]
pub fn CopyButton(
    text: String,
    /// The name of the button.
    #[prop(into)]
    label: TextProp,
    /// What screen readers say once the text was copied.
    #[prop(into)]
    done: TextProp,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            if browser::copy(&text).await && copied.try_set(true).is_none() {
                set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    SHOWN,
                );
            }
        });
    };
    let title = label.clone();
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=move || label.get()
            title=move || title.get()
            on:click=copy
        >
            {move || {
                let icon = if copied.get() { "it-check" } else { "it-copy" };
                view! { <Icon name=icon /> }
            }}
        </button>
        <span class="visually-hidden" role="status">
            {move || copied.get().then(|| done.get())}
        </span>
    }
}
