//! The export of the list of mailboxes (A4).

use leptos::prelude::*;
use sigillo_kit::list_view::ListView;

use super::requests::export;
use crate::api;
use crate::components::ExportMenu;
use crate::i18n::t;
use crate::route::key;

#[component]
pub fn Export(view: Memo<ListView>) -> impl IntoView {
    let download = Callback::new(move |format| {
        let query = view.with_untracked(|view| export(view, format));
        Box::pin(async move { api::download_mailboxes(&query).await }) as api::Pending<_>
    });
    let hint = move || {
        if view.with(|view| view.is_narrowed(key::DOMAIN)) {
            t!(list.export_found)()
        } else {
            t!(list.export_all)()
        }
    };
    view! { <ExportMenu download=download hint=hint /> }
}
