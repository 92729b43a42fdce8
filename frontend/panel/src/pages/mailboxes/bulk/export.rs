//! The export of the selected mailboxes to a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::mailbox::SelectionExport;
use sigillo_domain::Code;
use sigillo_domain::permission::Permission;
use sigillo_kit::list_view::ListView;

use super::super::may_in;
use super::super::requests::{domain_of, export_matching};
use super::selection::{Chosen, Selection};
use crate::api::{ApiError, Download};
use crate::components::{AlertKind, FORMATS, Menu, MenuButton, announce};
use crate::i18n::{integer, lang, problem_text, t, texts};
use crate::route::Route;
use crate::{api, browser};

/// The menu of formats, for whoever may export mailboxes of the list.
#[component]
pub fn ExportSelection(selection: Selection, view: Memo<ListView>) -> impl IntoView {
    let waiting = StoredValue::new(false);
    let download = move |format: &'static str| {
        if waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        let view = view.get_untracked();
        spawn_local(async move {
            match requested(selection.chosen(), &view, format).await {
                Ok(file) => browser::save_file(&file.blob, &file.name),
                Err(error) => announce(AlertKind::Danger, failure_text(&error), Route::Mailboxes),
            }
            waiting.try_set_value(false);
        });
    };
    let label = move || match selection.count() {
        1 => texts().bulk().export_one().to_owned(),
        count => texts().bulk().export_many(&integer(count)),
    };
    let formats = move || {
        let button = |(format, name): (&'static str, &'static str)| {
            let on_click = Callback::new(move |()| download(format));
            view! { <MenuButton label=name on_click=on_click /> }
        };
        FORMATS.map(button).into_iter().collect_view()
    };
    let may_export = move || may_in(&view.with(domain_of), Permission::Export);
    view! {
        <Show when=may_export>
            <Menu
                id="export-selection"
                label=label
                icon="it-download"
                class="btn btn-outline-primary"
            >
                {formats}
            </Menu>
        </Show>
    }
}

async fn requested(chosen: Chosen, view: &ListView, format: &str) -> Result<Download, ApiError> {
    match chosen {
        Chosen::Named(ids) => {
            let request = SelectionExport {
                format: format.to_owned(),
                separator: None,
                lang: Some(lang().code().to_owned()),
                ids,
            };
            api::download_selection(&request).await
        }
        Chosen::Matching(_) => api::download_mailboxes(&export_matching(view, format)).await,
    }
}

fn failure_text(error: &ApiError) -> String {
    if error.is(Code::NotFound) {
        return t!(bulk.out_of_reach)().to_owned();
    }
    problem_text(error)
}
