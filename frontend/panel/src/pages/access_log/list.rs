//! The page of the list.

use leptos::prelude::*;
use sigillo_contract::access_log::AccessRecord;
use sigillo_contract::operations::ListAccessLog;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::ListView;

use super::columns::columns;
use super::filters::{FILTERS, Holders, filters, query};
use crate::components::{
    EmptyState, ForbiddenPage, ListSpec, NothingFound, Page, RecordList, Toolbar, load_list,
    view_of_page,
};
use crate::i18n::t;
use crate::pages::activity::People;
use crate::route::Route;
use crate::{router, session};

const NAME: ListName = ListName::AccessLog;

#[component]
pub fn AccessLog() -> impl IntoView {
    if !session::may::<ListAccessLog>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let go = Callback::new(move |next: ListView| router::go(next.href(Route::AccessLog)));
    let data = load_list::<ListAccessLog, AccessRecord>(view, query);
    let people = People::new().of_accounts();
    let holders = Holders::new();
    let remember = Callback::new(move |rows: Vec<AccessRecord>| {
        people.remember(rows.iter().map(|record| &record.actor));
        holders.remember(&rows);
    });
    let spec = ListSpec {
        name: NAME,
        caption: t!(access_log.title).into(),
        columns: columns().into(),
        path: Route::AccessLog.to_string(),
        order: |view| view.order_or("-at"),
        search: None,
        filters: filters(view, people, holders),
        toolbar: Toolbar::Always,
        row_class: None,
    };
    view! {
        <Page title=t!(access_log.title) lead=t!(access_log.lead)>
            <RecordList
                spec=spec
                data=data
                view=view
                go=go
                empty=move || view! { <NoRecords narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
                on_rows=remember
            />
        </Page>
    }
    .into_any()
}

#[component]
fn NoRecords(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! { <NothingFound href=Route::AccessLog.href() /> }.into_any();
    }
    view! {
        <EmptyState icon="it-list" title=t!(access_log.none)>
            <p>{t!(access_log.none_text)}</p>
        </EmptyState>
    }
    .into_any()
}
