//! The search over everything, opened by Ctrl-K, by `/` or from the bar: mailboxes, domains,
//! accounts, jobs and organisations from the server, pages and actions by name, and what was
//! opened last.

mod button;
mod dialog;
mod entries;
mod matching;
mod recent;
mod shortcuts;

pub use button::SearchButton;
pub use dialog::Palette;
pub use shortcuts::Shortcuts;

use std::sync::LazyLock;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::components::takes_letters;

static OPEN: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));

pub fn open() {
    OPEN.set(true);
}

/// Whether a key opens the search: Ctrl-K everywhere, `/` while nobody is typing.
fn is_shortcut(event: &KeyboardEvent) -> bool {
    let with_control = event.ctrl_key() || event.meta_key();
    let letter = event.key();
    (with_control && !event.alt_key() && letter.eq_ignore_ascii_case("k"))
        || (letter == "/" && !takes_letters(event))
}
