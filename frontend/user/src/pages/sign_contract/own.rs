//! The third step with a digital signature of one's own: download, sign, upload, and what was found.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{File, HtmlInputElement};
use sigillo_contract::operations::{GetSigningProgress, UploadSignedContract};
use sigillo_contract::signing::{SignedCopy, SigningProgress, SigningUpload, SigningVisit};
use sigillo_domain::contract::{ContractFile, ContractState};
use sigillo_domain::document::{FILE, MAX_BYTES};
use sigillo_domain::signed_copy::CopyOutcome;
use sigillo_domain::{Fault, FaultCode};

use super::download::Download;
use super::{Opened, Step, Visit};
use crate::i18n::{t, texts};
use sigillo_kit::components::{
    Alert, AlertKind, ErrorSummary, FieldError, FieldFrame, Form, Page, SignatureCard, Submit,
    described_by,
};
use sigillo_kit::i18n::finding_text;
use sigillo_kit::{api, browser, unsaved};

/// How often to ask whether the file is verified, and how many times: it takes a second or two.
const ASK_EVERY: Duration = Duration::from_secs(1);
const TIMES: u32 = 60;

#[component]
pub(super) fn OwnSignature(
    visit: Visit,
    contract: Opened,
    copy: Option<SignedCopy>,
) -> impl IntoView {
    let copy = RwSignal::new(copy);
    let is_slow = RwSignal::new(false);
    let (offered, back) = (contract.clone(), contract.clone());
    let await_outcome = {
        let contract = contract.clone();
        Callback::new(move |()| follow(visit, contract.clone(), copy, is_slow))
    };
    if has_to_wait(copy) {
        await_outcome.run(());
    }
    view! {
        <Page title=t!(signing.own_title) lead=t!(signing.step, 3) narrow=true>
            <div class="sign-outcome" role="status">
                {move || copy.get().map(|copy| outcome(&copy, is_slow.get()))}
            </div>
            {move || copy.get().map(|copy| view! { <Details copy=copy /> })}
            <section class="panel">
                <p>{t!(signing.own_lead)}</p>
                <ol class="sign-steps">
                    <li>
                        {t!(signing.own_first)}
                        <Download
                            visit=visit
                            contract=offered
                            which=ContractFile::Original
                            label=t!(signing.download)
                        />
                    </li>
                    <li>{t!(signing.own_second)}</li>
                    <li>{t!(signing.own_third)}</li>
                </ol>
                <UploadForm visit=visit contract=contract copy=copy on_uploaded=await_outcome />
            </section>
            <p class="sign-quiet">
                <button type="button" class="link" on:click=move |_| visit.go(Step::Read(back.clone()))>
                    {t!(signing.back)}
                </button>
            </p>
        </Page>
    }
}

fn has_to_wait(copy: RwSignal<Option<SignedCopy>>) -> bool {
    copy.with_untracked(|copy| {
        copy.as_ref().is_some_and(|copy| copy.outcome == CopyOutcome::Verifying)
    })
}

/// Asks for the outcome until it is there.
fn follow(
    visit: Visit,
    contract: Opened,
    copy: RwSignal<Option<SignedCopy>>,
    is_slow: RwSignal<bool>,
) {
    is_slow.set(false);
    let request = SigningVisit { token: contract.token.clone() };
    spawn_local(async move {
        for _ in 0..TIMES {
            browser::sleep(ASK_EVERY).await;
            // The holder may have left the page, or gone back to the contract.
            let Some(waited_for) = copy.try_get_untracked().flatten() else { return };
            let asked = api::send::<GetSigningProgress>((), &request, None).await;
            let Ok(SigningProgress { state, copy: now }) = asked else { continue };
            if matches!(state, ContractState::Signed | ContractState::Sealed) {
                return visit.go(Step::Signed(contract, state));
            }
            let now = now.filter(|now| now.document_id == waited_for.document_id);
            let Some(now) = now else { return };
            if now.outcome != CopyOutcome::Verifying {
                let _ = copy.try_set(Some(now));
                return;
            }
        }
        let _ = is_slow.try_set(true);
    });
}

