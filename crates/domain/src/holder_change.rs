//! The change of a mailbox's holder (C10): requested with a signed document, decided by somebody else.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::code::Code;
use crate::fault::{Fault, FaultCode};
use crate::history_key::HistoryKey;
use crate::id::{
    AccountId, AddressId, CompanyTieId, DocumentId, HolderChangeId, HolderId, MailboxId,
    OrganizationId,
};
use crate::mailbox::{HeldBy, Mailbox, MailboxState};
use crate::password_term::Term;
use crate::signature_verdict::Verdict;

text_enum! {
    /// Where a change of holder stands.
    pub enum HolderChangeState {
        /// It waits for somebody who approves or rejects it.
        Pending = "pending",
        /// The mailbox has its new holder.
        Approved = "approved",
        Rejected = "rejected",
        /// It was taken back before anybody decided.
        Withdrawn = "withdrawn",
        /// There was nothing left to decide: the mailbox was cancelled, the new holder was erased, or both holders
        /// became one.
        Closed = "closed",
    }
}

text_enum! {
    /// What happens to a change of holder.
    pub enum HolderChangeEvent {
        Approve = "approve",
        Reject = "reject",
        Withdraw = "withdraw",
        Close = "close",
    }
}

text_enum! {
    /// What a list of changes of holder can be sorted by.
    pub enum HolderChangeSortField {
        RequestedAt = "requested_at",
    }
}

use HolderChangeEvent as Event;
use HolderChangeState as State;

/// From, event, to: everything that can happen to a change of holder.
const TRANSITIONS: &[(State, Event, State)] = &[
    (State::Pending, Event::Approve, State::Approved),
    (State::Pending, Event::Reject, State::Rejected),
    (State::Pending, Event::Withdraw, State::Withdrawn),
    (State::Pending, Event::Close, State::Closed),
];

impl HolderChangeState {
    /// The state after an event; None if the event cannot happen in this one.
    pub fn after(self, event: HolderChangeEvent) -> Option<HolderChangeState> {
        let found = TRANSITIONS.iter().find(|(from, by, _)| *from == self && *by == event);
        found.map(|(_, _, to)| *to)
    }
}

/// The field of the document in faults.
pub const DOCUMENT: &str = "/document_id";
/// The field of the reason in faults.
pub const REASON: &str = "/reason";

/// A change of holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderChange {
    pub id: HolderChangeId,
    pub organization_id: OrganizationId,
    pub mailbox_id: MailboxId,
    /// None if the mailbox had no holder.
    pub old_holder_id: Option<HolderId>,
    pub new_holder_id: HolderId,
    /// The address and the tie to a company that the mailbox will have; None once it was decided.
    pub address_id: Option<AddressId>,
    pub tie_id: Option<CompanyTieId>,
    /// Where the new holder is written to; empty once it was erased.
    pub communication_email: String,
    /// The document may be gone with the data of the old holder.
    pub document_id: DocumentId,
    pub document_sha256: String,
    pub state: HolderChangeState,
    pub requested_at: DateTime<Utc>,
    /// User name of who has asked.
    pub requested_by: String,
    /// None if the service itself has asked.
    pub requested_by_id: Option<AccountId>,
    pub decided_at: Option<DateTime<Utc>>,
    /// User name of who has decided.
    pub decided_by: Option<String>,
    /// Why it was rejected, or approved although the signatures could not be judged.
    pub reason: Option<String>,
    pub version: i64,
}

/// Who decides, when, and why.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    pub username: &'a str,
    pub at: DateTime<Utc>,
    pub reason: Option<&'a str>,
}

