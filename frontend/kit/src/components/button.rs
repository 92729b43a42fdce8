use leptos::prelude::*;

use super::{Form, Icon};

/// The button that sends a form. While the form is being sent it shows that it is busy.
#[component]
pub fn Submit(
    form: Form,
    #[prop(into)] label: TextProp,
    #[prop(default = "btn btn-primary")] class: &'static str,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=class
            disabled=move || disabled.get()
            aria-disabled=move || form.is_busy().then_some("true")
            aria-busy=move || form.is_busy().then_some("true")
        >
            {move || form.is_busy().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            {move || label.get()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: TextProp,
    #[prop(default = "btn btn-primary")] class: &'static str,
    #[prop(optional)] icon: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a class=class href=move || href.get()>
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{move || label.get()}</span>
        </a>
    }
}
