//! A menu under a button, worked by mouse or by arrows.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use super::Icon;

#[component]
pub fn Menu(
    id: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(default = "menu-button")] class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();

    let step = move |by: i32| {
        let Some(root) = root.get_untracked() else {
            return;
        };
        request_animation_frame(move || move_focus(&root, by));
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            open.set(true);
            step(1);
        }
        "ArrowUp" if open.get_untracked() => {
            event.prevent_default();
            step(-1);
        }
        "Escape" if open.get_untracked() => {
            open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
        _ => {}
    };
    let on_focus_out = move |event: FocusEvent| {
        let next = event.related_target().and_then(|t| t.dyn_into::<Node>().ok());
        let inside = root.get_untracked().is_some_and(|root| root.contains(next.as_ref()));
        if !inside {
            open.set(false);
        }
    };
    let children = StoredValue::new(children);
    view! {
        <div class="menu" node_ref=root on:keydown=on_key on:focusout=on_focus_out>
            <button
                type="button"
                class=class
                node_ref=button
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon.map(|name| view! { <Icon name=name /> })}
                <span>{move || label.get()}</span>
                <Icon name="it-expand" class="icon-sm" />
            </button>
            <div
                class="menu-list"
                class:show=move || open.get()
                id=id
                role="menu"
                on:click=move |_| open.set(false)
            >
                {move || children.with_value(|children| children())}
            </div>
        </div>
    }
}

fn move_focus(root: &HtmlElement, by: i32) {
    let Ok(items) = root.query_selector_all("[role=menuitem]") else {
        return;
    };
    let count = i32::try_from(items.length()).unwrap_or(0);
    if count == 0 {
        return;
    }
    let active = document().active_element();
    let item = |place: i32| {
        let node = items.get(u32::try_from(place).unwrap_or(0));
        node.and_then(|node| node.dyn_into::<HtmlElement>().ok())
    };
    let at = (0..count).find(|place| {
        item(*place).as_ref().map(AsRef::<web_sys::Element>::as_ref) == active.as_ref()
    });
    let next = match at {
        Some(at) => (at + by).rem_euclid(count),
        None if by > 0 => 0,
        None => count - 1,
    };
    if let Some(item) = item(next) {
        let _ = item.focus();
    }
}

#[component]
pub fn MenuLink(#[prop(into)] href: String, #[prop(into)] label: TextProp) -> impl IntoView {
    view! {
        <a role="menuitem" tabindex="-1" class="menu-item" href=href>{move || label.get()}</a>
    }
}

#[component]
pub fn MenuButton(
    #[prop(into)] label: TextProp,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button role="menuitem" tabindex="-1" type="button" class="menu-item" on:click=move |_| on_click.run(())>
            {move || label.get()}
        </button>
    }
}
