//! The list from which the mailboxes of a bulk change were chosen.

use leptos::prelude::*;
use sigillo_contract::job::MailboxSelection;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::name::readable;

use crate::components::Fact;
use crate::i18n::{t, texts};

/// The domain, the search and the filters, each where there is one.
#[component]
pub fn SelectionFacts(selection: MailboxSelection) -> impl IntoView {
    let MailboxSelection { domain, q, state, password_state, fill, .. } = selection;
    view! {
        {domain.map(|domain| view! { <Fact label=t!(domains.domain)>{readable(&domain).into_owned()}</Fact> })}
        {q.map(|search| view! { <Fact label=t!(jobs.searched)>{format!("«{search}»")}</Fact> })}
        {state.map(|state| view! {
            <Fact label=t!(list.state)>{move || names(&state, |one| {
                MailboxState::parse(one).map(|state| texts().words().states(state))
            })}</Fact>
        })}
        {password_state.map(|state| view! {
            <Fact label=t!(list.password)>{move || names(&state, |one| {
                PasswordState::parse(one).map(|state| texts().words().password_is(state))
            })}</Fact>
        })}
        {fill.filter(|fill| !fill.is_empty()).map(|_| view! {
            <Fact label=t!(usage.fill)>{t!(usage.filter_over_soft_limit)}</Fact>
        })}
    }
}

/// The values of a filter as text.
fn names(list: &str, name: impl Fn(&str) -> Option<&'static str>) -> String {
    list.split(',').filter_map(|one| name(one.trim())).collect::<Vec<_>>().join(", ")
}
