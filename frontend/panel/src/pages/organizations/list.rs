use leptos::prelude::*;
use sigillo_contract::operations::ListOrganizations;
use sigillo_contract::organization::{Organization, OrganizationQuery};
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{
    Column, ForbiddenPage, LinkButton, ListSpec, Page, PageList, SearchBox, Toolbar, load_list,
    view_of_page,
};
use crate::i18n::{date, t, texts};
use crate::route::Route;
use crate::session;

fn query(_: &ListView, request: PageRequest) -> OrganizationQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    OrganizationQuery { q, sort, cursor, limit, count }
}

const NAME: ListName = ListName::Organizations;

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListOrganizations>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, &[]);
    let data = load_list::<ListOrganizations, Organization>(view, query);
    let spec = ListSpec {
        name: NAME,
        caption: t!(organizations.title).into(),
        columns: columns().into(),
        path: Route::Organizations.to_string(),
        order: |view| view.order_or("name"),
        search: Some(SearchBox { label: t!(organizations.search), hint: None }),
        filters: vec![],
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    view! {
        <Page title=t!(organizations.title) lead=t!(organizations.lead) actions=Add>
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::Organizations
                none_title=t!(organizations.none_title)
                none_text=t!(organizations.none_text)
                add=Add
            />
        </Page>
    }
    .into_any()
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewOrganization.href() label=t!(organizations.add) icon="it-plus" key="n" /> }
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
        })
        .class("cell-number")
        .optional("domains"),
        Column::new(t!(organizations.created), |row: &Organization| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at")
        .optional("created_at"),
    ]
}
