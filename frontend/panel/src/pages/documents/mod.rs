//! Signed documents of mailboxes and holders (B16): the list of all, those of one mailbox or holder, and what can be
//! done with one.

mod choice;
mod delete;
mod list;
mod of_subject;
mod sheet;
mod upload;

use leptos::prelude::*;
use sigillo_contract::document::Document;
use sigillo_domain::signature_verdict::Verdict;

use crate::components::Icon;
use crate::i18n::texts;

pub use choice::{document_options, documents_of};
pub use list::{List, VERDICT};
pub use of_subject::Documents;
pub use sheet::Sheet as DocumentSheet;
pub use upload::UploadBox;

/// The document whose dialog is open.
#[derive(Clone, Copy)]
struct Opened {
    shown: RwSignal<Option<Document>>,
    deleting: RwSignal<Option<Document>>,
}

impl Opened {
    fn new() -> Self {
        Self { shown: RwSignal::new(None), deleting: RwSignal::new(None) }
    }
}

/// What was found of the signatures. The colour only repeats what the word says.
#[component]
fn VerdictBadge(verdict: Verdict) -> impl IntoView {
    let class = match verdict {
        Verdict::Valid => "state state-words state-active",
        Verdict::Invalid => "state state-words state-expired",
        Verdict::Undetermined => "state state-words state-pending",
        Verdict::Pending => "state state-words state-disabled",
    };
    view! { <span class=class>{move || texts().documents().verdict_name(verdict)}</span> }
}

/// The name of the file, which opens the document.
fn name_button(document: &Document, opened: Opened) -> impl IntoView + use<> {
    let (name, document) = (document.name.clone(), document.clone());
    view! {
        <button
            type="button"
            class="link document-name"
            aria-haspopup="dialog"
            on:click=move |_| opened.shown.set(Some(document.clone()))
        >
            {name}
        </button>
    }
}

/// The buttons that save and delete the file.
fn row_acts(document: &Document, opened: Opened, may_delete: bool) -> impl IntoView + use<> {
    let (saved, deleted) = (document.clone(), document.clone());
    let (save_name, delete_name) = (document.name.clone(), document.name.clone());
    let save_title = document.name.clone();
    let delete_title = document.name.clone();
    view! {
        <span class="document-acts">
            <button
                type="button"
                class="icon-button"
                aria-label=move || texts().documents().download_it(&save_name)
                title=move || texts().documents().download_it(&save_title)
                on:click=move |_| sheet::save(&saved)
            >
                <Icon name="it-download" />
            </button>
            {may_delete.then(|| view! {
                <button
                    type="button"
                    class="icon-button"
                    aria-haspopup="dialog"
                    aria-label=move || texts().documents().delete_it(&delete_name)
                    title=move || texts().documents().delete_it(&delete_title)
                    on:click=move |_| opened.deleting.set(Some(deleted.clone()))
                >
                    <Icon name="it-delete" />
                </button>
            })}
        </span>
    }
}