/// What is known of the file that was uploaded last.
fn outcome(copy: &SignedCopy, is_slow: bool) -> AnyView {
    let name = copy.name.clone();
    match copy.outcome {
        CopyOutcome::Verifying => view! {
            <Alert kind=AlertKind::Info>
                <p>{move || texts().signing().own_verifying(&name)}</p>
                {is_slow.then(|| view! { <p>{t!(signing.own_slow)}</p> })}
            </Alert>
        }
        .into_any(),
        CopyOutcome::Undecided => view! {
            <Alert kind=AlertKind::Success title=t!(signing.own_undecided_title)>
                <p>{move || texts().signing().own_undecided(&name)}</p>
            </Alert>
        }
        .into_any(),
        CopyOutcome::Refused => {
            let (refusal, finding) = (copy.refusal, copy.finding);
            let title = move || texts().signing().own_refused(&name);
            let why = move || {
                refusal.map(|refusal| format!("{}.", texts().signatures().refusal(refusal)))
            };
            view! {
                <Alert kind=AlertKind::Danger title=title>
                    <p>{why}</p>
                    {finding.map(|finding| view! { <p>{move || finding_text(finding, None)}</p> })}
                    <p>{t!(signing.own_again)}</p>
                </Alert>
            }
            .into_any()
        }
        // The page goes on to the next step.
        CopyOutcome::Accepted => ().into_any(),
    }
}

/// Every line of the verdict, so that one knows what to correct.
#[component]
fn Details(copy: SignedCopy) -> impl IntoView {
    let signatures = copy.signatures;
    (!signatures.is_empty()).then(|| {
        let cards = signatures.into_iter().enumerate();
        let cards = cards.map(
            |(place, signature)| view! { <SignatureCard number=place + 1 signature=signature /> },
        );
        view! {
            <section class="panel" aria-labelledby="checks">
                <h2 id="checks">{t!(signing.own_details)}</h2>
                {cards.collect_view()}
            </section>
        }
    })
}

#[component]
fn UploadForm(
    visit: Visit,
    contract: Opened,
    copy: RwSignal<Option<SignedCopy>>,
    on_uploaded: Callback<()>,
) -> impl IntoView {
    let form = Form::new("own");
    let input = NodeRef::<leptos::html::Input>::new();
    unsaved::guard(move || form.is_busy(), || ());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = input.get_untracked().and_then(|input: HtmlInputElement| input.files());
        let Some(file) = chosen.and_then(|files| files.get(0)) else {
            return form.show_faults(vec![Fault::new(FILE, FaultCode::Required)]);
        };
        if is_too_large(&file) {
            let error = FieldError::Text(t!(signing.own_too_large).into());
            return form.show_errors(vec![(FILE.to_owned(), error)]);
        }
        let query = SigningUpload { name: file.name() };
        let sent = api::upload_to_visit::<UploadSignedContract>(&contract.token, &query, &file);
        let contract = contract.clone();
        form.send(sent, move |outcome| match outcome {
            Ok(SigningProgress {
                state: state @ (ContractState::Signed | ContractState::Sealed),
                ..
            }) => {
                visit.go(Step::Signed(contract, state));
            }
            Ok(SigningProgress { copy: uploaded, .. }) => {
                copy.set(uploaded);
                on_uploaded.run(());
            }
            Err(error) if visit.ends_with(&error) => {}
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <FieldFrame form=form pointer=FILE label=t!(signing.own_file)>
                <input
                    node_ref=input
                    type="file"
                    id=form.field_id(FILE)
                    accept=".pdf,.p7m,application/pdf,application/pkcs7-mime"
                    aria-required="true"
                    aria-invalid=move || form.has_error(FILE).then_some("true")
                    aria-describedby=described_by(form, FILE)
                    on:change=move |_| form.clear_error(FILE)
                />
            </FieldFrame>
            <Submit form=form label=t!(signing.own_upload) class="btn btn-primary btn-wide" />
        </form>
    }
}

fn is_too_large(file: &File) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^52")]
    let limit = MAX_BYTES as f64;
    file.size() > limit
}
