//! The common parts of all forms: field errors, and sending.

use std::borrow::Cow;
use std::fmt::Display;
use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_domain::{Code, Fault, FaultCode};

use crate::api::{ApiError, Pending};
use crate::i18n::{fault_text, problem_text};
use crate::{browser, drafts, router, unsaved};

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
    pub(super) errors: RwSignal<Vec<(String, FieldError)>>,
    /// An error of the form as a whole.
    message: RwSignal<Option<TextProp>>,
    busy: RwSignal<bool>,
    /// The input of a form that keeps it; None for a form that does not.
    kept: Option<StoredValue<KeptInput>>,
    /// Whether the form was opened with input that a reload would have lost.
    pub(super) is_restored: RwSignal<bool>,
    /// Whether a [`super::Submit`] shows the message of the form, beside the button that was pressed.
    shows_at_button: StoredValue<bool>,
}

/// The input that was typed and not sent.
#[derive(Default)]
struct KeptInput {
    path: String,
    fields: Vec<KeptField>,
}

struct KeptField {
    pointer: Cow<'static, str>,
    /// The input as it was before the person changed it.
    initial: String,
    is_changed: bool,
}

impl KeptInput {
    /// Records that a field went from `before` to `now`.
    fn typed(&mut self, pointer: &str, before: &str, now: &str) -> bool {
        if let Some(field) = self.fields.iter_mut().find(|field| field.pointer == pointer) {
            field.is_changed = field.initial != now;
            return field.is_changed;
        }
        let is_changed = before != now;
        let (pointer, initial) = (Cow::Owned(pointer.to_owned()), before.to_owned());
        self.fields.push(KeptField { pointer, initial, is_changed });
        is_changed
    }

    fn has_changes(&self) -> bool {
        self.fields.iter().any(|field| field.is_changed)
    }
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
            kept: None,
            is_restored: RwSignal::new(false),
            shows_at_button: StoredValue::new(false),
        }
    }

    /// A form that is not lost by accident: the page asks before it is left, and a reload finds the input
    /// again.
    pub fn keeping(id: &'static str) -> Self {
        Self::keeping_at(id, router::path().get_untracked())
    }

    /// Like [`Form::keeping`], for one of several things that a page edits in turn: the input of each is kept
    /// apart.
    pub fn keeping_of(id: &'static str, subject: impl Display) -> Self {
        Self::keeping_at(id, format!("{}#{subject}", router::path().get_untracked()))
    }

    fn keeping_at(id: &'static str, path: String) -> Self {
        let kept = StoredValue::new(KeptInput { path, ..KeptInput::default() });
        let form = Self { kept: Some(kept), ..Self::new(id) };
        unsaved::guard(move || form.has_unsaved(), move || form.mark_saved());
        form
    }

    /// Whether the person has changed any input since the form was opened or sent.
    pub fn has_unsaved(self) -> bool {
        let kept = self.kept.and_then(|kept| kept.try_with_value(KeptInput::has_changes));
        kept.unwrap_or(false)
    }

    /// Records that the person changed the input of a field.
    pub fn typed(self, pointer: &str, before: &str, now: &str) {
        self.clear_error(pointer);
        let Some(kept) = self.kept else { return };
        let id = self.field_id(pointer);
        kept.update_value(|kept| {
            if kept.typed(pointer, before, now) {
                drafts::keep(&kept.path, &id, now);
            } else {
                drafts::remove(&kept.path, &id);
            }
        });
    }

    /// The input of a field that a reload would have lost, if it differs from `present`.
    pub fn draft(self, pointer: &str, present: &str) -> Option<String> {
        let kept = self.kept?;
        let id = self.field_id(pointer);
        let draft = kept.with_value(|kept| drafts::read(&kept.path, &id))?;
        kept.update_value(|kept| {
            kept.typed(pointer, present, &draft);
        });
        let draft = Some(draft).filter(|draft| draft != present)?;
        self.is_restored.set(true);
        Some(draft)
    }

    /// Gives up the input that was restored.
    pub(super) fn discard_restored(self) {
        self.mark_saved();
        let _ = window().location().reload();
    }

    /// Records that nothing typed so far is unsaved any more.
    pub fn mark_saved(self) {
        let Some(kept) = self.kept else { return };
        self.is_restored.try_set(false);
        kept.try_update_value(|kept| {
            for field in kept.fields.drain(..) {
                drafts::remove(&kept.path, &self.field_id(&field.pointer));
            }
        });
    }

    /// Makes the message of the form appear beside the button.
    pub fn show_at_button(self) {
        self.shows_at_button.set_value(true);
    }

    /// The message of the form, for the place that shows it.
    pub fn message_at(self, is_at_button: bool) -> Option<TextProp> {
        let message = self.message.get()?;
        (self.shows_at_button.get_value() == is_at_button).then_some(message)
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
        let at_button = self.shows_at_button.get_value();
        let place = if at_button { self.message_id() } else { self.summary_id() };
        browser::focus(&place);
    }

    /// Sends the form, unless it is already being sent. Earlier errors are removed first.
    pub fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(Result<T, ApiError>) + 'static,
    ) {
        self.send_unsaved(work, move |outcome| {
            if outcome.is_ok() {
                self.mark_saved();
            }
            done(outcome);
        });
    }

    /// Sends the form as [`Form::send`] does; whether its input is saved then is for `done` to say.
    pub fn send_unsaved<T: 'static>(
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

    pub(super) fn label(self, pointer: &str) -> Option<TextProp> {
        self.fields.with_value(|fields| {
            let field = fields.iter().find(|(known, _)| *known == pointer);
            field.map(|(_, label)| label.clone())
        })
    }

    /// The id of the message beside the button.
    pub fn message_id(self) -> String {
        format!("{}-message", self.id)
    }

    pub(super) fn summary_id(self) -> String {
        format!("{}-errors", self.id)
    }
}

/// The errors of the fields. What is wrong at several places of one text is said once.
pub fn field_errors(mut faults: Vec<Fault>) -> Vec<(String, FieldError)> {
    faults.dedup_by(|one, other| (&one.pointer, one.code) == (&other.pointer, other.code));
    faults.into_iter().map(|fault| (fault.pointer, FieldError::Fault(fault.code))).collect()
}

pub(super) fn text_of_error(pointer: &str, error: &FieldError) -> String {
    match error {
        FieldError::Fault(code) => fault_text(pointer, *code),
        FieldError::Problem(error) => problem_text(error),
        FieldError::Text(words) => words.get().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use sigillo_domain::fault::FaultPlace;

    use super::*;

    #[test]
    fn input_is_unsaved_while_it_differs_from_what_it_was() {
        let mut kept = KeptInput::default();
        assert!(kept.typed("/quota_mb", "1000", "100"));
        assert!(kept.typed("/quota_mb", "100", "2000"));
        assert!(kept.has_changes());
        assert!(!kept.typed("/quota_mb", "2000", "1000"));
        assert!(!kept.has_changes());
        kept.typed("/text", "", "a");
        assert!(kept.has_changes());
    }

    #[test]
    fn the_same_error_at_several_lines_of_a_text_is_shown_once() {
        let fault = |pointer: &str, line| Fault {
            place: Some(FaultPlace { line, text: String::new() }),
            ..Fault::new(pointer, FaultCode::UnknownPlaceholder)
        };
        let errors = field_errors(vec![fault("/text", 1), fault("/text", 2), fault("/name", 2)]);
        let at: Vec<_> = errors.into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(at, ["/text", "/name"]);
    }
}
