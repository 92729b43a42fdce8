//! A digital signature of a file: whose it is, and what each check found.

use leptos::prelude::*;
use sigillo_contract::document::{DocumentSignature, SignatureLine};
use sigillo_domain::signature_verdict::CheckOutcome;

use crate::i18n::{date_time, finding_text, texts};
use crate::t;

#[component]
pub fn SignatureCard(number: usize, signature: DocumentSignature) -> impl IntoView {
    let DocumentSignature { signer_name, signer_tax_code, lines, .. } = signature;
    let (issuer, signed_at) = (signature.issuer, signature.proven_at.or(signature.signed_at));
    let is_proven = signature.proven_at.is_some();
    let is_named = signer_name.is_some();
    let signer =
        [signer_name, signer_tax_code].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let lines =
        lines.into_iter().map(|SignatureLine { check, outcome, finding, value, .. }| {
            let class = match outcome {
                CheckOutcome::Good => "check-good",
                CheckOutcome::Bad => "check-bad",
                CheckOutcome::NotChecked => "check-open",
            };
            view! {
                <li class=class>
                    <span>{move || texts().signatures().check(check)}</span>
                    <strong>{move || texts().signatures().outcome(outcome)}</strong>
                    <span class="fact-note">{move || finding_text(finding, value.as_deref())}</span>
                </li>
            }
        });
    view! {
        <section class="document-signature">
            <h3>{move || texts().signatures().signature(&number.to_string())}</h3>
            <p>{if is_named { signer.into_any() } else { t!(signatures.no_signer).into_any() }}</p>
            {signed_at.map(|at| view! {
                <p class="fact-note">{move || if is_proven {
                    texts().signatures().signed_provably(&date_time(at))
                } else {
                    texts().signatures().signed_as_said(&date_time(at))
                }}</p>
            })}
            {issuer.map(|issuer| view! {
                <p class="fact-note">{move || texts().signatures().issued_by(&issuer)}</p>
            })}
            <ul class="check-lines">{lines.collect_view()}</ul>
        </section>
    }
}
