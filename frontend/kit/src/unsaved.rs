//! Guards against leaving a page with unsaved input.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

use leptos::prelude::*;

/// Something on the page that may have unsaved input.
struct Guard {
    id: u32,
    is_unsaved: Rc<dyn Fn() -> bool>,
    discard: Rc<dyn Fn()>,
}

#[derive(Default)]
struct Guards {
    last_id: u32,
    all: Vec<Guard>,
}

thread_local! {
    static GUARDS: RefCell<Guards> = RefCell::default();
}

/// Where the person wants to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Departure {
    /// To another address of the app.
    To(String),
    /// So many entries back (negative) or forward in the browser's history.
    By(i32),
}

static ASKED: LazyLock<ArcRwSignal<Option<Departure>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// Guards the calling component's input for as long as it is mounted.
pub fn guard(is_unsaved: impl Fn() -> bool + 'static, discard: impl Fn() + 'static) {
    let id = GUARDS.with_borrow_mut(|guards| {
        guards.last_id += 1;
        let id = guards.last_id;
        guards.all.push(Guard { id, is_unsaved: Rc::new(is_unsaved), discard: Rc::new(discard) });
        id
    });
    on_cleanup(move || {
        GUARDS.with_borrow_mut(|guards| guards.all.retain(|guard| guard.id != id));
    });
}

/// Whether anything on the page is unsaved.
pub fn any() -> bool {
    let all = GUARDS.with_borrow(|guards| {
        guards.all.iter().map(|guard| guard.is_unsaved.clone()).collect::<Vec<_>>()
    });
    all.iter().any(|is_unsaved| is_unsaved())
}

/// Gives up everything unsaved on the page, drafts included.
pub fn discard() {
    let all = GUARDS.with_borrow(|guards| {
        guards.all.iter().map(|guard| guard.discard.clone()).collect::<Vec<_>>()
    });
    for discard in all {
        discard();
    }
}

/// Leaves the page without asking; the drafts stay.
pub fn keep_drafts() {
    GUARDS.with_borrow_mut(|guards| guards.all.clear());
}

/// Asks the person whether to leave.
pub fn ask(departure: Departure) {
    ASKED.set(Some(departure));
}

/// Where the person wants to go, while they are being asked.
pub fn asked() -> Option<Departure> {
    ASKED.get()
}

/// Takes the answer: the departure, which is over as a question.
pub fn take_asked() -> Option<Departure> {
    let departure = ASKED.get_untracked();
    ASKED.set(None);
    departure
}
