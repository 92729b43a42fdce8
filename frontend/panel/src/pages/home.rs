//! The domain choice (A2): an only domain opens by itself; of several, the person chooses one.

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_domain::name::readable;

use crate::components::{Icon, Page, PendingAccounts};
use crate::i18n::t;
use crate::pages::mailboxes::EVERY_DOMAIN;
use crate::route::Route;
use crate::{router, session};

/// The number of domains from which a search box is shown.
const SEARCH_FROM: usize = 8;

#[component]
pub fn Home() -> impl IntoView {
    let domains = session::domains();
    if let [only] = domains.as_slice() {
        let list = Route::Mailboxes.for_domain(&only.name);
        request_animation_frame(move || router::replace(&list));
        return ().into_any();
    }
    view! { <DomainChoice domains=domains /> }.into_any()
}

#[component]
fn DomainChoice(domains: Vec<Domain>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let is_empty = domains.is_empty();
    let searchable = domains.len() >= SEARCH_FROM;
    let found = move || {
        let text = search.get().trim().to_lowercase();
        let matches = |d: &&Domain| {
            d.name.contains(&text)
                || readable(&d.name).contains(&text)
                || d.organization_name.to_lowercase().contains(&text)
        };
        domains.iter().filter(matches).cloned().collect::<Vec<_>>()
    };
    view! {
        <Page title=t!(domains.choose) lead=t!(domains.choose_lead)>
            <PendingAccounts />
            <Show when=move || is_empty>
                <div class="empty">
                    <Icon name="it-inbox" />
                    <p class="empty-title">{t!(domains.none_title)}</p>
                    <p>{t!(domains.none_text)}</p>
                </div>
            </Show>
            <Show when=move || searchable>
                <div class="field search-domains">
                    <label class="field-label" for="domain-search">{t!(domains.search)}</label>
                    <input
                        class="input"
                        type="search"
                        id="domain-search"
                        autocomplete="off"
                        prop:value=move || search.get()
                        on:input=move |event| search.set(event_target_value(&event))
                    />
                </div>
            </Show>
            <Show when=move || !is_empty>
                <p class="lead-in">
                    <a href=Route::Mailboxes.for_domain(EVERY_DOMAIN)>{t!(list.title_of_all)}</a>
                </p>
            </Show>
            <ul class="cards" data-testid="domain-choice">
                {move || found().into_iter().map(|domain| view! { <Choice domain=domain /> }).collect_view()}
            </ul>
        </Page>
    }
    .into_any()
}

#[component]
fn Choice(domain: Domain) -> impl IntoView {
    view! {
        <li class="card-link">
            <Icon name="it-mail" />
            <div>
                <a class="card-name" href=Route::Mailboxes.for_domain(&domain.name)>{readable(&domain.name).into_owned()}</a>
                <p>{domain.organization_name}</p>
            </div>
            <Icon name="it-arrow-right" class="card-arrow" />
        </li>
    }
}
