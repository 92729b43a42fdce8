//! The button of the detail page that disables or enables the mailbox (A11), with its dialog.

use leptos::prelude::*;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};
use sigillo_domain::Code;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::permission::Permission;

use super::mailbox_edit;
use crate::api::{self, Change};
use crate::components::{AlertKind, Dialog, ErrorSummary, Form, Load, UndoNote, announce};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::session;

/// The state to which the button takes the mailbox; None if this account may not, or the state has
/// no such change.
fn other_state(mailbox: &Mailbox) -> Option<MailboxState> {
    let may = session::may_on(&mailbox.domain, Permission::Disable);
    match mailbox.state {
        MailboxState::Active if may => Some(MailboxState::Disabled),
        MailboxState::Disabled if may => Some(MailboxState::Active),
        _ => None,
    }
}

#[component]
pub fn StateButton(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let open = RwSignal::new(false);
    other_state(&mailbox).map(|next| {
        let disables = next == MailboxState::Disabled;
        view! {
            <button
                type="button"
                class="btn btn-outline-primary"
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                {if disables { t!(detail.disable) } else { t!(detail.enable) }}
            </button>
            <StateDialog open=open mailbox=mailbox next=next source=source />
        }
    })
}

#[component]
fn StateDialog(
    open: RwSignal<bool>,
    mailbox: Mailbox,
    next: MailboxState,
    source: Load<Mailbox>,
) -> impl IntoView {
    let form = Form::new("state");
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let disables = next == MailboxState::Disabled;
    let Mailbox { id, version, address, .. } = mailbox;
    let address = StoredValue::new(address);
    let send = move |_| {
        let patch = MailboxPatch { state: Some(next), ..MailboxPatch::default() };
        form.send(async move { mailbox_edit::save(id, &patch, version).await }, move |outcome| {
            match outcome {
                Ok(Change::Made(updated)) => {
                    let address = address.get_value();
                    let detail = texts().detail();
                    let done = if disables {
                        detail.disabled_done(&address)
                    } else {
                        detail.enabled_done(&address)
                    };
                    announce(AlertKind::Success, done, Route::Mailbox(id));
                    close.run(());
                    source.put(updated.mailbox);
                }
                // The page shows what has changed before the person decides again.
                Ok(Change::Conflict(conflict)) => {
                    form.show_failure(api::ApiError::of(Code::Stale));
                    source.put(conflict.newer);
                }
                Err(error) => form.show_failure(error),
            }
        });
    };
    let title = if disables { t!(detail.disable_title) } else { t!(detail.enable_title) };
    view! {
        <Dialog id="change-state" open=open title=title on_close=close start="state-send">
            <ErrorSummary form=form />
            <p><strong>{address.get_value()}</strong></p>
            <p>{if disables { t!(detail.disable_text) } else { t!(detail.enable_text) }}</p>
            <UndoNote text=t!(undo.by_restoring) />
            <div class="form-actions">
                <button
                    type="button"
                    id="state-send"
                    class="btn btn-primary"
                    aria-busy=move || form.is_busy().then_some("true")
                    on:click=send
                >
                    {if disables { t!(detail.disable) } else { t!(detail.enable) }}
                </button>
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
            </div>
        </Dialog>
    }
}
