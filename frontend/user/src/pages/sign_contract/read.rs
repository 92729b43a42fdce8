//! The second step: the text of the contract, and what the holder accepts.

use leptos::prelude::*;
use sigillo_contract::operations::{ConsentToContract, SendSigningCode};
use sigillo_contract::signing::{SigningCode, SigningCodeSent, SigningConsent, SigningState};
use sigillo_domain::contract::ContractFile;
use sigillo_domain::contract_text::{ConsentItem, SectionKind};

use super::code::{WaitNote, unbroken};
use super::download::Download;
use super::text::{Text, section_id};
use super::{Opened, Step, Visit};
use crate::i18n::{date_time, moment, t, texts};
use sigillo_kit::components::{ErrorSummary, Fact, Facts, FieldError, Form, Icon, Page, Submit};
use sigillo_kit::{api, browser};

const FORM: &str = "accept";

#[component]
pub(super) fn Read(visit: Visit, contract: Opened) -> impl IntoView {
    let (until, language) = (contract.expires_at, contract.language);
    let (mailbox, holder) = (contract.mailbox_address.clone(), contract.holder_name.clone());
    let organization = contract.organization_name.clone();
    let text = contract.text.clone();
    let (offered, declining) = (contract.clone(), contract.clone());
    let waiting = contract.code.clone().map(|code| {
        view! { <CodeWaits visit=visit contract=contract.clone() code=code /> }
    });
    view! {
        <Page title=t!(signing.read_title) lead=t!(signing.step, 2) narrow=true>
            <section class="panel">
                <Facts>
                    <Fact label=t!(signing.mailbox)>{mailbox}</Fact>
                    <Fact label=t!(signing.holder)>{holder}</Fact>
                    <Fact label=t!(signing.organization)>{organization}</Fact>
                    <Fact label=t!(signing.sign_by)>{move || date_time(until)}</Fact>
                </Facts>
                <Download
                    visit=visit
                    contract=offered
                    which=ContractFile::Original
                    label=t!(signing.download)
                />
            </section>
            {waiting}
            <Text text=text language=language />
            <AcceptForm visit=visit contract=contract />
            <p class="sign-quiet">
                <button type="button" class="link" on:click=move |_| visit.go(Step::Decline(declining.clone()))>
                    {t!(signing.decline)}
                </button>
            </p>
        </Page>
    }
}

/// The way to the last step for whoever has the code already. Its texts were accepted when it was asked for.
#[component]
fn CodeWaits(visit: Visit, contract: Opened, code: SigningCodeSent) -> impl IntoView {
    let sent = code.clone();
    let words = move || texts().signing().code_waits(&moment(sent.expires_at).until());
    view! {
        <section class="panel code-waits">
            <p>{words}</p>
            <button
                type="button"
                class="btn btn-primary btn-wide"
                on:click=move |_| visit.go(Step::EnterCode(contract.clone(), code.clone()))
            >
                {t!(signing.enter_code)}
            </button>
        </section>
    }
}

