//! What needs somebody's hands: each figure leads to the list that it counts.

use leptos::prelude::*;
use sigillo_contract::dashboard::Attention;
use sigillo_domain::account::AccountState;
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::mailbox::PasswordState;
use sigillo_domain::mailbox_list::{OVER_SOFT_LIMIT, Trouble};
use sigillo_domain::service_term::ServiceRequest;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_domain::ticket::TicketQueue;
use sigillo_kit::routes::with_query;

use crate::components::Icon;
use crate::i18n::{integer, t};
use crate::pages::mailboxes::{EVERY_DOMAIN, filter_key as of_mailboxes};
use crate::pages::{contracts, documents, tickets};
use crate::route::{Route, key};

type Words = fn() -> &'static str;

/// A figure, its words and the address of its list.
type Item = (i64, Words, String);

#[component]
pub fn NeedsHands(attention: Attention) -> impl IntoView {
    let items: Vec<_> = items(&attention).into_iter().filter(|(count, ..)| *count > 0).collect();
    let is_empty = items.is_empty();
    let items = items.into_iter().map(|(count, words, href)| {
        view! {
            <li class="attention-item">
                <span class="attention-count">{move || integer(count)}</span>
                <a class="card-name" href=href>{words}</a>
                <Icon name="it-arrow-right" class="card-arrow" />
            </li>
        }
    });
    view! {
        <section class="dashboard-attention" aria-labelledby="attention">
            <h2 id="attention">{t!(dashboard.attention)}</h2>
            {is_empty.then(|| view! {
                <p class="attention-none"><Icon name="it-check-circle" /><span>{t!(dashboard.nothing)}</span></p>
            })}
            <ul class="attention" data-testid="attention">{items.collect_view()}</ul>
        </section>
    }
}

/// In the order in which they are shown: first what stands still until somebody acts.
fn items(attention: &Attention) -> Vec<Item> {
    let mailboxes = |filters: &[(&str, &str)]| {
        let all = std::iter::once((key::DOMAIN, EVERY_DOMAIN)).chain(filters.iter().copied());
        with_query(Route::Mailboxes, &all.collect::<Vec<_>>())
    };
    let trouble = |trouble: Trouble| mailboxes(&[(of_mailboxes::TROUBLE, trouble.as_str())]);
    let by_state = |route, state: &str| with_query(route, &[(key::STATE, state)]);
    let before = attention.ending_before.to_string();
    let ending = [
        (key::STATE, of_mailboxes::IN_SERVICE),
        (of_mailboxes::EXPIRES_BEFORE, before.as_str()),
        (of_mailboxes::REQUEST, ServiceRequest::None.as_str()),
    ];
    let undetermined = [(documents::VERDICT, Verdict::Undetermined.as_str())];
    let all: [(Option<i64>, Words, String); 12] = [
        (Some(attention.outages), t!(dashboard.outages), Route::ServiceLevels.href()),
        (
            Some(attention.undelivered_messages),
            t!(dashboard.undelivered_messages),
            trouble(Trouble::UndeliveredMessage),
        ),
        (
            Some(attention.unapplied_effects),
            t!(dashboard.unapplied_effects),
            trouble(Trouble::UnappliedEffect),
        ),
        (
            attention.tickets_waiting,
            t!(dashboard.tickets_waiting),
            with_query(Route::Tickets, &[(tickets::QUEUE, TicketQueue::Waiting.as_str())]),
        ),
        (
            attention.accounts_pending,
            t!(dashboard.accounts_pending),
            by_state(Route::Accounts, AccountState::Pending.as_str()),
        ),
        (
            Some(attention.holder_changes_pending),
            t!(dashboard.holder_changes_pending),
            by_state(Route::HolderChanges, HolderChangeState::Pending.as_str()),
        ),
        (
            Some(attention.documents_undetermined),
            t!(dashboard.documents_undetermined),
            with_query(Route::Documents, &undetermined),
        ),
        (
            Some(attention.contracts_blocked),
            t!(dashboard.contracts_blocked),
            contracts::list_of_open(true),
        ),
        (
            Some(attention.contracts_open),
            t!(dashboard.contracts_open),
            contracts::list_of_open(false),
        ),
        (
            Some(attention.over_soft_limit),
            t!(dashboard.over_soft_limit),
            mailboxes(&[(of_mailboxes::FILL, OVER_SOFT_LIMIT)]),
        ),
        (Some(attention.ending_soon), t!(dashboard.ending_soon), mailboxes(&ending)),
        (
            Some(attention.passwords_expired),
            t!(dashboard.passwords_expired),
            mailboxes(&[(of_mailboxes::PASSWORD, PasswordState::Expired.as_str())]),
        ),
    ];
    all.into_iter().filter_map(|(count, words, href)| Some((count?, words, href))).collect()
}
