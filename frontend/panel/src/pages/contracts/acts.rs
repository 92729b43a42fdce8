//! Sending a contract again, withdrawing it, and sending another one: the buttons, and the dialog that says what
//! follows before anything is done.

use leptos::prelude::*;
use sigillo_contract::contract::{Contract, ContractCreate, ContractWithdraw};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{CreateContract, ResendContract, WithdrawContract};
use sigillo_domain::Code;
use sigillo_domain::contract::{ContractEvent, parse_reason};
use sigillo_domain::id::ContractId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::readable;

use super::may_handle;
use crate::api::{self, ApiError};
use crate::components::{
    Alert, AlertKind, Dialog, DialogActions, ErrorSummary, FieldError, Form, Load, TextArea,
    UndoNote, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::router;

const REASON: &str = "/reason";

/// What can be done with a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Resend,
    Withdraw,
    /// Another contract, after this one has ended.
    Renew,
}

impl Act {
    const ALL: [Act; 3] = [Act::Renew, Act::Resend, Act::Withdraw];

    const fn label(self) -> fn() -> &'static str {
        match self {
            Act::Resend => t!(contracts.resend),
            Act::Withdraw => t!(contracts.withdraw),
            Act::Renew => t!(contracts.renew),
        }
    }

    const fn title(self) -> fn() -> &'static str {
        match self {
            Act::Resend => t!(contracts.resend_title),
            Act::Withdraw => t!(contracts.withdraw_title),
            Act::Renew => t!(contracts.renew),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Act::Withdraw => "btn btn-outline-danger",
            Act::Resend => "btn btn-outline-primary",
            Act::Renew => "btn btn-primary",
        }
    }

    /// The button that does it.
    const fn confirming_class(self) -> &'static str {
        match self {
            Act::Withdraw => "btn btn-danger",
            Act::Resend | Act::Renew => "btn btn-primary",
        }
    }

    /// Whether this account may do it, and the contract is in a state for it.
    fn is_possible(self, contract: &Contract, mailbox: &Mailbox) -> bool {
        let is_in_state = match self {
            Act::Resend => contract.state.after(ContractEvent::Resend).is_some(),
            Act::Withdraw => contract.state.after(ContractEvent::Withdraw).is_some(),
            Act::Renew => needs_another(contract.id, mailbox),
        };
        is_in_state && may_handle(&contract.mailbox_address)
    }
}

/// Whether the mailbox waits, and this contract, its newest, will never be signed.
pub fn needs_another(id: ContractId, mailbox: &Mailbox) -> bool {
    let newest = mailbox.contract.as_ref();
    mailbox.state == MailboxState::PendingActivation
        && newest.is_some_and(|newest| newest.id == id && !newest.state.stands())
}

#[component]
pub fn Actions(contract: Contract, mailbox: Mailbox, act: RwSignal<Option<Act>>) -> impl IntoView {
    let possible = Act::ALL.into_iter().filter(move |act| act.is_possible(&contract, &mailbox));
    let button = move |one: Act| {
        view! {
            <button
                type="button"
                class=one.class()
                aria-haspopup="dialog"
                on:click=move |_| act.set(Some(one))
            >
                {one.label()}
            </button>
        }
    };
    possible.map(button).collect_view()
}

