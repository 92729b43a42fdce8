use leptos::prelude::*;
use sigillo_contract::operations::ListOrganizations;
use sigillo_contract::organization::{Organization, OrganizationQuery};
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{
    Column, DataTable, EmptyState, ForbiddenPage, LinkButton, ListFilters, ListResults,
    NothingFound, Order, Page, load_list,
};
use crate::i18n::{date, t, texts};
use crate::pages::is_searchable;
use crate::route::Route;
use crate::{router, session};

fn query(_: &ListView, request: PageRequest) -> OrganizationQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    OrganizationQuery { q, sort, cursor, limit, count }
}

fn href(view: &ListView) -> String {
    view.href(Route::Organizations)
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListOrganizations>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let address = router::query();
    let view = Memo::new(move |_| address.with(|query| ListView::read(query, &[])));
    let go = Callback::new(move |next: ListView| router::go(href(&next)));
    let data = load_list::<ListOrganizations, Organization>(view, query);
    let searchable = is_searchable(view, data.total);
    let order = Order::of(view, "name", go);
    let table = move |rows: Vec<Organization>| {
        view! {
            <DataTable caption=t!(organizations.title) testid="organizations" columns=columns() rows=rows order=order />
        }
        .into_any()
    };
    view! {
        <Page title=t!(organizations.title) lead=t!(organizations.lead) actions=Add>
            <Show when=move || searchable.get()>
                <ListFilters view=view go=go label=t!(organizations.search) />
            </Show>
            <ListResults
                data=data
                view=view
                href=href
                table=Callback::new(table)
                empty=move || view! { <NoOrganizations narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
            />
        </Page>
    }
    .into_any()
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewOrganization.href() label=t!(organizations.add) icon="it-plus" /> }
}

fn columns() -> Vec<Column<Organization>> {
    vec![
        Column::new(t!(organizations.name), |row: &Organization| {
            view! { <a href=Route::Organization(row.id).href()>{row.name.clone()}</a> }
        })
        .class("cell-name")
        .sorted_by("name"),
        Column::new(t!(organizations.domains), |row: &Organization| {
            let id = row.id;
            let own = session::domains().into_iter().filter(|domain| domain.organization_id == id);
            let count = own.count();
            move || texts().organizations().domain_count(count)
        }),
        Column::new(t!(organizations.created), |row: &Organization| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at"),
    ]
}

#[component]
fn NoOrganizations(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! { <NothingFound href=Route::Organizations.href() /> }.into_any();
    }
    view! {
        <EmptyState icon="it-inbox" title=t!(organizations.none_title)>
            <p>{t!(organizations.none_text)}</p>
            <Add />
        </EmptyState>
    }
    .into_any()
}
