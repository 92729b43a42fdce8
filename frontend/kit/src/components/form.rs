//! The common parts of all forms: field errors, their summary, and sending.

use std::borrow::Cow;
use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_domain::{Code, Fault, FaultCode};

use super::{Alert, AlertKind};
use crate::api::{ApiError, Pending};
use crate::browser;
use crate::i18n::{fault_text, problem_text, t};

/// The error of a field.
#[derive(Clone)]
pub enum FieldError {
    Fault(FaultCode),
    /// The server refused the request because of this field.
    Problem(ApiError),
    /// An error that only the page can detect, with the page's own text.
    Text(TextProp),
}

#[derive(Clone, Copy)]
pub struct Form {
    id: &'static str,
    fields: StoredValue<Vec<(Cow<'static, str>, TextProp)>>,
    errors: RwSignal<Vec<(String, FieldError)>>,
    /// An error of the form as a whole.
    message: RwSignal<Option<TextProp>>,
    busy: RwSignal<bool>,
}

impl Form {
    /// `id` is unique in the page; the ids of the fields begin with it.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            fields: StoredValue::new(Vec::new()),
            errors: RwSignal::new(Vec::new()),
            message: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Registers a field with its label, which the summary of errors shows.
    pub fn register(self, pointer: impl Into<Cow<'static, str>>, label: TextProp) {
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

    /// The text of a field's error.
    pub fn error_text(self, pointer: &str) -> Option<String> {
        self.errors.with(|errors| {
            let (_, error) = errors.iter().find(|(at, _)| at == pointer)?;
            Some(text_of_error(pointer, error))
        })
    }

    pub fn has_error(self, pointer: &str) -> bool {
        self.errors.with(|errors| errors.iter().any(|(at, _)| at == pointer))
    }

    /// Removes the error of a field once the person starts to correct it.
    pub fn clear_error(self, pointer: &str) {
        if self.errors.with_untracked(|c| c.iter().any(|(at, _)| at == pointer)) {
            self.errors.update(|c| c.retain(|(at, _)| at != pointer));
        }
    }

    pub fn clear(self) {
        self.errors.set(vec![]);
        self.message.set(None);
    }

    /// Shows every fault at its field, and focuses the first.
    pub fn show_faults(self, faults: Vec<Fault>) {
        self.show_errors(field_errors(faults));
    }

    pub fn show_errors(self, mut errors: Vec<(String, FieldError)>) {
        // An insertion sort: there are only a handful of errors, and the library's sort adds
        // kilobytes to the app.
        for next in 1..errors.len() {
            let mut at = next;
            while at > 0 && self.comes_after(&errors[at - 1].0, &errors[at].0) {
                errors.swap(at - 1, at);
                at -= 1;
            }
        }
        let first = errors.first().map(|(pointer, _)| pointer.clone());
        self.errors.set(errors);
        if let Some(pointer) = first {
            browser::focus(&self.field_id(&pointer));
        }
    }

    fn comes_after(self, one: &str, other: &str) -> bool {
        browser::order_in_page(&self.field_id(one), &self.field_id(other)).is_gt()
    }

    /// Shows why a request failed: at the fields if it is about them, otherwise above the form.
    pub fn show_failure(self, error: ApiError) {
        let of_fields = error.is(Code::Validation) || error.is(Code::NameTaken);
        if of_fields && !error.faults().is_empty() {
            self.show_faults(error.faults());
        } else {
            self.show_message((move || problem_text(&error)).into());
        }
    }

    /// Shows an error of the form as a whole.
    pub fn show_message(self, words: TextProp) {
        self.message.set(Some(words));
        browser::focus(&self.summary_id());
    }

    /// Sends the form, unless it is already being sent. Earlier errors are removed first.
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
        // With boxed arguments, the rest is compiled once for each type of answer and not once for
        // each form.
        self.wait_for(Box::pin(work), Box::new(done));
    }

    fn wait_for<T: 'static>(self, work: Pending<T>, done: Box<dyn FnOnce(Result<T, ApiError>)>) {
        spawn_local(async move {
            let outcome = work.await;
            // The person may have left the page meanwhile.
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

pub fn field_errors(faults: Vec<Fault>) -> Vec<(String, FieldError)> {
    faults.into_iter().map(|fault| (fault.pointer, FieldError::Fault(fault.code))).collect()
}

fn text_of_error(pointer: &str, error: &FieldError) -> String {
    match error {
        FieldError::Fault(code) => fault_text(pointer, *code),
        FieldError::Problem(error) => problem_text(error),
        FieldError::Text(words) => words.get().into_owned(),
    }
}

/// All the errors of a form, each with a link to its field.
#[component]
pub fn ErrorSummary(form: Form) -> impl IntoView {
    let errors = move || {
        let list = form.errors.get();
        (!list.is_empty()).then(move || {
            let items = list.into_iter().map(move |(pointer, error)| {
                let id = form.field_id(&pointer);
                let label = form.label(&pointer);
                let text = text_of_error(&pointer, &error);
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
    let message = move || {
        form.message.get().map(|words| {
            view! {
                <Alert kind=AlertKind::Danger>
                    <p>{move || words.get()}</p>
                </Alert>
            }
        })
    };
    view! {
        <div class="form-summary" id=form.summary_id() tabindex="-1">
            {errors}
            {message}
        </div>
    }
}
