use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::{GetDomain, GetDomainHistory, GetOrganization, UpdateDomain};
use sigillo_contract::plan::PlanSummary;
use sigillo_domain::id::DomainId;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::plan::PlanState;

use super::super::accounts::OFFERED;
use super::servers::ServerFacts;
use crate::components::{
    Crumb, Fact, Facts, HistoryPanel, LinkButton, Page, guarded, load, loaded,
};
use crate::i18n::{date, integer, megabytes, t, texts};
use crate::pages::plans::{described, sizes};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn Detail(id: DomainId) -> impl IntoView {
    let domain = load(move || api::get::<GetDomain>(id));
    let may_edit = session::may::<UpdateDomain>();
    let edit = move || {
        let domain = domain.get().filter(|_| may_edit);
        domain.map(|domain| view! {
            <LinkButton href=Route::EditDomain(domain.id).href() label=t!(domains.edit) icon="it-pencil" key="e" />
        })
    };
    let title = move || {
        domain.get().map_or(t!(domains.domain)().to_owned(), |d| readable(&d.name).into_owned())
    };
    let crumbs = vec![Crumb::new(t!(domains.title), Route::Domains)];
    let shows_history =
        Memo::new(move |_| domain.get().is_some() && session::may::<GetDomainHistory>());
    let put = Callback::new(move |newer| {
        domain.put(newer);
        // The mailbox forms read the domain's settings from the session, so it is reloaded.
        spawn_local(async { drop(session::load_me().await) });
    });
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs.clone() actions=edit>
                {loaded(domain, |domain| view! { <Sheet domain=domain /> })}
                {move || shows_history.get().then(|| view! {
                    <HistoryPanel<Domain> subject=Signal::derive(move || domain.get()) put=put />
                })}
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
        let held = OFFERED.into_iter().filter(|permission| permissions.contains(permission));
        held.map(|permission| words.permission(permission)).collect::<Vec<_>>().join(", ")
    };
    let default = domain.default_plan;
    let plan = |plan: PlanSummary| {
        let is_default = Some(plan.id) == default;
        let is_retired = plan.state == PlanState::Retired;
        let sized = plan.clone();
        view! {
            <li>
                {move || described(&plan)}
                <p class="fact-note">{move || {
                    let words = texts().plans();
                    let mut notes = vec![sizes(&sized)];
                    notes.extend(is_default.then(|| words.default().to_owned()));
                    notes.extend(is_retired.then(|| words.retired().to_owned()));
                    notes.join(" · ")
                }}</p>
            </li>
        }
    };
    let plans: Vec<_> = domain.plans.clone().into_iter().map(plan).collect();
    let viewable = domain.permissions.contains(&Permission::View);
    let list = Route::Mailboxes.for_domain(&domain.name);
    view! {
        <section class="panel">
            <Facts columns=true>
                <Fact label=t!(domains.organization)>{
                    let name = domain.organization_name;
                    if session::may::<GetOrganization>() {
                        view! { <a href=Route::Organization(domain.organization_id).href()>{name}</a> }.into_any()
                    } else {
                        name.into_any()
                    }
                }</Fact>
                <Fact label=t!(domains.onboarding)>
                    {move || texts().words().onboarding(onboarding)}
                    <p class="fact-note">{move || texts().words().onboarding_meaning(onboarding)}</p>
                </Fact>
                <Fact label=t!(words.preservation)>{move || texts().words().included(preservation)}</Fact>
                <Fact label=t!(domains.default_quota)>{move || megabytes(domain.default_quota_mb)}</Fact>
                <Fact label=t!(domains.term)>
                    {move || texts().domains().months(&integer(domain.mailbox_term_months))}
                </Fact>
                <Fact label=t!(domains.lifetime)>
                    {move || texts().domains().days(&integer(domain.password_lifetime_days))}
                </Fact>
                <Fact label=t!(domains.language)>{move || texts().words().language(domain.language)}</Fact>
                {(!plans.is_empty()).then(|| view! {
                    <Fact label=t!(plans.of_domain)>
                        <ul class="plain-list">{plans}</ul>
                    </Fact>
                })}
                <Fact label=t!(domains.servers)><ServerFacts domain=domain.name servers=domain.client_servers /></Fact>
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
