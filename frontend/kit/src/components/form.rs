//! What every form has in common: its faults, each at its field and all at once, and its waiting.

use std::borrow::Cow;
use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_domain::{Code, Fault, FaultCode};

use super::{Alert, AlertKind};
use crate::api::{ApiError, Pending};
use crate::browser;
use crate::i18n::{fault_text, problem_text, t};

/// What is said at a field: a fault of the field, or a refusal of the server that is about it.
#[derive(Clone)]
pub enum Complaint {
    Fault(FaultCode),
    Refused(ApiError),
    /// Only the page knows what is wrong.
    Said(TextProp),
}

#[derive(Clone, Copy)]
pub struct Form {
    id: &'static str,
    fields: StoredValue<Vec<(Cow<'static, str>, TextProp)>>,
    complaints: RwSignal<Vec<(String, Complaint)>>,
    error: RwSignal<Option<TextProp>>,
    busy: RwSignal<bool>,
}

impl Form {
    /// `id` is unique in the page: ids of fields begin with it.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            fields: StoredValue::new(Vec::new()),
            complaints: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Enters a field, by the name it is shown under.
    pub fn enter(self, pointer: impl Into<Cow<'static, str>>, label: TextProp) {
        let pointer = pointer.into();
        self.fields.update_value(|fields| {
            fields.retain(|(known, _)| *known != pointer);
            fields.push((pointer, label));
        });
    }

    pub fn field_id(self, pointer: &str) -> String {
        format!("{}{}", self.id, pointer.replace('/', "-"))
    }

    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// What is said at a field, in words.
    pub fn complaint(self, pointer: &str) -> Option<String> {
        self.complaints.with(|complaints| {
            let (_, complaint) = complaints.iter().find(|(at, _)| at == pointer)?;
            Some(complaint_text(pointer, complaint))
        })
    }

    pub fn has_complaint(self, pointer: &str) -> bool {
        self.complaints.with(|complaints| complaints.iter().any(|(at, _)| at == pointer))
    }

    /// The field is being mended.
    pub fn forgive(self, pointer: &str) {
        if self.complaints.with_untracked(|c| c.iter().any(|(at, _)| at == pointer)) {
            self.complaints.update(|c| c.retain(|(at, _)| at != pointer));
        }
    }

    pub fn clear(self) {
        self.complaints.set(vec![]);
        self.error.set(None);
    }

    /// Shows every fault at its field, and goes to the first.
    pub fn refuse(self, faults: Vec<Fault>) {
        self.complain(complaints_of(faults));
    }

    pub fn complain(self, mut complaints: Vec<(String, Complaint)>) {
        // A handful, by insertion: the library's sort is kilobytes of what the browser loads.
        for next in 1..complaints.len() {
            let mut at = next;
            while at > 0 && self.stands_after(&complaints[at - 1].0, &complaints[at].0) {
                complaints.swap(at - 1, at);
                at -= 1;
            }
        }
        let first = complaints.first().map(|(pointer, _)| pointer.clone());
        self.complaints.set(complaints);
        if let Some(pointer) = first {
            browser::focus(&self.field_id(&pointer));
        }
    }

    fn stands_after(self, one: &str, other: &str) -> bool {
        browser::order_in_page(&self.field_id(one), &self.field_id(other)).is_gt()
    }

    /// The server's refusal, where it belongs.
    pub fn fail(self, error: ApiError) {
        let of_fields = error.is(Code::Validation) || error.is(Code::NameTaken);
        if of_fields && !error.faults().is_empty() {
            self.refuse(error.faults());
        } else {
            self.say((move || problem_text(&error)).into());
        }
    }

    /// A refusal of the whole form, in the page's own words.
    pub fn say(self, words: TextProp) {
        self.error.set(Some(words));
        browser::focus(&self.summary_id());
    }

    /// Sends the form: once at a time, and with a clean slate.
    pub fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(Result<T, ApiError>) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.clear();
        self.busy.set(true);
        // Boxed, what follows is compiled once for each answer, and not for each form.
        self.wait_for(Box::pin(work), Box::new(done));
    }

    fn wait_for<T: 'static>(self, work: Pending<T>, done: Box<dyn FnOnce(Result<T, ApiError>)>) {
        spawn_local(async move {
            let outcome = work.await;
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_none() {
                done(outcome);
            }
        });
    }

    fn label(self, pointer: &str) -> Option<TextProp> {
        self.fields.with_value(|fields| {
            let field = fields.iter().find(|(known, _)| *known == pointer);
            field.map(|(_, label)| label.clone())
        })
    }

    fn summary_id(self) -> String {
        format!("{}-errors", self.id)
    }
}

pub fn complaints_of(faults: Vec<Fault>) -> Vec<(String, Complaint)> {
    faults.into_iter().map(|fault| (fault.pointer, Complaint::Fault(fault.code))).collect()
}

fn complaint_text(pointer: &str, complaint: &Complaint) -> String {
    match complaint {
        Complaint::Fault(code) => fault_text(pointer, *code),
        Complaint::Refused(error) => problem_text(error),
        Complaint::Said(words) => words.get().into_owned(),
    }
}

/// What is wrong with the form as a whole, with a way to each field.
#[component]
pub fn ErrorSummary(form: Form) -> impl IntoView {
    let complaints = move || {
        let list = form.complaints.get();
        (!list.is_empty()).then(move || {
            let items = list.into_iter().map(move |(pointer, complaint)| {
                let id = form.field_id(&pointer);
                let label = form.label(&pointer);
                let text = complaint_text(&pointer, &complaint);
                match label {
                    Some(label) => view! {
                        <li>
                            <a
                                href=format!("#{id}")
                                on:click=move |event| {
                                    event.prevent_default();
                                    browser::focus(&id);
                                }
                            >
                                {move || label.get()}
                            </a>
                            ": "
                            {text}
                        </li>
                    }
                    .into_any(),
                    None => view! { <li>{text}</li> }.into_any(),
                }
            });
            view! {
                <Alert kind=AlertKind::Danger title=t!(forms.check_fields)>
                    <ul class="note-list">{items.collect_view()}</ul>
                </Alert>
            }
        })
    };
    let error = move || {
        form.error.get().map(|words| {
            view! {
                <Alert kind=AlertKind::Danger>
                    <p>{move || words.get()}</p>
                </Alert>
            }
        })
    };
    view! {
        <div class="form-summary" id=form.summary_id() tabindex="-1">
            {complaints}
            {error}
        </div>
    }
}
