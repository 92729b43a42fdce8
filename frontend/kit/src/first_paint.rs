//! What the page shows before the app has arrived: a sign-in form, or a word that it is loading
//! (`index.html`, `first-paint.js`). The form signs in by itself (`first-sign-in.js`). The app takes it
//! over with what was typed in it, and with the answer of the server.

use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use crate::api::{self, ApiError};
use crate::browser;
use crate::components::Form;

/// These names are those of `index.html` and of the scripts.
const ROOT: &str = "first-paint";
const INCOMPLETE: &str = "data-incomplete";
const SIGN_IN: &str = "sigilloSignIn";

/// What a person did in the form before the app arrived.
#[derive(Debug, Default)]
pub struct EarlyInput {
    fields: Vec<(String, String)>,
    /// The name of the field with the focus.
    focused: Option<String>,
    /// Whether the form was sent with a field missing.
    is_incomplete: bool,
    sign_in: Option<EarlySignIn>,
}

impl EarlyInput {
    /// What was typed in a field.
    pub fn typed(&self, name: &str) -> String {
        let field = self.fields.iter().find(|(known, _)| known == name);
        field.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The sign-in that was sent, with whose answer the app continues.
    pub fn take_sign_in(&mut self) -> Option<EarlySignIn> {
        self.sign_in.take()
    }

    /// Continues in the app's form, with the focus where it was. A form that was sent with a field
    /// missing is sent again, so that it says what is missing.
    pub fn resume(self, form: Form, send: impl Fn() + 'static) {
        Effect::new(move |_| {
            if let Some(name) = &self.focused {
                focus_at_end(&form.field_id(&format!("/{name}")));
            }
            if self.is_incomplete {
                send();
            }
        });
    }
}

/// A sign-in that the form sent before the app arrived.
#[derive(Debug)]
pub struct EarlySignIn(Promise);

impl EarlySignIn {
    /// Takes the sign-in that was sent, if any. The answer holds the access token, so that nothing else
    /// keeps it.
    fn take() -> Option<Self> {
        let sign_in = Reflect::get(&window(), &SIGN_IN.into()).ok()?.dyn_into().ok()?;
        let _ = Reflect::delete_property(&window(), &SIGN_IN.into());
        Some(Self(sign_in))
    }

    /// Waits for the answer of the server.
    pub async fn answer<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        api::parsed(&self.text().await?)
    }

    async fn text(self) -> Result<String, ApiError> {
        let answer = JsFuture::from(self.0).await.unwrap_or_default();
        let field = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or_default();
        let body = field("body").as_string().unwrap_or_default();
        match field("status").as_f64() {
            Some(201.0) => Ok(body),
            Some(0.0 | 502.0 | 504.0) | None => Err(ApiError::Unreachable),
            Some(_) => Err(ApiError::of_problem(&body, seconds_until(&field("retryAt")))),
        }
    }
}

/// The whole seconds until a time in milliseconds; None if there is none.
fn seconds_until(time: &JsValue) -> Option<u32> {
    let time = time.as_f64().filter(|time| *time > 0.0)?;
    let seconds = ((time - js_sys::Date::now()) / 1000.0).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the conversion saturates, and a wait is short"
    )]
    let seconds = seconds as u32;
    Some(seconds)
}

/// Whether the form of the first paint has been sent, so that the answer decides who is signed in.
pub fn is_signing_in() -> bool {
    Reflect::has(&window(), &SIGN_IN.into()).unwrap_or(false)
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

/// Removes the first paint, and whatever it has sent.
pub fn remove() {
    if let Some(root) = root() {
        root.remove();
    }
    EarlySignIn::take();
}

/// Removes the form and returns what was done in it.
pub fn take_over() -> EarlyInput {
    let Some(root) = root() else { return EarlyInput::default() };
    let focused = document().active_element();
    let mut early = EarlyInput {
        is_incomplete: root.has_attribute(INCOMPLETE),
        sign_in: EarlySignIn::take(),
        ..EarlyInput::default()
    };
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
