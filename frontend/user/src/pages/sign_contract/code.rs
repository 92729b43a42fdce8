//! The third step: signing with the code that was sent.

use leptos::prelude::*;
use sigillo_contract::operations;
use sigillo_contract::signing::{SigningCodeSent, SigningSign};
use sigillo_domain::contract::{CODE_DIGITS, CODE_INTERVAL, CodeChannel};
use sigillo_domain::{Fault, FaultCode};

use super::read::send_code;
use super::{Opened, Step, Visit, show_failure};
use crate::i18n::{moment, t, texts};
use sigillo_kit::components::{
    CardPage, ErrorSummary, FieldError, FieldFrame, Form, Submit, Throttle, ThrottleNotice,
    described_by,
};
use sigillo_kit::{api, browser};

const CODE: &str = "/code";

impl Visit {
    /// Remembers the code that was sent.
    pub(super) fn code_sent(self, sent: &SigningCodeSent) {
        self.sent.set_value(Some(sent.clone()));
        self.wait.start(u32::try_from(CODE_INTERVAL.num_seconds()).unwrap_or(0));
    }
}

#[component]
pub(super) fn EnterCode(visit: Visit, contract: Opened, sent: SigningCodeSent) -> impl IntoView {
    let value = RwSignal::new(String::new());
    let sent = RwSignal::new(sent);
    let promised = contract.code_channel;
    let where_to = move || {
        sent.with(|sent| {
            let (words, until) = (texts().signing(), moment(sent.expires_at).until());
            let told = words.code_sent(sent.channel, &unbroken(&sent.recipient), &until);
            // The code goes by e-mail when the gateway of text messages is down.
            let is_instead = (promised, sent.channel) == (CodeChannel::Sms, CodeChannel::Email);
            if is_instead { format!("{} {told}", words.no_sms()) } else { told }
        })
    };
    let missing = move || texts().signing().code_missing(sent.with(|sent| sent.channel));
    let back = contract.clone();
    view! {
        <CardPage title=t!(signing.code_title) lead=t!(signing.step, 3)>
            <p class="card-text" aria-live="polite">{where_to}</p>
            <SignForm visit=visit contract=contract.clone() value=value />
            <p class="card-text">{missing}</p>
            <AnotherCode visit=visit contract=contract value=value sent=sent />
            <p class="sign-quiet">
                <button type="button" class="link" on:click=move |_| visit.go(Step::Read(back.clone()))>
                    {t!(signing.back)}
                </button>
            </p>
        </CardPage>
    }
}

#[component]
fn SignForm(visit: Visit, contract: Opened, value: RwSignal<String>) -> impl IntoView {
    let form = Form::new("sign");
    let throttle = Throttle::default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if throttle.is_on() {
            return;
        }
        let code = match read_code(&value.get_untracked()) {
            Ok(code) => code,
            Err(FaultCode::Required) => {
                return form.show_faults(vec![Fault::new(CODE, FaultCode::Required)]);
            }
            Err(_) => {
                let error = FieldError::Text(t!(signing.code_form).into());
                return form.show_errors(vec![(CODE.to_owned(), error)]);
            }
        };
        let contract = contract.clone();
        let sign = SigningSign { token: contract.token.clone(), code };
        form.send(
            async move { api::send::<operations::SignContract>((), &sign, None).await },
            move |outcome| match outcome {
                Ok(signed) => visit.go(Step::Signed(contract, signed.state)),
                Err(error) if throttle.start_if_throttled(&error) || visit.ends_with(&error) => {}
                Err(error) => show_failure(form, error, |code, left| match code {
                    FaultCode::Differs => Some((move || texts().signing().wrong_code(left)).into()),
                    FaultCode::CodeExpired => Some(t!(signing.code_ended).into()),
                    _ => None,
                }),
            },
        );
    };
    view! {
        <form class="card-text" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <ThrottleNotice throttle=throttle />
            <CodeField form=form value=value />
            <Submit
                form=form
                label=t!(signing.do_sign)
                class="btn btn-primary btn-wide"
                disabled=Signal::derive(move || throttle.is_on())
            />
        </form>
    }
}

/// The field of the code, which phones fill in from the message.
#[component]
fn CodeField(form: Form, value: RwSignal<String>) -> impl IntoView {
    view! {
        <FieldFrame form=form pointer=CODE label=t!(signing.code)>
            <input
                class="input sign-code"
                type="text"
                inputmode="numeric"
                id=code_id()
                name="code"
                autocomplete="one-time-code"
                spellcheck="false"
                aria-required="true"
                aria-invalid=move || form.has_error(CODE).then_some("true")
                aria-describedby=described_by(form, CODE)
                prop:value=move || value.get()
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    form.clear_error(CODE);
                }
            />
        </FieldFrame>
    }
}

fn code_id() -> String {
    Form::new("sign").field_id(CODE)
}

#[component]
fn AnotherCode(
    visit: Visit,
    contract: Opened,
    value: RwSignal<String>,
    sent: RwSignal<SigningCodeSent>,
) -> impl IntoView {
    let form = Form::new("another");
    let is_sent = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if visit.wait.is_on() {
            return;
        }
        is_sent.set(false);
        form.send(send_code(&contract), move |outcome| match outcome {
            Ok(another) => {
                visit.code_sent(&another);
                sent.set(another);
                is_sent.set(true);
                value.set(String::new());
                // The button is disabled now, and the field is what comes next.
                browser::focus(&code_id());
            }
            Err(error) if visit.wait.start_if_throttled(&error) || visit.ends_with(&error) => {}
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <form class="card-text" on:submit=submit>
            <p class="sign-status" role="status">
                {move || is_sent.get().then(|| texts().signing().another_sent())}
            </p>
            <Submit
                form=form
                label=t!(signing.another)
                class="btn btn-outline-primary btn-wide"
                disabled=Signal::derive(move || visit.wait.is_on())
            />
            <WaitNote visit=visit />
        </form>
    }
}

/// How long to wait before another code. Screen readers do not read every second of it.
#[component]
pub(super) fn WaitNote(visit: Visit) -> impl IntoView {
    move || {
        let left = visit.wait.left();
        (left > 0).then(|| {
            let words = texts().signing().another_in(left);
            view! { <p class="field-hint" role="timer" aria-live="off">{words}</p> }
        })
    }
}

/// A masked number or address, which stays on one line.
pub(super) fn unbroken(recipient: &str) -> String {
    recipient.replace(' ', "\u{a0}")
}

/// The digits of a code as people type them, perhaps with a space in the middle.
fn read_code(text: &str) -> Result<String, FaultCode> {
    let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if code.is_empty() {
        return Err(FaultCode::Required);
    }
    let is_code = code.len() == CODE_DIGITS as usize && code.bytes().all(|b| b.is_ascii_digit());
    if is_code { Ok(code) } else { Err(FaultCode::InvalidCharacters) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_have_spaces_and_must_have_six_digits() {
        assert_eq!(read_code(" 012 345 "), Ok("012345".to_owned()));
        assert_eq!(read_code("  "), Err(FaultCode::Required));
        for wrong in ["12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(read_code(wrong), Err(FaultCode::InvalidCharacters), "{wrong}");
        }
    }
}
