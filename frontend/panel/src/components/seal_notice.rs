//! What an operator has to know about the seal of documents: that it expires, or cannot be used.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::document_seal::DocumentSeal;
use sigillo_contract::operations::GetDocumentSeal;
use sigillo_domain::contract::ContractState;
use sigillo_domain::document_seal::{SealState, Urgency};
use sigillo_kit::routes::with_query;

use super::{Alert, AlertKind};
use crate::i18n::{date_time, t, texts};
use crate::route::{Route, key};
use crate::{api, session};

/// The seal as it was read last; None while that which came with the account is the newest.
static SEAL: LazyLock<ArcRwSignal<Option<DocumentSeal>>> = LazyLock::new(|| ArcRwSignal::new(None));

static HAS_BEEN_SHOWN: AtomicBool = AtomicBool::new(false);

fn refresh() {
    if !session::may::<GetDocumentSeal>() {
        return;
    }
    spawn_local(async move {
        // After a failure the notice stays as it was.
        if let Ok(seal) = api::get::<GetDocumentSeal>(()).await {
            SEAL.set(Some(seal));
        }
    });
}

/// The seal and how urgent it is, unless there is nothing to tell.
fn concern() -> Option<(DocumentSeal, Urgency)> {
    let seal = SEAL.get().or_else(session::document_seal)?;
    let urgency = seal.state.urgency(seal.waiting)?;
    Some((seal, urgency))
}

/// The notice on the pages that a missing seal concerns.
#[component]
pub fn SealNotice() -> impl IntoView {
    // What came with the account is still fresh where somebody arrives; a later visit reads it again.
    if HAS_BEEN_SHOWN.swap(true, Ordering::Relaxed) {
        refresh();
    }
    move || {
        concern().map(|(seal, urgency)| {
            let kind = match urgency {
                Urgency::Soon => AlertKind::Warning,
                Urgency::Now => AlertKind::Danger,
            };
            let (titled, waiting) = (seal.clone(), seal.waiting);
            let waits = (waiting > 0).then(|| {
                let signed = ContractState::Signed.as_str();
                let href = with_query(Route::Contracts, &[(key::STATE, signed)]);
                view! { <p><a href=href>{move || texts().document_seal().waiting(waiting)}</a></p> }
            });
            view! {
                <Alert kind=kind quiet=true title=move || title(&titled)>
                    <p>{move || consequence(&seal)}</p>
                    <p>{t!(document_seal.remedy)}</p>
                    {waits}
                </Alert>
            }
        })
    }
}

/// The mark beside the menu's link to the contracts.
#[component]
pub fn SealBadge() -> impl IntoView {
    move || {
        concern().map(|_| {
            let label = t!(document_seal.badge);
            view! { <a class="area-count" href=Route::Contracts.href() aria-label=label title=label>"!"</a> }
        })
    }
}

fn title(seal: &DocumentSeal) -> String {
    let words = texts().document_seal();
    match seal.state {
        SealState::Valid | SealState::Expiring => words.expires_in(seal.days_left.unwrap_or(0)),
        SealState::Expired => words.expired_title().to_owned(),
        SealState::NotYetValid => words.not_yet_title().to_owned(),
        SealState::Missing => words.missing_title().to_owned(),
        SealState::Unusable => words.unusable_title().to_owned(),
    }
}

fn consequence(seal: &DocumentSeal) -> String {
    let words = texts().document_seal();
    let shown = |at: Option<_>| at.map(date_time).unwrap_or_default();
    match seal.state {
        SealState::Valid | SealState::Expiring => words.expiring(&shown(seal.valid_until)),
        SealState::Expired => words.expired(&shown(seal.valid_until)),
        SealState::NotYetValid => words.not_yet(&shown(seal.valid_from)),
        SealState::Missing => words.missing().to_owned(),
        SealState::Unusable => words.unusable().to_owned(),
    }
}
