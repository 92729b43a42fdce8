//! A panel that opens below a button, and closes when the focus leaves it.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Node;

use super::Icon;

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

/// A button with the panel that it opens. The panel's content is made when it opens.
#[component]
pub fn PopoverButton(
    popover: Popover,
    /// The id of the panel.
    id: &'static str,
    #[prop(into)] label: TextProp,
    icon: &'static str,
    #[prop(default = "btn btn-outline-primary")] class: &'static str,
    /// The class of the element around both.
    #[prop(default = "menu")]
    around: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    popover.close_on_press_outside();
    let name = label.clone();
    view! {
        <div
            class=around
            node_ref=popover.root
            on:keydown=move |event| popover.on_key(&event)
            on:focusout=move |event| popover.on_focus_out(&event)
        >
            <button
                type="button"
                class=class
                node_ref=popover.button
                aria-expanded=move || popover.expanded()
                aria-controls=id
                on:click=move |_| popover.toggle()
            >
                <Icon name=icon />
                <span>{move || label.get()}</span>
                <Icon name="it-expand" class="icon-sm" />
            </button>
            <div
                class="menu-list menu-panel"
                class:show=move || popover.open.get()
                id=id
                role="group"
                aria-label=move || name.get()
            >
                <Show when=move || popover.open.get()>{children()}</Show>
            </div>
        </div>
    }
}
