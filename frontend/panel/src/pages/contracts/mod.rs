//! The contracts of mailboxes (B14): where each of them stands.

mod acts;
mod copy;
mod detail;
mod history;
mod list;
mod of_mailbox;
mod steps;
mod text;

use leptos::prelude::*;
use sigillo_domain::contract::ContractState;
use sigillo_domain::message::MessageState;
use sigillo_domain::permission::Permission;

use crate::i18n::texts;
use crate::session;

pub use detail::Detail;
pub use list::{List, list_of_open};
pub use of_mailbox::{ContractPanel, PendingNote};
pub use text::ContractBody;

/// The state of a contract. The colour only repeats what the word says.
#[component]
pub fn ContractBadge(
    state: ContractState,
    /// The state of the message with the link, where it is known.
    #[prop(default = None)]
    delivery: Option<MessageState>,
    #[prop(optional)] link_is_blocked: bool,
) -> impl IntoView {
    let class = match state {
        _ if link_is_blocked => "state state-words state-expired",
        ContractState::Sent
        | ContractState::Opened
        | ContractState::Consented
        | ContractState::Signed => "state state-words state-pending",
        ContractState::Sealed => "state state-words state-active",
        ContractState::Declined | ContractState::Undeliverable => "state state-words state-expired",
        ContractState::Expired => "state state-words state-disabled",
        ContractState::Withdrawn | ContractState::Superseded => "state state-words state-cancelled",
    };
    let name = move || match state {
        ContractState::Undeliverable => state_name(state, delivery),
        _ if link_is_blocked => texts().contracts().link_blocked(),
        _ => state_name(state, delivery),
    };
    view! { <span class=class>{name}</span> }
}

/// The state in words. A contract whose message has not left is not called sent.
fn state_name(state: ContractState, delivery: Option<MessageState>) -> &'static str {
    let words = texts().contracts();
    match (state, delivery) {
        (ContractState::Sent, Some(MessageState::Queued)) => words.sending(),
        _ => words.state_name(state),
    }
}

/// Whether this account may send, resend and withdraw the contract of a mailbox.
fn may_handle(mailbox_address: &str) -> bool {
    let domain = mailbox_address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let may = |permission| session::may_on(domain, permission);
    may(Permission::Create) || may(Permission::Edit)
}
