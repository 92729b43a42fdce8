use leptos::prelude::*;
use sigillo_domain::mailbox::{MailboxState, PasswordState};

use crate::i18n::{t, texts};

/// The state of a mailbox. The colour only repeats what the word says.
#[component]
pub fn StateBadge(state: MailboxState) -> impl IntoView {
    let class = match state {
        MailboxState::PendingActivation => "state state-pending",
        MailboxState::Active => "state state-active",
        MailboxState::Disabled => "state state-disabled",
        MailboxState::Suppressed => "state state-suppressed",
        MailboxState::Cancelled => "state state-cancelled",
    };
    view! { <span class=class>{move || texts().words().state(state)}</span> }
}

/// Shows that the password has expired (A19). Other password states have no badge, and neither has
/// a cancelled mailbox, because nobody can renew its password.
#[component]
pub fn PasswordBadge(mailbox: MailboxState, password: PasswordState) -> impl IntoView {
    let expired = password == PasswordState::Expired && mailbox != MailboxState::Cancelled;
    expired.then(|| {
        view! { <span class="state state-expired">{t!(detail.expired_badge)}</span> }
    })
}
