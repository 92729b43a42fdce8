//! Filtering of a list whose entries are all in the page.

use leptos::prelude::*;

use crate::i18n::t;

/// The number of entries from which the search box is shown.
const SEARCH_FROM: usize = 8;

/// Whether any of `words` contains the search text, ignoring case.
pub fn finds(search: &str, words: &[&str]) -> bool {
    let search = search.trim().to_lowercase();
    words.iter().any(|word| word.to_lowercase().contains(&search))
}

/// A search box that filters a list while the person types. Short lists have none.
#[component]
pub fn Finder(
    #[prop(into)] label: TextProp,
    text: RwSignal<String>,
    /// The number of all entries.
    count: usize,
    /// The number of entries found.
    #[prop(into)]
    found: Signal<usize>,
) -> impl IntoView {
    (count >= SEARCH_FROM).then(|| {
        view! {
            <div class="field finder">
                <label class="field-label" for="finder">{move || label.get()}</label>
                <input
                    class="input"
                    type="search"
                    id="finder"
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=|event| {
                        // Inside a form, the Enter key would submit the form.
                        if event.key() == "Enter" {
                            event.prevent_default();
                        }
                    }
                />
                <p class="field-hint" role="status">{move || match found.get() {
                    0 => t!(common.nothing_found)().to_owned(),
                    found if found == count => String::new(),
                    found => crate::i18n::texts().common().found_of(found, count),
                }}</p>
            </div>
        }
    })
}
