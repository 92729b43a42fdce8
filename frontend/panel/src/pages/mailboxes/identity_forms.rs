//! The dialogs that register how a holder was identified, and since when there is a second factor.

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::identification::IdentificationRecord;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};
use sigillo_contract::operations::{RecordIdentification, UpdateMailbox};
use sigillo_domain::id::MailboxId;
use sigillo_domain::identification::{HolderCapacity, IdentificationMethod};
use sigillo_domain::text_enum::TextEnum;
use sigillo_domain::{Fault, Faults};

use super::dialog_outcome::show_outcome;
use crate::api;
use crate::components::{
    Dialog, DialogActions, ErrorSummary, Form, Load, Select, TextField, UndoNote,
};
use crate::i18n::{parse_day, t, texts};

const METHOD: &str = "/method";
const LEVEL: &str = "/level";
const IDENTIFIED_ON: &str = "/identified_on";
const IDENTIFIED_BY: &str = "/identified_by";
const DOCUMENT_KIND: &str = "/document_kind";
const DOCUMENT_NUMBER: &str = "/document_number";
const DOCUMENT_EXPIRES_ON: &str = "/document_expires_on";
const CAPACITY: &str = "/capacity";
const SECOND_FACTOR: &str = "/second_factor_since";

/// What is typed of an identification.
#[derive(Clone, Copy)]
struct Draft {
    method: RwSignal<String>,
    level: RwSignal<String>,
    identified_on: RwSignal<String>,
    identified_by: RwSignal<String>,
    document_kind: RwSignal<String>,
    document_number: RwSignal<String>,
    document_expires_on: RwSignal<String>,
    capacity: RwSignal<String>,
}

impl Draft {
    /// Filled in with what is known of the mailbox. Without a company the holder can only act for themselves.
    fn of(mailbox: Mailbox) -> Self {
        let Mailbox { identification, company, .. } = mailbox;
        let known = identification.as_ref();
        let document = known.and_then(|known| known.document.as_ref());
        let text = |text: Option<&str>| RwSignal::new(text.unwrap_or_default().to_owned());
        let day = |day: Option<NaiveDate>| {
            RwSignal::new(day.map(|day| day.to_string()).unwrap_or_default())
        };
        let own = company.is_none().then_some(HolderCapacity::OwnRight);
        let capacity = known.map(|known| known.capacity).or(own);
        Self {
            method: text(known.map(|known| known.method.as_str())),
            level: text(known.map(|known| known.level.as_str())),
            identified_on: day(known.map(|known| known.identified_on)),
            identified_by: text(known.map(|known| known.identified_by.as_str())),
            document_kind: text(document.map(|document| document.kind.as_str())),
            document_number: text(document.map(|document| document.number.as_str())),
            document_expires_on: day(document.map(|document| document.expires_on)),
            capacity: text(capacity.map(HolderCapacity::as_str)),
        }
    }

    /// Whether the method rests on a document that somebody has looked at.
    fn needs_document(self) -> bool {
        let method = self.method.with(|text| IdentificationMethod::parse(text));
        method.is_some_and(IdentificationMethod::needs_document)
    }

    /// The request, or the days that are none. What else is missing the server says.
    fn request(self) -> Result<IdentificationRecord, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut day = |pointer, text: RwSignal<String>| {
            faults.check(pointer, text.with_untracked(|text| parse_day(text))).flatten()
        };
        let identified_on = day(IDENTIFIED_ON, self.identified_on);
        let has_document = untrack(|| self.needs_document());
        let expires_on = day(DOCUMENT_EXPIRES_ON, self.document_expires_on);
        let number = self.document_number.get_untracked();
        let request = IdentificationRecord {
            method: chosen(self.method),
            level: chosen(self.level),
            identified_on,
            identified_by: self.identified_by.get_untracked(),
            document_kind: chosen(self.document_kind).filter(|_| has_document),
            document_number: Some(number).filter(|number| has_document && !number.is_empty()),
            document_expires_on: expires_on.filter(|_| has_document),
            capacity: chosen(self.capacity),
        };
        faults.result(Some(request))
    }
}

fn chosen<T: TextEnum>(text: RwSignal<String>) -> Option<T> {
    text.with_untracked(|text| T::parse(text))
}

/// The values of an enum as options, after one that is none of them.
fn options<T: TextEnum + Send + Sync>(
    name: fn(T) -> &'static str,
) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let none = (String::new(), texts().identity().choose().to_owned());
        let each = T::VARIANTS.iter().map(|it| (it.as_str().to_owned(), name(*it).to_owned()));
        std::iter::once(none).chain(each).collect()
    })
}

