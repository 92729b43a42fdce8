//! The list of changes of holder, with filters for state and domain.

use leptos::prelude::*;
use sigillo_contract::holder_change::{HolderChange, HolderChangeQuery};
use sigillo_contract::operations::ListHolderChanges;
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::name::readable;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use super::StateOfChange;
use crate::components::{
    Column, ForbiddenPage, ListSpec, Page, PageList, SearchBox, SelectFilter, Toolbar, breakable,
    load_list, view_of_page, with_any,
};
use crate::i18n::{date, t, texts};
use crate::route::{Route, key};
use crate::session;

const NAME: ListName = ListName::HolderChanges;

const FILTERS: &[&str] = &[key::STATE, key::DOMAIN];

fn query(view: &ListView, request: PageRequest) -> HolderChangeQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    HolderChangeQuery {
        q,
        state: view.filter(key::STATE),
        domain: view.filter(key::DOMAIN),
        mailbox: None,
        sort,
        cursor,
        limit,
        count,
    }
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListHolderChanges>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListHolderChanges, HolderChange>(view, query);
    let spec = ListSpec {
        name: NAME,
        caption: t!(holder_changes.title).into(),
        columns: columns().into(),
        path: Route::HolderChanges.to_string(),
        order: |view| view.order_or("-requested_at"),
        search: Some(SearchBox { label: t!(holder_changes.search), hint: None }),
        filters: vec![states(), domains()],
        toolbar: Toolbar::Always,
        row_class: None,
    };
    view! {
        <Page title=t!(holder_changes.title) lead=t!(holder_changes.lead)>
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::HolderChanges
                picker=None
                none_icon="it-exchange-circle"
                none_title=t!(holder_changes.none_title)
                none_text=t!(holder_changes.none_text)
            />
        </Page>
    }
    .into_any()
}

fn states() -> SelectFilter {
    SelectFilter::new(key::STATE, "state", t!(holder_changes.state), || {
        let words = texts().holder_changes();
        let each = HolderChangeState::ALL.into_iter();
        let each = each.map(|state| (state.as_str(), words.state_name(state).to_owned()));
        with_any(words.every_state(), each)
    })
}

fn domains() -> SelectFilter {
    let options = || {
        let every = (String::new(), texts().holder_changes().every_domain().to_owned());
        let each = session::domains().into_iter();
        let each = each.map(|domain| (domain.name.clone(), readable(&domain.name).into_owned()));
        std::iter::once(every).chain(each).collect()
    };
    SelectFilter::new(key::DOMAIN, "domain", t!(detail.domain), options)
        .offered_when(Signal::derive(|| session::domains().len() > 1))
}

fn columns() -> Vec<Column<HolderChange>> {
    vec![
        Column::new(t!(holder_changes.mailbox), |row: &HolderChange| {
            let name = breakable(&readable(&row.mailbox_address));
            view! { <a href=Route::HolderChange(row.id).href()>{name}</a> }
        })
        .class("cell-name"),
        Column::new(t!(holder_changes.old_holder), |row: &HolderChange| {
            row.old_holder_name.clone().unwrap_or_else(|| "–".to_owned())
        })
        .labelled()
        .optional("old_holder"),
        Column::new(t!(holder_changes.new_holder), |row: &HolderChange| {
            row.new_holder_name.clone()
        })
        .labelled()
        .optional("new_holder"),
        Column::new(t!(holder_changes.state), |row: &HolderChange| {
            view! { <StateOfChange state=row.state /> }
        })
        .class("cell-state")
        .optional("state"),
        Column::new(t!(holder_changes.requested_on), |row: &HolderChange| {
            let at = row.requested_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("requested_at")
        .optional("requested_at"),
    ]
}
