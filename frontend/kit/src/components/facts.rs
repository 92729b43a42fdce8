//! A list of labels and values.

use leptos::prelude::*;

#[component]
pub fn Facts(
    /// Whether the facts stand in two columns where the screen is wide enough.
    #[prop(optional)]
    columns: bool,
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts" class:facts-columns=columns>{children()}</dl> }
}

#[component]
pub fn Fact(#[prop(into)] label: TextProp, children: Children) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{move || label.get()}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
