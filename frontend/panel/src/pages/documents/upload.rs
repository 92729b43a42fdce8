//! Uploading documents: several at once, one after the other, each with its progress and its error.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use sigillo_contract::document::DocumentUpload;
use sigillo_domain::document::{DocumentKind, MAX_BYTES, parse_name};
use sigillo_kit::unsaved;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use crate::api::{self, ApiError};
use crate::components::{AlertKind, FieldError, FieldErrorText, Form, Icon, Select, announce};
use crate::i18n::{fault_text, file_size, integer, problem_text, t, texts};
use crate::router;

const KIND: &str = "/kind";
const FILES: &str = "/files";

/// Where a file stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    /// In percent of what was sent.
    Sending(u8),
    Done,
    Failed(String),
}

/// A file that was chosen, and what it is uploaded as.
#[derive(Clone)]
struct Chosen {
    id: u32,
    file: StoredValue<File, LocalStorage>,
    name: String,
    bytes: i64,
    kind: String,
    stage: RwSignal<Stage>,
}

/// The files of a box, and whether one is being sent.
#[derive(Clone, Copy)]
struct Queue {
    subject: StoredValue<String>,
    files: RwSignal<Vec<Chosen>>,
    is_sending: RwSignal<bool>,
    on_uploaded: Callback<()>,
}

#[component]
pub fn UploadBox(
    subject: String,
    on_uploaded: Callback<()>,
    /// The kind of all files here; None lets the person choose.
    #[prop(default = None)]
    only: Option<DocumentKind>,
) -> impl IntoView {
    let form = Form::new("document");
    form.register(KIND, t!(documents.upload_kind).into());
    let kind = RwSignal::new(only.map(|kind| kind.as_str().to_owned()).unwrap_or_default());
    let queue = Queue {
        subject: StoredValue::new(subject),
        files: RwSignal::new(vec![]),
        is_sending: RwSignal::new(false),
        on_uploaded,
    };
    unsaved::guard(move || queue.is_sending.get(), || ());
    let options = Signal::derive(|| {
        let first = (String::new(), texts().documents().choose_kind().to_owned());
        let words = texts().words();
        let each = DocumentKind::ALL.into_iter();
        let each =
            each.map(|kind| (kind.as_str().to_owned(), words.document_kind(kind).to_owned()));
        std::iter::once(first).chain(each).collect::<Vec<_>>()
    });
    let take = Callback::new(move |files: StoredValue<FileList, LocalStorage>| {
        form.clear();
        if kind.with_untracked(String::is_empty) {
            let missing = FieldError::Text(t!(documents.kind_missing).into());
            return form.show_errors(vec![(KIND.to_owned(), missing)]);
        }
        let files = files.get_value();
        let files = (0..files.length()).filter_map(|place| files.get(place));
        queue.add(files.collect(), &kind.get_untracked());
    });
    view! {
        <section class="document-upload" aria-label=t!(documents.upload_title)>
            {only.is_none().then(|| view! {
                <Select form=form pointer=KIND label=t!(documents.upload_kind) value=kind options=options />
            })}
            <Drop form=form take=take />
        </section>
        <Progress queue=queue />
    }
}

/// The place where files are dropped or picked.
#[component]
fn Drop(form: Form, take: Callback<StoredValue<FileList, LocalStorage>>) -> impl IntoView {
    let over = RwSignal::new(false);
    let picked = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(files) = input.files() {
            take.run(StoredValue::new_local(files));
        }
        // The same file can be picked again.
        input.set_value("");
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
            take.run(StoredValue::new_local(files));
        }
    };
    let id = form.field_id(FILES);
    view! {
        <div
            class="field drop"
            data-testid="drop"
            class:drop-over=move || over.get()
            on:dragover=move |event: DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <label class="field-label" for=id.clone()>{t!(documents.files)}</label>
            <input
                type="file"
                id=id.clone()
                multiple
                accept=".pdf,.p7m,application/pdf,application/pkcs7-mime"
                aria-describedby=format!("{id}-hint")
                on:change=picked
            />
            <p class="field-hint" id=format!("{id}-hint")>{t!(documents.files_hint)}</p>
            <FieldErrorText form=form pointer=FILES />
        </div>
    }
}

#[component]
fn Progress(queue: Queue) -> impl IntoView {
    move || {
        let files = queue.files.get();
        (!files.is_empty()).then(|| {
            let lines = files.into_iter().map(|file| view! { <Line file=file queue=queue /> });
            view! {
                <ul class="document-queue" data-testid="uploads" aria-label=t!(documents.uploads)>
                    {lines.collect_view()}
                </ul>
            }
        })
    }
}

