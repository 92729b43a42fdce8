//! The first step: the codice fiscale, before which the page shows nothing personal.

use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use sigillo_contract::operations::OpenSigning;
use sigillo_contract::signing::SigningOpen;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::{Code, Fault, FaultCode};

use super::{Reason, Step, Visit, show_failure};
use crate::i18n::{t, texts};
use sigillo_kit::api;
use sigillo_kit::components::{
    Alert, AlertKind, CardPage, ErrorSummary, FieldFrame, Form, Submit, Throttle, ThrottleNotice,
    described_by,
};

const TAX_CODE: &str = "/tax_code";

#[component]
pub(super) fn Identify(visit: Visit, reason: Reason) -> impl IntoView {
    let form = Form::new("identify");
    let value = RwSignal::new(String::new());
    let throttle = Throttle::default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if throttle.is_on() {
            return;
        }
        // A mistyped code must not cost one of the few tries.
        let tax_code = match TaxCode::parse(&value.get_untracked()) {
            Ok(tax_code) => tax_code.to_string(),
            Err(code) => return form.show_faults(vec![Fault::new(TAX_CODE, code)]),
        };
        let open = SigningOpen { token: visit.link.get_value(), tax_code };
        form.send(async move { api::send::<OpenSigning>((), &open, None).await }, move |outcome| {
            match outcome {
                Ok(contract) => visit.begin(contract),
                Err(error) if throttle.start_if_throttled(&error) => {}
                Err(error) if error.is(Code::LinkNotValid) => visit.go(Step::NotValid),
                Err(error) => show_failure(form, error, |code, left| {
                    let words = move || texts().signing().wrong_tax_code(left);
                    (code == FaultCode::Differs).then(|| words.into())
                }),
            }
        });
    };
    let again = match reason {
        Reason::JustArrived => None,
        Reason::Closed => Some(t!(signing.closed)),
        Reason::Changed => Some(t!(signing.changed)),
    };
    let about = match again {
        Some(words) => view! {
            <div class="card-note"><Alert kind=AlertKind::Warning><p>{words}</p></Alert></div>
        }
        .into_any(),
        None => view! { <About /> }.into_any(),
    };
    view! {
        <CardPage title=t!(signing.open_title) lead=t!(signing.step, 1)>
            {about}
            <form class="card-text" on:submit=submit novalidate>
                <ErrorSummary form=form />
                <ThrottleNotice throttle=throttle />
                <TaxCodeField form=form value=value />
                <Submit
                    form=form
                    label=t!(signing.do_open)
                    class="btn btn-primary btn-wide"
                    disabled=Signal::derive(move || throttle.is_on())
                />
            </form>
        </CardPage>
    }
}

/// Why somebody is here, and what comes.
#[component]
fn About() -> impl IntoView {
    view! {
        <p class="card-text">{t!(signing.why)}</p>
        <ol class="sign-steps">
            <li>{t!(signing.how_identify)}</li>
            <li>{t!(signing.how_read)}</li>
            <li>{t!(signing.how_sign)}</li>
        </ol>
    }
}

/// The field of a codice fiscale, in capitals on the keyboard of a phone.
#[component]
fn TaxCodeField(form: Form, value: RwSignal<String>) -> impl IntoView {
    view! {
        <FieldFrame form=form pointer=TAX_CODE label=t!(signing.tax_code) hint=t!(signing.tax_code_hint)>
            <input
                class="input sign-tax-code"
                type="text"
                id=form.field_id(TAX_CODE)
                name="tax_code"
                autocomplete="off"
                autocapitalize="characters"
                {..custom_attribute("autocorrect", "off")}
                spellcheck="false"
                aria-required="true"
                aria-invalid=move || form.has_error(TAX_CODE).then_some("true")
                aria-describedby=described_by(form, TAX_CODE)
                prop:value=move || value.get()
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    form.clear_error(TAX_CODE);
                }
            />
        </FieldFrame>
    }
}
