//! The list from which the mailboxes of a bulk change were chosen.

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::job::MailboxSelection;
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{EntryKind, Trouble};
use sigillo_domain::name::readable;
use sigillo_domain::service_term::ServiceRequest;

use crate::components::Fact;
use crate::i18n::{day_text, t, texts};
use crate::pages::mailboxes::{entry_name, trouble_name};

/// The domain, the search and the filters, each where there is one.
#[component]
pub fn SelectionFacts(selection: MailboxSelection) -> impl IntoView {
    let further = further(&selection);
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
        {further}
    }
}

type Label = fn() -> &'static str;

/// The filters by people, by the time and the author of the creation, and by the expiry.
fn further(selection: &MailboxSelection) -> impl IntoView + use<> {
    let day = |day: Option<NaiveDate>| day.map(day_text);
    let text = |text: &Option<String>| text.as_ref().map(|text| format!("«{text}»"));
    let request = selection.request.as_deref().map(|request| {
        names(request, |one| {
            ServiceRequest::parse(one).map(|request| texts().words().service_request(request))
        })
    });
    let readiness = selection.rem_readiness.as_deref().map(|readiness| {
        names(readiness, |one| {
            RemReadiness::parse(one).map(|it| texts().identification().readiness(it))
        })
    });
    let entry = selection.entry.as_deref();
    let entry = entry.map(|kinds| names(kinds, |one| EntryKind::parse(one).map(entry_name)));
    let trouble = selection.trouble.as_deref();
    let trouble = trouble.map(|all| names(all, |one| Trouble::parse(one).map(trouble_name)));
    let activated = selection.activated.map(|it| texts().words().yes_no(it).to_owned());
    let facts: [(Label, Option<String>); 16] = [
        (t!(holders.family_name), text(&selection.family_name)),
        (t!(holders.given_name), text(&selection.given_name)),
        (t!(holders.tax_code), text(&selection.tax_code)),
        (t!(holders.email), text(&selection.email)),
        (t!(companies.legal_name), text(&selection.company_name)),
        (t!(list.created_from), day(selection.created_from)),
        (t!(list.created_to), day(selection.created_to)),
        (t!(list.created_by_user), selection.created_by.clone()),
        (t!(list.entry), entry),
        (t!(words.managed_by), selection.managed_by.clone()),
        (t!(list.activated), activated),
        (t!(list.trouble), trouble),
        (t!(list.expires_before), day(selection.expires_before)),
        (t!(list.not_opened_since), day(selection.not_opened_since)),
        (t!(words.request), request),
        (t!(identification.rem_readiness), readiness),
    ];
    let given = facts.into_iter().filter_map(|(label, text)| Some((label, text?)));
    given.map(|(label, text)| view! { <Fact label=label>{text}</Fact> }).collect_view()
}

/// The values of a filter as text.
fn names(list: &str, name: impl Fn(&str) -> Option<&'static str>) -> String {
    list.split(',').filter_map(|one| name(one.trim())).collect::<Vec<_>>().join(", ")
}
