//! The address of the page, and navigation.
//!
//! It replaces the router of Leptos, whose route table is generic over every page. That was 28 KB
//! of the compressed app, for what the browser does itself.

mod scroll;

use std::cell::Cell;
use std::sync::LazyLock;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::unsaved::{self, Departure};

/// The parts of the browser's address.
#[derive(Clone, Default, PartialEq)]
struct Location {
    path: String,
    search: String,
    hash: String,
}

static LOCATION: LazyLock<ArcRwSignal<Location>> =
    LazyLock::new(|| ArcRwSignal::new(Location::current()));

impl Location {
    fn current() -> Self {
        let location = window().location();
        Self {
            path: location.pathname().unwrap_or_default(),
            search: location.search().unwrap_or_default(),
            hash: location.hash().unwrap_or_default(),
        }
    }

    fn address(&self) -> String {
        format!("{}{}{}", self.path, self.search, self.hash)
    }
}

/// The query of an address.
#[derive(Clone, Default, PartialEq)]
pub struct Query(String);

impl Query {
    pub fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The query as it stands in the address, with its `?`.
    pub fn text(&self) -> &str {
        &self.0
    }

    pub fn get(&self, key: &str) -> Option<String> {
        let text = self.0.trim_start_matches('?');
        let mut pairs = form_urlencoded::parse(text.as_bytes());
        pairs.find(|(known, _)| known == key).map(|(_, value)| value.into_owned())
    }
}

/// The path of the address.
pub fn path() -> Memo<String> {
    Memo::new(|_| LOCATION.with(|location| location.path.clone()))
}

/// The query of the calling page's address.
pub fn query() -> Memo<Query> {
    of_this_page(|location| Query(location.search.clone()))
}

/// The fragment of the calling page's address, without the `#`.
pub fn hash() -> Memo<String> {
    of_this_page(|location| location.hash.trim_start_matches('#').to_owned())
}

/// A part of the address that stops changing once the page is left, so that a page that is being
/// removed does not read the address of the next one.
fn of_this_page<T: Clone + Default + PartialEq + Send + Sync + 'static>(
    part: fn(&Location) -> T,
) -> Memo<T> {
    let own = LOCATION.with_untracked(|location| location.path.clone());
    Memo::new(move |before: Option<&T>| {
        LOCATION.with(|location| {
            if location.path == own { part(location) } else { before.cloned().unwrap_or_default() }
        })
    })
}

/// Goes to another address of this app.
pub fn go(address: impl Into<String>) {
    visit(&address.into(), false);
}

/// Goes to another address of this app, which replaces the present one in the browser's history.
pub fn replace(address: impl Into<String>) {
    visit(&address.into(), true);
}

/// Goes to another address of this app, after asking about what has not been saved.
pub fn visit_asking(address: &str) {
    if unsaved::any() {
        unsaved::ask(Departure::To(address.to_owned()));
    } else {
        go(address);
    }
}

/// Goes to another step of the page, whose input stays: the browser's back leads to the step before, without
/// asking about what has not been saved.
pub fn go_to_step(address: &str) {
    let here = LOCATION.with_untracked(Location::address);
    if !IS_STEP.get() {
        IS_STEP.set(true);
        restate(&here);
    }
    visit(address, false);
}

/// Replaces the query of the page's address, without leaving the page or scrolling it.
pub fn restate(address: &str) {
    if let Ok(history) = window().history() {
        let entry = present_entry();
        let _ = history.replace_state_with_url(&entry, "", Some(address));
        LOCATION.set(Location::current());
    }
}

/// A view that goes to another address once it has been rendered.
pub fn redirect(address: impl Into<String>) -> AnyView {
    let address = address.into();
    spawn_local(async move { go(address) });
    ().into_any()
}

