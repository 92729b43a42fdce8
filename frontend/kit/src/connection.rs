//! Whether the server can be reached, according to the last request.

use std::sync::LazyLock;

use leptos::prelude::*;

static REACHABLE: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(true));

pub fn is_reachable() -> bool {
    REACHABLE.get()
}

/// Like [`is_reachable`], for code that runs once: a view that calls it does not follow the changes.
pub fn is_reachable_now() -> bool {
    REACHABLE.get_untracked()
}

pub fn set_reachable(reachable: bool) {
    if REACHABLE.get_untracked() != reachable {
        REACHABLE.set(reachable);
    }
}
