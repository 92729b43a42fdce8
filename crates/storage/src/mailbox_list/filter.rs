//! Which mailboxes a list is of.

use sigillo_domain::mailbox::{PasswordState, State};
use uuid::Uuid;

/// Which mailboxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Any of these domains.
    pub domains: Vec<Uuid>,
    /// Any of these states; all of them when empty.
    pub states: Vec<State>,
    /// Whose password is in any of these states; all of them when empty.
    pub passwords: Vec<PasswordState>,
    /// Only those that hold as much as their soft limit, or more.
    pub over_soft_limit: bool,
    /// Lowercase text to search for.
    pub search: Option<String>,
}

impl Filter {
    /// Whether it asks for some of a domain's mailboxes by what they are, whatever their names.
    pub(super) fn narrows(&self) -> bool {
        !self.states.is_empty() || !self.passwords.is_empty() || self.over_soft_limit
    }
}
