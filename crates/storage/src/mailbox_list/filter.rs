//! The filter of a list of mailboxes.

use sigillo_domain::id::DomainId;
use sigillo_domain::mailbox::{MailboxState, PasswordState};

/// Selects the mailboxes of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The domains whose mailboxes are listed.
    pub domains: Vec<DomainId>,
    /// The states to list; every state passes when empty.
    pub states: Vec<MailboxState>,
    /// The password states to list; every state passes when empty.
    pub passwords: Vec<PasswordState>,
    /// Whether to list only mailboxes that have reached their soft limit.
    pub over_soft_limit: bool,
    /// The text to search for, in lower case.
    pub search: Option<String>,
}

impl Filter {
    /// Whether the filter excludes mailboxes by something other than their names.
    pub(super) fn narrows(&self) -> bool {
        !self.states.is_empty() || !self.passwords.is_empty() || self.over_soft_limit
    }
}
