use leptos::prelude::*;

/// Says before an act whether it can be undone, with one of the texts of `undo`.
#[component]
pub fn UndoNote(#[prop(into)] text: TextProp) -> impl IntoView {
    view! { <p class="fact-note undo-note">{move || text.get()}</p> }
}
