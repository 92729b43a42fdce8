//! The field of the bar that opens the search.

use leptos::prelude::*;

use super::open;
use crate::components::Icon;
use crate::i18n::t;

#[component]
pub fn SearchButton() -> impl IntoView {
    view! {
        <button
            type="button"
            class="search-everything"
            aria-haspopup="dialog"
            aria-label=t!(palette.title)
            aria-keyshortcuts="Control+K /"
            on:click=|_| open()
        >
            <Icon name="it-search" />
            <span>{t!(palette.open)}</span>
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}
