//! Choosing files for a ticket by dropping, pasting or browsing, and sending them.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use sigillo_contract::operations::AddTicketAttachment;
use sigillo_contract::ticket::TicketUpload;
use sigillo_domain::document::MAX_BYTES;
use sigillo_domain::id::{TicketId, TicketMessageId};
use web_sys::{ClipboardEvent, DragEvent, File, FileList, HtmlInputElement};

use crate::api;
use crate::components::Icon;
use crate::i18n::{file_size, t, texts};

/// A file that was chosen.
#[derive(Clone)]
struct ChosenFile {
    id: u32,
    name: String,
    bytes: i64,
    file: StoredValue<File, LocalStorage>,
}

/// The files that go with what is being written.
#[derive(Clone, Copy)]
pub struct Files {
    chosen: RwSignal<Vec<ChosenFile>>,
    last: StoredValue<u32>,
    /// What was wrong with files that are not among the chosen ones.
    refused: RwSignal<Vec<String>>,
}

impl Files {
    pub fn new() -> Self {
        Self {
            chosen: RwSignal::new(vec![]),
            last: StoredValue::new(0),
            refused: RwSignal::new(vec![]),
        }
    }

    pub fn is_empty(self) -> bool {
        self.chosen.with_untracked(Vec::is_empty)
    }

    pub fn clear(self) {
        self.chosen.set(vec![]);
        self.refused.set(vec![]);
    }

    fn add(self, files: &FileList, pasted: bool) {
        let mut refused = vec![];
        for file in (0..files.length()).filter_map(|place| files.get(place)) {
            let id = self.last.get_value() + 1;
            self.last.set_value(id);
            let words = texts().tickets();
            // Browsers give each pasted picture the same name.
            let is_picture = pasted && file.type_() == "image/png";
            let name = if is_picture { words.pasted(&id.to_string()) } else { file.name() };
            #[expect(clippy::cast_possible_truncation, reason = "no file has so many bytes")]
            let bytes = file.size() as i64;
            if bytes == 0 {
                refused.push(words.empty_file(&name));
            } else if usize::try_from(bytes).is_ok_and(|bytes| bytes > MAX_BYTES) {
                refused.push(words.too_large(&name));
            } else {
                let file = StoredValue::new_local(file);
                self.chosen.update(|all| all.push(ChosenFile { id, name, bytes, file }));
            }
        }
        self.refused.set(refused);
    }

    /// Takes the files that are pasted; text is left to the field.
    pub fn paste(self, event: &ClipboardEvent) {
        let files = event.clipboard_data().and_then(|data| data.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            event.prevent_default();
            self.add(&files, true);
        }
    }

    /// Sends the files one after the other, and returns the names of those that could not be kept.
    pub async fn send(self, ticket: TicketId, message: Option<TicketMessageId>) -> Vec<String> {
        let Some(files) = self.chosen.try_get_untracked() else { return vec![] };
        let mut failed = vec![];
        for chosen in files {
            let query = TicketUpload { name: chosen.name.clone(), message };
            let Some(file) = chosen.file.try_get_value() else { break };
            if api::upload_to::<AddTicketAttachment>(&ticket, &query, &file).await.is_err() {
                failed.push(chosen.name);
            }
        }
        failed
    }
}

/// The place where files are dropped or picked, and those that were.
#[component]
pub fn FilePicker(files: Files) -> impl IntoView {
    let over = RwSignal::new(false);
    let picked = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(list) = input.files() {
            files.add(&list, false);
        }
        // The same file can be picked again.
        input.set_value("");
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(list) = event.data_transfer().and_then(|data| data.files()) {
            files.add(&list, false);
        }
    };
    view! {
        <div
            class="field drop"
            data-testid="drop"
            class:drop-over=move || over.get()
            on:dragover=move |event: DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <label class="field-label" for="ticket-files">{t!(tickets.attach)}</label>
            <input type="file" id="ticket-files" multiple aria-describedby="ticket-files-hint" on:change=picked />
            <p class="field-hint" id="ticket-files-hint">{t!(tickets.attach_hint)}</p>
            <div role="status">
                {move || files.refused.get().into_iter().map(|why| view! { <p class="ticket-refused">{why}</p> }).collect_view()}
            </div>
        </div>
        <Chosen files=files />
    }
}

#[component]
fn Chosen(files: Files) -> impl IntoView {
    let line = move |file: ChosenFile| {
        let (id, label) = (file.id, file.name.clone());
        let remove = move |_| files.chosen.update(|all| all.retain(|one| one.id != id));
        view! {
            <li>
                <Icon name="it-files" />
                <span class="ticket-file">{file.name}</span>
                <span class="fact-note">{file_size(file.bytes)}</span>
                <button
                    type="button"
                    class="link"
                    aria-label=move || texts().tickets().remove_it(&label)
                    on:click=remove
                >
                    {t!(tickets.remove)}
                </button>
            </li>
        }
    };
    move || {
        let chosen = files.chosen.get();
        (!chosen.is_empty()).then(|| {
            let lines = chosen.into_iter().map(line).collect_view();
            view! { <ul class="ticket-lines" aria-label=t!(tickets.chosen)>{lines}</ul> }
        })
    }
}
