//! The dialog that asks before a document is deleted.

use leptos::prelude::*;
use sigillo_contract::document::Document;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::DeleteDocument;

use crate::api;
use crate::components::{AlertKind, Dialog, ErrorSummary, Form, announce};
use crate::i18n::{t, texts};
use crate::router;

#[component]
pub fn DeleteDialog(
    deleting: RwSignal<Option<Document>>,
    on_deleted: Callback<()>,
) -> impl IntoView {
    let form = Form::new("document-delete");
    let open = Signal::derive(move || deleting.with(Option::is_some));
    let close = Callback::new(move |()| {
        form.clear();
        deleting.set(None);
    });
    let here = router::path();
    let send = move |_| {
        let Some(document) = deleting.get_untracked() else { return };
        let sent = api::send::<DeleteDocument>(document.id, &Nothing {}, Some(document.version));
        form.send(sent, move |outcome| match outcome {
            Ok(_) => {
                close.run(());
                let text = texts().documents().deleted(&document.name);
                announce(AlertKind::Success, text, here.get_untracked());
                on_deleted.run(());
            }
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <Dialog id="document-delete" open=open title=t!(documents.delete_title) on_close=close>
            <ErrorSummary form=form />
            <p class="document-title"><strong>{move || deleting.get().map(|document| document.name)}</strong></p>
            <p>{t!(documents.delete_text)}</p>
            <div class="form-actions">
                <button
                    type="button"
                    class="btn btn-danger"
                    aria-busy=move || form.is_busy().then_some("true")
                    on:click=send
                >
                    {t!(documents.delete)}
                </button>
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
            </div>
        </Dialog>
    }
}
