//! A contract: where it stands, whom it was sent to, its documents, and the acts on it.

use leptos::prelude::*;
use sigillo_contract::contract::Contract;
use sigillo_contract::mailbox::{Mailbox, MailboxDetailQuery};
use sigillo_contract::operations::{GetContract, GetContractTemplate, GetHolder, GetMailbox};
use sigillo_domain::contract::{ContractFile, ContractState};
use sigillo_domain::id::ContractId;
use sigillo_domain::name::readable;

use super::acts::{ActDialog, Actions, needs_another};
use super::copy::CopyPanel;
use super::steps::step_line;
use super::{ContractBadge, ContractBody};
use crate::components::{
    Alert, AlertKind, Crumb, DownloadButton, Fact, Facts, ForbiddenPage, HistoryPanel, Load, Page,
    breakable, guarded, load, loaded,
};
use crate::i18n::{date_time, integer, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn Detail(id: ContractId) -> impl IntoView {
    if !session::may::<GetContract>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let contract = load(move || api::get::<GetContract>(id));
    let mailbox = load_mailbox(contract);
    let act = RwSignal::new(None);
    let title = move || {
        let name = contract.get().map(|found| found.holder_name).unwrap_or_default();
        let words = texts().contracts();
        if name.is_empty() { words.contract().to_owned() } else { words.of_holder(&name) }
    };
    let crumbs = vec![Crumb::new(t!(contracts.title), Route::Contracts)];
    let beside = move || {
        let found = contract.get();
        found.map(|found| {
            let Contract { state, delivery, link_is_blocked, .. } = found;
            view! { <ContractBadge state=state delivery=delivery link_is_blocked=link_is_blocked /> }
        })
    };
    let actions = move || {
        let found = contract.get().zip(mailbox.get().flatten());
        found.map(|(contract, mailbox)| {
            view! { <Actions contract=contract mailbox=mailbox act=act /> }
        })
    };
    let is_there = Memo::new(move |_| contract.get().is_some());
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs.clone() beside=beside actions=actions>
                {loaded(contract, move |found| view! { <Sheet contract=found shown=contract mailbox=mailbox /> })}
                {move || is_there.get().then(|| view! {
                    <HistoryPanel<Contract>
                        subject=Signal::derive(move || contract.get())
                        put=Callback::new(move |newer| contract.put(newer))
                    />
                })}
                <ActDialog act=act contract=contract mailbox=mailbox />
            </Page>
        }
    };
    guarded(contract, |_| true, page).into_any()
}

/// The mailbox of the contract, which the acts depend on. It is read again with each version.
fn load_mailbox(contract: Load<Contract>) -> Load<Option<Mailbox>> {
    let of = Memo::new(move |_| contract.get().map(|found| (found.mailbox_id, found.version)));
    load(move || {
        let of = of.get();
        async move {
            let Some((id, _)) = of else { return Ok(None) };
            api::list::<GetMailbox>(id, &MailboxDetailQuery::default()).await.map(Some)
        }
    })
}

#[component]
fn Sheet(
    contract: Contract,
    shown: Load<Contract>,
    mailbox: Load<Option<Mailbox>>,
) -> impl IntoView {
    let text = contract.text.clone();
    let text = move || match text.clone() {
        Some(text) => view! { <ContractBody text=text /> }.into_any(),
        None => view! { <p class="fact-note">{t!(contracts.text_gone)}</p> }.into_any(),
    };
    view! {
        <EndNote contract=contract.clone() mailbox=mailbox />
        <section class="panel" aria-labelledby="steps">
            <h2 id="steps">{t!(contracts.steps)}</h2>
            {step_line(&contract)}
        </section>
        <CopyPanel contract=contract.clone() shown=shown />
        <Data contract=contract />
        <details class="panel">
            <summary><h2>{t!(contracts.text)}</h2></summary>
            {text}
        </details>
    }
}

/// Why the contract will not be signed, or cannot be now, and whether the mailbox needs another; nothing while
/// it can be.
#[component]
fn EndNote(contract: Contract, mailbox: Load<Option<Mailbox>>) -> impl IntoView {
    let (id, state, recipient) = (contract.id, contract.state, contract.recipient);
    let ended = contract.ended_at.unwrap_or(contract.expires_at);
    let waits = move || {
        let waits = mailbox.get().flatten().is_some_and(|found| needs_another(id, &found));
        waits.then(|| view! { <p>{t!(contracts.still_waits)}</p> })
    };
    let (declined_for, withdrawn_for) = (contract.decline_reason, contract.withdraw_reason);
    match state {
        ContractState::Undeliverable => view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(contracts.undeliverable_title)>
                <p>{move || texts().contracts().undeliverable_text(&recipient)}</p>
            </Alert>
        }
        .into_any(),
        ContractState::Declined => view! {
            <Alert kind=AlertKind::Warning quiet=true>
                <p>{move || texts().contracts().declined_on(&date_time(ended))}</p>
                <p class="reason">{move || match declined_for.as_deref() {
                    Some(reason) => texts().contracts().reason_given(reason),
                    None => texts().contracts().no_reason().to_owned(),
                }}</p>
                {waits}
            </Alert>
        }
        .into_any(),
        ContractState::Superseded => view! {
            <Alert kind=AlertKind::Info quiet=true>
                <p>{move || texts().contracts().superseded_on(&date_time(ended))}</p>
            </Alert>
        }
        .into_any(),
        ContractState::Expired | ContractState::Withdrawn => {
            let words = move || {
                let (words, when) = (texts().contracts(), date_time(ended));
                if state == ContractState::Expired {
                    words.expired_on(&when)
                } else {
                    words.withdrawn_on(&when)
                }
            };
            let reason = withdrawn_for.map(|reason| {
                view! { <p class="reason">{move || texts().contracts().reason_given(&reason)}</p> }
            });
            view! { <Alert kind=AlertKind::Info quiet=true><p>{words}</p>{reason}{waits}</Alert> }
                .into_any()
        }
        _ if contract.link_is_blocked => view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(contracts.blocked_title)>
                <p>{t!(contracts.blocked_text)}</p>
            </Alert>
        }
        .into_any(),
        ContractState::Sent
        | ContractState::Opened
        | ContractState::Consented
        | ContractState::Signed
        | ContractState::Sealed => ().into_any(),
    }
}

