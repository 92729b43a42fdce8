//! The summary of a form's errors.

use leptos::prelude::*;

use super::form::text_of_error;
use super::{Alert, AlertKind, Form};
use crate::browser;
use crate::i18n::t;

/// All the errors of a form, each with a link to its field.
#[component]
pub fn ErrorSummary(form: Form) -> impl IntoView {
    let errors = move || {
        let list = form.errors.get();
        (!list.is_empty()).then(move || {
            let items = list.into_iter().map(move |(pointer, error)| {
                let id = form.field_id(&pointer);
                let label = form.label(&pointer);
                let text = text_of_error(&pointer, &error);
                match label {
                    Some(label) => view! {
                        <li>
                            <a
                                href=format!("#{id}")
                                on:click=move |event| {
                                    event.prevent_default();
                                    browser::focus(&id);
                                }
                            >
                                {move || label.get()}
                            </a>
                            ": "
                            {text}
                        </li>
                    }
                    .into_any(),
                    None => view! { <li>{text}</li> }.into_any(),
                }
            });
            view! {
                <Alert kind=AlertKind::Danger title=t!(forms.check_fields)>
                    <ul class="note-list">{items.collect_view()}</ul>
                </Alert>
            }
        })
    };
    let restored = move || {
        form.is_restored.get().then(|| {
            view! {
                <Alert kind=AlertKind::Info>
                    <p>{t!(forms.restored)}</p>
                    <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| form.discard_restored()>
                        {t!(forms.discard_restored)}
                    </button>
                </Alert>
            }
        })
    };
    let message = move || {
        form.message_at(false).map(|words| {
            view! {
                <Alert kind=AlertKind::Danger>
                    <p>{move || words.get()}</p>
                </Alert>
            }
        })
    };
    view! {
        <div class="form-summary" id=form.summary_id() tabindex="-1">
            {restored}
            {errors}
            {message}
        </div>
    }
}
