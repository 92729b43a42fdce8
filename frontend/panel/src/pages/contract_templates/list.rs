//! The list of the templates of contracts, with what is in use and how contracts are handled.

use leptos::prelude::*;
use sigillo_contract::contract_template::{ContractTemplate, ContractTemplateQuery};
use sigillo_contract::operations::{
    CreateContractTemplate, ListContractTemplates, ListOrganizations,
};
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use super::in_use::{InUse, InUseBadge};
use super::{SettingsPanel, version_name};
use crate::components::{
    Column, Crumb, ForbiddenPage, LinkButton, ListSpec, OrganizationPicker, Page, PageList,
    SearchBox, Toolbar, load_list, view_of_page,
};
use crate::i18n::{date, t, texts};
use crate::route::{Route, key};
use crate::session;

const NAME: ListName = ListName::ContractTemplates;

const FILTERS: &[&str] = &[key::ORGANIZATION];

fn query(view: &ListView, request: PageRequest) -> ContractTemplateQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    let organization_id = view.filter(key::ORGANIZATION).and_then(|id| id.parse().ok());
    ContractTemplateQuery { q, organization_id, sort, cursor, limit, count }
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListContractTemplates>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListContractTemplates, ContractTemplate>(view, query);
    let picker = OrganizationPicker::of_list(view);
    let spec = ListSpec {
        name: NAME,
        caption: t!(contract_templates.title).into(),
        columns: columns().into(),
        path: Route::ContractTemplates.to_string(),
        order: |view| view.order_or("-created_at"),
        search: Some(SearchBox { label: t!(contract_templates.search), hint: None }),
        filters: picker.map(OrganizationPicker::filter).into_iter().collect(),
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    let crumbs = vec![Crumb::new(t!(contracts.title), Route::Contracts)];
    // The organisation that the page is about: one's own, or that of the filter.
    let about = Memo::new(move |_| {
        let own = session::me().and_then(|me| me.account.organization_id);
        own.or_else(|| view.with(|view| view.filter(key::ORGANIZATION))?.parse().ok())
    });
    view! {
        <Page
            title=t!(contract_templates.title)
            lead=t!(contract_templates.lead)
            crumbs=crumbs
            actions=Actions
        >
            {move || about.get().map(|organization| view! { <InUse organization=organization /> })}
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::ContractTemplates
                picker=picker
                none_icon="it-file-signed"
                none_title=t!(contract_templates.none_title)
                none_text=t!(contract_templates.none_text)
                add=Add
            />
            {move || about.get().map(|organization| view! { <SettingsPanel organization=organization /> })}
        </Page>
    }
    .into_any()
}

#[component]
fn Actions() -> impl IntoView {
    view! {
        <LinkButton
            href=Route::ContractExample.href()
            label=t!(contract_templates.see_example)
            class="btn btn-outline-primary"
        />
        <Add />
    }
}

#[component]
fn Add() -> impl IntoView {
    session::may::<CreateContractTemplate>().then(|| {
        let href = Route::NewContractTemplate.href();
        view! { <LinkButton href=href label=t!(contract_templates.add) icon="it-plus" key="n" /> }
    })
}

fn columns() -> Vec<Column<ContractTemplate>> {
    let of_several = Memo::new(|_| session::may::<ListOrganizations>());
    vec![
        Column::new(t!(contract_templates.name), |row: &ContractTemplate| {
            let found = row.clone();
            view! { <a href=Route::ContractTemplate(row.id).href()>{move || version_name(&found)}</a> }
        })
        .class("cell-name")
        .sorted_by("name"),
        Column::new(t!(contract_templates.use_of), |row: &ContractTemplate| {
            view! { <InUseBadge in_use=row.in_use /> }
        })
        .class("cell-state"),
        Column::new(t!(contract_templates.organization), |row: &ContractTemplate| {
            row.organization_name.clone()
        })
        .shown_when(of_several)
        .optional("organization"),
        Column::new(t!(contract_templates.language), |row: &ContractTemplate| {
            let language = row.language;
            move || texts().words().language(language)
        })
        .labelled()
        .optional("language"),
        Column::new(t!(contract_templates.created), |row: &ContractTemplate| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at")
        .optional("created_at"),
    ]
}
