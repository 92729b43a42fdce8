use leptos::prelude::*;
use sigillo_domain::account::AccountState;
use sigillo_domain::mailbox::{PasswordState, State};

use crate::i18n::{t, texts};

/// The state of a mailbox: a word, and a colour that only repeats it.
#[component]
pub fn StateBadge(state: State) -> impl IntoView {
    let class = match state {
        State::PendingActivation => "state state-pending",
        State::Active => "state state-active",
        State::Disabled => "state state-disabled",
        State::Suppressed => "state state-suppressed",
        State::Cancelled => "state state-cancelled",
    };
    view! { <span class=class>{move || texts().words().state(state)}</span> }
}

/// That the password has expired (A19). The other states of a password are no news, and a cancelled
/// mailbox has nobody to press.
#[component]
pub fn PasswordBadge(mailbox: State, password: PasswordState) -> impl IntoView {
    let expired = password == PasswordState::Expired && mailbox != State::Cancelled;
    expired.then(|| {
        view! { <span class="state state-expired">{t!(detail.expired_badge)}</span> }
    })
}

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
