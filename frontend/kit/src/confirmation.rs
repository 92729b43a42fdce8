//! Asking for the password again before a sensitive act.
//!
//! The server refuses such an act in a session that was not confirmed a short time ago. The request
//! then waits while the app's one dialog asks for the password, and is sent again.

use std::cell::RefCell;
use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

static ASKING: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));

thread_local! {
    /// Requests that wait until the person has confirmed the session or has given up.
    static WAITING: RefCell<Vec<js_sys::Function>> = const { RefCell::new(Vec::new()) };
}

/// Whether the dialog is open.
pub fn is_asking() -> bool {
    ASKING.get()
}

/// Opens the dialog, and waits until the session is confirmed (true) or the person gave up (false).
pub(crate) async fn ask() -> bool {
    ASKING.set(true);
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        WAITING.with_borrow_mut(|waiting| waiting.push(resolve));
    });
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}

/// Closes the dialog; the requests that wait go on, or fail.
pub(crate) fn answer(confirmed: bool) {
    ASKING.set(false);
    for resolve in WAITING.take() {
        let _ = resolve.call1(&JsValue::UNDEFINED, &confirmed.into());
    }
}
