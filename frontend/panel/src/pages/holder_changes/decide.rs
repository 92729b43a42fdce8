//! Approving, rejecting and withdrawing a change of holder: the buttons, and the dialog that says what follows before
//! anything is done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::holder_change::{HolderChange, HolderChangeApproval, HolderChangeRejection};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{ApproveHolderChange, RejectHolderChange, WithdrawHolderChange};
use sigillo_domain::holder::parse_reason;
use sigillo_domain::holder_change::{HolderChangeState, REASON};
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_domain::{Code, Fault};

use crate::api::{self, ApiError};
use crate::components::{
    Alert, AlertKind, Dialog, DialogActions, ErrorSummary, Form, Load, TextArea, UndoNote, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::session;

/// What can be done with a change that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Approve,
    Reject,
    Withdraw,
}

impl Act {
    const ALL: [Act; 3] = [Act::Approve, Act::Reject, Act::Withdraw];

    const fn label(self) -> fn() -> &'static str {
        match self {
            Act::Approve => t!(holder_changes.approve),
            Act::Reject => t!(holder_changes.reject),
            Act::Withdraw => t!(holder_changes.withdraw),
        }
    }

    const fn title(self) -> fn() -> &'static str {
        match self {
            Act::Approve => t!(holder_changes.approve_title),
            Act::Reject => t!(holder_changes.reject_title),
            Act::Withdraw => t!(holder_changes.withdraw_title),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Act::Approve => "btn btn-primary",
            Act::Reject => "btn btn-outline-danger",
            Act::Withdraw => "btn btn-outline-primary",
        }
    }

    /// The button that does it.
    const fn confirming_class(self) -> &'static str {
        match self {
            Act::Reject => "btn btn-danger",
            Act::Approve | Act::Withdraw => "btn btn-primary",
        }
    }

    fn is_possible(self, change: &HolderChange) -> bool {
        if change.state != HolderChangeState::Pending {
            return false;
        }
        let domain = change.mailbox_address.rsplit_once('@').map_or("", |(_, domain)| domain);
        match self {
            Act::Approve | Act::Reject => change.may_decide,
            // Whoever can reject it has no need of this.
            Act::Withdraw => !change.may_decide && session::may_on(domain, Permission::Edit),
        }
    }
}

#[component]
pub fn Actions(change: HolderChange, chosen: RwSignal<Option<Act>>) -> impl IntoView {
    let possible = Act::ALL.into_iter().filter(move |act| act.is_possible(&change));
    let button = move |act: Act| {
        view! {
            <button
                type="button"
                class=act.class()
                aria-haspopup="dialog"
                on:click=move |_| chosen.set(Some(act))
            >
                {act.label()}
            </button>
        }
    };
    possible.map(button).collect_view()
}

/// The dialog of the act that was chosen.
#[component]
pub fn ActDialog(chosen: RwSignal<Option<Act>>, change: Load<HolderChange>) -> impl IntoView {
    let form = Form::new("change-act");
    let reason = RwSignal::new(String::new());
    let close = Callback::new(move |()| {
        form.clear();
        reason.set(String::new());
        chosen.set(None);
    });
    let act = Memo::new(move |last: Option<&Act>| {
        chosen.get().or(last.copied()).unwrap_or(Act::Withdraw)
    });
    let verdict = Memo::new(move |_| Some(change.get()?.document?.verdict));
    let cannot = Memo::new(move |_| {
        let is_good = matches!(verdict.get(), Some(Verdict::Valid | Verdict::Undetermined));
        act.get() == Act::Approve && !is_good
    });
    let send = move |()| {
        let Some(found) = untrack(|| change.get()) else { return };
        let act = act.get_untracked();
        let needs_reason = act == Act::Reject
            || act == Act::Approve && verdict.get_untracked() == Some(Verdict::Undetermined);
        let reason = match parse_reason(&reason.get_untracked()) {
            Ok(reason) => Some(reason),
            Err(_) if !needs_reason => None,
            Err(fault) => return form.show_faults(vec![Fault::new(REASON, fault)]),
        };
        let page = Route::HolderChange(found.id);
        form.send(perform(act, found, reason), move |outcome| match outcome {
            Ok(now) => {
                close.run(());
                announce(AlertKind::Success, done(act, &now), page);
                change.put(now);
                refresh_count();
            }
            // The page shows what has changed before the person decides again.
            Err(error) if error.is(Code::Stale) || error.is(Code::NotInThisState) => {
                close.run(());
                announce(AlertKind::Warning, texts().holder_changes().moved_on(), page);
                change.reload();
                refresh_count();
            }
            Err(error) => form.show_failure(error),
        });
    };
    let open = Signal::derive(move || chosen.get().is_some());
    let title = move || act.get().title()();
    view! {
        <Dialog id="change-act" open=open title=title on_close=close start="change-act-send">
            <ErrorSummary form=form />
            {move || change.get().map(|found| fields(act.get(), found, verdict.get(), form, reason))}
            <DialogActions
                form=form
                id="change-act-send"
                label=move || act.get().label()()
                class=Signal::derive(move || act.get().confirming_class())
                disabled=cannot
                on_send=send
                on_close=close
            />
        </Dialog>
    }
}