#[component]
fn Data(contract: Contract) -> impl IntoView {
    let id = contract.id;
    let (sent_at, expires_at, reminders) =
        (contract.sent_at, contract.expires_at, contract.reminders);
    let is_open = contract.state.is_open();
    let (is_sealed, is_kept) = (contract.sealed_sha256.is_some(), contract.text.is_some());
    let (digest, sealed_digest) = (contract.sha256.clone(), contract.sealed_sha256.clone());
    let (recipient, signature) = (contract.clone(), contract.clone());
    let address = breakable(&readable(&contract.mailbox_address));
    let mailbox = Route::Mailbox(contract.mailbox_id).href();
    let holder = contract.holder_name.clone();
    let holder = if session::may::<GetHolder>() {
        view! { <a href=Route::Holder(contract.holder_id).href()>{holder}</a> }.into_any()
    } else {
        holder.into_any()
    };
    view! {
        <section class="panel data" aria-label=t!(contracts.data)>
            <Facts>
                <Fact label=t!(contracts.mailbox)>
                    <a href=mailbox>{address}</a>
                </Fact>
                <Fact label=t!(contracts.holder)>{holder}</Fact>
                <Recipient contract=recipient />
                <Fact label=t!(contracts.sent_on)>{move || date_time(sent_at)}</Fact>
                {is_open.then(|| view! {
                    <Fact label=t!(contracts.expires)>{move || date_time(expires_at)}</Fact>
                })}
                {(reminders > 0).then(|| view! {
                    <Fact label=t!(contracts.reminders)>{move || integer(reminders)}</Fact>
                })}
            </Facts>
            <Facts>
                <Signature contract=signature />
                <MadeFrom contract=contract />
                <Fact label=t!(contracts.documents)>
                    <div class="documents">
                        {is_sealed.then(|| document(id, ContractFile::Sealed))}
                        {is_kept.then(|| document(id, ContractFile::Original))}
                    </div>
                </Fact>
                <Digest label=t!(contracts.digest) digest=digest />
                {sealed_digest.map(|digest| view! {
                    <Digest label=t!(contracts.digest_of_sealed) digest=digest />
                })}
            </Facts>
        </section>
    }
}

fn document(id: ContractId, which: ContractFile) -> impl IntoView {
    let label = match which {
        ContractFile::Original => t!(contracts.original),
        ContractFile::Sealed => t!(contracts.sealed_copy),
    };
    let download =
        Callback::new(move |()| -> api::Pending<_> { Box::pin(api::download_contract(id, which)) });
    view! { <DownloadButton label=label download=download class="btn btn-outline-primary btn-sm" /> }
}

/// Who was written to, and whether the message was delivered.
#[component]
fn Recipient(contract: Contract) -> impl IntoView {
    let Contract { recipient, delivery, state, .. } = contract;
    if recipient.is_empty() {
        return view! { <Fact label=t!(contracts.recipient)>{t!(contracts.nobody)}</Fact> }
            .into_any();
    }
    // Once the contract was opened, it has certainly arrived.
    let delivery = delivery
        .filter(|_| matches!(state, ContractState::Sent | ContractState::Undeliverable))
        .map(|delivery| {
            view! { <p class="fact-note">{move || texts().contracts().delivery(delivery)}</p> }
        });
    view! {
        <Fact label=t!(contracts.recipient)>
            <span data-testid="contract-recipient">{breakable(&readable(&recipient))}</span>
            {delivery}
        </Fact>
    }
    .into_any()
}

#[component]
fn Signature(contract: Contract) -> impl IntoView {
    let channel = contract.channel;
    contract.signature.map(|kind| {
        view! {
            <Fact label=t!(contracts.signature)>
                {move || texts().contracts().signature_kind(kind)}
                {channel.map(|channel| view! {
                    <p class="fact-note">{move || texts().contracts().code_by(channel)}</p>
                })}
            </Fact>
        }
    })
}

#[component]
fn MadeFrom(contract: Contract) -> impl IntoView {
    let template = match contract.template_id {
        None => t!(contracts.from_example).into_any(),
        Some(id) if session::may::<GetContractTemplate>() => {
            view! { <a href=Route::ContractTemplate(id).href()>{t!(contracts.open_template)}</a> }
                .into_any()
        }
        Some(_) => return ().into_any(),
    };
    view! { <Fact label=t!(contracts.made_from)>{template}</Fact> }.into_any()
}

#[component]
fn Digest(#[prop(into)] label: TextProp, digest: String) -> impl IntoView {
    view! { <Fact label=label><code class="digest">{digest}</code></Fact> }
}
