use leptos::prelude::*;
use sigillo_contract::operations::{CreateReseller, ListOrganizations, ListResellers};
use sigillo_contract::reseller::{Reseller, ResellerQuery};
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{
    Column, ForbiddenPage, LinkButton, ListSpec, Page, PageList, SearchBox, Toolbar, load_list,
    view_of_page,
};
use crate::i18n::{date, t};
use crate::route::Route;
use crate::session;

const NAME: ListName = ListName::Resellers;

fn query(_: &ListView, request: PageRequest) -> ResellerQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    ResellerQuery { q, organization_id: None, sort, cursor, limit, count }
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<CreateReseller>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, &[]);
    let data = load_list::<ListResellers, Reseller>(view, query);
    let spec = ListSpec {
        name: NAME,
        caption: t!(resellers.title).into(),
        columns: columns().into(),
        path: Route::Resellers.to_string(),
        order: |view| view.order_or("name"),
        search: Some(SearchBox { label: t!(resellers.search), hint: None }),
        filters: vec![],
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    view! {
        <Page title=t!(resellers.title) lead=t!(resellers.lead) actions=Add>
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::Resellers
                none_title=t!(resellers.none_title)
                none_text=t!(resellers.none_text)
                add=Add
            />
        </Page>
    }
    .into_any()
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewReseller.href() label=t!(resellers.add) icon="it-plus" key="n" /> }
}

fn columns() -> Vec<Column<Reseller>> {
    let of_several = Memo::new(|_| session::may::<ListOrganizations>());
    vec![
        Column::new(t!(resellers.name), |row: &Reseller| {
            view! { <a href=Route::Reseller(row.id).href()>{row.name.clone()}</a> }
        })
        .class("cell-name")
        .sorted_by("name"),
        Column::new(t!(resellers.organization), |row: &Reseller| row.organization_name.clone())
            .sorted_by("organization_name")
            .shown_when(of_several)
            .optional("organization"),
        Column::new(t!(resellers.created), |row: &Reseller| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at")
        .optional("created_at"),
    ]
}
