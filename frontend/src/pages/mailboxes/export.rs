//! The list as a file (A4): all of it, as it is filtered and ordered.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Node;

use super::list_view::ListView;
use crate::components::{ErrorSummary, Form, Icon, Submit};
use crate::i18n::t;
use crate::{api, browser};

/// The kinds of file, in the manual's order.
const FORMATS: [(&str, &str); 3] = [("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")];

#[component]
pub fn Export(view: Memo<ListView>) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    let on_focus_out = move |event: FocusEvent| {
        let next = event.related_target().and_then(|t| t.dyn_into::<Node>().ok());
        // A press on the panel's own ground moves the focus nowhere: it stays open.
        let left = next.is_some_and(|next| {
            root.get_untracked().is_some_and(|root| !root.contains(Some(&next)))
        });
        if left {
            open.set(false);
        }
    };
    view! {
        <div class="menu" node_ref=root on:keydown=on_key on:focusout=on_focus_out>
            <button
                type="button"
                class="btn btn-outline-primary"
                node_ref=button
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="export-panel"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name="it-download" />
                <span>{t!(list.export)}</span>
                <Icon name="it-expand" class="icon-sm" />
            </button>
            <div class="menu-list menu-panel" class:show=move || open.get() id="export-panel">
                <Show when=move || open.get()>
                    <ExportForm view=view open=open />
                </Show>
            </div>
        </div>
    }
}

#[component]
fn ExportForm(view: Memo<ListView>, open: RwSignal<bool>) -> impl IntoView {
    let form = Form::new("export");
    let format = RwSignal::new(FORMATS[0].0);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let query = view.get_untracked().export(format.get_untracked());
        form.send(async move { api::export(&query).await }, move |outcome| match outcome {
            Ok(file) => {
                browser::save_file(&file.blob, &file.name);
                open.set(false);
            }
            Err(error) => form.fail(error),
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
            <p class="field-hint">
                {move || if view.get().is_narrowed() { t!(list.export_found)() } else { t!(list.export_all)() }}
            </p>
            <ErrorSummary form=form />
            <Submit form=form label=t!(list.do_export) class="btn btn-primary btn-wide" />
        </form>
    }
}
