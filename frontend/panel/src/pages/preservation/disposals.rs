//! Disposals: proposing one, and deciding what somebody else has proposed.

use leptos::prelude::*;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    ApproveReceiptDisposal, CreateReceiptDisposal, ListReceiptDisposals, RejectReceiptDisposal,
    WithdrawReceiptDisposal,
};
use sigillo_contract::preservation::{
    PreservationStatus, ReceiptDisposal, ReceiptDisposalCreate, ReceiptDisposalQuery,
    ReceiptDisposalRejection,
};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::preservation::DisposalState;

use super::name_of;
use crate::api::{self, ApiError};
use crate::components::{
    AlertKind, Column, DataTable, Dialog, DialogActions, DownloadButton, ErrorSummary, Form, Load,
    Select, Submit, TextArea, UndoNote, announce, load, loaded,
};
use crate::i18n::{date_time, file_size, integer, t, texts};
use crate::route::Route;

/// The disposals that the page shows; older ones are in the history.
const SHOWN: u32 = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Approve,
    Reject,
    Withdraw,
}

impl Act {
    const fn label(self) -> fn() -> &'static str {
        match self {
            Act::Approve => t!(preservation.approve),
            Act::Reject => t!(preservation.reject),
            Act::Withdraw => t!(preservation.withdraw),
        }
    }
}

type Chosen = RwSignal<Option<(Act, ReceiptDisposal)>>;

#[component]
pub fn Disposals(
    names: Vec<(OrganizationId, String)>,
    found: Load<PreservationStatus>,
) -> impl IntoView {
    let query = ReceiptDisposalQuery { limit: Some(SHOWN), ..ReceiptDisposalQuery::default() };
    let disposals = load(move || api::list::<ListReceiptDisposals>((), &query));
    let chosen: Chosen = RwSignal::new(None);
    let reload = Callback::new(move |()| {
        disposals.reload();
        found.reload();
    });
    let in_table = names.clone();
    view! {
        <section class="panel" aria-labelledby="receipt-disposals">
            <h2 id="receipt-disposals">{t!(preservation.disposals)}</h2>
            <p class="fact-note">{t!(preservation.disposals_text)}</p>
            {loaded(disposals, move |page| {
                if page.items.is_empty() {
                    return view! { <p class="fact-note">{t!(preservation.no_disposals)}</p> }.into_any();
                }
                let columns = columns(in_table.clone(), chosen);
                view! {
                    <DataTable caption=t!(preservation.disposals) testid="disposals" columns=columns rows=page.items />
                }.into_any()
            })}
            <Propose names=names reload=reload />
        </section>
        <ActDialog chosen=chosen reload=reload />
    }
}

