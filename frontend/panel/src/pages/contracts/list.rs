//! The list of contracts, with filters for state, domain and organisation.

use leptos::prelude::*;
use sigillo_contract::contract::{Contract, ContractQuery};
use sigillo_contract::operations::{ListContractTemplates, ListContracts};
use sigillo_domain::contract::ContractState;
use sigillo_domain::name::readable;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};
use sigillo_kit::routes::with_query;

use super::ContractBadge;
use crate::components::{
    Column, ForbiddenPage, LinkButton, ListSpec, OrganizationPicker, Page, PageList, SealNotice,
    SearchBox, SelectFilter, Toolbar, breakable, load_list, view_of_page,
};
use crate::i18n::{date, t, texts};
use crate::route::{Route, key};
use crate::session;

const NAME: ListName = ListName::Contracts;

/// What the filter of states offers beside them: an open contract whose link was ended by wrong tax codes.
const LINK_BLOCKED: &str = "link_blocked";

/// The states in which a contract can be signed, as the filter has them.
pub fn open_states() -> String {
    ContractState::open().into_iter().map(ContractState::as_str).collect::<Vec<_>>().join(",")
}

/// The address of the list of contracts that can be signed, or of those of them whose link is blocked.
pub fn list_of_open(is_blocked: bool) -> String {
    let states = if is_blocked { LINK_BLOCKED.to_owned() } else { open_states() };
    with_query(Route::Contracts, &[(key::STATE, &states)])
}

const FILTERS: &[&str] = &[key::STATE, key::DOMAIN, key::ORGANIZATION];

fn query(view: &ListView, request: PageRequest) -> ContractQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    ContractQuery {
        q,
        state: view.filter(key::STATE).filter(|state| state != LINK_BLOCKED),
        link: view
            .filter(key::STATE)
            .filter(|state| state == LINK_BLOCKED)
            .map(|_| "blocked".into()),
        domain: view.filter(key::DOMAIN),
        mailbox: None,
        holder: None,
        organization_id: view.filter(key::ORGANIZATION).and_then(|id| id.parse().ok()),
        sort,
        cursor,
        limit,
        count,
    }
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListContracts>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListContracts, Contract>(view, query);
    let picker = OrganizationPicker::of_list(view);
    let by_organization = picker.map(OrganizationPicker::filter);
    let spec = ListSpec {
        name: NAME,
        caption: t!(contracts.title).into(),
        columns: columns().into(),
        path: Route::Contracts.to_string(),
        order: |view| view.order_or("-sent_at"),
        search: Some(SearchBox { label: t!(contracts.search), hint: None }),
        filters: [states(), domains()].into_iter().chain(by_organization).collect(),
        toolbar: Toolbar::Always,
        row_class: None,
    };
    let actions = || session::may::<ListContractTemplates>().then(Templates);
    view! {
        <Page title=t!(contracts.title) lead=t!(contracts.lead) actions=actions>
            <SealNotice />
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::Contracts
                picker=picker
                none_icon="it-file-signed"
                none_title=t!(contracts.none_title)
                none_text=t!(contracts.none_text)
            />
        </Page>
    }
    .into_any()
}

#[component]
fn Templates() -> impl IntoView {
    let href = Route::ContractTemplates.href();
    view! { <LinkButton href=href label=t!(contracts.see_templates) class="btn btn-outline-primary" /> }
}

fn states() -> SelectFilter {
    SelectFilter::new(key::STATE, "state", t!(contracts.state), || {
        let words = texts().contracts();
        let each = ContractState::ALL.into_iter();
        let each =
            each.map(|state| (state.as_str().to_owned(), words.state_name(state).to_owned()));
        let any = (String::new(), words.every_state().to_owned());
        let open = (open_states(), words.to_sign_many().to_owned());
        let blocked = (LINK_BLOCKED.to_owned(), words.link_blocked().to_owned());
        [any, open].into_iter().chain(each).chain([blocked]).collect()
    })
}

fn domains() -> SelectFilter {
    let options = || {
        let every = (String::new(), texts().contracts().every_domain().to_owned());
        let each = session::domains().into_iter();
        let each = each.map(|domain| (domain.name.clone(), readable(&domain.name).into_owned()));
        std::iter::once(every).chain(each).collect()
    };
    SelectFilter::new(key::DOMAIN, "domain", t!(detail.domain), options)
        .offered_when(Signal::derive(|| session::domains().len() > 1))
}

fn columns() -> Vec<Column<Contract>> {
    vec![
        Column::new(t!(contracts.mailbox), |row: &Contract| {
            let name = breakable(&readable(&row.mailbox_address));
            view! { <a href=Route::Contract(row.id).href()>{name}</a> }
        })
        .class("cell-name"),
        Column::new(t!(contracts.holder), |row: &Contract| row.holder_name.clone())
            .labelled()
            .optional("holder"),
        Column::new(t!(contracts.state), |row: &Contract| {
            let Contract { state, delivery, link_is_blocked, .. } = *row;
            view! { <ContractBadge state=state delivery=delivery link_is_blocked=link_is_blocked /> }
        })
        .class("cell-state")
        .optional("state"),
        Column::new(t!(contracts.sent_on), |row: &Contract| {
            let at = row.sent_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("sent_at")
        .optional("sent_at"),
        Column::new(t!(contracts.expires), |row: &Contract| {
            let at = row.state.is_open().then_some(row.expires_at);
            move || at.map_or_else(|| "–".to_owned(), date)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("expires_at")
        .optional("expires_at"),
    ]
}
