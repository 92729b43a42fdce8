//! The form that brings a file to import.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use sigillo_contract::import::ImportChoices;
use sigillo_contract::job::Job;
use sigillo_contract::operation::MAX_UPLOAD;
use sigillo_kit::unsaved;
use web_sys::{DragEvent, File, HtmlInputElement};

use crate::api::{ApiError, Refusal};
use crate::components::{
    ErrorSummary, FieldError, FieldErrorText, Form, Icon, OrganizationField, RadioGroup, Select,
    Submit,
};
use crate::i18n::{bytes, integer, t, texts};
use crate::route::Route;
use crate::{api, router};

const FILE: &str = "/file";
const ORGANIZATION: &str = "/organization_id";
const SHEET: &str = "/sheet";
const HIDDEN_ROWS: &str = "/hidden_rows";

/// How to read a file, as a request says it.
pub struct Reading {
    pub file_name: Option<String>,
    pub separator: Option<String>,
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    pub hidden_rows: Option<String>,
}

/// Uploads a file.
pub type Sender = Callback<(Reading, File), api::Pending<Job>>;

/// What the file leaves to the person, once the server has said so, and what was chosen.
#[derive(Clone, Copy)]
struct Choices {
    offered: RwSignal<ImportChoices>,
    sheet: RwSignal<String>,
    skip_hidden: RwSignal<Option<bool>>,
}

impl Choices {
    fn new() -> Self {
        Self {
            offered: RwSignal::new(ImportChoices::default()),
            sheet: RwSignal::new(String::new()),
            skip_hidden: RwSignal::new(None),
        }
    }

    /// Whether the file has left something to choose.
    fn is_asked(self) -> bool {
        self.offered.with_untracked(|offered| !offered.sheets.is_empty() || offered.hidden_rows > 0)
    }

    fn reset(self) {
        self.offered.set(ImportChoices::default());
        self.sheet.set(String::new());
        self.skip_hidden.set(None);
    }

    /// Offers what a refused upload left to choose, beside what was offered before.
    fn offer(self, more: ImportChoices) {
        self.offered.update(|offered| {
            if !more.sheets.is_empty() {
                offered.sheets = more.sheets;
            }
            if more.hidden_rows > 0 {
                offered.hidden_rows = more.hidden_rows;
            }
        });
    }

    /// The choices that are still to be made.
    fn missing(self) -> Vec<(String, FieldError)> {
        let offered = self.offered.get_untracked();
        let sheet = !offered.sheets.is_empty() && self.sheet.with_untracked(String::is_empty);
        let hidden = offered.hidden_rows > 0 && self.skip_hidden.get_untracked().is_none();
        let sheet =
            sheet.then(|| (SHEET.to_owned(), FieldError::Text(t!(jobs.sheet_missing).into())));
        let hidden = hidden
            .then(|| (HIDDEN_ROWS.to_owned(), FieldError::Text(t!(jobs.hidden_missing).into())));
        sheet.into_iter().chain(hidden).collect()
    }
}

#[component]
pub fn Upload(
    sender: Sender,
    /// The id of the organisation that the rows enter, where the person has to choose it.
    #[prop(optional_no_strip)]
    organization: Option<RwSignal<String>>,
) -> impl IntoView {
    let form = Form::new("import");
    form.register(FILE, t!(jobs.file).into());
    let file = RwSignal::new_local(None::<File>);
    let separator = RwSignal::new(String::new());
    let encoding = RwSignal::new(String::new());
    let choices = Choices::new();
    // A browser gives a page no file again after a reload, so the question alone has to do here.
    unsaved::guard(move || choices.is_asked(), move || choices.reset());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = match file.get_untracked() {
            None => {
                return form.show_errors(vec![(
                    FILE.to_owned(),
                    FieldError::Text(t!(jobs.file_missing).into()),
                )]);
            }
            Some(file) if bytes_of(&file) > MAX_UPLOAD => {
                let error = FieldError::Text(t!(jobs.file_too_large).into());
                return form.show_errors(vec![(FILE.to_owned(), error)]);
            }
            Some(file) => file,
        };
        let is_unchosen =
            organization.is_some_and(|chosen| chosen.with_untracked(String::is_empty));
        let place = is_unchosen.then(|| {
            (
                ORGANIZATION.to_owned(),
                FieldError::Text(t!(holder_import.organization_missing).into()),
            )
        });
        let missing: Vec<_> = place.into_iter().chain(choices.missing()).collect();
        if !missing.is_empty() {
            return form.show_errors(missing);
        }
        let given =
            |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.is_empty());
        let reading = Reading {
            file_name: Some(chosen.name()),
            separator: given(separator),
            encoding: given(encoding),
            sheet: given(choices.sheet),
            hidden_rows: choices
                .skip_hidden
                .get_untracked()
                .map(|skip| if skip { "skip" } else { "include" }.to_owned()),
        };
        let sent = sender.run((reading, chosen));
        form.send(sent, move |outcome| {
            match outcome {
                Ok(job) => router::go(Route::Job(job.id)),
                Err(ApiError::Refused(Refusal { choices: Some(offered), .. })) => {
                    choices.offer(offered);
                    // The fields must be on the page before the first one is focused.
                    request_animation_frame(move || form.show_errors(choices.missing()));
                }
                Err(error) => form.show_failure(error),
            }
        });
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            {organization.map(|value| view! {
                <OrganizationField form=form label=t!(accounts.organization) value=value />
            })}
            <FilePicker form=form file=file choices=choices />
            <Offered form=form choices=choices />
            <details class="earlier">
                <summary>{t!(jobs.advanced)}</summary>
                <div class="field-pair">
                    {choice("separator", t!(jobs.separator).into(), separator, vec![
                        ("semicolon", t!(jobs.semicolon).into()), ("comma", t!(jobs.comma).into()),
                        ("tab", t!(jobs.tab).into()), ("pipe", t!(jobs.pipe).into()),
                    ])}
                    {choice("encoding", t!(jobs.encoding).into(), encoding, vec![
                        ("utf-8", "UTF-8".into()), ("utf-16", "UTF-16".into()), ("windows-1252", "Windows-1252".into()),
                    ])}
                </div>
            </details>
            <div class="form-actions">
                <Submit form=form label=t!(jobs.upload) />
            </div>
        </form>
    }
}

