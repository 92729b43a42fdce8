use leptos::prelude::*;
use sigillo_contract::domain::{Domain, DomainQuery};
use sigillo_contract::operations::{CreateDomain, ListDomains};
use sigillo_domain::name::readable;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{
    Column, EmptyState, LinkButton, ListSpec, NothingFound, Page, RecordList, SearchBox, Toolbar,
    load_list, view_of_page,
};
use crate::i18n::{megabytes, t, texts};
use crate::route::Route;
use crate::{router, session};

fn query(_: &ListView, request: PageRequest) -> DomainQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    DomainQuery { q, sort, cursor, limit, count, ..DomainQuery::default() }
}

const NAME: ListName = ListName::Domains;

#[component]
pub fn List() -> impl IntoView {
    let view = view_of_page(NAME, &[]);
    let go = Callback::new(move |next: ListView| router::go(next.href(Route::Domains)));
    let data = load_list::<ListDomains, Domain>(view, query);
    let spec = ListSpec {
        name: NAME,
        caption: t!(domains.title).into(),
        columns: columns().into(),
        path: Route::Domains.to_string(),
        order: |view| view.order_or("name"),
        search: Some(SearchBox { label: t!(domains.search), hint: None }),
        filters: vec![],
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    let may_create = session::may::<CreateDomain>();
    let lead = move || if may_create { t!(domains.lead_operator)() } else { t!(domains.lead)() };
    view! {
        <Page title=t!(domains.title) lead=lead actions=move || may_create.then(Add)>
            <RecordList
                spec=spec
                data=data
                view=view
                go=go
                empty=move || view! { <NoDomains narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
            />
        </Page>
    }
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewDomain.href() label=t!(domains.add) icon="it-plus" key="n" /> }
}

fn columns() -> Vec<Column<Domain>> {
    vec![
        Column::new(t!(domains.domain), |row: &Domain| {
            view! { <a href=Route::Domain(row.id).href()>{readable(&row.name).into_owned()}</a> }
        })
        .class("cell-name")
        .sorted_by("name"),
        Column::new(t!(domains.organization), |row: &Domain| row.organization_name.clone())
            .optional("organization_name")
            .sorted_by("organization_name"),
        Column::new(t!(domains.onboarding), |row: &Domain| {
            let onboarding = row.onboarding;
            move || texts().words().onboarding(onboarding)
        })
        .labelled()
        .optional("onboarding"),
        Column::new(t!(words.preservation), |row: &Domain| {
            let preservation = row.preservation_available;
            move || texts().words().included(preservation)
        })
        .labelled()
        .optional("preservation_available"),
        Column::new(t!(domains.default_quota), |row: &Domain| {
            let quota = row.default_quota_mb;
            move || megabytes(quota)
        })
        .class("cell-number")
        .labelled()
        .optional("default_quota_mb"),
    ]
}

#[component]
fn NoDomains(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! { <NothingFound href=Route::Domains.href() /> }.into_any();
    }
    view! {
        <EmptyState icon="it-inbox" title=t!(domains.none_title)>
            {if session::may::<CreateDomain>() {
                view! { <p>{t!(domains.none_operator)}</p> <Add /> }.into_any()
            } else {
                view! { <p>{t!(domains.none_text)}</p> }.into_any()
            }}
        </EmptyState>
    }
    .into_any()
}
