//! The export of the whole list to a file (A4), with its filters and order.

use leptos::prelude::*;
use sigillo_kit::list_view::ListView;

use super::requests::export;
use crate::components::{ErrorSummary, Form, Popover, PopoverButton, Submit};
use crate::i18n::t;
use crate::route::key;
use crate::{api, browser};

/// The formats in the manual's order.
pub const FORMATS: [(&str, &str); 3] = [("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")];

#[component]
pub fn Export(view: Memo<ListView>) -> impl IntoView {
    let popover = Popover::default();
    view! {
        <PopoverButton popover=popover id="export-panel" label=t!(list.export) icon="it-download">
            <ExportForm view=view open=popover.open />
        </PopoverButton>
    }
}

#[component]
fn ExportForm(view: Memo<ListView>, open: RwSignal<bool>) -> impl IntoView {
    let form = Form::new("export");
    let format = RwSignal::new(FORMATS[0].0);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let query = view.with_untracked(|view| export(view, format.get_untracked()));
        form.send(
            async move { api::download_mailboxes(&query).await },
            move |outcome| match outcome {
                Ok(file) => {
                    browser::save_file(&file.blob, &file.name);
                    open.set(false);
                }
                Err(error) => form.show_failure(error),
            },
        );
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
            <p class="field-hint">
                {move || if view.get().is_narrowed(key::DOMAIN) { t!(list.export_found)() } else { t!(list.export_all)() }}
            </p>
            <ErrorSummary form=form />
            <Submit form=form label=t!(list.do_export) class="btn btn-primary btn-wide" />
        </form>
    }
}
