use leptos::prelude::*;
use sigillo_contract::own_mailbox::OwnChange;

use crate::i18n::{t, texts};
use sigillo_kit::components::TimelineEntry;

/// The latest changes of the mailbox, by its user or by others.
#[component]
pub fn Changes(changes: Vec<OwnChange>) -> impl IntoView {
    let none = changes.is_empty();
    let events = changes.into_iter().map(|OwnChange { at, by, action, changes }| {
        let sentence = move || texts().own().sentence(action, by);
        view! { <TimelineEntry at=at action=action sentence=sentence changes=changes /> }
    });
    view! {
        <section class="panel" aria-labelledby="changes">
            <h2 id="changes">{t!(own.last_changes)}</h2>
            {none.then(|| view! { <p class="fact-note">{t!(own.no_changes)}</p> })}
            <ol class="timeline">{events.collect_view()}</ol>
        </section>
    }
}
