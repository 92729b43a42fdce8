use leptos::prelude::*;

/// An icon of Bootstrap Italia, by its name there (`it-pencil`). Screen readers skip it and read
/// the text beside it.
#[component]
pub fn Icon(name: &'static str, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}") aria-hidden="true" focusable="false">
            <use href=format!("#{name}")></use>
        </svg>
    }
}
