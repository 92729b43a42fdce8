//! Functions of the browser that the apps use.

use std::cmp::Ordering;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node, Storage};

/// The present time, by the clock of the person's computer.
pub fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds fit for 285,000 years")]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// Moves the focus to the element with this id, once the page has been rendered.
pub fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Scrolls to an element, once the page has been rendered.
pub fn scroll_to(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(id) {
            element.scroll_into_view();
        }
    });
}

/// Compares the positions in the page of the elements with these ids; a missing element comes last.
pub fn order_in_page(one: &str, other: &str) -> Ordering {
    let find = |id| document().get_element_by_id(id);
    match (find(one), find(other)) {
        (Some(one), Some(other)) if one == other => Ordering::Equal,
        (Some(one), Some(other)) => {
            match one.compare_document_position(&other) & Node::DOCUMENT_POSITION_FOLLOWING {
                0 => Ordering::Greater,
                _ => Ordering::Less,
            }
        }
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

/// Scrolls the element with this id into view, once the page has been rendered.
pub fn reveal(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Copies a text to the clipboard. False if the browser does not allow it, as on a page that was not
/// read over TLS.
pub async fn copy(text: &str) -> bool {
    if !window().is_secure_context() {
        return false;
    }
    let copying = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(copying).await.is_ok()
}

fn storage() -> Option<Storage> {
    // None if the person has disabled storage: nothing is remembered then.
    window().local_storage().ok().flatten()
}

/// A preference stored in this browser.
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// A value stored for as long as the tab is open.
pub fn tab_remembered(key: &str) -> Option<String> {
    tab_storage()?.get_item(key).ok().flatten()
}

pub fn tab_remember(key: &str, value: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(key, value);
    }
}

pub fn tab_forget(key: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(key);
    }
}

/// Forgets every value of the tab whose key has this prefix.
pub fn tab_forget_all(prefix: &str) {
    let Some(storage) = tab_storage() else { return };
    let keys: Vec<_> = (0..storage.length().unwrap_or(0))
        .filter_map(|place| storage.key(place).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect();
    for key in keys {
        let _ = storage.remove_item(&key);
    }
}

/// Waits for some time.
pub async fn sleep(time: Duration) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let run = move || drop(resolve.call0(&leptos::wasm_bindgen::JsValue::NULL));
        set_timeout(run, time);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

pub fn set_document_language(code: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", code);
    }
}

/// The whole address of the page.
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// The name of the host that the page comes from.
pub fn host_name() -> String {
    window().location().hostname().unwrap_or_default()
}

/// Sends an event of this name to the window, for the scripts of the page.
pub fn dispatch(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        let _ = window().dispatch_event(&event);
    }
}

/// Makes a file with this text.
pub fn text_file(text: &str, media_type: &str) -> Option<web_sys::Blob> {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()
}

/// The address of a file for a frame of this page. Whatever the server has called it, the browser takes it for the
/// given type.
pub fn object_url(blob: &web_sys::Blob, media_type: &str) -> Option<String> {
    let typed = blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), media_type).ok()?;
    web_sys::Url::create_object_url_with_blob(&typed).ok()
}

/// Lets the browser forget the file behind an address.
pub fn forget_object_url(url: &str) {
    let _ = web_sys::Url::revoke_object_url(url);
}

/// Saves a file to the person's downloads.
pub fn save_file(blob: &web_sys::Blob, name: &str) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else {
        return;
    };
    if let Ok(anchor) = document().create_element("a")
        && let Ok(anchor) = anchor.dyn_into::<web_sys::HtmlAnchorElement>()
    {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    let _ = web_sys::Url::revoke_object_url(&url);
}

/// Whether the window is as narrow as a telephone.
pub fn is_narrow() -> bool {
    let width = web_sys::window()
        .and_then(|window| window.inner_width().ok())
        .and_then(|width| width.as_f64());
    width.is_some_and(|width| width < 768.0)
}
