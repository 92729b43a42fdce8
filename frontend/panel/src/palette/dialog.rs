//! The dialog of the search: a text field and a list, as the ARIA pattern of a combobox has it.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::Search;
use sigillo_contract::saved_view::SavedView;
use sigillo_contract::search::SearchQuery;

use super::entries::{Entry, pages, saved_views};
use super::{OPEN, is_shortcut, recent};
use crate::components::{Dialog, Icon, Load, load};
use crate::i18n::{lang, t, texts};
use crate::pages::mailboxes::every_view;
use crate::{api, browser, router};

/// How long nobody types before the server is asked.
const PAUSE: Duration = Duration::from_millis(120);
/// The most pages and actions that are shown beside what the server finds.
const PAGES_SHOWN: usize = 4;
/// The most saved views that are shown.
const VIEWS_SHOWN: usize = 4;
const FIELD: &str = "palette-search";
const LIST: &str = "palette-list";

#[component]
pub fn Palette() -> impl IntoView {
    let keys = window_event_listener(leptos::ev::keydown, |event| {
        if is_shortcut(&event) {
            event.prevent_default();
            OPEN.set(true);
        }
    });
    on_cleanup(move || keys.remove());
    let open = Signal::derive(|| OPEN.get());
    let close = Callback::new(|()| OPEN.set(false));
    view! {
        <Dialog id="palette" open=open title=t!(palette.title) on_close=close start=FIELD class="sheet sheet-wide">
            <Body close=close />
        </Dialog>
    }
}

#[derive(Clone, Copy)]
struct State {
    typed: RwSignal<String>,
    views: Load<Vec<SavedView>>,
    /// What the server found, and for which text.
    found: RwSignal<(String, Vec<Entry>)>,
    failed: RwSignal<bool>,
    chosen: RwSignal<usize>,
}

impl State {
    fn entries(self) -> Vec<Entry> {
        let typed = self.typed.get();
        let typed = typed.trim();
        if typed.is_empty() {
            let recent = recent::all().into_iter().map(Entry::from);
            return recent.chain(pages("")).collect();
        }
        let mut entries: Vec<_> = pages(typed).into_iter().take(PAGES_SHOWN).collect();
        let views = self.views.get().unwrap_or_default();
        entries.extend(saved_views(typed, &views).into_iter().take(VIEWS_SHOWN));
        entries.extend(self.found.with(|(_, found)| found.clone()));
        entries
    }

    /// Asks the server for the typed text, unless more is typed meanwhile.
    fn look(self) {
        let text = self.typed.get_untracked().trim().to_owned();
        self.chosen.set(0);
        if text.is_empty() {
            return self.found.set((text, vec![]));
        }
        spawn_local(async move {
            browser::sleep(PAUSE).await;
            let is_current = move |text: &str| {
                self.typed.try_with_untracked(|typed| typed.trim() == text).unwrap_or(false)
            };
            if !is_current(&text) {
                return;
            }
            let query = SearchQuery {
                q: Some(text.clone()),
                lang: Some(lang().code().to_owned()),
                ..SearchQuery::default()
            };
            let outcome = api::list::<Search>((), &query).await;
            if !is_current(&text) {
                return;
            }
            self.failed.set(outcome.is_err());
            let found = outcome.map(|found| found.items.into_iter().map(Entry::from).collect());
            self.found.set((text, found.unwrap_or_default()));
        });
    }
}

#[component]
fn Body(close: Callback<()>) -> impl IntoView {
    let state = State {
        typed: RwSignal::new(String::new()),
        views: load(every_view),
        found: RwSignal::new((String::new(), vec![])),
        failed: RwSignal::new(false),
        chosen: RwSignal::new(0),
    };
    let entries = Memo::new(move |_| state.entries());
    let visit = move |entry: Entry| {
        let href = entry.href.clone();
        recent::remember(entry.into_recent());
        close.run(());
        router::visit_asking(&href);
    };
    let on_key = move |event: KeyboardEvent| {
        let count = entries.with_untracked(Vec::len);
        let at = state.chosen.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => state.chosen.set((at + 1) % count),
            "ArrowUp" if count > 0 => state.chosen.set((at + count - 1) % count),
            "Enter" => {
                if let Some(entry) = entries.with_untracked(|all| all.get(at).cloned()) {
                    visit(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
        browser::reveal(&option_id(state.chosen.get_untracked()));
    };
    let option = move |(place, entry): (usize, Entry)| {
        let shown = entry.clone();
        let is_chosen = move || state.chosen.get() == place;
        view! {
            <li
                role="option"
                id=option_id(place)
                class="palette-entry"
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                on:pointermove=move |_| if !is_chosen() { state.chosen.set(place) }
                on:click=move |_| visit(entry.clone())
            >
                <Icon name=shown.icon />
                <span class="palette-title">{shown.title}</span>
                {shown.subtitle.map(|subtitle| view! { <span class="palette-subtitle">{subtitle}</span> })}
            </li>
        }
    };
    let status = move || {
        let t = texts().palette();
        let typed = state.typed.get();
        let is_searched = state.found.with(|(text, _)| *text == typed.trim());
        match entries.with(Vec::len) {
            _ if state.failed.get() => t.failed().to_owned(),
            0 if is_searched => t.nothing().to_owned(),
            0 => String::new(),
            count => t.count(count),
        }
    };
    view! {
        <div class="palette">
            <label class="visually-hidden" for=FIELD>{t!(palette.title)}</label>
            <input
                class="input palette-field"
                id=FIELD
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls=LIST
                aria-autocomplete="list"
                aria-activedescendant=move || {
                    let at = state.chosen.get();
                    entries.with(|all| at < all.len()).then(|| option_id(at))
                }
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder=t!(palette.placeholder)
                on:input=move |event| {
                    state.typed.set(event_target_value(&event));
                    state.look();
                }
                on:keydown=on_key
            />
            <ul class="palette-list" id=LIST role="listbox" aria-label=t!(palette.title)>
                {move || entries.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
            <p class="palette-status" role="status">{status}</p>
        </div>
    }
}

fn option_id(place: usize) -> String {
    format!("palette-{place}")
}
