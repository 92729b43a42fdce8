//! A certified message: its recipients with what is known of each, and its receipts.

use leptos::prelude::*;
use sigillo_contract::operations::{GetCertifiedMessage, ListMessageRecipients, ListReceipts};
use sigillo_contract::own_receipts::{
    CertifiedMessage, MessageRecipient, PreservedReceipt, ReceiptQuery,
};
use sigillo_contract::page::PageQuery;
use sigillo_domain::id::CertifiedMessageId;
use sigillo_kit::api;
use sigillo_kit::components::{Crumb, Fact, Facts, LoadMore, Page, incremental_list, load, loaded};

use super::PreservationPage;
use super::badges::{ConfirmationBadge, KindBadge, confirmations};
use crate::i18n::{date_time, t, texts};
use crate::session::{load_mailbox, with_mailbox};

#[component]
pub fn MessagePage(id: CertifiedMessageId) -> impl IntoView {
    let mailbox = load_mailbox();
    let crumbs = Signal::derive(|| {
        vec![
            Crumb::new(t!(preservation.title), PreservationPage::Receipts.href()),
            Crumb::new(t!(preservation.messages), PreservationPage::Messages.href()),
        ]
    });
    view! {
        <Page title=t!(preservation.message) crumbs=crumbs>
            {with_mailbox(mailbox, move |_| {
                let message = load(move || api::get::<GetCertifiedMessage>(id));
                loaded(message, move |message| view! { <Sheet message=message /> })
            })}
        </Page>
    }
}

#[component]
fn Sheet(message: CertifiedMessage) -> impl IntoView {
    let id = message.id;
    let (subject, accepted) = (message.subject.clone(), message.accepted_at);
    let (sender, reference) = (message.sender.clone(), message.message_id.clone());
    let words = move || {
        let none = texts().preservation().no_subject();
        if subject.is_empty() { none.to_owned() } else { subject.clone() }
    };
    view! {
        <section class="panel" aria-labelledby="about">
            <h2 id="about">{words}</h2>
            <Facts>
                <Fact label=t!(preservation.progress)>{confirmations(&message)}</Fact>
                <Fact label=t!(preservation.sender)>{sender}</Fact>
                {accepted.map(|at| view! {
                    <Fact label=t!(preservation.when)>{move || date_time(at)}</Fact>
                })}
                <Fact label=t!(preservation.reference)>
                    <span class="own-email">{reference}</span>
                </Fact>
            </Facts>
        </section>
        <Recipients id=id />
        <ReceiptsOf id=id />
    }
}

#[component]
fn Recipients(id: CertifiedMessageId) -> impl IntoView {
    let list =
        incremental_list(move |query: PageQuery| api::list::<ListMessageRecipients>(id, &query));
    let row = |recipient: MessageRecipient| {
        let MessageRecipient { address, is_certified, is_expected, confirmation } = recipient;
        view! {
            <li>
                <span class="own-email">{address}</span>
                {if is_certified {
                    view! { <ConfirmationBadge confirmation=confirmation /> }.into_any()
                } else {
                    view! { <span class="fact-note">{t!(preservation.not_certified)}</span> }.into_any()
                }}
                {(!is_expected).then(|| view! {
                    <span class="fact-note">{t!(preservation.not_expected)}</span>
                })}
            </li>
        }
    };
    view! {
        <section class="panel" aria-labelledby="recipients">
            <h2 id="recipients">{t!(preservation.recipients)}</h2>
            {move || match list.items() {
                None => list.placeholder(),
                Some(items) => view! {
                    <ul class="receipt-rows">{items.into_iter().map(row).collect_view()}</ul>
                }
                .into_any(),
            }}
            <LoadMore list=list />
        </section>
    }
}

#[component]
fn ReceiptsOf(id: CertifiedMessageId) -> impl IntoView {
    let list = incremental_list(move |page: PageQuery| {
        let query = ReceiptQuery {
            certified_message: Some(id),
            sort: Some("happened_at".to_owned()),
            cursor: page.cursor,
            limit: page.limit,
            ..ReceiptQuery::default()
        };
        api::list::<ListReceipts>((), &query)
    });
    let row = |receipt: PreservedReceipt| {
        let (at, recipient) = (receipt.happened_at, receipt.recipient);
        view! {
            <li>
                <a href=PreservationPage::Receipt(receipt.id).href()><KindBadge kind=receipt.kind /></a>
                {recipient.map(|address| view! { <span class="own-email">{address}</span> })}
                <span class="fact-note">{move || date_time(at)}</span>
            </li>
        }
    };
    view! {
        <section class="panel" aria-labelledby="receipts">
            <h2 id="receipts">{t!(preservation.receipts_of_message)}</h2>
            {move || match list.items() {
                None => list.placeholder(),
                Some(items) => view! {
                    <ul class="receipt-rows">{items.into_iter().map(row).collect_view()}</ul>
                }
                .into_any(),
            }}
            <LoadMore list=list />
        </section>
    }
}
