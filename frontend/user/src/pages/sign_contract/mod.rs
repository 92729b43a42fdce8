//! The page on which a holder reads and signs the contract of a mailbox (B14), with the link of a message.
//!
//! It is a sequence of steps at one address. The codice fiscale and the token that it opens the contract with
//! are in the memory of the page only, so that a reload begins anew.

mod code;
mod decline;
mod download;
mod identify;
mod outcome;
mod own;
mod read;
mod text;

use std::sync::Arc;

use leptos::prelude::*;
use sigillo_contract::signing::{SignedCopy, SigningCodeSent, SigningContract};
use sigillo_domain::contract::ContractState;
use sigillo_domain::{Code, Fault, FaultCode};

use super::link::for_each_link;
use code::EnterCode;
use decline::DeclineForm;
use identify::Identify;
use outcome::{Declined, NotValid, Signed};
use own::OwnSignature;
use read::Read;
use sigillo_kit::api::ApiError;
use sigillo_kit::components::{FieldError, Form, Throttle};

#[component]
pub fn SignContract() -> impl IntoView {
    for_each_link(|link| view! { <Steps link=link /> })
}

/// An opened contract.
type Opened = Arc<SigningContract>;

#[derive(Clone)]
enum Step {
    Identify(Reason),
    Read(Opened),
    EnterCode(Opened, SigningCodeSent),
    /// The copy is the one that was uploaded last.
    OwnSignature(Opened, Option<SignedCopy>),
    Signed(Opened, ContractState),
    Decline(Opened),
    Declined,
    NotValid,
}

/// Why the codice fiscale is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    JustArrived,
    /// The contract was open for longer than it may be, or was sent again or withdrawn, or has expired.
    Closed,
    /// The contract was signed or declined elsewhere while it was open here.
    Changed,
}

/// What the steps share.
#[derive(Clone, Copy)]
struct Visit {
    /// The token of the link.
    link: StoredValue<String>,
    step: RwSignal<Step>,
    /// Which consents are ticked. They stay while the holder looks at another step.
    ticked: RwSignal<Vec<bool>>,
    /// The code that was sent last.
    sent: StoredValue<Option<SigningCodeSent>>,
    /// The wait before another code can be sent.
    wait: Throttle,
}

impl Visit {
    fn go(self, step: Step) {
        self.step.set(step);
    }

    fn begin(self, contract: SigningContract) {
        self.ticked.set(vec![false; contract.consents.len()]);
        self.sent.set_value(None);
        let state = contract.state;
        let copy = contract.copy.clone();
        let contract = Arc::new(contract);
        self.go(match state {
            ContractState::Signed | ContractState::Sealed => Step::Signed(contract, state),
            ContractState::Consented if copy.is_some() => Step::OwnSignature(contract, copy),
            _ => Step::Read(contract),
        });
    }

    /// Goes back to the first step if a request failed because the contract is no longer open here. Returns
    /// whether it did.
    fn ends_with(self, error: &ApiError) -> bool {
        let reason = match error.code() {
            Some(Code::LinkNotValid) => Reason::Closed,
            Some(Code::NotInThisState) => Reason::Changed,
            _ => return false,
        };
        self.go(Step::Identify(reason));
        true
    }
}

#[component]
fn Steps(link: String) -> impl IntoView {
    let first = if link.is_empty() { Step::NotValid } else { Step::Identify(Reason::JustArrived) };
    let visit = Visit {
        link: StoredValue::new(link),
        step: RwSignal::new(first),
        ticked: RwSignal::new(vec![]),
        sent: StoredValue::new(None),
        wait: Throttle::default(),
    };
    move || match visit.step.get() {
        Step::Identify(reason) => view! { <Identify visit=visit reason=reason /> }.into_any(),
        Step::Read(contract) => view! { <Read visit=visit contract=contract /> }.into_any(),
        Step::EnterCode(contract, sent) => {
            view! { <EnterCode visit=visit contract=contract sent=sent /> }.into_any()
        }
        Step::OwnSignature(contract, copy) => {
            view! { <OwnSignature visit=visit contract=contract copy=copy /> }.into_any()
        }
        Step::Signed(contract, state) => {
            view! { <Signed visit=visit contract=contract state=state /> }.into_any()
        }
        Step::Decline(contract) => {
            view! { <DeclineForm visit=visit contract=contract /> }.into_any()
        }
        Step::Declined => view! { <Declined /> }.into_any(),
        Step::NotValid => view! { <NotValid /> }.into_any(),
    }
}

/// A text of the page.
type Words = fn() -> &'static str;

/// Shows why a request failed; `wrong` says it of a field whose value is not the right one, with the number of
/// tries that are left.
fn show_failure(form: Form, error: ApiError, wrong: fn(FaultCode, i64) -> Option<TextProp>) {
    let faults = error.faults();
    if !error.is(Code::Validation) || faults.is_empty() {
        return form.show_failure(error);
    }
    let tries_left = error.tries_left().unwrap_or(0);
    let shown = |Fault { pointer, code, .. }| match wrong(code, tries_left) {
        Some(words) => (pointer, FieldError::Text(words)),
        None => (pointer, FieldError::Fault(code)),
    };
    form.show_errors(faults.into_iter().map(shown).collect());
}
