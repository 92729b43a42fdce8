//! The menu of an app's areas: beside the page, where it can be collapsed to icons, or in a drawer on
//! small screens.

use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::{Dialog, Icon, Languages};
use crate::i18n::t;
use crate::{browser, router};

/// Whether the menu shows only icons, as this browser remembers it.
const REMEMBERED: &str = "sigillo.menu";
const ICONS: &str = "icons";

static DRAWER: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));

pub(super) fn open_drawer() {
    DRAWER.set(true);
}

pub(super) fn is_drawer_open() -> bool {
    DRAWER.get()
}

#[component]
pub fn SideMenu(
    /// The areas, as [`MenuArea`]s.
    children: ChildrenFn,
    /// What the bar has no room for on a small screen, above the languages of the drawer.
    #[prop(optional, into)]
    drawer_foot: ViewFn,
) -> impl IntoView {
    let icons_only =
        RwSignal::new(browser::remembered(REMEMBERED).is_some_and(|kept| kept == ICONS));
    let toggle = move |_| {
        icons_only.update(|icons_only| *icons_only = !*icons_only);
        if icons_only.get_untracked() {
            browser::remember(REMEMBERED, ICONS);
        } else {
            browser::forget(REMEMBERED);
        }
    };
    let action = move || {
        if icons_only.get() { t!(common.expand_menu)() } else { t!(common.collapse_menu)() }
    };
    let beside_page = children();
    view! {
        <nav class="side" class:side-icons=move || icons_only.get() aria-label=t!(common.main_menu)>
            <div class="side-inner">
                {beside_page}
                <button
                    type="button"
                    class="side-toggle"
                    title=action
                    on:click=toggle
                >
                    {move || {
                        let name = if icons_only.get() { "it-chevron-right" } else { "it-chevron-left" };
                        view! { <Icon name=name /> }
                    }}
                    <span>{action}</span>
                </button>
            </div>
        </nav>
        <Drawer foot=drawer_foot>{children()}</Drawer>
    }
}

#[component]
fn Drawer(children: ChildrenFn, foot: ViewFn) -> impl IntoView {
    let close = || DRAWER.set(false);
    let path = router::path();
    Effect::new(move |_| {
        path.track();
        close();
    });
    // A link to the page that is already open closes the drawer too, and so does a press beside it.
    let on_click = move |event: leptos::ev::MouseEvent| {
        let Some(target) = event.target() else { return };
        let is_beside = target.has_type::<HtmlDialogElement>();
        let in_link = target
            .dyn_ref::<web_sys::Element>()
            .is_some_and(|element| element.closest("a").ok().flatten().is_some());
        if is_beside || in_link {
            close();
        }
    };
    view! {
        <div class="shell-drawer" on:click=on_click>
            <Dialog
                id="menu-drawer"
                class="drawer"
                open=Signal::derive(is_drawer_open)
                title=t!(common.main_menu)
                on_close=Callback::new(move |()| close())
            >
                <nav aria-label=t!(common.main_menu)>{children()}</nav>
                <div class="area-foot">
                    {foot.run()}
                    <Languages />
                </div>
            </Dialog>
        </div>
    }
}

/// A group of links of the menu, such as the pages about mailboxes.
#[component]
pub fn MenuArea(#[prop(into)] title: TextProp, children: Children) -> impl IntoView {
    view! {
        <div class="area">
            <p class="area-title" aria-hidden="true">{let title = title.clone(); move || title.get()}</p>
            <ul aria-label=move || title.get()>{children()}</ul>
        </div>
    }
}

/// The links above the groups of the menu.
#[component]
pub fn MenuTop(children: Children) -> impl IntoView {
    view! { <div class="area"><ul>{children()}</ul></div> }
}

/// A link of the menu. Its name stays readable by screen readers, and as a tooltip, where only the
/// icon is seen.
#[component]
pub fn AreaLink(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: TextProp,
    icon: &'static str,
    /// Whether the present page belongs to this link.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// A further link beside this one, such as a number of things to do.
    #[prop(optional, into)]
    beside: ViewFn,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <li>
            <a
                class="area-link"
                href=move || href.get()
                title=move || title.get()
                aria-current=move || current.get().then_some("page")
            >
                <Icon name=icon />
                <span>{move || label.get()}</span>
            </a>
            {move || beside.run()}
        </li>
    }
}