/// The dialog of the act that was chosen.
#[component]
pub fn ActDialog(
    act: RwSignal<Option<Act>>,
    contract: Load<Contract>,
    mailbox: Load<Option<Mailbox>>,
) -> impl IntoView {
    let form = Form::new("contract-act");
    let reason = RwSignal::new(String::new());
    let close = Callback::new(move |()| {
        form.clear();
        reason.set(String::new());
        act.set(None);
    });
    let chosen =
        Memo::new(move |last: Option<&Act>| act.get().or(last.copied()).unwrap_or(Act::Resend));
    let recipient = Memo::new(move |_| mailbox.get().flatten()?.communication_email);
    let cannot = Memo::new(move |_| chosen.get() != Act::Withdraw && recipient.get().is_none());
    let send = move |()| {
        let Some(found) = untrack(|| contract.get()) else { return };
        let act = chosen.get_untracked();
        let to = recipient.get_untracked().unwrap_or_default();
        let (id, page) = (found.id, Route::Contract(found.id));
        let Ok(reason) = parse_reason(&reason.get_untracked()) else {
            let error = FieldError::Text(t!(contracts.reason_too_long).into());
            return form.show_errors(vec![(REASON.to_owned(), error)]);
        };
        form.send(perform(act, found, reason), move |outcome| match outcome {
            Ok(now) => {
                close.run(());
                let page = Route::Contract(now.id);
                announce(AlertKind::Success, done(act, &to), page);
                if now.id == id { contract.reload() } else { router::go(page) }
            }
            // The page shows what has changed before the person decides again.
            Err(error) if error.is(Code::Stale) || error.is(Code::NotInThisState) => {
                close.run(());
                announce(AlertKind::Warning, texts().contracts().moved_on(), page);
                contract.reload();
            }
            Err(error) => form.show_failure(error),
        });
    };
    let title = move || chosen.get().title()();
    view! {
        <Dialog id="contract-act" open=Signal::derive(move || act.get().is_some()) title=title on_close=close start="contract-act-send">
            <ErrorSummary form=form />
            {move || match chosen.get() {
                Act::Withdraw => view! { <Withdrawal contract=contract form=form reason=reason /> }.into_any(),
                act => what_follows(act, recipient.get().as_deref()),
            }}
            <DialogActions
                form=form
                id="contract-act-send"
                label=move || chosen.get().label()()
                class=Signal::derive(move || chosen.get().confirming_class())
                disabled=cannot
                on_send=send
                on_close=close
            />
        </Dialog>
    }
}

/// What a sending does, and to whom it writes.
fn what_follows(act: Act, recipient: Option<&str>) -> AnyView {
    let Some(to) = recipient.map(|to| readable(to).into_owned()) else {
        return view! {
            <Alert kind=AlertKind::Warning quiet=true><p>{t!(contracts.no_recipient)}</p></Alert>
        }
        .into_any();
    };
    if act == Act::Renew {
        return view! {
            <p>{move || texts().contracts().renew_text(&to)}</p>
            <UndoNote text=t!(undo.never) />
        }
        .into_any();
    }
    view! {
        <p>{move || texts().contracts().resend_text(&to)}</p>
        <p>{t!(contracts.resend_ends)}</p>
        <UndoNote text=t!(undo.never) />
    }
    .into_any()
}

/// What is lost by a withdrawal, and the reason for it.
#[component]
fn Withdrawal(contract: Load<Contract>, form: Form, reason: RwSignal<String>) -> impl IntoView {
    let found = untrack(|| contract.get());
    let address = found.map(|found| found.mailbox_address).unwrap_or_default();
    let address = readable(&address).into_owned();
    view! {
        <p>{move || texts().contracts().withdraw_text(&address)}</p>
        <p>{t!(contracts.withdraw_after)}</p>
        <TextArea
            form=form
            pointer=REASON
            label=t!(contracts.reason)
            hint=t!(contracts.reason_hint)
            value=reason
            optional=true
        />
        <UndoNote text=t!(undo.never) />
    }
}

async fn perform(
    act: Act,
    contract: Contract,
    reason: Option<String>,
) -> Result<Contract, ApiError> {
    let Contract { id, version, mailbox_id, .. } = contract;
    match act {
        Act::Resend => api::send::<ResendContract>(id, &Nothing {}, Some(version)).await,
        Act::Withdraw => {
            api::send::<WithdrawContract>(id, &ContractWithdraw { reason }, Some(version)).await
        }
        Act::Renew => api::send::<CreateContract>((), &ContractCreate { mailbox_id }, None).await,
    }
}

fn done(act: Act, to: &str) -> String {
    let words = texts().contracts();
    match act {
        Act::Resend => words.resent(to),
        Act::Withdraw => words.withdraw_done().to_owned(),
        Act::Renew => words.renewed(to),
    }
}
