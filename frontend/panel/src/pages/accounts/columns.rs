//! The columns of the list of accounts.

use leptos::prelude::*;
use sigillo_contract::account::Account;

use super::of_assistants;
use crate::components::{AccountBadge, Column};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;

/// A postmaster's accounts are all assistants of one organisation, so their domains are shown in
/// place of role and organisation.
pub fn columns() -> Vec<Column<Account>> {
    let mut columns = vec![person()];
    if of_assistants() {
        columns.push(domains());
    } else {
        columns.extend([role(), organization()]);
    }
    columns.extend([state(), last_sign_in()]);
    columns
}

fn person() -> Column<Account> {
    let cell = |row: &Account| {
        view! {
            <a href=Route::Account(row.id).href()>{row.display_name.clone()}</a>
            <span class="cell-second">{row.username.clone()}</span>
        }
    };
    Column::new(t!(accounts.person), cell).class("cell-name").sorted_by("display_name")
}

fn role() -> Column<Account> {
    let cell = |row: &Account| {
        let role = row.role;
        move || texts().words().role(role)
    };
    Column::new(t!(accounts.role), cell).class("cell-brief").sorted_by("role").optional("role")
}

fn organization() -> Column<Account> {
    Column::new(t!(accounts.organization), |row: &Account| row.organization_name.clone())
        .class("cell-brief")
        .optional("organization_name")
}

fn state() -> Column<Account> {
    let cell = |row: &Account| view! { <AccountBadge state=row.state /> };
    Column::new(t!(accounts.state), cell).class("cell-state").sorted_by("state").optional("state")
}

fn last_sign_in() -> Column<Account> {
    let cell = |row: &Account| {
        let seen = row.last_sign_in_at;
        move || seen.map_or_else(|| texts().accounts().never().to_owned(), date_time)
    };
    let column = Column::new(t!(accounts.last_sign_in), cell);
    column.class("cell-date").labelled().sorted_by("last_sign_in_at").optional("last_sign_in_at")
}

/// One or two domains are shown by name, more as a number.
fn domains() -> Column<Account> {
    let cell = |row: &Account| {
        let domains: Vec<_> = row.grants.iter().map(|grant| grant.domain.clone()).collect();
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
    };
    Column::new(t!(accounts.domains), cell).class("cell-domains").optional("domains")
}
