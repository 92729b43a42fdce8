//! Changes of the holders of mailboxes (C10): the list, one of them with what decides it, and the request for one.

mod decide;
mod detail;
mod list;
mod of_mailbox;
mod request;

use leptos::prelude::*;
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_kit::routes::with_query;

use crate::i18n::{integer, texts};
use crate::route::{Route, key};
use crate::session;

pub use detail::Detail;
pub use list::List;
pub use of_mailbox::{AskButton, PendingChange};
pub use request::Ask;

/// The state of a change. The colour only repeats what the word says.
#[component]
fn StateOfChange(state: HolderChangeState) -> impl IntoView {
    let class = match state {
        HolderChangeState::Pending => "state state-words state-pending",
        HolderChangeState::Approved => "state state-words state-active",
        HolderChangeState::Rejected => "state state-words state-expired",
        HolderChangeState::Withdrawn => "state state-words state-cancelled",
        HolderChangeState::Closed => "state state-words state-disabled",
    };
    view! { <span class=class>{move || texts().holder_changes().state_name(state)}</span> }
}

/// The number beside the menu's link, of the changes that this account could decide.
#[component]
pub fn ChangesBadge() -> impl IntoView {
    move || {
        session::holder_changes_to_decide().filter(|count| *count > 0).map(|count| {
            let pending = HolderChangeState::Pending.as_str();
            let href = with_query(Route::HolderChanges, &[(key::STATE, pending)]);
            let label = move || texts().holder_changes().waiting(count);
            view! { <a class="area-count" href=href aria-label=label title=label>{move || integer(count)}</a> }
        })
    }
}
