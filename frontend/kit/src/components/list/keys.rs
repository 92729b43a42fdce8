//! The keys that walk through the rows of a list.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The link of each row that leads to the record.
const LINKS: &str = "table.list tbody .cell-name a";

/// Lets `j` and `k` move the focus to the record of the next and the previous row, while nobody is
/// typing. A screen reader in its reading mode keeps these keys to itself.
pub(super) fn walk_with_keys() {
    let handle = window_event_listener(leptos::ev::keydown, |event| {
        let down = match event.key().as_str() {
            "j" => true,
            "k" => false,
            _ => return,
        };
        if !takes_letters(&event) && move_focus(down) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the key is pressed with others, in a dialog, or where a person types.
pub fn takes_letters(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return true;
    }
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|target| {
        let typing =
            "input:not([type=checkbox]):not([type=radio]), select, textarea, dialog, [role=menu]";
        target.is_content_editable() || target.closest(typing).ok().flatten().is_some()
    })
}

fn move_focus(down: bool) -> bool {
    let Ok(links) = document().query_selector_all(LINKS) else { return false };
    let link = |place: u32| links.get(place).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let active = document().active_element();
    // The row that has the focus, wherever in the row it is.
    let row = active.and_then(|active| active.closest("tr").ok().flatten());
    let at = (0..links.length()).find(|place| {
        let of = link(*place).and_then(|link| link.closest("tr").ok().flatten());
        of.is_some() && of == row
    });
    let next = match (at, down) {
        (None, true) => Some(0),
        (None, false) => links.length().checked_sub(1),
        (Some(at), true) => Some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    };
    let Some(link) = next.and_then(link) else { return false };
    let _ = link.focus();
    true
}
