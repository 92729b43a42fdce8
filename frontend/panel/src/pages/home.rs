//! Where an account arrives, and the domain choice (A2): an only domain opens by itself; of several, the person
//! chooses one.

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::GetDashboard;
use sigillo_domain::name::readable;
use sigillo_domain::preferences::StartPage;
use sigillo_kit::preferences;

use crate::components::{EmptyState, Icon, Page};
use crate::i18n::t;
use crate::pages::domains::NoDomains;
use crate::pages::mailboxes::EVERY_DOMAIN;
use crate::route::Route;
use crate::{browser, router, session};

/// The number of domains from which a search box is shown.
const SEARCH_FROM: usize = 8;

/// The id of the search box.
const SEARCH: &str = "domain-search";

/// Goes to the page on which the account arrives. Whoever may not see the figures of any domain arrives at the
/// domains.
pub fn start() -> AnyView {
    let wants_list = preferences::start_page() == StartPage::Mailboxes;
    if wants_list || !session::may::<GetDashboard>() {
        router::redirect(Route::ChooseDomain)
    } else {
        router::redirect(Route::Dashboard)
    }
}

#[component]
pub fn ChooseDomain() -> impl IntoView {
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
    let found = Memo::new(move |_| {
        let text = search.get().trim().to_lowercase();
        let matches = |d: &&Domain| {
            d.name.contains(&text)
                || readable(&d.name).contains(&text)
                || d.organization_name.to_lowercase().contains(&text)
        };
        domains.iter().filter(matches).cloned().collect::<Vec<_>>()
    });
    let nothing_matches = move || !is_empty && found.with(Vec::is_empty);
    let show_all = move |_| {
        search.set(String::new());
        // The pressed button disappears.
        browser::focus(SEARCH);
    };
    view! {
        <Page title=t!(domains.choose) lead=t!(domains.choose_lead)>
            <Show when=move || is_empty>
                <NoDomains narrowed=false />
            </Show>
            <Show when=move || searchable>
                <div class="field search-domains">
                    <label class="field-label" for=SEARCH>{t!(domains.search)}</label>
                    <input
                        class="input"
                        type="search"
                        id=SEARCH
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
            <Show when=nothing_matches>
                <EmptyState icon="it-search" title=t!(common.nothing_found)>
                    <button type="button" class="btn btn-outline-primary" on:click=show_all>
                        {t!(common.show_all)}
                    </button>
                </EmptyState>
            </Show>
            <ul class="cards" data-testid="domain-choice">
                {move || found.get().into_iter().map(|domain| view! { <Choice domain=domain /> }).collect_view()}
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
