//! Tabs of a page. The chosen one is in the page's address, so that it can be linked to and a
//! reload shows it again.

use leptos::prelude::*;

use crate::router;
use crate::routes::with_query;
use crate::unsaved;

/// The key of the chosen tab in the address.
const TAB: &str = "scheda";

/// A tab: its key in the address, and its name.
#[derive(Clone)]
pub struct Tab {
    pub key: &'static str,
    pub label: TextProp,
}

impl Tab {
    pub fn new(key: &'static str, label: impl Into<TextProp>) -> Self {
        Self { key, label: label.into() }
    }
}

/// The key of the tab that the address of this page chooses, otherwise the first one.
pub fn chosen_tab(tabs: &[Tab]) -> Memo<&'static str> {
    let keys: Vec<_> = tabs.iter().map(|tab| tab.key).collect();
    let address = router::query();
    Memo::new(move |_| {
        let wanted = address.with(|query| query.get(TAB)).unwrap_or_default();
        let known = keys.iter().copied().find(|key| *key == wanted);
        known.or_else(|| keys.first().copied()).unwrap_or_default()
    })
}

/// The links to the tabs. Choosing one replaces the address, so that going back leaves the page.
#[component]
pub fn Tabs(
    #[prop(into)] label: TextProp,
    tabs: Vec<Tab>,
    chosen: Memo<&'static str>,
    /// The path of the page.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let first = tabs.first().map(|tab| tab.key);
    let tab = move |Tab { key, label }: Tab| {
        let href = if Some(key) == first { path.clone() } else { with_query(&path, &[(TAB, key)]) };
        let address = href.clone();
        view! {
            <li>
                <a
                    class="tab"
                    href=href
                    aria-current=move || (chosen.get() == key).then_some("page")
                    on:click=move |event| {
                        // The router asks first about what has not been saved.
                        if router::is_plain_click(&event) && !unsaved::any() {
                            event.prevent_default();
                            router::restate(&address);
                        }
                    }
                >
                    {move || label.get()}
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=move || label.get()>
            <ul>{tabs.into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
}
