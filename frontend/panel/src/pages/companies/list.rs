use leptos::prelude::*;
use sigillo_contract::company::{Company, CompanyQuery};
use sigillo_contract::operations::ListCompanies;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{
    Column, ForbiddenPage, ListSpec, OrganizationPicker, Page, PageList, SearchBox, Toolbar,
    load_list, view_of_page,
};
use crate::i18n::{date, t};
use crate::route::{Route, key};
use crate::session;

const FILTERS: &[&str] = &[key::ORGANIZATION];

fn query(view: &ListView, request: PageRequest) -> CompanyQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    let organization_id = view.filter(key::ORGANIZATION).and_then(|id| id.parse().ok());
    CompanyQuery { q, organization_id, sort, cursor, limit, count }
}

const NAME: ListName = ListName::Companies;

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListCompanies>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListCompanies, Company>(view, query);
    let picker = OrganizationPicker::of_list(view);
    let spec = ListSpec {
        name: NAME,
        caption: t!(companies.title).into(),
        columns: columns().into(),
        path: Route::Companies.to_string(),
        order: |view| view.order_or("legal_name"),
        search: Some(SearchBox { label: t!(companies.search), hint: None }),
        filters: picker.map(OrganizationPicker::filter).into_iter().collect(),
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    view! {
        <Page title=t!(companies.title) lead=t!(companies.lead)>
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::Companies
                picker=picker
                none_title=t!(companies.none_title)
                none_text=t!(companies.none_text)
            />
        </Page>
    }
    .into_any()
}

fn columns() -> Vec<Column<Company>> {
    vec![
        Column::new(t!(companies.legal_name), |row: &Company| {
            view! { <a href=Route::Company(row.id).href()>{row.legal_name.clone()}</a> }
        })
        .class("cell-name")
        .sorted_by("legal_name"),
        Column::new(t!(companies.legal_form), |row: &Company| row.legal_form.clone())
            .class("cell-brief")
            .optional("legal_form"),
        Column::new(t!(companies.vat_number), |row: &Company| row.vat_number.clone())
            .class("cell-brief")
            .labelled()
            .optional("vat_number"),
        Column::new(t!(companies.tax_code), |row: &Company| row.tax_code.clone())
            .class("cell-brief")
            .labelled()
            .optional("tax_code"),
        Column::new(t!(companies.rea), |row: &Company| row.rea.clone())
            .class("cell-brief")
            .labelled()
            .optional("rea"),
        Column::new(t!(companies.recipient_code), |row: &Company| row.recipient_code.clone())
            .class("cell-brief")
            .labelled()
            .on_request("recipient_code"),
        Column::new(t!(companies.recipient_pec), |row: &Company| row.recipient_pec.clone())
            .class("cell-email")
            .labelled()
            .on_request("recipient_pec"),
        Column::new(t!(holders.created), |row: &Company| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at")
        .on_request("created_at"),
    ]
}
