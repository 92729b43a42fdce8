//! Jobs on many mailboxes: imports and bulk changes.

mod columns;
mod decide;
mod detail;
mod follow;
mod import;
mod list;
mod progress;
mod rows;

pub use detail::Detail;
pub use import::Import;
pub use list::List;

use leptos::prelude::*;
use sigillo_domain::job::State;

use crate::i18n::texts;

/// The state of a job. The colour only repeats what the word says.
#[component]
fn JobBadge(state: State) -> impl IntoView {
    let class = match state {
        State::Mapping | State::Ready => "state state-pending",
        State::Checking | State::Running => "state state-suppressed",
        State::Finished => "state state-active",
        State::Cancelled => "state state-cancelled",
        State::Failed => "state state-expired",
    };
    view! { <span class=class>{move || texts().jobs().state(state)}</span> }
}
