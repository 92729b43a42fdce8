//! The keys of the pages: `e` edits, `n` adds, `?` shows all keys.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::{Dialog, takes_letters};
use crate::i18n::t;

/// Listens to the keys, and is the dialog that shows them.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let open = RwSignal::new(false);
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if takes_letters(&event) {
            return;
        }
        let was_used = match event.key().as_str() {
            "?" => {
                open.set(true);
                true
            }
            key @ ("e" | "n") => press(key),
            _ => false,
        };
        if was_used {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Dialog id="shortcuts" open=open title=t!(palette.keys) on_close=close>
            <dl class="shortcuts">
                <div><dt><kbd>"Ctrl K"</kbd><kbd>"/"</kbd></dt><dd>{t!(palette.key_search)}</dd></div>
                <div><dt><kbd>"j"</kbd><kbd>"k"</kbd></dt><dd>{t!(palette.key_next)}</dd></div>
                <div><dt><kbd>"e"</kbd></dt><dd>{t!(palette.key_edit)}</dd></div>
                <div><dt><kbd>"n"</kbd></dt><dd>{t!(palette.key_new)}</dd></div>
                <div><dt><kbd>"Alt A"</kbd></dt><dd>{t!(palette.key_bulk)}</dd></div>
                <div><dt><kbd>"?"</kbd></dt><dd>{t!(palette.key_keys)}</dd></div>
            </dl>
        </Dialog>
    }
}

/// Presses what has this key: in the row that has the focus, otherwise beside the title of the page.
fn press(key: &str) -> bool {
    let control = format!("[aria-keyshortcuts=\"{key}\"]");
    let row = document().active_element().and_then(|active| active.closest("tr").ok().flatten());
    let in_row = row.and_then(|row| row.query_selector(&control).ok().flatten());
    let of_page = || document().query_selector(&format!(".page-actions {control}")).ok().flatten();
    let found = in_row.or_else(of_page).and_then(|found| found.dyn_into::<HtmlElement>().ok());
    found.inspect(HtmlElement::click).is_some()
}
