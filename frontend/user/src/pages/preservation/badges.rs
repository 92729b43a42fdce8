//! Kinds, signatures and confirmations in a word. The colour only repeats what the word says.

use leptos::prelude::*;
use sigillo_contract::own_receipts::CertifiedMessage;
use sigillo_domain::receipt::{Confirmation, ReceiptKind, ReceiptOutcome, SignatureOutcome};
use sigillo_kit::i18n::integer;

use super::language;
use crate::i18n::{t, texts};

#[component]
pub fn KindBadge(kind: ReceiptKind) -> impl IntoView {
    let class = match kind.outcome() {
        ReceiptOutcome::Positive => "state state-active",
        ReceiptOutcome::Negative => "state state-expired",
        ReceiptOutcome::Neutral => "state state-pending",
    };
    view! { <span class=class>{move || kind.name(language())}</span> }
}

#[component]
pub fn SignatureBadge(signature: SignatureOutcome) -> impl IntoView {
    let class = match signature {
        SignatureOutcome::Trusted => "state state-active",
        SignatureOutcome::Untrusted => "state state-pending",
        SignatureOutcome::Broken | SignatureOutcome::Missing => "state state-expired",
    };
    view! { <span class=class>{move || signature.name(language())}</span> }
}

#[component]
pub fn ConfirmationBadge(confirmation: Confirmation) -> impl IntoView {
    let class = match confirmation {
        Confirmation::Delivered => "state state-active",
        Confirmation::Failed => "state state-expired",
        Confirmation::Awaited | Confirmation::Delayed => "state state-pending",
    };
    view! { <span class=class>{move || confirmation.name(language())}</span> }
}

/// How many recipients have confirmed, at a glance.
pub fn confirmations(message: &CertifiedMessage) -> AnyView {
    let &CertifiedMessage { recipients, delivered, failed, awaited, accepted_at, .. } = message;
    if recipients == 0 {
        return view! { <span class="fact-note">{t!(preservation.no_recipients)}</span> }
            .into_any();
    }
    view! {
        <span class="confirmations">
            <span>{move || texts().preservation().confirmed(&integer(delivered), &integer(recipients))}</span>
            {(awaited > 0).then(|| view! {
                <span class="state state-pending">{move || texts().preservation().awaited(awaited)}</span>
            })}
            {(failed > 0).then(|| view! {
                <span class="state state-expired">{move || texts().preservation().failed(failed)}</span>
            })}
            {accepted_at.is_none().then(|| view! {
                <span class="fact-note">{t!(preservation.not_accepted)}</span>
            })}
        </span>
    }
    .into_any()
}
