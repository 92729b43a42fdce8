//! One receipt: who, what, when, verified how; and what of it can be taken away.

use leptos::prelude::*;
use sigillo_contract::Operation;
use sigillo_contract::operations::{GetReceipt, GetReceiptAttestation, GetReceiptContent};
use sigillo_contract::own_receipts::{DistributionPackageCreate, PreservedReceiptDetail};
use sigillo_domain::id::ReceiptId;
use sigillo_domain::receipt::ReceiptError;
use sigillo_kit::api;
use sigillo_kit::components::{Alert, AlertKind, Crumb, Fact, Facts, Page, load, loaded};
use sigillo_kit::i18n::file_size;
use sigillo_kit::router::EXTERNAL;

use super::badges::{KindBadge, SignatureBadge};
use super::receipts::ask_package;
use super::{PreservationPage, language};
use crate::i18n::{date, date_time, lang, t, texts};
use crate::session::{load_mailbox, with_mailbox};

#[component]
pub fn ReceiptPage(id: ReceiptId) -> impl IntoView {
    let mailbox = load_mailbox();
    let crumbs = Signal::derive(|| {
        vec![Crumb::new(t!(preservation.title), PreservationPage::Receipts.href())]
    });
    view! {
        <Page title=t!(preservation.receipt) crumbs=crumbs>
            {with_mailbox(mailbox, move |_| {
                let receipt = load(move || api::get::<GetReceipt>(id));
                loaded(receipt, move |receipt| view! { <Sheet detail=receipt /> })
            })}
        </Page>
    }
}

#[component]
fn Sheet(detail: PreservedReceiptDetail) -> impl IntoView {
    let kind = detail.receipt.kind;
    let defects = detail.receipt.defects.clone();
    let text = detail.text.clone();
    view! {
        <p class="receipt-meaning"><KindBadge kind=kind /> " " {move || kind.meaning(language())}</p>
        {(!defects.is_empty()).then(|| view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(preservation.defects)>
                <ul>{defects.into_iter().map(|defect| view! {
                    <li>{move || defect.name(language())}</li>
                }).collect_view()}</ul>
            </Alert>
        })}
        <TakeAway id=detail.receipt.id />
        <div class="columns">
            <div><About detail=detail.clone() /></div>
            <div><Verification detail=detail /></div>
        </div>
        {(!text.is_empty()).then(|| view! {
            <section class="panel" aria-labelledby="text">
                <h2 id="text">{t!(preservation.text)}</h2>
                <p class="receipt-text">{text}</p>
            </section>
        })}
    }
}

#[component]
fn TakeAway(id: ReceiptId) -> impl IntoView {
    let attestation = move || {
        let path = GetReceiptAttestation::url(&id);
        format!("{path}?lang={}", lang().code())
    };
    let ask = move |_| {
        ask_package(DistributionPackageCreate {
            receipts: Some(vec![id]),
            matching: None,
            language: Some(language()),
        });
    };
    view! {
        <div class="form-actions receipt-actions">
            <a class="btn btn-primary btn-sm" rel=EXTERNAL download href=GetReceiptContent::url(&id)>
                {t!(preservation.download)}
            </a>
            <a class="btn btn-outline-primary btn-sm" rel=EXTERNAL download href=attestation>
                {t!(preservation.attestation)}
            </a>
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=ask>
                {t!(preservation.package)}
            </button>
        </div>
    }
}

fn fact(label: fn() -> &'static str, value: Option<String>) -> Option<impl IntoView> {
    let value = value.filter(|value| !value.is_empty())?;
    Some(view! { <Fact label=label><span class="own-email">{value}</span></Fact> })
}

#[component]
fn About(detail: PreservedReceiptDetail) -> impl IntoView {
    let receipt = detail.receipt;
    let (error, form, source) = (receipt.error, detail.form, detail.source);
    let (certified, arrived) = (detail.certified_at, detail.arrived_at);
    let message = PreservationPage::Message(receipt.certified_message_id).href();
    view! {
        <section class="panel" aria-labelledby="about">
            <h2 id="about">{t!(preservation.about)}</h2>
            <Facts>
                {fact(t!(preservation.subject), receipt.subject)}
                {fact(t!(preservation.sender), receipt.sender)}
                {fact(t!(preservation.recipient), receipt.recipient)}
                {certified.map(|at| view! {
                    <Fact label=t!(preservation.certified_at)>{move || date_time(at)}</Fact>
                })}
                <Fact label=t!(preservation.arrived_at)>{move || date_time(arrived)}</Fact>
                {(error != ReceiptError::None).then(|| view! {
                    <Fact label=t!(preservation.error)>{move || error.name(language())}</Fact>
                })}
                {fact(t!(preservation.detail), detail.error_text)}
                {fact(t!(preservation.provider), receipt.provider)}
                {form.map(|form| view! {
                    <Fact label=t!(preservation.form)>{move || form.name(language())}</Fact>
                })}
                {fact(t!(preservation.identifier), detail.identifier)}
                {fact(t!(preservation.reference), Some(detail.reference))}
                {fact(t!(preservation.own_message_id), detail.message_id)}
                <Fact label=t!(preservation.source)>{move || source.name(language())}</Fact>
            </Facts>
            <p><a href=message>{t!(preservation.see_message)}</a></p>
        </section>
    }
}

#[component]
fn Verification(detail: PreservedReceiptDetail) -> impl IntoView {
    let (found, stored, bytes) = (detail.verification, detail.stored_at, detail.receipt.bytes);
    let (outcome, verified) = (found.outcome, found.verified_at);
    let validity = found.valid_from.zip(found.valid_until);
    view! {
        <section class="panel" aria-labelledby="verification">
            <h2 id="verification">{t!(preservation.verification)}</h2>
            <p class="state-line"><SignatureBadge signature=outcome /></p>
            <p class="fact-note">{move || outcome.meaning(language())}</p>
            <Facts>
                {fact(t!(preservation.detail), found.detail)}
                {fact(t!(preservation.signer), found.signer)}
                {fact(t!(preservation.issuer), found.issuer)}
                {fact(t!(preservation.serial), found.serial)}
                {validity.map(|(from, until)| view! {
                    <Fact label=t!(preservation.validity)>
                        {move || format!("{} – {}", date(from), date(until))}
                    </Fact>
                })}
                <Fact label=t!(preservation.verified_at)>{move || date_time(verified)}</Fact>
                <Fact label=t!(preservation.stored_at)>{move || date_time(stored)}</Fact>
                <Fact label=t!(preservation.size)>{move || file_size(bytes)}</Fact>
                {fact(t!(preservation.hash), Some(detail.sha256))}
            </Facts>
            <p class="fact-note">{move || texts().preservation().unsigned()}</p>
        </section>
    }
}
