//! The copy of a contract that its holder has signed with a digital signature: what was found, and its acceptance.

use leptos::prelude::*;
use sigillo_contract::contract::{Contract, CopyAcceptance};
use sigillo_contract::operations::{AcceptContractCopy, GetDocumentContent};
use sigillo_contract::signing::SignedCopy;
use sigillo_domain::contract::{ContractState, parse_reason};
use sigillo_domain::name::readable;
use sigillo_domain::signed_copy::CopyOutcome;
use sigillo_domain::{Code, Fault, FaultCode};

use super::may_handle;
use crate::components::{
    AlertKind, Dialog, DialogActions, DownloadButton, ErrorSummary, Fact, Facts, FieldError, Form,
    Load, SignatureCard, TextArea, UndoNote, announce,
};
use crate::i18n::{date_time, finding_text, t, texts};
use crate::route::Route;
use crate::{api, session};

const REASON: &str = "/reason";

#[component]
pub fn CopyPanel(contract: Contract, shown: Load<Contract>) -> impl IntoView {
    let copy = contract.copy.clone()?;
    let is_undecided = copy.outcome == CopyOutcome::Undecided
        && contract.state == ContractState::Consented
        && may_handle(&contract.mailbox_address);
    let is_accepting = RwSignal::new(false);
    let cards = copy.signatures.clone().into_iter().enumerate();
    let cards = cards
        .map(|(place, signature)| view! { <SignatureCard number=place + 1 signature=signature /> });
    let cards = cards.collect_view();
    Some(view! {
        <section class="panel" aria-labelledby="copy" data-testid="signed-copy">
            <h2 id="copy">{t!(contracts.copy_title)}</h2>
            <CopyFacts copy=copy.clone() />
            {is_undecided.then(|| view! {
                <div class="form-actions">
                    <button
                        type="button"
                        class="btn btn-primary"
                        aria-haspopup="dialog"
                        on:click=move |_| is_accepting.set(true)
                    >
                        {t!(contracts.accept_copy)}
                    </button>
                </div>
                <AcceptDialog open=is_accepting contract=contract copy=copy shown=shown />
            })}
            {cards}
        </section>
    })
}

#[component]
fn CopyFacts(copy: SignedCopy) -> impl IntoView {
    let SignedCopy { document_id, name, uploaded_at, outcome, refusal, finding, .. } = copy;
    let words = move || {
        let words = texts().contracts();
        match (outcome, refusal) {
            (CopyOutcome::Verifying, _) => words.copy_verifying().to_owned(),
            (CopyOutcome::Accepted, _) => words.copy_accepted().to_owned(),
            (CopyOutcome::Undecided, _) => words.copy_undecided().to_owned(),
            (CopyOutcome::Refused, refusal) => {
                let why = refusal.map(|refusal| texts().signatures().refusal(refusal));
                words.copy_refused(why.unwrap_or_default())
            }
        }
    };
    let file = name.clone();
    let download = Callback::new(move |()| -> api::Pending<_> {
        Box::pin(api::download_document(document_id, name.clone()))
    });
    view! {
        <Facts>
            <Fact label=t!(contracts.copy_outcome)>
                {words}
                {finding.map(|finding| view! {
                    <p class="fact-note">{move || finding_text(finding, None)}</p>
                })}
            </Fact>
            <Fact label=t!(contracts.copy_file)>{file}</Fact>
            <Fact label=t!(contracts.copy_uploaded)>{move || date_time(uploaded_at)}</Fact>
            <Fact label=t!(contracts.copy_digest)><code class="digest">{copy.sha256}</code></Fact>
        </Facts>
        {session::may::<GetDocumentContent>().then(|| view! {
            <p><DownloadButton label=t!(contracts.copy_download) download=download /></p>
        })}
    }
}

#[component]
fn AcceptDialog(
    open: RwSignal<bool>,
    contract: Contract,
    copy: SignedCopy,
    shown: Load<Contract>,
) -> impl IntoView {
    let form = Form::new("accept-copy");
    let reason = RwSignal::new(String::new());
    let (id, version, document_id) = (contract.id, contract.version, copy.document_id);
    let mailbox = StoredValue::new(readable(&contract.mailbox_address).into_owned());
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let send = move |()| {
        let reason = match parse_reason(&reason.get_untracked()) {
            Ok(Some(reason)) => reason,
            Ok(None) => return form.show_faults(vec![Fault::new(REASON, FaultCode::Required)]),
            Err(_) => {
                let error = FieldError::Text(t!(contracts.reason_too_long).into());
                return form.show_errors(vec![(REASON.to_owned(), error)]);
            }
        };
        let request = CopyAcceptance { document_id, reason };
        let sent =
            async move { api::send::<AcceptContractCopy>(id, &request, Some(version)).await };
        form.send(sent, move |outcome| match outcome {
            Ok(_) => {
                close.run(());
                let words = texts().contracts().copy_accepted_done();
                announce(AlertKind::Success, words, Route::Contract(id));
                shown.reload();
            }
            // The page shows what has changed before the person decides again.
            Err(error) if error.is(Code::Stale) || error.is(Code::NotInThisState) => {
                close.run(());
                announce(AlertKind::Warning, texts().contracts().moved_on(), Route::Contract(id));
                shown.reload();
            }
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <Dialog id="accept-copy" open=open title=t!(contracts.accept_copy_title) on_close=close start="accept-copy-send">
            <ErrorSummary form=form />
            <p>{move || mailbox.with_value(|mailbox| texts().contracts().accept_copy_text(mailbox))}</p>
            <TextArea
                form=form
                pointer=REASON
                label=t!(contracts.accept_copy_reason)
                hint=t!(contracts.accept_copy_hint)
                value=reason
            />
            <UndoNote text=t!(undo.never) />
            <DialogActions
                form=form
                id="accept-copy-send"
                label=t!(contracts.do_accept_copy)
                on_send=send
                on_close=close
            />
        </Dialog>
    }
}
