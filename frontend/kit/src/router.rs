//! The address, the ways to another, and what of it a page reads.
//!
//! Instead of the router of Leptos, whose table of routes is generic over every page: it was 28 KB of
//! what the browser loads, for what the browser itself knows how to do.

use std::sync::LazyLock;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, UrlSearchParams};

/// Where the browser stands.
#[derive(Clone, Default, PartialEq)]
struct Place {
    path: String,
    search: String,
    hash: String,
}

static PLACE: LazyLock<ArcRwSignal<Place>> = LazyLock::new(|| ArcRwSignal::new(Place::now()));

impl Place {
    fn now() -> Self {
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

/// What stands after the `?` of an address.
#[derive(Clone, Default, PartialEq)]
pub struct Query(String);

impl Query {
    pub fn get(&self, key: &str) -> Option<String> {
        UrlSearchParams::new_with_str(&self.0).ok()?.get(key)
    }
}

/// The path of the address, wherever it leads.
pub fn path() -> Memo<String> {
    Memo::new(|_| PLACE.with(|place| place.path.clone()))
}

/// The query of the page that asks.
pub fn query() -> Memo<Query> {
    of_this_page(|place| Query(place.search.clone()))
}

/// What stands after the `#` of the address of the page that asks.
pub fn hash() -> Memo<String> {
    of_this_page(|place| place.hash.trim_start_matches('#').to_owned())
}

/// A part of the address that stays as it was once the page is left: one about to go does not read
/// the next one's.
fn of_this_page<T: Clone + Default + PartialEq + Send + Sync + 'static>(
    part: fn(&Place) -> T,
) -> Memo<T> {
    let own = PLACE.with_untracked(|place| place.path.clone());
    Memo::new(move |before: Option<&T>| {
        PLACE.with(|place| {
            if place.path == own { part(place) } else { before.cloned().unwrap_or_default() }
        })
    })
}

/// One part of the path, from 0; empty where there is none.
pub fn step(place: usize) -> String {
    let path = PLACE.with_untracked(|now| now.path.clone());
    steps(&path).get(place).map(|step| (*step).to_owned()).unwrap_or_default()
}

/// The parts of a path.
pub fn steps(path: &str) -> Vec<&str> {
    path.split('/').filter(|step| !step.is_empty()).collect()
}

/// Goes to another address of these pages.
pub fn go(address: &str) {
    visit(address, false);
}

/// Goes there without leaving the present address in the way back.
pub fn go_instead(address: &str) {
    visit(address, true);
}

/// A view that leads elsewhere, once it has been drawn.
pub fn redirect(address: &'static str) -> AnyView {
    spawn_local(async move { go(address) });
    ().into_any()
}

fn visit(address: &str, instead: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let here = PLACE.with_untracked(Place::address);
    // A browser refuses a new entry only to who asks for hundreds in a moment.
    let _ = if instead {
        history.replace_state_with_url(&JsValue::NULL, "", Some(address))
    } else if here == address {
        Ok(())
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(address))
    };
    PLACE.set(Place::now());
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Follows links and the browser's own back and forward, as long as who calls it is in the page.
pub fn listen() {
    PLACE.set(Place::now());
    let clicks = window_event_listener(ev::click, |event| follow(&event));
    let moves = window_event_listener(ev::popstate, |_| PLACE.set(Place::now()));
    on_cleanup(move || {
        clicks.remove();
        moves.remove();
    });
}

/// Goes where a plain click on a link leads; all else is the browser's.
fn follow(event: &MouseEvent) {
    let with_key = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || with_key {
        return;
    }
    if let Some(link) = link_of(event)
        && window().location().origin().is_ok_and(|origin| origin == link.origin())
        && link.target().is_empty()
        && !link.has_attribute("download")
    {
        event.prevent_default();
        go(&format!("{}{}{}", link.pathname(), link.search(), link.hash()));
    }
}

fn link_of(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let clicked = event.target()?.dyn_into::<Element>().ok()?;
    clicked.closest("a[href]").ok()??.dyn_into().ok()
}
