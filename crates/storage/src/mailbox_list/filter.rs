//! The filter of a list of mailboxes.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{DomainId, HolderId, PlanId, ResellerId};
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{EntryKind, SearchField, Trouble};
use sigillo_domain::search_text::fold;
use sigillo_domain::service_term::ServiceRequest;

use super::search_plan::RARE;
use super::texts::TextField;
use crate::bind::Value;
use crate::holder_list::{MANY, Search};

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
    /// Only mailboxes of this holder.
    pub holder: Option<HolderId>,
    /// The plans to list; every mailbox passes when empty.
    pub plans: Vec<PlanId>,
    /// The resellers to list; every mailbox passes when empty.
    pub resellers: Vec<ResellerId>,
    /// Texts of the holder, the company or the e-mails of a mailbox, all of which it must have (B8).
    pub people: Vec<Search>,
    /// Only mailboxes that were created at this time or later.
    pub created_from: Option<DateTime<Utc>>,
    /// Only mailboxes that were created before this time.
    pub created_to: Option<DateTime<Utc>>,
    /// User names of who created them; everybody when empty.
    pub created_by: Vec<String>,
    /// Who entered them; everybody when empty.
    pub entry: Vec<EntryKind>,
    /// User names of who manages them; everybody when empty.
    pub managed_by: Vec<String>,
    /// Whether they have ever been active; every mailbox passes when None.
    pub activated: Option<bool>,
    /// What somebody has to see to; every mailbox passes when empty.
    pub troubles: Vec<Trouble>,
    /// Only mailboxes that expire before this time.
    pub expires_before: Option<DateTime<Utc>>,
    /// Only mailboxes that have a store, were active before this time, and were not opened since.
    pub not_opened_since: Option<DateTime<Utc>>,
    /// What was requested of their service; every mailbox passes when empty.
    pub requests: Vec<ServiceRequest>,
    /// What they may lack for the European registered e-mail; every mailbox passes when empty.
    pub rem_readiness: Vec<RemReadiness>,
    pub bounds: Bounds,
}

/// Up to how many rows an index may find for a page, which are checked and sorted. Where there are as many as
/// this, a scan of the list soon meets enough of them to fill the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub mailboxes: usize,
    /// More than in the list of holders: mailboxes are often named after their holders, and those of one given
    /// name lie together in the order of the list, where a scan would come to them late.
    pub holders: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { mailboxes: RARE, holders: 2 * MANY }
    }
}

impl Filter {
    /// Whether the filter excludes mailboxes by something that the class indexes contain.
    pub(super) fn narrows(&self) -> bool {
        !self.states.is_empty() || !self.passwords.is_empty() || self.over_soft_limit
    }

    /// Whether the numbers of mailboxes that the database keeps tell the length of the list.
    pub(super) fn is_counted(&self) -> bool {
        self.search.is_none()
            && self.texts().next().is_none()
            && self.references().next().is_none()
            && self.people.is_empty()
            && self.created_by.is_empty()
            && self.entry.is_empty()
            && self.managed_by.is_empty()
            && self.activated.is_none()
            && self.troubles.is_empty()
            && self.requests.is_empty()
            && self.rem_readiness.is_empty()
            && [self.created_from, self.created_to].iter().all(Option::is_none)
            && [self.expires_before, self.not_opened_since].iter().all(Option::is_none)
    }

    /// Before when they end, if the filter is for the mailboxes whose service ends soon, and for nothing else: the
    /// dashboard counts them at each visit.
    pub(super) fn ending_before(&self) -> Option<DateTime<Utc>> {
        let ending = Self {
            domains: self.domains.clone(),
            states: self.states.clone(),
            requests: vec![ServiceRequest::None],
            expires_before: self.expires_before,
            bounds: self.bounds,
            ..Self::default()
        };
        let in_service = [MailboxState::Active, MailboxState::Disabled];
        let is_in_service = self.states.len() == in_service.len()
            && in_service.iter().all(|state| self.states.contains(state));
        self.expires_before.filter(|_| is_in_service && *self == ending)
    }

    /// The filters by what a mailbox refers to: a column of `mailbox m`, and the ids of which it must
    /// have one.
    pub(super) fn references(&self) -> impl Iterator<Item = (&'static str, Vec<Value>)> {
        let holder = self.holder.iter().map(|id| Value::id(*id)).collect();
        let plans = self.plans.iter().map(|id| Value::id(*id)).collect();
        let resellers = self.resellers.iter().map(|id| Value::id(*id)).collect();
        let all: [(_, Vec<Value>); 3] =
            [("holder_id", holder), ("plan_id", plans), ("reseller_id", resellers)];
        all.into_iter().filter(|(_, ids)| !ids.is_empty())
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
