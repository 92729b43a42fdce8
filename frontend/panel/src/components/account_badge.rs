use leptos::prelude::*;
use sigillo_domain::account::AccountState;

use crate::i18n::texts;

/// Whether an account may sign in.
#[component]
pub fn AccountBadge(state: AccountState) -> impl IntoView {
    let class = match state {
        AccountState::Pending => "state state-pending",
        AccountState::Enabled => "state state-active",
        AccountState::Disabled => "state state-disabled",
    };
    view! { <span class=class>{move || texts().words().account_state(state)}</span> }
}