#[component]
fn Line(file: Chosen, queue: Queue) -> impl IntoView {
    let (name, size, stage) = (file.name.clone(), file.bytes, file.stage);
    let of = file.name.clone();
    let again = StoredValue::new(file);
    let words = move || match stage.get() {
        Stage::Waiting => texts().documents().waiting().to_owned(),
        Stage::Sending(100) => texts().documents().checking().to_owned(),
        Stage::Sending(percent) => texts().documents().sending(&percent.to_string()),
        Stage::Done => texts().documents().done().to_owned(),
        Stage::Failed(why) => why,
    };
    let is_sending = move || matches!(stage.get(), Stage::Sending(_));
    let has_failed = move || matches!(stage.get(), Stage::Failed(_));
    let percent = move || match stage.get() {
        Stage::Sending(percent) => percent.to_string(),
        _ => "0".to_owned(),
    };
    view! {
        <li class:document-failed=has_failed>
            <Icon name="it-file-signed" />
            <span class="document-title">{name}</span>
            <span class="fact-note">{move || file_size(size)}</span>
            <Show when=is_sending>
                <progress class="bar" max="100" value=percent aria-label={let of = of.clone(); move || texts().documents().progress_of(&of)}></progress>
            </Show>
            <span class="document-stage" role="status">{words}</span>
            <Show when=has_failed>
                <button type="button" class="link" on:click=move |_| queue.again(&again.get_value())>
                    {t!(documents.try_again)}
                </button>
            </Show>
        </li>
    }
}

impl Queue {
    fn add(self, files: Vec<File>, kind: &str) {
        self.files.update(|all| {
            // What was uploaded before is in the list below.
            all.retain(|one| one.stage.get_untracked() != Stage::Done);
            let last = all.last().map_or(0, |last| last.id);
            for (id, file) in (last + 1..).zip(files) {
                let stage = RwSignal::new(refusal(&file).map_or(Stage::Waiting, Stage::Failed));
                all.push(Chosen {
                    id,
                    name: file.name(),
                    bytes: size_of(&file),
                    file: StoredValue::new_local(file),
                    kind: kind.to_owned(),
                    stage,
                });
            }
        });
        self.send();
    }

    fn again(self, file: &Chosen) {
        let refused = file.file.with_value(refusal);
        file.stage.set(refused.map_or(Stage::Waiting, Stage::Failed));
        self.send();
    }

    /// Sends what waits, one file at a time.
    fn send(self) {
        if self.is_sending.get_untracked() {
            return;
        }
        self.is_sending.set(true);
        let here = router::path();
        spawn_local(async move {
            let mut done = 0;
            while let Some(next) = self.next() {
                let outcome = self.upload(&next).await;
                let stage = match outcome {
                    Ok(()) => Stage::Done,
                    Err(error) => Stage::Failed(why(&error)),
                };
                done += i64::from(stage == Stage::Done);
                // The person may have left the page meanwhile.
                if next.stage.try_set(stage).is_some() {
                    return;
                }
            }
            if self.is_sending.try_set(false).is_some() || done == 0 {
                return;
            }
            let text = texts().documents().all_uploaded(&integer(done));
            announce(AlertKind::Success, text, here.get_untracked());
            self.on_uploaded.run(());
        });
    }

    fn next(self) -> Option<Chosen> {
        let files = self.files.try_get_untracked()?;
        files.into_iter().find(|file| file.stage.try_get_untracked() == Some(Stage::Waiting))
    }

    async fn upload(self, next: &Chosen) -> Result<(), ApiError> {
        let stage = next.stage;
        let _ = stage.try_set(Stage::Sending(0));
        let query = DocumentUpload {
            subject: self.subject.get_value(),
            kind: next.kind.clone(),
            name: next.name.clone(),
        };
        let progress = move |percent| drop(stage.try_set(Stage::Sending(percent)));
        let file = next.file.get_value();
        api::upload_document(&query, &file, progress).await.map(drop)
    }
}

fn size_of(file: &File) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "no file has so many bytes")]
    let bytes = file.size() as i64;
    bytes
}

/// Why a file cannot be uploaded, as far as the page can say.
fn refusal(file: &File) -> Option<String> {
    let bytes = size_of(file);
    let words = texts().documents();
    match parse_name(&file.name()) {
        _ if bytes == 0 => Some(words.empty_file().to_owned()),
        _ if usize::try_from(bytes).is_ok_and(|bytes| bytes > MAX_BYTES) => {
            Some(words.too_large().to_owned())
        }
        Err(fault) => Some(fault_text("/name", fault)),
        Ok(_) => None,
    }
}

/// What the server said, in words: the fault of the field if there is one.
fn why(error: &ApiError) -> String {
    let fault = match error {
        ApiError::Refused(refusal) => refusal.errors.first(),
        _ => None,
    };
    fault.map_or_else(|| problem_text(error), |fault| fault_text(&fault.pointer, fault.code))
}
