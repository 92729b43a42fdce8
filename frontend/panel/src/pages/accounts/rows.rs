//! The rows of the list: cards on a narrow screen, as everywhere.

use leptos::prelude::*;
use sigillo_contract::account::Account;

use super::{of_assistants, title};
use crate::components::AccountBadge;
use crate::i18n::{date_time, t, texts};
use crate::route::Route;

#[component]
pub fn Table(rows: Vec<Account>) -> impl IntoView {
    let assistants = of_assistants();
    let whose = if assistants {
        view! { <th role="columnheader" scope="col">{t!(accounts.domains)}</th> }.into_any()
    } else {
        view! {
            <th role="columnheader" scope="col">{t!(accounts.role)}</th>
            <th role="columnheader" scope="col">{t!(accounts.organization)}</th>
        }
        .into_any()
    };
    view! {
        <table class="list" role="table" data-testid="accounts">
            <caption class="visually-hidden">{title}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(accounts.person)}</th>
                    {whose}
                    <th role="columnheader" scope="col">{t!(accounts.state)}</th>
                    <th role="columnheader" scope="col">{t!(accounts.last_sign_in)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows
                    .into_iter()
                    .map(|account| view! { <Row account=account assistants=assistants /> })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Row(account: Account, assistants: bool) -> impl IntoView {
    let Account { id, username, display_name, role, state, last_sign_in_at: seen, .. } = account;
    let whose = if assistants {
        let domains = account.grants.into_iter().map(|grant| grant.domain).collect::<Vec<_>>();
        view! { <td role="cell" class="cell-domains"><Domains domains=domains /></td> }.into_any()
    } else {
        view! {
            <td role="cell">{move || texts().words().role(role)}</td>
            <td role="cell">{account.organization_name}</td>
        }
        .into_any()
    };
    view! {
        <tr role="row">
            <td role="cell" class="cell-name">
                <a href=Route::Account(id).href()>{display_name}</a>
                <span class="cell-second">{username}</span>
            </td>
            {whose}
            <td role="cell" class="cell-state"><AccountBadge state=state /></td>
            <td role="cell" class="cell-date">
                <span class="cell-label" aria-hidden="true">{t!(accounts.last_sign_in)}": "</span>
                {move || seen.map_or_else(|| texts().accounts().never().to_owned(), date_time)}
            </td>
        </tr>
    }
}

/// A couple by name, more by number.
#[component]
fn Domains(domains: Vec<String>) -> impl IntoView {
    match domains.as_slice() {
        [] => view! { <span>{t!(accounts.no_domains)}</span> }.into_any(),
        [_] | [_, _] => domains.join(", ").into_any(),
        more => {
            let count = more.len();
            view! {
                <span title=more.join(", ")>{move || texts().organizations().domain_count(count)}</span>
            }
            .into_any()
        }
    }
}