fn visit(address: &str, replace: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let here = LOCATION.with_untracked(Location::address);
    let entry = ENTRY.get();
    let path = |address: &str| address.split(['?', '#']).next().unwrap_or_default().to_owned();
    // Another page is no step of this one.
    IS_STEP.set(IS_STEP.get() && path(&here) == path(address));
    // A browser refuses a new history entry only after hundreds within seconds.
    let _ = if replace {
        history.replace_state_with_url(&present_entry(), "", Some(address))
    } else if here == address {
        Ok(())
    } else {
        scroll::keep(entry);
        ENTRY.set(entry + 1);
        history.push_state_with_url(&present_entry(), "", Some(address))
    };
    LOCATION.set(Location::current());
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

thread_local! {
    /// The number of the present entry of the browser's history, which is its state.
    static ENTRY: Cell<i32> = const { Cell::new(0) };
    /// Whether the present entry is a step of a page whose other steps are entries beside it.
    static IS_STEP: Cell<bool> = const { Cell::new(false) };
    /// Whether the next move in the browser's history is the app's own, back to where it was.
    static RETURNING: Cell<bool> = const { Cell::new(false) };
}

/// Handles links, and the browser's back and forward buttons, while the caller is mounted.
pub fn listen() {
    LOCATION.set(Location::current());
    start_at_present_entry();
    let clicks = window_event_listener(ev::click, |event| follow(&event));
    let moves = window_event_listener(ev::popstate, |_| moved());
    let leaving = window_event_listener_untyped("beforeunload", |event| {
        scroll::keep(ENTRY.get());
        // The browser asks the person itself.
        if unsaved::any() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        clicks.remove();
        moves.remove();
        leaving.remove();
    });
}

/// Numbers the entry at which the page was loaded; after a reload it already has a number.
fn start_at_present_entry() {
    let Ok(history) = window().history() else { return };
    let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    if let Some((entry, is_step)) = entry_of(&history) {
        ENTRY.set(entry);
        IS_STEP.set(is_step);
        scroll::restore(entry);
    } else {
        let _ = history.replace_state_with_url(&present_entry(), "", None);
        scroll::forget(ENTRY.get());
    }
}

/// The state of the present entry: its number, and a half more for a step.
fn present_entry() -> JsValue {
    JsValue::from(f64::from(ENTRY.get()) + if IS_STEP.get() { 0.5 } else { 0.0 })
}

/// The number of the entry that the browser shows, and whether it is a step.
fn entry_of(history: &web_sys::History) -> Option<(i32, bool)> {
    let state = history.state().ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "the app's own small numbers")]
    let entry = state.floor() as i32;
    Some((entry, state.fract() > 0.0))
}

/// Follows the browser back or forward.
fn moved() {
    let Ok(history) = window().history() else { return };
    if RETURNING.take() {
        return;
    }
    let (from, found) = (ENTRY.get(), entry_of(&history));
    let stays = IS_STEP.get() && found.is_some_and(|(_, is_step)| is_step) && is_same_page();
    let to = found.map(|(to, _)| to);
    if let Some(to) = to.filter(|to| *to != from && !stays && unsaved::any()) {
        // The address has changed already: it goes back while the person is asked.
        RETURNING.set(true);
        let _ = history.go_with_delta(from - to);
        return unsaved::ask(Departure::By(to - from));
    }
    scroll::keep(from);
    if let Some((to, is_step)) = found {
        ENTRY.set(to);
        IS_STEP.set(is_step);
    }
    LOCATION.set(Location::current());
    if let Some(to) = to.filter(|to| *to != from) {
        scroll::restore(to);
    }
}

/// Whether the browser's address is still one of the page that is shown.
fn is_same_page() -> bool {
    let path = Location::current().path;
    LOCATION.with_untracked(|location| location.path == path)
}

/// Leaves the page as the person asked, without asking again.
pub fn depart(departure: Departure) {
    match departure {
        Departure::To(address) => go(address),
        Departure::By(entries) => {
            if let Ok(history) = window().history() {
                let _ = history.go_with_delta(entries);
            }
        }
    }
}

/// Whether a click on a link is to open it here, and not in another tab or window.
pub fn is_plain_click(event: &MouseEvent) -> bool {
    let with_key = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    event.button() == 0 && !with_key
}

/// Handles a plain click on a link to this app; the browser handles all other clicks.
fn follow(event: &MouseEvent) {
    if event.default_prevented() || !is_plain_click(event) {
        return;
    }
    if let Some(link) = link_of(event)
        && window().location().origin().is_ok_and(|origin| origin == link.origin())
        && link.target().is_empty()
        && link.rel() != EXTERNAL
        && !link.has_attribute("download")
    {
        event.prevent_default();
        visit_asking(&format!("{}{}{}", link.pathname(), link.search(), link.hash()));
    }
}

/// The `rel` of links to another app of the same server, which the browser has to load.
pub const EXTERNAL: &str = "external";

fn link_of(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let clicked = event.target()?.dyn_into::<Element>().ok()?;
    clicked.closest("a[href]").ok()??.dyn_into().ok()
}