/// Registers how the holder was identified.
#[component]
pub fn RecordDialog(
    open: RwSignal<bool>,
    mailbox: Mailbox,
    source: Load<Mailbox>,
) -> impl IntoView {
    let form = Form::new("identity");
    let (id, version) = (mailbox.id, mailbox.version);
    let draft = Draft::of(mailbox);
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let send = move |()| {
        let request = match draft.request() {
            Ok(request) => request,
            Err(faults) => return form.show_faults(faults),
        };
        let work =
            async move { api::send::<RecordIdentification>(id, &request, Some(version)).await };
        form.send(work, move |outcome| {
            let done = |_: &_| texts().identity().recorded_done().to_owned();
            show_outcome(id, outcome, done, (form, close), source);
        });
    };
    view! {
        <Dialog id="identity" open=open title=t!(identity.record_title) on_close=close start="identity-method">
            <ErrorSummary form=form />
            <p class="lead-in">{t!(identity.record_text)}</p>
            <Fields form=form draft=draft />
            <DocumentFields form=form draft=draft />
            <UndoNote text=t!(identity.undo_record) />
            <DialogActions form=form id="identity-send" label=t!(identity.save) on_send=send on_close=close />
        </Dialog>
    }
}

/// How, when and by whom the holder was identified, and for whom the holder has the mailbox.
#[component]
fn Fields(form: Form, draft: Draft) -> impl IntoView {
    let methods = options(|it| texts().identification().method_is(it));
    let levels = options(|it| texts().identification().level_is(it));
    let capacities = options(|it| texts().identification().capacity_is(it));
    view! {
        <div class="field-pair">
            <Select form=form pointer=METHOD label=t!(identification.method) value=draft.method options=methods />
            <Select form=form pointer=LEVEL label=t!(identification.level) value=draft.level options=levels />
        </div>
        <div class="field-pair">
            <TextField form=form pointer=IDENTIFIED_ON label=t!(identification.identified_on) value=draft.identified_on kind="date" />
            <Select form=form pointer=CAPACITY label=t!(identification.capacity) value=draft.capacity options=capacities />
        </div>
        <TextField form=form pointer=IDENTIFIED_BY label=t!(identification.identified_by) hint=t!(identity.by_hint) value=draft.identified_by />
    }
}

/// The identity document, which whoever came in person or by video has shown.
#[component]
fn DocumentFields(form: Form, draft: Draft) -> impl IntoView {
    let kinds = options(|it| texts().identification().document_is(it));
    let is_needed = Memo::new(move |_| draft.needs_document());
    view! {
        <Show when=move || is_needed.get()>
            <Select
                form=form
                pointer=DOCUMENT_KIND
                label=t!(identification.document_kind)
                hint=t!(identity.document_needed)
                value=draft.document_kind
                options=kinds
            />
            <div class="field-pair">
                <TextField form=form pointer=DOCUMENT_NUMBER label=t!(identification.document_number) value=draft.document_number />
                <TextField form=form pointer=DOCUMENT_EXPIRES_ON label=t!(identification.document_expires_on) value=draft.document_expires_on kind="date" />
            </div>
        </Show>
    }
}

/// Registers the day since when there is a second factor.
#[component]
pub fn SecondFactorDialog(
    open: RwSignal<bool>,
    id: MailboxId,
    version: i64,
    since: Option<NaiveDate>,
    source: Load<Mailbox>,
) -> impl IntoView {
    let form = Form::new("second-factor");
    let day = RwSignal::new(since.map(|day| day.to_string()).unwrap_or_default());
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let send = move |()| {
        let typed = match parse_day(&day.get_untracked()) {
            Ok(typed) => typed,
            Err(code) => return form.show_faults(vec![Fault::new(SECOND_FACTOR, code)]),
        };
        let second_factor_since = Some(typed.map(|day| day.to_string()).unwrap_or_default());
        let patch = MailboxPatch { second_factor_since, ..MailboxPatch::default() };
        let work = async move {
            let updated = api::send::<UpdateMailbox>(id, &patch, Some(version)).await;
            updated.map(|updated| updated.mailbox)
        };
        let words = texts().identity();
        let done = if typed.is_some() {
            words.second_factor_done()
        } else {
            words.second_factor_removed()
        };
        form.send(work, move |outcome| {
            show_outcome(id, outcome, |_| done.to_owned(), (form, close), source);
        });
    };
    view! {
        <Dialog id="second-factor" open=open title=t!(identity.second_factor_title) on_close=close start="second-factor-second_factor_since">
            <ErrorSummary form=form />
            <p class="lead-in">{t!(identity.second_factor_text)}</p>
            <TextField
                form=form
                pointer=SECOND_FACTOR
                label=t!(identification.second_factor_since)
                hint=t!(identity.second_factor_hint)
                value=day
                kind="date"
                optional=true
            />
            <DialogActions form=form id="second-factor-send" label=t!(identity.save) on_send=send on_close=close />
        </Dialog>
    }
}
