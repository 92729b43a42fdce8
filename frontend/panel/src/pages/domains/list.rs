use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::{CreateDomain, ListDomains};

use crate::components::{Finder, Icon, LinkButton, Page, finds, load, loaded};
use crate::i18n::{megabytes, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn List() -> impl IntoView {
    let domains = load(api::every::<ListDomains, Domain>);
    let may_create = session::may::<CreateDomain>();
    let lead = move || if may_create { t!(domains.lead_operator)() } else { t!(domains.lead)() };
    view! {
        <Page title=t!(domains.title) lead=lead actions=move || may_create.then(Add)>
            {loaded(domains, |domains| view! { <Table domains=domains /> })}
        </Page>
    }
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewDomain.href() label=t!(domains.add) icon="it-plus" /> }
}

#[component]
fn Table(domains: Vec<Domain>) -> impl IntoView {
    if domains.is_empty() {
        return view! {
            <div class="empty">
                <Icon name="it-inbox" />
                <p class="empty-title">{t!(domains.none_title)}</p>
                {if session::may::<CreateDomain>() {
                    view! { <p>{t!(domains.none_operator)}</p> <Add /> }.into_any()
                } else {
                    view! { <p>{t!(domains.none_text)}</p> }.into_any()
                }}
            </div>
        }
        .into_any();
    }
    let search = RwSignal::new(String::new());
    let count = domains.len();
    let domains = StoredValue::new(domains);
    let found = Memo::new(move |_| {
        let search = search.get();
        domains.with_value(|all| {
            let found =
                all.iter().filter(|one| finds(&search, &[&one.name, &one.organization_name]));
            found.cloned().collect::<Vec<_>>()
        })
    });
    let shown = Signal::derive(move || found.with(Vec::len));
    view! {
        <Finder label=t!(domains.search) text=search count=count found=shown />
        <table class="list" role="table" data-testid="domains">
            <caption class="visually-hidden">{t!(domains.title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(domains.domain)}</th>
                    <th role="columnheader" scope="col">{t!(domains.organization)}</th>
                    <th role="columnheader" scope="col">{t!(domains.onboarding)}</th>
                    <th role="columnheader" scope="col">{t!(words.preservation)}</th>
                    <th role="columnheader" scope="col">{t!(domains.default_quota)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {move || found.get().into_iter().map(|domain| view! { <Row domain=domain /> }).collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(domain: Domain) -> impl IntoView {
    let (onboarding, preservation) = (domain.onboarding, domain.preservation_available);
    view! {
        <tr role="row">
            <td role="cell" class="cell-name"><a href=Route::Domain(domain.id).href()>{domain.name}</a></td>
            <td role="cell">{domain.organization_name}</td>
            <td role="cell">
                <span class="cell-label" aria-hidden="true">{t!(domains.onboarding)}": "</span>
                {move || texts().words().onboarding(onboarding)}
            </td>
            <td role="cell">
                <span class="cell-label" aria-hidden="true">{t!(words.preservation)}": "</span>
                {move || texts().words().included(preservation)}
            </td>
            <td role="cell" class="cell-number">
                <span class="cell-label" aria-hidden="true">{t!(domains.default_quota)}": "</span>
                {move || megabytes(domain.default_quota_mb)}
            </td>
        </tr>
    }
}
