//! A panel that opens below a button, and closes when the focus leaves it.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Node;

#[derive(Clone, Copy)]
pub struct Popover {
    pub open: RwSignal<bool>,
    /// The element around the button and the panel.
    pub root: NodeRef<html::Div>,
    pub button: NodeRef<html::Button>,
}

impl Default for Popover {
    fn default() -> Self {
        Self { open: RwSignal::new(false), root: NodeRef::new(), button: NodeRef::new() }
    }
}

impl Popover {
    pub fn toggle(self) {
        self.open.update(|open| *open = !*open);
    }

    /// The value of `aria-expanded`.
    pub fn expanded(self) -> &'static str {
        if self.open.get() { "true" } else { "false" }
    }

    /// Closes the panel on Esc, and moves the focus back to the button.
    pub fn on_key(self, event: &KeyboardEvent) {
        if event.key() == "Escape" && self.open.get_untracked() {
            self.open.set(false);
            if let Some(button) = self.button.get_untracked() {
                let _ = button.focus();
            }
        }
    }

    /// Closes the panel when the focus moves elsewhere. A press inside it that moves no focus
    /// leaves it open.
    pub fn on_focus_out(self, event: &FocusEvent) {
        let next = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let root = self.root.get_untracked();
        if let (Some(next), Some(root)) = (next, root)
            && !root.contains(Some(&next))
        {
            self.open.set(false);
        }
    }

    /// Closes the panel on a press anywhere outside it, even where nothing can take the focus.
    pub fn close_on_press_outside(self) {
        let handle = window_event_listener(leptos::ev::pointerdown, move |event| {
            let pressed = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            let root = self.root.try_get_untracked().flatten();
            if let (Some(pressed), Some(root)) = (pressed, root)
                && !root.contains(Some(&pressed))
            {
                self.open.set(false);
            }
        });
        on_cleanup(move || handle.remove());
    }
}
