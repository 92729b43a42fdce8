//! The filter of a list of mailboxes.

use sigillo_domain::id::DomainId;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::SearchField;
use sigillo_domain::search_text::fold;

use super::texts::TextField;

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
    /// Where to search for it; in the address alone when empty.
    pub search_in: Vec<SearchField>,
    /// A part of the communication e-mail, in lower case.
    pub communication_email: Option<String>,
    /// A part of a note, folded.
    pub note: Option<String>,
}

impl Filter {
    /// Whether the filter excludes mailboxes by something that the class indexes contain.
    pub(super) fn narrows(&self) -> bool {
        !self.states.is_empty() || !self.passwords.is_empty() || self.over_soft_limit
    }

    /// Whether the numbers of mailboxes that the database keeps tell the length of the list.
    pub(super) fn is_counted(&self) -> bool {
        self.search.is_none() && self.texts().next().is_none()
    }

    /// The filters by texts other than the name.
    pub(super) fn texts(&self) -> impl Iterator<Item = (TextField, &str)> {
        let email = self.communication_email.as_deref().map(|text| (TextField::Email, text));
        let note = self.note.as_deref().map(|text| (TextField::Note, text));
        email.into_iter().chain(note)
    }

    pub(super) fn searches_names(&self) -> bool {
        self.search_in.is_empty() || self.search_in.contains(&SearchField::Address)
    }

    /// Whether the search also looks into a text other than the name.
    pub(super) fn searches(&self, field: TextField) -> bool {
        self.search_in.contains(&field.search_field())
    }

    /// The text to search for in a text other than the name, as that text is stored.
    pub(super) fn searched_in(&self, field: TextField) -> String {
        let text = self.search.as_deref().unwrap_or_default();
        match field {
            TextField::Email => text.to_owned(),
            TextField::Note => fold(text),
        }
    }
}