impl HolderChange {
    /// The change after an event. [`Code::NotInThisState`] if it cannot happen any more.
    pub fn after(&self, event: Event, by: Decision<'_>) -> Result<HolderChange, Code> {
        let state = self.state.after(event).ok_or(Code::NotInThisState)?;
        Ok(HolderChange {
            state,
            // From here on the mailbox says which address and company it has.
            address_id: None,
            tie_id: None,
            decided_at: Some(by.at),
            decided_by: Some(by.username.to_owned()),
            reason: by.reason.map(str::to_owned),
            version: self.version + 1,
            ..self.clone()
        })
    }

    /// Whether an account may approve or reject it: never the one that has asked (four eyes).
    pub fn may_be_decided_by(&self, account: Option<AccountId>) -> bool {
        account.is_none() || account != self.requested_by_id
    }

    /// The mailbox's holder after the change.
    pub const fn held_by(&self) -> HeldBy {
        HeldBy { holder_id: self.new_holder_id, address_id: self.address_id, tie_id: self.tie_id }
    }

    /// The change as a field of its mailbox's history: what it is, and the digest of what the history does not
    /// show, since it names people: the e-mail, the reason, and who has asked and decided.
    pub fn audited_fields(&self, key: &HistoryKey) -> [(String, Value); 2] {
        let field = self.field();
        let time = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp_micros());
        let value = json!({
            "state": self.state,
            "old_holder_id": self.old_holder_id,
            "new_holder_id": self.new_holder_id,
            "document_id": self.document_id,
            "document_sha256": self.document_sha256,
        });
        let details = json!([
            self.communication_email,
            self.address_id,
            self.tie_id,
            time(Some(self.requested_at)),
            self.requested_by,
            self.requested_by_id,
            time(self.decided_at),
            self.decided_by,
            self.reason,
        ]);
        let digest = key.digest(self.mailbox_id.subject(), &field, &details);
        [(format!("{field}.details_digest"), json!(digest)), (field, value)]
    }

    /// The name of the field.
    pub fn field(&self) -> String {
        format!("holder_change.{}", self.id)
    }
}

/// Whether a change may be approved that rests on a document with this verdict. One that could not be judged takes
/// a reason of whoever approves.
pub fn check_verdict(verdict: Verdict, reason: Option<&str>) -> Result<(), Fault> {
    match (verdict, reason) {
        (Verdict::Valid, _) | (Verdict::Undetermined, Some(_)) => Ok(()),
        (Verdict::Undetermined, None) => Err(Fault::new(REASON, FaultCode::Required)),
        (Verdict::Pending, _) => Err(Fault::new(DOCUMENT, FaultCode::SignaturesPending)),
        (Verdict::Invalid, _) => Err(Fault::new(DOCUMENT, FaultCode::SignaturesInvalid)),
    }
}

impl Mailbox {
    /// Refuses a change of holder where there is nobody to hold the mailbox any more.
    pub const fn check_holder_change(&self) -> Result<(), Code> {
        match self.state {
            MailboxState::Cancelled => Err(Code::MailboxCancelled),
            MailboxState::PendingActivation
            | MailboxState::Active
            | MailboxState::Disabled
            | MailboxState::Suppressed => Ok(()),
        }
    }

