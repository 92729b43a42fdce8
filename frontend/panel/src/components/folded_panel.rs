//! A panel that is folded until somebody opens it.

use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;

/// What is in it is made, and so read from the server, when it is opened for the first time.
#[component]
pub fn FoldedPanel(#[prop(into)] title: TextProp, children: ChildrenFn) -> impl IntoView {
    let was_opened = RwSignal::new(false);
    let details = NodeRef::<html::Details>::new();
    let on_toggle = move |_: Event| {
        if let Some(details) = details.get_untracked() {
            was_opened.set(was_opened.get_untracked() || details.open());
        }
    };
    view! {
        <details class="panel tab-panel" node_ref=details on:toggle=on_toggle>
            <summary><h2>{move || title.get()}</h2></summary>
            <Show when=move || was_opened.get()>{children()}</Show>
        </details>
    }
}