/// The file, which is dropped or picked.
#[component]
fn FilePicker(
    form: Form,
    file: RwSignal<Option<File>, LocalStorage>,
    choices: Choices,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let take = move |chosen: Option<File>| {
        form.clear();
        choices.reset();
        file.set(chosen);
    };
    let picked = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        take(input.and_then(|input| input.files()).and_then(|files| files.get(0)));
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(chosen) = files.and_then(|files| files.get(0)) {
            take(Some(chosen));
        }
    };
    let named = move || {
        file.get().map(|file| {
            let size = i64::try_from(bytes_of(&file)).unwrap_or(i64::MAX);
            view! { <p class="file-chosen" data-testid="file"><Icon name="it-file-signed" /><strong>{file.name()}</strong>" "{move || size_text(size)}</p> }
        })
    };
    let id = form.field_id(FILE);
    view! {
        <div
            class="field drop"
            class:drop-over=move || over.get()
            class:field-invalid=move || form.has_error(FILE)
            on:dragover=move |event: DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <label class="field-label" for=id.clone()>{t!(jobs.file)}</label>
            <input
                type="file"
                id=id.clone()
                accept=".csv,.txt,.tsv,.xlsx,text/csv"
                aria-describedby=format!("{id}-fault {id}-hint")
                aria-invalid=move || form.has_error(FILE).then_some("true")
                on:change=picked
            />
            {named}
            <p class="field-hint" id=format!("{id}-hint")>{t!(jobs.file_hint)}</p>
            <FieldErrorText form=form pointer=FILE />
        </div>
    }
}

/// The choices that the file leaves to the person.
#[component]
fn Offered(form: Form, choices: Choices) -> impl IntoView {
    let Choices { offered, sheet, skip_hidden } = choices;
    let has_sheets = Memo::new(move |_| offered.with(|offered| !offered.sheets.is_empty()));
    let has_hidden = Memo::new(move |_| offered.with(|offered| offered.hidden_rows > 0));
    let sheets = Signal::derive(move || {
        let first = (String::new(), texts().jobs().sheet_choose().to_owned());
        let names = offered.get().sheets.into_iter().map(|name| (name.clone(), name));
        std::iter::once(first).chain(names).collect::<Vec<_>>()
    });
    // The hidden rows of another sheet are others.
    Effect::new(move |before: Option<String>| {
        let chosen = sheet.get();
        if before.is_some_and(|before| before != chosen) {
            offered.update(|offered| offered.hidden_rows = 0);
            skip_hidden.set(None);
        }
        chosen
    });
    let hidden_label = move || {
        let count = integer(offered.with(|offered| offered.hidden_rows));
        format!("{}: {count}", texts().jobs().hidden_rows())
    };
    view! {
        <Show when=move || has_sheets.get()>
            <Select form=form pointer=SHEET label=t!(jobs.sheet) value=sheet options=sheets />
        </Show>
        <Show when=move || has_hidden.get()>
            <RadioGroup
                form=form
                pointer=HIDDEN_ROWS
                label=TextProp::from(hidden_label)
                value=skip_hidden
                options=vec![
                    (Some(true), t!(jobs.hidden_skip).into(), None),
                    (Some(false), t!(jobs.hidden_include).into(), None),
                ]
            />
        </Show>
    }
}

fn choice(
    id: &'static str,
    label: TextProp,
    value: RwSignal<String>,
    options: Vec<(&'static str, TextProp)>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id>{move || label.get()}</label>
            <select class="input" id=id on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{t!(jobs.automatic)}</option>
                {options.into_iter().map(|(key, words)| view! {
                    <option value=key>{move || words.get()}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

/// The size of a file as text: most lists are far smaller than a tenth of a megabyte.
fn size_text(size: i64) -> String {
    if size < 1024 * 1024 { format!("{} kB", kilobytes(size)) } else { bytes(size) }
}

/// Rounded up, so that only an empty file has none.
const fn kilobytes(size: i64) -> i64 {
    (size + 1023) / 1024
}

/// The size of a file, in bytes.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the size of a file is a whole number"
)]
fn bytes_of(file: &File) -> usize {
    file.size() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_has_a_size() {
        assert_eq!((kilobytes(0), kilobytes(1), kilobytes(2049)), (0, 1, 3));
    }
}