    /// The mailbox in the hands of another holder, who sets a password of their own.
    #[must_use]
    pub fn given_to(&self, held: HeldBy, communication_email: &str) -> Mailbox {
        Mailbox {
            holder: Some(held),
            communication_email: Some(communication_email.to_owned()),
            password: Term::TO_SET,
            version: self.version + 1,
            ..self.with_void_identity()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::tests::mailbox;
    use crate::password_term::PasswordState;

    fn by(reason: Option<&str>) -> Decision<'_> {
        Decision { username: "anna", at: DateTime::UNIX_EPOCH, reason }
    }

    fn pending() -> HolderChange {
        HolderChange {
            id: HolderChangeId::from_u128(1),
            organization_id: OrganizationId::from_u128(2),
            mailbox_id: MailboxId::from_u128(3),
            old_holder_id: Some(HolderId::from_u128(4)),
            new_holder_id: HolderId::from_u128(5),
            address_id: Some(AddressId::from_u128(6)),
            tie_id: None,
            communication_email: "zoe@example.org".into(),
            document_id: DocumentId::from_u128(7),
            document_sha256: "00".into(),
            state: State::Pending,
            requested_at: DateTime::UNIX_EPOCH,
            requested_by: "rosa".into(),
            requested_by_id: Some(AccountId::from_u128(8)),
            decided_at: None,
            decided_by: None,
            reason: None,
            version: 1,
        }
    }

    #[test]
    fn a_change_is_decided_once() {
        for event in Event::ALL {
            let decided = pending().after(event, by(Some("Perché sì"))).unwrap();
            assert_ne!(decided.state, State::Pending);
            assert_eq!((decided.address_id, decided.version), (None, 2));
            assert_eq!(decided.reason.as_deref(), Some("Perché sì"));
            for next in Event::ALL {
                assert_eq!(decided.after(next, by(None)), Err(Code::NotInThisState));
            }
        }
    }

    #[test]
    fn whoever_has_asked_does_not_decide() {
        let change = pending();
        assert!(!change.may_be_decided_by(Some(AccountId::from_u128(8))));
        assert!(change.may_be_decided_by(Some(AccountId::from_u128(9))));
        assert!(change.may_be_decided_by(None));
        let of_the_service = HolderChange { requested_by_id: None, ..change };
        assert!(of_the_service.may_be_decided_by(None));
    }

    #[test]
    fn the_verdict_on_the_signatures_decides() {
        let fault = |pointer: &str, code| Err(Fault::new(pointer, code));
        let reason = Some("Riconosciuta di persona");
        assert_eq!(check_verdict(Verdict::Valid, None), Ok(()));
        assert_eq!(check_verdict(Verdict::Undetermined, reason), Ok(()));
        let missing = fault("/reason", FaultCode::Required);
        assert_eq!(check_verdict(Verdict::Undetermined, None), missing);
        for reason in [None, reason] {
            let pending = fault("/document_id", FaultCode::SignaturesPending);
            assert_eq!(check_verdict(Verdict::Pending, reason), pending);
            let invalid = fault("/document_id", FaultCode::SignaturesInvalid);
            assert_eq!(check_verdict(Verdict::Invalid, reason), invalid);
        }
    }

    #[test]
    fn the_new_holder_gets_a_mailbox_without_a_password() {
        let change = pending();
        for state in MailboxState::ALL {
            let mailbox = Mailbox { state, ..mailbox() };
            let refused = (state == MailboxState::Cancelled).then_some(Code::MailboxCancelled);
            assert_eq!(mailbox.check_holder_change().err(), refused);
            let given = mailbox.given_to(change.held_by(), &change.communication_email);
            assert_eq!((given.state, given.password.state), (state, PasswordState::ToSet));
            assert_eq!(given.holder.map(|held| held.holder_id), Some(change.new_holder_id));
            assert_eq!(given.communication_email.as_deref(), Some("zoe@example.org"));
            assert_eq!(given.version, mailbox.version + 1);
        }
    }

    #[test]
    fn everything_of_a_change_is_in_the_history() {
        let key = HistoryKey::derive(&[7; 32]);
        let fields = pending().audited_fields(&key);
        assert!(fields[0].0.ends_with("_digest"));
        assert!(!fields[1].1.to_string().contains("zoe"), "{}", fields[1].1);
        for other in [
            HolderChange { communication_email: "ugo@example.org".into(), ..pending() },
            HolderChange { new_holder_id: HolderId::from_u128(9), ..pending() },
            HolderChange { address_id: None, ..pending() },
            HolderChange { requested_by_id: None, ..pending() },
            HolderChange { document_sha256: "01".into(), ..pending() },
            HolderChange { reason: Some("altro".into()), ..pending() },
        ] {
            assert_ne!(other.audited_fields(&key), fields);
        }
    }
}
