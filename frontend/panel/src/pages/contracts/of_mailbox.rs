//! The contract of a mailbox, on the mailbox's own page.

use leptos::prelude::*;
use sigillo_contract::contract::{Contract, ContractSummary};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::{GetContract, ListContracts};
use sigillo_domain::contract::ContractState;
use sigillo_domain::name::readable;
use sigillo_kit::routes::with_query;

use super::ContractBadge;
use crate::components::{Alert, AlertKind, Fact, Facts, load};
use crate::i18n::{date, date_time, t, texts};
use crate::route::Route;
use crate::{api, session};

/// The newest contract of a mailbox; nothing for a mailbox that never had one.
#[component]
pub fn ContractPanel(mailbox: Mailbox) -> impl IntoView {
    let all = with_query(Route::Contracts, &[("q", &mailbox.address)]);
    mailbox.contract.map(|contract| {
        let ContractSummary { id, state, link_is_blocked, sent_at, expires_at } = contract;
        let until = state.is_open().then(|| {
            view! { <Fact label=t!(contracts.expires)>{move || date_time(expires_at)}</Fact> }
        });
        let links = session::may::<ListContracts>().then(|| {
            view! {
                <p class="contract-links">
                    <a href=Route::Contract(id).href()>{t!(contracts.open_it)}</a>
                    <a href=all>{t!(contracts.all_of_mailbox)}</a>
                </p>
            }
        });
        view! {
            <section class="panel data holder-data" aria-label=t!(contracts.of_mailbox)>
                <Facts>
                    <Fact label=t!(contracts.of_mailbox)>
                        <ContractBadge state=state link_is_blocked=link_is_blocked />
                    </Fact>
                    <Fact label=t!(contracts.sent_on)>{move || date_time(sent_at)}</Fact>
                    {until}
                </Facts>
                {links}
            </section>
        }
    })
}

/// What a mailbox that is not active yet waits for.
#[component]
pub fn PendingNote(contract: Option<ContractSummary>) -> impl IntoView {
    let Some(found) = contract else {
        return view! { <Alert kind=AlertKind::Info quiet=true><p>{t!(detail.pending_note)}</p></Alert> }
            .into_any();
    };
    let (state, is_blocked) = (found.state, found.link_is_blocked);
    let kind = match state {
        _ if is_blocked => AlertKind::Warning,
        ContractState::Sent
        | ContractState::Opened
        | ContractState::Consented
        | ContractState::Signed
        | ContractState::Sealed => AlertKind::Info,
        ContractState::Declined
        | ContractState::Expired
        | ContractState::Withdrawn
        | ContractState::Undeliverable
        | ContractState::Superseded => AlertKind::Warning,
    };
    // Whom the contract was sent to is said once it is known.
    let sent = load(move || async move {
        if state.is_open() && session::may::<GetContract>() {
            api::get::<GetContract>(found.id)
                .await
                .map(|it| Contract { text: None, ..it })
                .map(Some)
        } else {
            Ok(None)
        }
    });
    let words = move || {
        let words = texts().contracts();
        let when = date(found.sent_at);
        match state {
            ContractState::Undeliverable => words.waits_undelivered().to_owned(),
            _ if is_blocked => words.waits_blocked().to_owned(),
            ContractState::Sent | ContractState::Opened | ContractState::Consented => {
                let to = sent.get().flatten().map(|it| it.recipient).filter(|to| !to.is_empty());
                match to {
                    Some(to) => words.waits(&readable(&to), &when),
                    None => words.waits_unknown(&when),
                }
            }
            ContractState::Signed | ContractState::Sealed => words.waits_for_seal().to_owned(),
            ContractState::Declined
            | ContractState::Expired
            | ContractState::Withdrawn
            | ContractState::Superseded => words.waits_for_another().to_owned(),
        }
    };
    view! { <Alert kind=kind quiet=true><p>{words}</p></Alert> }.into_any()
}
