//! The export of a whole list to a file (A4), with its filters and order.

use leptos::prelude::*;
use sigillo_kit::api::{Download, Pending};

use super::{ErrorSummary, Form, Popover, PopoverButton, Submit};
use crate::browser;
use crate::i18n::t;

/// The formats in the manual's order.
pub const FORMATS: [(&str, &str); 3] = [("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")];

/// `download` makes the file in a format; `hint` says what it contains.
#[component]
pub fn ExportMenu(
    #[prop(into)] download: Callback<&'static str, Pending<Download>>,
    #[prop(into)] hint: TextProp,
) -> impl IntoView {
    let popover = Popover::default();
    view! {
        <PopoverButton popover=popover id="export-panel" label=t!(list.export) icon="it-download">
            <ExportForm download=download hint=hint.clone() open=popover.open />
        </PopoverButton>
    }
}

#[component]
fn ExportForm(
    download: Callback<&'static str, Pending<Download>>,
    hint: TextProp,
    open: RwSignal<bool>,
) -> impl IntoView {
    let form = Form::new("export");
    let format = RwSignal::new(FORMATS[0].0);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.send(download.run(format.get_untracked()), move |outcome| match outcome {
            Ok(file) => {
                browser::save_file(&file.blob, &file.name);
                open.set(false);
            }
            Err(error) => form.show_failure(error),
        });
    };
    let radios = FORMATS.map(|(key, name)| {
        let id = format!("export-{key}");
        view! {
            <div class="choice">
                <input
                    type="radio"
                    name="format"
                    id=id.clone()
                    prop:checked=move || format.get() == key
                    on:change=move |_| format.set(key)
                />
                <label for=id>{name}</label>
            </div>
        }
    });
    view! {
        <form on:submit=submit>
            <fieldset>
                <legend class="field-label">{t!(list.export_as)}</legend>
                {radios.into_iter().collect_view()}
            </fieldset>
            <p class="field-hint">{move || hint.get()}</p>
            <ErrorSummary form=form />
            <Submit form=form label=t!(list.do_export) class="btn btn-primary btn-wide" />
        </form>
    }
}
