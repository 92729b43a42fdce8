use leptos::prelude::*;

use super::{Alert, AlertKind, Form, Icon};

/// The button that sends a form, below the message of why it could not be sent. While the form is being
/// sent it shows that it is busy.
#[component]
pub fn Submit(
    form: Form,
    #[prop(into)] label: TextProp,
    #[prop(default = "btn btn-primary")] class: &'static str,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    form.show_at_button();
    view! {
        <div class="form-message" id=form.message_id() tabindex="-1">
            {move || form.message_at(true).map(|words| view! {
                <Alert kind=AlertKind::Danger><p>{move || words.get()}</p></Alert>
            })}
        </div>
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
    /// The key that presses it.
    #[prop(optional)]
    key: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a class=class href=move || href.get() aria-keyshortcuts=key>
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{move || label.get()}</span>
        </a>
    }
}
