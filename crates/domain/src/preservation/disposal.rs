//! The disposal (scarto) of receipts whose retention is over: proposed by a person, decided by another one.

use chrono::{DateTime, Utc};

use crate::code::Code;
use crate::id::{AccountId, DisposalId, OrganizationId};

text_enum! {
    /// Where a disposal stands.
    pub enum DisposalState {
        /// It waits for somebody who approves or rejects it.
        Proposed = "proposed",
        /// The receipts of its list are discarded.
        Approved = "approved",
        Rejected = "rejected",
        /// It was taken back before anybody decided.
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// What happens to a disposal.
    pub enum DisposalEvent {
        Approve = "approve",
        Reject = "reject",
        Withdraw = "withdraw",
    }
}

text_enum! {
    /// What a list of disposals can be sorted by.
    pub enum DisposalSortField {
        ProposedAt = "proposed_at",
    }
}

impl DisposalState {
    /// The state after an event; None if the event cannot happen in this one.
    pub const fn after(self, event: DisposalEvent) -> Option<Self> {
        match (self, event) {
            (Self::Proposed, DisposalEvent::Approve) => Some(Self::Approved),
            (Self::Proposed, DisposalEvent::Reject) => Some(Self::Rejected),
            (Self::Proposed, DisposalEvent::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

/// A disposal, with the list of what goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposal {
    pub id: DisposalId,
    pub organization_id: OrganizationId,
    pub state: DisposalState,
    /// What was stored before this is past its retention.
    pub stored_before: DateTime<Utc>,
    pub receipts: i64,
    pub bytes: i64,
    pub list_sha256: String,
    pub proposed_at: DateTime<Utc>,
    /// User name of who has proposed it.
    pub proposed_by: String,
    /// None if the service itself has.
    pub proposed_by_id: Option<AccountId>,
    pub reason: String,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
    pub decision_reason: Option<String>,
    pub version: i64,
}

impl Disposal {
    /// Whether an account may approve or reject it: never the one that has proposed it (four eyes).
    pub fn may_be_decided_by(&self, account: Option<AccountId>) -> bool {
        account.is_some() && account != self.proposed_by_id
    }

    /// The disposal after an event. [`Code::NotInThisState`] if it cannot happen any more.
    pub fn after(
        &self,
        event: DisposalEvent,
        (by, at): (&str, DateTime<Utc>),
        reason: Option<&str>,
    ) -> Result<Self, Code> {
        let state = self.state.after(event).ok_or(Code::NotInThisState)?;
        Ok(Self {
            state,
            decided_at: Some(at),
            decided_by: Some(by.to_owned()),
            decision_reason: reason.map(str::to_owned),
            version: self.version + 1,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_decided_stays() {
        for state in DisposalState::ALL {
            for event in DisposalEvent::ALL {
                assert_eq!(state.after(event).is_some(), state == DisposalState::Proposed);
            }
        }
    }
}
