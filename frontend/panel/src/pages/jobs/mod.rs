//! Jobs on many mailboxes or holders: imports and bulk changes.

mod columns;
mod decide;
mod detail;
mod follow;
mod holder_columns;
mod import;
mod import_holders;
mod list;
mod progress;
mod row_columns;
mod rows;
mod selection;
mod unused;
mod upload;

pub use detail::Detail;
pub use import::Import;
pub use import_holders::ImportHolders;
pub use list::List;

use leptos::prelude::*;
use sigillo_contract::job::Job;
use sigillo_domain::job::JobState;

use crate::i18n::texts;

/// The name of the person who requested a job; the user name if the account has none any more.
fn created_by(job: &Job) -> String {
    job.created_by_display_name.clone().unwrap_or_else(|| job.created_by.clone())
}

/// The name of the person who started a job.
fn run_by(job: &Job) -> Option<String> {
    job.run_by_display_name.clone().or_else(|| job.run_by.clone())
}

/// The state of a job. The colour only repeats what the word says.
#[component]
fn JobBadge(state: JobState) -> impl IntoView {
    let class = match state {
        JobState::Mapping | JobState::Ready => "state state-pending",
        JobState::Checking | JobState::Running => "state state-suppressed",
        JobState::Finished => "state state-active",
        JobState::Cancelled => "state state-cancelled",
        JobState::Failed => "state state-expired",
    };
    view! { <span class=class>{move || texts().jobs().state(state)}</span> }
}
