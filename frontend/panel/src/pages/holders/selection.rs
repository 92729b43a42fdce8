//! The holder whose panes the list shows. It is in the page's address, and moves by click and by the arrow keys.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use sigillo_domain::id::HolderId;
use sigillo_kit::list_view::ListView;
use web_sys::{Element, HtmlElement};

use super::requests::{href_with, selected_of};
use crate::router;

/// The rows of the list, and not those of the panes.
const ROWS: &str = ".results table.list tbody tr";
/// The link of a row that selects its holder.
const LINK: &str = ".cell-name a";

#[derive(Clone, Copy)]
pub struct Selection {
    pub id: Memo<Option<HolderId>>,
    view: Memo<ListView>,
}

impl Selection {
    pub fn of_page(view: Memo<ListView>) -> Self {
        let address = router::query();
        Self { id: Memo::new(move |_| address.with(selected_of)), view }
    }

    /// The address of the list with this holder selected.
    pub fn href(self, id: HolderId) -> String {
        self.view.with(|view| href_with(view, Some(id)))
    }

    pub fn select(self, id: Option<HolderId>) {
        router::restate(&self.view.with_untracked(|view| href_with(view, id)));
    }
}

/// Selects the holder of the row that was pressed, wherever it was pressed.
pub fn select_pressed(event: &MouseEvent) {
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(pressed) = pressed.filter(|_| router::is_plain_click(event)) else { return };
    let closest = |selectors| pressed.closest(selectors).ok().flatten();
    if closest("a, button, input, select, label").is_some() {
        return;
    }
    if let Some(link) = closest(ROWS).and_then(|row| link_of(&row)) {
        link.click();
    }
}

/// Selects the next or the previous row on the arrow keys, from a row that has the focus.
pub fn walk(event: &KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let focused = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = focused.and_then(|focused| focused.closest(ROWS).ok().flatten());
    let next = row.and_then(|row| {
        if down { row.next_element_sibling() } else { row.previous_element_sibling() }
    });
    if let Some(link) = next.and_then(|row| link_of(&row)) {
        event.prevent_default();
        let _ = link.focus();
        link.click();
    }
}

fn link_of(row: &Element) -> Option<HtmlElement> {
    row.query_selector(LINK).ok().flatten()?.dyn_into().ok()
}
