//! The dialog that undoes a recorded change.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::history::{Change, HistoryRecord, RecordRestore};
use sigillo_domain::Code;
use sigillo_domain::restore::RESTORED_SEQ;

use super::{Restorable, Restoring};
use crate::api;
use crate::components::{AlertKind, ChangedFields, Dialog, ErrorSummary, Form, announce};
use crate::i18n::{t, texts};

/// The dialog of a subject whose changes can be undone.
#[expect(clippy::needless_pass_by_value, reason = "the fields of signals are copied out")]
pub fn restore_dialog<S: Restorable>(restoring: Restoring<S>) -> AnyView {
    let Restoring { record, subject, put } = restoring;
    view! { <RestoreDialog<S> restoring=record subject=subject put=put /> }.into_any()
}

#[component]
fn RestoreDialog<S: Restorable>(
    restoring: RwSignal<Option<HistoryRecord>>,
    subject: Signal<Option<S>>,
    put: Callback<S>,
) -> impl IntoView {
    let form = Form::new("restore");
    let open = Signal::derive(move || restoring.with(Option::is_some));
    let close = Callback::new(move |()| {
        form.clear();
        restoring.set(None);
    });
    let send = move |_| {
        let (Some(found), Some(record)) = (subject.get_untracked(), restoring.get_untracked())
        else {
            return;
        };
        let (id, version) = (found.id(), found.version());
        let request = RecordRestore { seq: record.seq };
        form.send(
            async move { api::send::<S::Restore>(id, &request, Some(version)).await },
            move |outcome| match outcome {
                Ok(reply) => {
                    let restored = S::restored(reply);
                    let done = texts().undo().restored(&restored.name());
                    announce(AlertKind::Success, done, restored.page());
                    close.run(());
                    put.run(restored);
                }
                Err(error) => {
                    // The page shows what the subject is like by now.
                    if error.is(Code::Stale) || error.is(Code::ChangedSince) {
                        spawn_local(async move {
                            if let Ok(newer) = api::get::<S::Get>(id).await {
                                put.run(newer);
                            }
                        });
                    }
                    form.show_failure(error);
                }
            },
        );
    };
    let changes = move || {
        let undone = restoring.get().map(|record| (record.action, record.changes));
        let changes = undone.map(|(action, changes)| {
            let edited = changes.into_iter().filter(|change| change.field != RESTORED_SEQ);
            let back =
                |change: Change| Change { before: change.after, after: change.before, ..change };
            S::shown(action, edited.map(back).collect())
        });
        view! { <ChangedFields changes=changes.unwrap_or_default() words=S::FIELDS /> }
    };
    view! {
        <Dialog id="restore" open=open title=t!(undo.restore_title) on_close=close start="restore-send">
            <ErrorSummary form=form />
            <p>{t!(undo.restore_text)}</p>
            {changes}
            <p class="fact-note">{t!(undo.restore_recorded)}</p>
            <div class="form-actions">
                <button
                    type="button"
                    id="restore-send"
                    class="btn btn-primary"
                    aria-busy=move || form.is_busy().then_some("true")
                    on:click=send
                >
                    {t!(undo.restore)}
                </button>
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
            </div>
        </Dialog>
    }
}
