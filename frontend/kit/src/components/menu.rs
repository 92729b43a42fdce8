//! A menu below a button, for mouse and arrow keys.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Icon, Popover};

#[component]
pub fn Menu(
    id: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(default = "menu-button")] class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let popover = Popover::default();
    popover.close_on_press_outside();
    // The focus moves as soon as the entries are shown and before the next key, which would otherwise act
    // on another entry: a frame later is too late for whoever types fast.
    let step = move |to: Step| {
        if let Some(root) = popover.root.get_untracked() {
            spawn_local(async move {
                tick().await;
                move_focus(&root, to);
            });
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Previous,
            "Home" if popover.open.get_untracked() => Step::First,
            "End" if popover.open.get_untracked() => Step::Last,
            _ => return popover.on_key(&event),
        };
        event.prevent_default();
        popover.open.set(true);
        step(to);
    };
    let children = StoredValue::new(children);
    view! {
        <div
            class="menu"
            node_ref=popover.root
            on:keydown=on_key
            on:focusout=move |event| popover.on_focus_out(&event)
        >
            <button
                type="button"
                class=class
                id=format!("{id}-button")
                node_ref=popover.button
                aria-haspopup="menu"
                aria-expanded=move || popover.expanded()
                aria-controls=id
                on:click=move |event| {
                    popover.toggle();
                    // A click without a pointer comes from the keyboard, which goes on in the menu.
                    if event.detail() == 0 && popover.open.get_untracked() {
                        step(Step::First);
                    }
                }
            >
                {icon.map(|name| view! { <Icon name=name /> })}
                <span>{move || label.get()}</span>
                <Icon name="it-expand" class="icon-sm" />
            </button>
            <div
                class="menu-list"
                class:show=move || popover.open.get()
                id=id
                role="menu"
                on:click:capture=move |_| {
                    popover.open.set(false);
                    // The focus moves before the entry's action runs, because a dialog gives the
                    // focus back to the element that had it.
                    if let Some(button) = popover.button.get_untracked() {
                        let _ = button.focus();
                    }
                }
            >
                {move || children.with_value(|children| children())}
            </div>
        </div>
    }
}

/// Which entry of the menu takes the focus.
#[derive(Clone, Copy)]
enum Step {
    Next,
    Previous,
    First,
    Last,
}

fn move_focus(root: &HtmlElement, to: Step) {
    let Ok(items) = root.query_selector_all("[role^=menuitem]") else {
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
    let next = match (to, at) {
        (Step::Next, Some(at)) => (at + 1).rem_euclid(count),
        (Step::Previous, Some(at)) => (at - 1).rem_euclid(count),
        (Step::Next, None) | (Step::First, _) => 0,
        (Step::Previous, None) | (Step::Last, _) => count - 1,
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

/// An entry that is one of several choices.
#[component]
pub fn MenuChoice(
    #[prop(into)] label: TextProp,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            role="menuitemradio"
            tabindex="-1"
            type="button"
            class="menu-item"
            aria-checked=move || if chosen.get() { "true" } else { "false" }
            on:click=move |_| on_click.run(())
        >
            <Icon name="it-check" />
            <span>{move || label.get()}</span>
        </button>
    }
}

#[component]
pub fn MenuButton(
    #[prop(into)] label: TextProp,
    #[prop(into)] on_click: Callback<()>,
    /// Whether it destroys something; such an entry is red and apart from the others.
    #[prop(default = false)]
    is_destructive: bool,
) -> impl IntoView {
    let class = if is_destructive { "menu-item menu-item-danger" } else { "menu-item" };
    view! {
        <button role="menuitem" tabindex="-1" type="button" class=class on:click=move |_| on_click.run(())>
            {move || label.get()}
        </button>
    }
}
