//! A list of labels and values.

use leptos::prelude::*;

#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
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