fn columns(names: Vec<(OrganizationId, String)>, chosen: Chosen) -> Vec<Column<ReceiptDisposal>> {
    vec![
        Column::new(t!(preservation.proposed), move |one: &ReceiptDisposal| {
            let (at, by) = (one.proposed_at, one.proposed_by.clone());
            let name = name_of(&names, one.organization_id);
            view! {
                <span>{move || date_time(at)}</span>
                <span class="cell-second">{format!("{name}, {by}")}</span>
            }
        })
        .as_row_header(),
        Column::new(t!(preservation.reason), |one: &ReceiptDisposal| one.reason.clone()).labelled(),
        Column::new(t!(preservation.receipts), |one: &ReceiptDisposal| {
            let (count, size) = (one.receipts, one.bytes);
            move || format!("{} ({})", integer(count), file_size(size))
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(preservation.state), |one: &ReceiptDisposal| {
            let (state, by) = (one.state, one.decided_by.clone().unwrap_or_default());
            view! {
                <span>{move || texts().preservation().state_name(state)}</span>
                <span class="cell-second">{by}</span>
            }
        })
        .labelled(),
        Column::with_control(t!(preservation.list), move |one: &ReceiptDisposal| acts(one, chosen))
            .class("cell-actions"),
    ]
}

fn acts(disposal: &ReceiptDisposal, chosen: Chosen) -> AnyView {
    let id = disposal.id;
    let download = Callback::new(move |()| -> api::Pending<api::Download> {
        Box::pin(api::download_disposal_list(id))
    });
    let possible: &[Act] = match (disposal.state, disposal.may_decide) {
        (DisposalState::Proposed, true) => &[Act::Approve, Act::Reject],
        (DisposalState::Proposed, false) => &[Act::Withdraw],
        _ => &[],
    };
    let buttons = possible.iter().map(|act| {
        let (act, disposal) = (*act, disposal.clone());
        view! {
            <button
                type="button"
                class="btn btn-outline-primary btn-sm"
                aria-haspopup="dialog"
                on:click=move |_| chosen.set(Some((act, disposal.clone())))
            >
                {move || act.label()()}
            </button>
        }
    });
    view! {
        <DownloadButton label=t!(preservation.list) download=download class="btn btn-outline-primary btn-sm" />
        {buttons.collect_view()}
    }
    .into_any()
}

#[component]
fn Propose(names: Vec<(OrganizationId, String)>, reload: Callback<()>) -> impl IntoView {
    let form = Form::new("propose-disposal");
    let reason = RwSignal::new(String::new());
    let organization =
        RwSignal::new(names.first().map(|(id, _)| id.to_string()).unwrap_or_default());
    let is_choice = names.len() > 1;
    let options: Vec<_> = names.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = ReceiptDisposalCreate {
            organization_id: organization.get_untracked().parse().ok(),
            reason: reason.get_untracked(),
        };
        form.send(
            async move { api::send::<CreateReceiptDisposal>((), &request, None).await },
            move |outcome| match outcome {
                Ok(_) => {
                    let words = texts().preservation().proposed_it();
                    announce(AlertKind::Success, words.to_owned(), Route::Preservation);
                    reason.set(String::new());
                    reload.run(());
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form class="measure" on:submit=submit novalidate>
            <ErrorSummary form=form />
            {is_choice.then(|| view! {
                <Select
                    form=form
                    pointer="/organization_id"
                    label=t!(organizations.organization)
                    value=organization
                    options=Signal::derive(move || options.clone())
                />
            })}
            <TextArea form=form pointer="/reason" label=t!(preservation.reason) value=reason />
            <div class="form-actions">
                <Submit form=form label=t!(preservation.propose) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

/// The dialog of the act that was chosen.
#[component]
fn ActDialog(chosen: Chosen, reload: Callback<()>) -> impl IntoView {
    let form = Form::new("disposal-act");
    let reason = RwSignal::new(String::new());
    let close = Callback::new(move |()| {
        form.clear();
        reason.set(String::new());
        chosen.set(None);
    });
    let shown = Memo::new(move |last: Option<&Option<(Act, i64)>>| {
        let now = chosen.with(|one| one.as_ref().map(|(act, one)| (*act, one.receipts)));
        now.or(last.copied().flatten())
    });
    let act = move || shown.get().map_or(Act::Withdraw, |(act, _)| act);
    let send = move |()| {
        let Some((act, disposal)) = chosen.get_untracked() else { return };
        form.send(perform(act, disposal, reason.get_untracked()), move |outcome| match outcome {
            Ok(_) => {
                close.run(());
                let words = texts().preservation().done().to_owned();
                announce(AlertKind::Success, words, Route::Preservation);
                reload.run(());
            }
            Err(error) => form.show_failure(error),
        });
    };
    let fields = move || {
        match shown.get() {
        Some((Act::Approve, count)) => view! {
            <p><strong>{move || texts().preservation().approve_text(&integer(count))}</strong></p>
            <UndoNote text=t!(undo.never) />
        }
        .into_any(),
        Some((Act::Reject, _)) => view! {
            <p>{t!(preservation.reject_text)}</p>
            <TextArea form=form pointer="/reason" label=t!(preservation.reason_of_rejection) value=reason />
        }
        .into_any(),
        _ => view! { <p>{t!(preservation.reject_text)}</p> }.into_any(),
    }
    };
    let open = Signal::derive(move || chosen.get().is_some());
    view! {
        <Dialog id="disposal-act" open=open title=move || act().label()() on_close=close start="disposal-act-send">
            <ErrorSummary form=form />
            {fields}
            <DialogActions
                form=form
                id="disposal-act-send"
                label=move || act().label()()
                class=Signal::derive(move || if act() == Act::Approve { "btn btn-danger" } else { "btn btn-primary" })
                on_send=send
                on_close=close
            />
        </Dialog>
    }
}

async fn perform(
    act: Act,
    disposal: ReceiptDisposal,
    reason: String,
) -> Result<ReceiptDisposal, ApiError> {
    let (id, version) = (disposal.id, Some(disposal.version));
    match act {
        Act::Approve => api::send::<ApproveReceiptDisposal>(id, &Nothing {}, version).await,
        Act::Reject => {
            let request = ReceiptDisposalRejection { reason };
            api::send::<RejectReceiptDisposal>(id, &request, version).await
        }
        Act::Withdraw => api::send::<WithdrawReceiptDisposal>(id, &Nothing {}, version).await,
    }
}
