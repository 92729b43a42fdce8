//! What the page shows before the app has arrived: a sign-in form, or a word that it is loading
//! (`index.html`, `first-paint.js`). The app takes the form over with what was typed in it.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::browser;
use crate::components::Form;

/// These names are those of `index.html` and `first-paint.js`.
const ROOT: &str = "first-paint";
const SUBMITTED: &str = "data-submitted";

/// What a person did in the form before the app arrived.
#[derive(Debug, Default)]
pub struct EarlyInput {
    fields: Vec<(String, String)>,
    /// The name of the field with the focus.
    focused: Option<String>,
    is_submitted: bool,
}

impl EarlyInput {
    /// What was typed in a field.
    pub fn typed(&self, name: &str) -> String {
        let field = self.fields.iter().find(|(known, _)| known == name);
        field.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Continues in the app's form: with the focus where it was, and sent if it had been sent.
    pub fn resume(self, form: Form, send: impl Fn() + 'static) {
        Effect::new(move |_| {
            if let Some(name) = &self.focused {
                focus_at_end(&form.field_id(&format!("/{name}")));
            }
            if self.is_submitted {
                send();
            }
        });
    }
}

/// Moves the focus to the end of a field, without waiting for the next frame, so that no key is lost.
fn focus_at_end(id: &str) {
    let field = document().get_element_by_id(id);
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let _ = field.focus();
    if let Ok(end) = u32::try_from(field.value().encode_utf16().count()) {
        // A field of a kind without a selection, such as an e-mail address, refuses.
        let _ = field.set_selection_range(end, end);
    }
}

fn root() -> Option<Element> {
    document().get_element_by_id(ROOT)
}

/// Whether the first paint still stands.
pub fn is_there() -> bool {
    root().is_some()
}

pub fn remove() {
    if let Some(root) = root() {
        root.remove();
    }
}

/// Removes the form and returns what was done in it.
pub fn take_over() -> EarlyInput {
    let Some(root) = root() else { return EarlyInput::default() };
    let focused = document().active_element();
    let mut early =
        EarlyInput { is_submitted: root.has_attribute(SUBMITTED), ..Default::default() };
    for id in ["first-name", "first-password"] {
        let Some(field) = document().get_element_by_id(id) else { continue };
        let is_focused = focused.as_ref() == Some(&field);
        if let Ok(field) = field.dyn_into::<HtmlInputElement>() {
            if is_focused {
                early.focused = Some(field.name());
            }
            early.fields.push((field.name(), field.value()));
        }
    }
    root.remove();
    early
}

/// Remembers in this browser whether somebody is signed in: the next first paint shows the form only
/// if nobody is.
pub fn expect_session(key: &str, is_signed_in: bool) {
    if is_signed_in {
        browser::remember(key, "1");
    } else {
        browser::forget(key);
    }
}
