//! The page of the list.

use leptos::prelude::*;
use sigillo_contract::activity::ActivityRecord;
use sigillo_contract::operations::{ExportActivity, ListActivity};
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::ListView;

use super::columns::columns;
use super::filters::{People, filters};
use super::live::{LiveLine, follow};
use super::requests::{FILTERS, export, href, query};
use crate::components::{
    EmptyState, ExportMenu, ForbiddenPage, ListData, ListSpec, NothingFound, Page, RecordList,
    Toolbar, load, view_of_page,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, router, session};

const NAME: ListName = ListName::Activity;

#[component]
pub fn Activity() -> impl IntoView {
    if !session::may::<ListActivity>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let go = Callback::new(move |next: ListView| router::go(href(&next)));
    let rows = load(move || {
        let view = view.get();
        api::list::<ListActivity>((), &query(&view, view.page_request()))
    });
    // The list is too long to be counted.
    let data = ListData { rows, total: Memo::new(|_| None), counts: Memo::new(|_| None) };
    let people = People::new().of_accounts();
    let arrived = follow(view, rows);
    let spec = ListSpec {
        name: NAME,
        caption: t!(activity.title).into(),
        columns: columns().into(),
        path: Route::Activity.to_string(),
        order: |_| "-at".to_owned(),
        search: None,
        filters: filters(view, people),
        toolbar: Toolbar::Always,
        row_class: None,
    };
    view! {
        <Page
            title=t!(activity.title)
            lead=t!(activity.lead)
            actions=move || view! { <Export view=view /> }
        >
            <RecordList
                spec=spec
                data=data
                view=view
                go=go
                empty=move || view! { <NoRecords narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
                above=move || view! { <LiveLine arrived=arrived /> }
                on_rows=Callback::new(move |rows: Vec<ActivityRecord>| {
                    people.remember(rows.iter().map(|row| &row.record.actor));
                })
            />
        </Page>
    }
    .into_any()
}

#[component]
fn Export(view: Memo<ListView>) -> impl IntoView {
    let download = Callback::new(move |format| {
        let query = view.with_untracked(|view| export(view, format));
        Box::pin(async move { api::download_activity(&query).await }) as api::Pending<_>
    });
    let hint = move || {
        let words = texts().activity();
        if view.with(|view| view.is_narrowed("")) {
            words.export_found()
        } else {
            words.export_all()
        }
    };
    let may_export = session::may::<ExportActivity>;
    view! {
        <Show when=may_export>
            <ExportMenu download=download hint=hint />
        </Show>
    }
}

#[component]
fn NoRecords(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! { <NothingFound href=Route::Activity.href() /> }.into_any();
    }
    view! {
        <EmptyState icon="it-list" title=t!(activity.none)>
            <p>{t!(activity.none_text)}</p>
        </EmptyState>
    }
    .into_any()
}
