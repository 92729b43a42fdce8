use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::GetDomain;
use sigillo_domain::permission::Permission;
use uuid::Uuid;

use crate::components::{Crumb, Fact, Facts, LinkButton, Page, guarded, load, loaded};
use crate::i18n::{date, integer, megabytes, t, texts};
use crate::{api, paths};

#[component]
pub fn Detail() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|p| p.get("id")).and_then(|id| id.parse().ok()));
    let domain = load(move || {
        // An address that is no id names nothing: the server says so as well.
        let id: Uuid = id.get().unwrap_or_default();
        async move { api::get::<GetDomain>(id).await }
    });
    let title = move || domain.get().map_or(t!(domains.domain)().to_owned(), |d| d.name);
    let crumbs = vec![Crumb::new(t!(domains.title), paths::DOMAINS)];
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs.clone()>
                {loaded(domain, |domain| view! { <Sheet domain=domain /> })}
            </Page>
        }
    };
    guarded(domain, |_| true, page)
}

#[component]
fn Sheet(domain: Domain) -> impl IntoView {
    let (onboarding, preservation) = (domain.onboarding, domain.preservation_available);
    let permissions = domain.permissions.clone();
    let may = move || {
        let words = texts().words();
        permissions.iter().map(|p| words.permission(*p)).collect::<Vec<_>>().join(", ")
    };
    let viewable = domain.permissions.contains(&Permission::View);
    let list = paths::mailboxes_of(&domain.name);
    view! {
        <section class="panel">
            <Facts>
                <Fact label=t!(domains.organization)>{domain.organization_name}</Fact>
                <Fact label=t!(domains.onboarding)>
                    {move || texts().words().onboarding(onboarding)}
                    <p class="fact-note">{move || texts().words().onboarding_meaning(onboarding)}</p>
                </Fact>
                <Fact label=t!(words.preservation)>{move || texts().words().included(preservation)}</Fact>
                <Fact label=t!(domains.default_quota)>{move || megabytes(domain.default_quota_mb)}</Fact>
                <Fact label=t!(domains.term)>
                    {move || texts().domains().months(&integer(domain.mailbox_term_months))}
                </Fact>
                <Fact label=t!(domains.created)>{move || date(domain.created_at)}</Fact>
                <Fact label=t!(domains.permissions)>{may}</Fact>
            </Facts>
            {viewable.then(|| view! {
                <div class="form-actions">
                    <LinkButton href=list label=t!(domains.open_list) class="btn btn-outline-primary" />
                </div>
            })}
        </section>
    }
}
