//! The dialog that undoes a recorded change of a mailbox.

use leptos::prelude::*;
use sigillo_contract::history::{Change, HistoryRecord};
use sigillo_contract::mailbox::{Mailbox, MailboxRestore};
use sigillo_contract::operations::{GetMailbox, RestoreMailbox};
use sigillo_domain::Code;
use sigillo_domain::history::FieldChange;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_restore::Restoration;
use sigillo_domain::permission::Permission;

use crate::components::{AlertKind, ChangedFields, Dialog, ErrorSummary, Form, Load, announce};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, session};

/// Whether the change of a record can be undone, and this account may.
pub fn may_restore(mailbox: &Mailbox, record: &HistoryRecord) -> bool {
    let change = |change: &Change| {
        FieldChange::new(&change.field, change.before.clone(), change.after.clone())
    };
    let changes: Vec<_> = record.changes.iter().map(change).collect();
    let may = |permission| session::may_on(&mailbox.domain, permission);
    mailbox.state != MailboxState::Cancelled
        && Restoration::of_record(record.action, &changes).is_some_and(|values| {
            (!values.changes_state() || may(Permission::Disable))
                && (!values.changes_more() || may(Permission::Edit))
        })
}

#[component]
pub fn RestoreDialog(
    restoring: RwSignal<Option<HistoryRecord>>,
    mailbox: Load<Mailbox>,
) -> impl IntoView {
    let form = Form::new("restore");
    let open = Signal::derive(move || restoring.with(Option::is_some));
    let close = Callback::new(move |()| {
        form.clear();
        restoring.set(None);
    });
    let send = move |_| {
        let (Some(found), Some(record)) = (untrack(|| mailbox.get()), restoring.get_untracked())
        else {
            return;
        };
        let (id, version, request) = (found.id, found.version, MailboxRestore { seq: record.seq });
        form.send(
            async move { api::send::<RestoreMailbox>(id, &request, Some(version)).await },
            move |outcome| match outcome {
                Ok(restored) => {
                    let done = texts().detail().restored(&restored.mailbox.address);
                    announce(AlertKind::Success, done, Route::Mailbox(id));
                    close.run(());
                    mailbox.put(restored.mailbox);
                }
                Err(error) => {
                    // The page shows what the mailbox is like by now.
                    if error.is(Code::Stale) || error.is(Code::ChangedSince) {
                        leptos::task::spawn_local(async move {
                            if let Ok(newer) = api::get::<GetMailbox>(id).await {
                                mailbox.put(newer);
                            }
                        });
                    }
                    form.show_failure(error);
                }
            },
        );
    };
    let changes = move || {
        let changes = restoring.get().map(|record| record.changes).unwrap_or_default();
        let back = |Change { field, before, after }| Change { field, before: after, after: before };
        let changes: Vec<_> = changes.into_iter().map(back).collect();
        view! { <ChangedFields changes=changes /> }
    };
    view! {
        <Dialog id="restore" open=open title=t!(detail.restore_title) on_close=close start="restore-send">
            <ErrorSummary form=form />
            <p>{t!(detail.restore_text)}</p>
            {changes}
            <p class="fact-note">{t!(detail.restore_recorded)}</p>
            <div class="form-actions">
                <button
                    type="button"
                    id="restore-send"
                    class="btn btn-primary"
                    aria-busy=move || form.is_busy().then_some("true")
                    on:click=send
                >
                    {t!(detail.restore)}
                </button>
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
            </div>
        </Dialog>
    }
}
