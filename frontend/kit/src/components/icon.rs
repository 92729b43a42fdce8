use leptos::prelude::*;

/// An icon of Bootstrap Italia, by its name in the kit (`it-pencil`). It says nothing to a screen
/// reader: the words beside it do.
#[component]
pub fn Icon(name: &'static str, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}") aria-hidden="true" focusable="false">
            <use href=format!("#{name}")></use>
        </svg>
    }
}
