//! A small drop-down list that filters what a panel shows.

use leptos::prelude::*;

/// `options` has each value with its words; the first one stands for all.
#[component]
pub fn Pick(
    id: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    value: RwSignal<String>,
) -> impl IntoView {
    let option = move |(key, words): (String, String)| {
        let selected = value.with_untracked(|value| *value == key);
        view! { <option value=key selected=selected>{words}</option> }
    };
    view! {
        <div class="field pick">
            <label class="field-label" for=id>{move || label.get()}</label>
            <select
                class="input"
                id=id
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}
