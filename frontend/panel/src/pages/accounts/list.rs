//! The list of accounts: filtered by role and organisation, a page at a time.

use leptos::prelude::*;
use sigillo_contract::account::Account;
use sigillo_contract::operations::{CreateAccount, ListAccounts, ListOrganizations};
use sigillo_contract::organization::Organization;
use sigillo_contract::page::Page as Rows;
use sigillo_domain::account::Role;

use super::list_view::ListView;
use super::rows::Table;
use super::{of_assistants, title};
use crate::components::{ForbiddenPage, Icon, LinkButton, Page, Pager, load, loaded};
use crate::i18n::{integer, t, texts};
use crate::route::Route;
use crate::{api, router, session};

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListAccounts>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let params = router::query();
    let view = Memo::new(move |_| params.with(ListView::read));
    let rows = load(move || {
        let query = view.get().query();
        async move { api::list::<ListAccounts>((), &query).await }
    });
    let lead = || {
        let t = texts().accounts();
        if of_assistants() { t.assistants_lead() } else { t.lead() }
    };
    let add = || session::may::<CreateAccount>().then(|| view! { <Add /> });
    let filtered = session::may::<ListOrganizations>();
    view! {
        <Page title=title lead=lead actions=add>
            {filtered.then(|| view! { <Filters view=view /> })}
            <div
                class="results"
                class:is-waiting=move || rows.is_waiting()
                aria-busy=move || rows.is_waiting().then_some("true")
            >
                {loaded(rows, move |page| view! { <Results page=page view=view /> })}
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Add() -> impl IntoView {
    let label = || {
        let t = texts().accounts();
        if of_assistants() { t.add_assistant() } else { t.add() }
    };
    view! { <LinkButton href=Route::NewAccount.href() label=label icon="it-plus" /> }
}

#[component]
fn Filters(view: Memo<ListView>) -> impl IntoView {
    let organizations = load(api::every::<ListOrganizations, Organization>);
    let go = Callback::new(move |next: ListView| {
        router::go(next.at_first_page().href());
    });
    let by_role = move |event| {
        let role = Role::parse(&event_target_value(&event));
        go.run(ListView { role, ..view.get_untracked() });
    };
    let by_organization = move |event| {
        let organization = event_target_value(&event).parse().ok();
        go.run(ListView { organization, ..view.get_untracked() });
    };
    let named = move || {
        let all = organizations.get().unwrap_or_default();
        let option = |Organization { id, name, .. }| {
            view! {
                <option value=id.to_string() selected=move || view.get().organization == Some(id)>{name}</option>
            }
        };
        all.into_iter().map(option).collect_view()
    };
    view! {
        <div class="filters filters-even" role="search" aria-label=t!(accounts.filters)>
            <div class="field">
                <label class="field-label" for="role">{t!(accounts.role)}</label>
                <select class="input" id="role" on:change=by_role>
                    <option value="" selected=move || view.get().role.is_none()>{t!(accounts.every_role)}</option>
                    {Role::ALL.map(|role| view! {
                        <option value=role.as_str() selected=move || view.get().role == Some(role)>
                            {move || texts().words().role(role)}
                        </option>
                    }).into_iter().collect_view()}
                </select>
            </div>
            <div class="field">
                <label class="field-label" for="organization">{t!(accounts.organization)}</label>
                <select class="input" id="organization" on:change=by_organization>
                    <option value="" selected=move || view.get().organization.is_none()>
                        {t!(accounts.every_organization)}
                    </option>
                    {named}
                </select>
            </div>
        </div>
    }
}

#[component]
fn Results(page: Rows<Account>, view: Memo<ListView>) -> impl IntoView {
    let shown = view.get_untracked();
    if page.items.is_empty() {
        return view! { <Nothing narrowed=shown.is_narrowed() /> }.into_any();
    }
    let count = i64::try_from(page.items.len()).unwrap_or(0);
    let (first, last) = (shown.first_row(), shown.first_row() + count - 1);
    let previous = shown.previous().map(|view| view.href());
    let next = page.next_cursor.as_deref().map(|cursor| shown.next(cursor).href());
    view! {
        <Table rows=page.items />
        <Pager
            previous=previous
            next=next
            status=move || texts().list().rows(&integer(first), &integer(last))
        />
    }
    .into_any()
}

/// An empty list, and what to do about it.
#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! {
            <div class="empty">
                <Icon name="it-search" />
                <p class="empty-title">{t!(accounts.nothing_found)}</p>
                <a class="btn btn-outline-primary" href=Route::Accounts.href()>{t!(accounts.show_all)}</a>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="empty">
            <Icon name="it-user" />
            <p class="empty-title">{t!(accounts.no_assistants)}</p>
            <p>{t!(accounts.no_assistants_hint)}</p>
            <Add />
        </div>
    }
    .into_any()
}