/// Reads again how many changes wait for this account.
fn refresh_count() {
    spawn_local(async {
        // After a failure the badge stays as it was: it is a reminder, and the list is exact.
        let _ = session::load_me().await;
    });
}

/// What an act does, and the reason that it takes.
fn fields(
    act: Act,
    change: HolderChange,
    verdict: Option<Verdict>,
    form: Form,
    reason: RwSignal<String>,
) -> AnyView {
    match act {
        Act::Approve => {
            view! { <Approval change=change verdict=verdict form=form reason=reason /> }.into_any()
        }
        Act::Reject => view! {
            <p>{t!(holder_changes.reject_text)}</p>
            <TextArea form=form pointer=REASON label=t!(holder_changes.reason) value=reason />
            <UndoNote text=t!(undo.never) />
        }
        .into_any(),
        Act::Withdraw => view! {
            <p>{t!(holder_changes.withdraw_text)}</p>
            <UndoNote text=t!(undo.never) />
        }
        .into_any(),
    }
}

#[component]
fn Approval(
    change: HolderChange,
    verdict: Option<Verdict>,
    form: Form,
    reason: RwSignal<String>,
) -> impl IntoView {
    let refusal: Option<fn() -> &'static str> = match verdict {
        Some(Verdict::Valid | Verdict::Undetermined) => None,
        Some(Verdict::Pending) => Some(t!(holder_changes.still_verifying)),
        Some(Verdict::Invalid) | None => Some(t!(holder_changes.not_valid)),
    };
    if let Some(words) = refusal {
        return view! { <Alert kind=AlertKind::Warning quiet=true><p>{words}</p></Alert> }
            .into_any();
    }
    let address = readable(&change.mailbox_address).into_owned();
    let (name, email) =
        (change.new_holder_name, readable(&change.communication_email).into_owned());
    let asks = (verdict == Some(Verdict::Undetermined)).then(|| {
        view! {
            <TextArea
                form=form
                pointer=REASON
                label=t!(holder_changes.reason)
                hint=t!(holder_changes.approve_reason)
                value=reason
            />
        }
    });
    view! {
        <p><strong>{move || texts().holder_changes().approve_what(&address, &name)}</strong></p>
        <ul>
            <li>{t!(holder_changes.approve_access)}</li>
            <li>{move || texts().holder_changes().approve_link(&email)}</li>
            <li>{t!(holder_changes.approve_told)}</li>
        </ul>
        {asks}
        <UndoNote text=t!(holder_changes.undo_approval) />
    }
    .into_any()
}

async fn perform(
    act: Act,
    change: HolderChange,
    reason: Option<String>,
) -> Result<HolderChange, ApiError> {
    let (id, version) = (change.id, Some(change.version));
    match act {
        Act::Approve => {
            api::send::<ApproveHolderChange>(id, &HolderChangeApproval { reason }, version).await
        }
        Act::Reject => {
            let reason = reason.unwrap_or_default();
            api::send::<RejectHolderChange>(id, &HolderChangeRejection { reason }, version).await
        }
        Act::Withdraw => api::send::<WithdrawHolderChange>(id, &Nothing {}, version).await,
    }
}

fn done(act: Act, change: &HolderChange) -> String {
    let words = texts().holder_changes();
    match act {
        Act::Approve => words.approve_done(&readable(&change.mailbox_address)),
        Act::Reject => words.reject_done().to_owned(),
        Act::Withdraw => words.withdraw_done().to_owned(),
    }
}
