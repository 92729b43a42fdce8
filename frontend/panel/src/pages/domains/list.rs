use leptos::prelude::*;
use sigillo_contract::domain::{Domain, DomainQuery};
use sigillo_contract::operations::{CreateDomain, ListDomains};
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::name::readable;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{
    Column, EmptyState, LinkButton, ListSpec, NothingFound, OrganizationPicker, OrganizationSearch,
    Page, RecordList, SearchBox, SelectFilter, Toolbar, load_list, view_of_page, with_any,
};
use crate::i18n::{megabytes, t, texts};
use crate::route::{Route, key};
use crate::{router, session};

/// The query key of how new mailboxes become active.
const ONBOARDING: &str = "attivazione";

const FILTERS: &[&str] = &[key::ORGANIZATION, ONBOARDING];

fn query(view: &ListView, request: PageRequest) -> DomainQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    let organization_id = view.filter(key::ORGANIZATION).and_then(|id| id.parse().ok());
    let onboarding = view.filter(ONBOARDING);
    DomainQuery { q, organization_id, onboarding, sort, cursor, limit, count }
}

const NAME: ListName = ListName::Domains;

#[component]
pub fn List() -> impl IntoView {
    let view = view_of_page(NAME, FILTERS);
    let go = Callback::new(move |next: ListView| router::go(next.href(Route::Domains)));
    let data = load_list::<ListDomains, Domain>(view, query);
    let picker = OrganizationPicker::of_list(view);
    let spec = ListSpec {
        name: NAME,
        caption: t!(domains.title).into(),
        columns: columns().into(),
        path: Route::Domains.to_string(),
        order: |view| view.order_or("name"),
        search: Some(SearchBox { label: t!(domains.search), hint: None }),
        filters: picker
            .map(OrganizationPicker::filter)
            .into_iter()
            .chain([onboardings()])
            .collect(),
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    let extra = move || picker.map(|picker| view! { <OrganizationSearch picker=picker /> });
    let may_create = session::may::<CreateDomain>();
    let lead = move || if may_create { t!(domains.lead_operator)() } else { t!(domains.lead)() };
    view! {
        <Page title=t!(domains.title) lead=lead actions=move || may_create.then(Add)>
            <RecordList
                spec=spec
                data=data
                view=view
                go=go
                extra=extra
                empty=move || view! { <NoDomains narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
            />
        </Page>
    }
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewDomain.href() label=t!(domains.add) icon="it-plus" key="n" /> }
}

fn onboardings() -> SelectFilter {
    SelectFilter::new(ONBOARDING, "onboarding", t!(domains.onboarding), || {
        let each = Onboarding::ALL.into_iter();
        let each = each.map(|one| (one.as_str(), texts().words().onboarding(one).to_owned()));
        with_any(texts().domains().every_onboarding(), each)
    })
}

fn columns() -> Vec<Column<Domain>> {
    vec![
        Column::new(t!(domains.domain), |row: &Domain| {
            view! { <a href=Route::Domain(row.id).href()>{readable(&row.name).into_owned()}</a> }
        })
        .class("cell-name")
        .sorted_by("name"),
        Column::new(t!(domains.organization), |row: &Domain| row.organization_name.clone())
            .class("cell-brief")
            .optional("organization_name")
            .sorted_by("organization_name"),
        Column::new(t!(domains.onboarding), |row: &Domain| {
            let onboarding = row.onboarding;
            move || texts().words().onboarding(onboarding)
        })
        .class("cell-brief")
        .labelled()
        .optional("onboarding"),
        Column::new(t!(words.preservation), |row: &Domain| {
            let preservation = row.preservation_available;
            move || texts().words().included(preservation)
        })
        .class("cell-brief")
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

/// Shown in place of a list without domains.
#[component]
pub fn NoDomains(narrowed: bool) -> impl IntoView {
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

#[cfg(test)]
mod tests {
    use sigillo_domain::id::OrganizationId;
    use sigillo_kit::router::Query;

    use super::*;

    #[test]
    fn the_request_follows_the_address() {
        let id = OrganizationId::from_u128(7);
        let address = format!("organizzazione={id}&attivazione=direct&q=anna&ordina=-name");
        let view = ListView::read(&Query::of(&address), FILTERS);
        let asked = query(&view, view.page_request());
        let text = |text: &str| Some(text.to_owned());
        assert_eq!((asked.organization_id, asked.onboarding), (Some(id), text("direct")));
        assert_eq!((asked.q, asked.sort), (text("anna"), text("-name")));
    }
}
