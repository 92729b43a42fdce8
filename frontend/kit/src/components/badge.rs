use leptos::prelude::*;
use sigillo_domain::mailbox::{PasswordState, State};

use crate::i18n::{t, texts};

/// The state of a mailbox. The colour only repeats what the word says.
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

/// Shows that the password has expired (A19). Other password states have no badge, and neither has
/// a cancelled mailbox, because nobody can renew its password.
#[component]
pub fn PasswordBadge(mailbox: State, password: PasswordState) -> impl IntoView {
    let expired = password == PasswordState::Expired && mailbox != State::Cancelled;
    expired.then(|| {
        view! { <span class="state state-expired">{t!(detail.expired_badge)}</span> }
    })
}