#[component]
fn AcceptForm(visit: Visit, contract: Opened) -> impl IntoView {
    let form = Form::new(FORM);
    let (channel, recipient) = (contract.code_channel, unbroken(&contract.code_recipient));
    // Whoever has gone back to the text from the code goes on to it without asking for another.
    let must_wait = visit.sent.with_value(Option::is_none);
    let boxes = contract.consents.clone().into_iter().enumerate().map(|(place, consent)| {
        view! { <ConsentBox form=form visit=visit place=place consent=consent /> }
    });
    let boxes = boxes.collect_view();
    let own = contract.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let missing = missing(&visit.ticked.get_untracked());
        if !missing.is_empty() {
            return form.show_errors(missing);
        }
        let contract = contract.clone();
        if visit.wait.is_on() {
            if let Some(sent) = visit.sent.get_value() {
                visit.go(Step::EnterCode(contract, sent));
            }
            return;
        }
        form.send(send_code(&contract), move |outcome| match outcome {
            Ok(sent) => {
                visit.code_sent(&sent);
                visit.go(Step::EnterCode(contract, sent));
            }
            Err(error) if visit.wait.start_if_throttled(&error) || visit.ends_with(&error) => {}
            Err(error) => form.show_failure(error),
        });
    };
    let sign_own = move |_| {
        let missing = missing(&visit.ticked.get_untracked());
        if !missing.is_empty() {
            return form.show_errors(missing);
        }
        let contract = own.clone();
        form.send(consent(&own), move |outcome| match outcome {
            Ok(_) => visit.go(Step::OwnSignature(contract, None)),
            Err(error) if visit.ends_with(&error) => {}
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <section class="panel" aria-labelledby="accept-title">
            <h2 id="accept-title">{t!(signing.accept_title)}</h2>
            <form on:submit=submit novalidate>
                <p class="sign-lead">{t!(signing.accept_lead)}</p>
                <ErrorSummary form=form />
                {boxes}
                <h3 class="sign-subtitle">{t!(signing.signature_title)}</h3>
                <p>{t!(signing.signature)}</p>
                <p>{t!(signing.not_digital)}</p>
                <p class="sign-recipient">
                    {move || texts().signing().code_to(channel, &recipient)}
                </p>
                <Submit
                    form=form
                    label=t!(signing.send_code)
                    class="btn btn-primary btn-wide"
                    disabled=Signal::derive(move || must_wait && visit.wait.is_on())
                />
                {must_wait.then(|| view! { <WaitNote visit=visit /> })}
                <button
                    type="button"
                    class="btn btn-outline-primary btn-wide sign-own"
                    disabled=move || form.is_busy()
                    on:click=sign_own
                >
                    {t!(signing.own_choice)}
                </button>
            </form>
        </section>
    }
}

/// Asks for a code, with every consent of the contract.
pub(super) fn send_code(contract: &Opened) -> api::Pending<SigningCodeSent> {
    let consents = contract.consents.iter().map(|consent| consent.sha256.clone()).collect();
    let request = SigningCode { token: contract.token.clone(), consents };
    api::send::<SendSigningCode>((), &request, None)
}

/// Gives every consent of the contract.
fn consent(contract: &Opened) -> api::Pending<SigningState> {
    let consents = contract.consents.iter().map(|consent| consent.sha256.clone()).collect();
    let request = SigningConsent { token: contract.token.clone(), consents };
    api::send::<ConsentToContract>((), &request, None)
}

/// The errors of the boxes that are not ticked.
fn missing(ticked: &[bool]) -> Vec<(String, FieldError)> {
    let places = ticked.iter().enumerate().filter(|(_, ticked)| !**ticked);
    places
        .map(|(place, _)| (pointer(place), FieldError::Text(t!(signing.tick_missing).into())))
        .collect()
}

fn pointer(place: usize) -> String {
    format!("/consents/{place}")
}

/// Moves the focus to the box of a consent.
pub(super) fn focus_box(place: usize) {
    browser::focus(&Form::new(FORM).field_id(&pointer(place)));
}

/// The box of a consent: the whole row can be pressed with a thumb.
#[component]
fn ConsentBox(form: Form, visit: Visit, place: usize, consent: ConsentItem) -> impl IntoView {
    let ConsentItem { kind, heading, .. } = consent;
    let pointer = pointer(place);
    let id = form.field_id(&pointer);
    form.register(pointer.clone(), heading.clone().into());
    let error = {
        let pointer = pointer.clone();
        Memo::new(move |_| form.error_text(&pointer))
    };
    let words = {
        let heading = heading.clone();
        move || texts().signing().accept(kind, &heading)
    };
    let fault_id = format!("{id}-fault");
    let note_id = format!("{id}-note");
    // The sections to accept apart come in the order of their consents, after the contract as a whole.
    let again = place.checked_sub(1).map(|section| {
        let what = move || texts().signing().read_again_what(&heading);
        view! {
            <button
                type="button"
                class="link"
                aria-label=what
                on:click=move |_| browser::focus(&section_id(section))
            >
                {t!(signing.read_again)}
            </button>
        }
    });
    view! {
        <div class="consent" class:consent-missing=move || error.with(Option::is_some)>
            <label class="consent-label" for=id.clone()>
                <input
                    type="checkbox"
                    id=id.clone()
                    aria-required="true"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=format!("{fault_id} {note_id}")
                    prop:checked=move || visit.ticked.with(|ticked| ticked.get(place) == Some(&true))
                    on:change=move |event| {
                        let is_ticked = event_target_checked(&event);
                        visit.ticked.update(|ticked| ticked[place] = is_ticked);
                        form.clear_error(&pointer);
                    }
                />
                <span>{words}</span>
            </label>
            <div class="consent-note">
                {(kind == SectionKind::SpecificApproval).then(|| view! {
                    <p id=note_id>{t!(signing.specific)}</p>
                })}
                {again}
                {move || error.get().map(|text| view! {
                    <p class="field-fault" id=fault_id.clone()>
                        <Icon name="it-error" class="icon-sm" />
                        <span>{text}</span>
                    </p>
                })}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_box_that_is_not_ticked_is_named() {
        let pointers = |ticked: &[bool]| -> Vec<String> {
            missing(ticked).into_iter().map(|(pointer, _)| pointer).collect()
        };
        assert_eq!(pointers(&[true, false, true, false]), ["/consents/1", "/consents/3"]);
        assert!(pointers(&[true, true]).is_empty());
    }
}
