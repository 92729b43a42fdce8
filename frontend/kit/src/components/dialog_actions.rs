use leptos::prelude::*;

use super::Form;
use crate::i18n::t;

/// The buttons of a dialog without fields: one sends the form, and shows that it is busy while the form
/// is being sent; the other closes the dialog.
#[component]
pub fn DialogActions(
    form: Form,
    /// The id of the button that sends, where the dialog may start.
    id: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(into, default = "btn btn-primary".into())] class: Signal<&'static str>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_send: Callback<()>,
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="form-actions">
            <button
                type="button"
                id=id
                class=move || class.get()
                disabled=move || disabled.get()
                aria-busy=move || form.is_busy().then_some("true")
                on:click=move |_| on_send.run(())
            >
                {move || form.is_busy().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
                {move || label.get()}
            </button>
            <button type="button" class="btn btn-outline-primary" on:click=move |_| on_close.run(())>
                {t!(forms.cancel)}
            </button>
        </div>
    }
}
