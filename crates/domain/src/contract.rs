//! The contract of a mailbox (B14): sent to its holder, signed online, and sealed.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use crate::contract_text::{ConsentItem, ContractText};
use crate::fault::FaultCode;
use crate::id::{ContractId, ContractTemplateId, HolderId, MailboxId, OrganizationId};
use crate::message::Language;
use crate::subject::SubjectRef;

text_enum! {
    /// Where a contract stands.
    pub enum ContractState {
        /// The holder was written to and has not opened the link yet.
        Sent = "sent",
        /// The holder has opened the contract.
        Opened = "opened",
        /// The holder has given every consent.
        Consented = "consented",
        /// The holder has signed; the seal is under way.
        Signed = "signed",
        /// The document is sealed, and the mailbox active.
        Sealed = "sealed",
        /// The holder has declined.
        Declined = "declined",
        /// It was not signed in time.
        Expired = "expired",
        /// The administration has withdrawn it.
        Withdrawn = "withdrawn",
        /// The message could not be delivered.
        Undeliverable = "undeliverable",
        /// The mailbox has got another holder, with whom there is another contract.
        Superseded = "superseded",
    }
}

text_enum! {
    /// What happens to a contract.
    pub enum ContractEvent {
        Open = "open",
        Consent = "consent",
        Sign = "sign",
        Seal = "seal",
        Decline = "decline",
        Expire = "expire",
        Withdraw = "withdraw",
        /// The message with the link could not be delivered.
        Bounce = "bounce",
        /// The administration sends the link again.
        Resend = "resend",
        /// The mailbox gets another holder.
        Supersede = "supersede",
    }
}

text_enum! {
    /// How a contract was signed.
    pub enum SignatureKind {
        /// With a code, which is a simple electronic signature.
        Simple = "simple",
        /// With a signature of the holder's own.
        Own = "own",
    }
}

text_enum! {
    /// How a code reaches the holder.
    pub enum CodeChannel {
        Sms = "sms",
        Email = "email",
    }
}

use ContractEvent as Event;
use ContractState as State;

/// From, event, to: everything that can happen to a contract.
const TRANSITIONS: &[(State, Event, State)] = &[
    (State::Sent, Event::Open, State::Opened),
    (State::Opened, Event::Consent, State::Consented),
    // Another consent replaces the first, such as after a reload of the page.
    (State::Consented, Event::Consent, State::Consented),
    (State::Consented, Event::Sign, State::Signed),
    (State::Signed, Event::Seal, State::Sealed),
    (State::Sent, Event::Decline, State::Declined),
    (State::Opened, Event::Decline, State::Declined),
    (State::Consented, Event::Decline, State::Declined),
    (State::Sent, Event::Expire, State::Expired),
    (State::Opened, Event::Expire, State::Expired),
    (State::Consented, Event::Expire, State::Expired),
    (State::Undeliverable, Event::Expire, State::Expired),
    (State::Sent, Event::Withdraw, State::Withdrawn),
    (State::Opened, Event::Withdraw, State::Withdrawn),
    (State::Consented, Event::Withdraw, State::Withdrawn),
    (State::Undeliverable, Event::Withdraw, State::Withdrawn),
    (State::Sent, Event::Bounce, State::Undeliverable),
    (State::Sent, Event::Resend, State::Sent),
    (State::Opened, Event::Resend, State::Sent),
    (State::Consented, Event::Resend, State::Sent),
    (State::Undeliverable, Event::Resend, State::Sent),
    // One that can still be signed is withdrawn.
    (State::Signed, Event::Supersede, State::Superseded),
    (State::Sealed, Event::Supersede, State::Superseded),
];

impl ContractState {
    /// The state after an event; None if the event cannot happen in this one.
    pub fn after(self, event: ContractEvent) -> Option<ContractState> {
        let found = TRANSITIONS.iter().find(|(from, by, _)| *from == self && *by == event);
        found.map(|(_, _, to)| *to)
    }

    /// Whether the holder can still sign.
    pub const fn is_open(self) -> bool {
        match self {
            State::Sent | State::Opened | State::Consented | State::Undeliverable => true,
            State::Signed
            | State::Sealed
            | State::Declined
            | State::Expired
            | State::Withdrawn
            | State::Superseded => false,
        }
    }

    /// The states in which the holder can still sign.
    pub fn open() -> Vec<State> {
        State::ALL.into_iter().filter(|state| state.is_open()).collect()
    }

    /// Whether the mailbox needs no other contract: this one can be signed, or was.
    pub const fn stands(self) -> bool {
        self.is_open() || matches!(self, State::Signed | State::Sealed)
    }
}

/// The time in which a contract can be signed, unless the organisation has set another.
pub const DEFAULT_TERM_DAYS: i64 = 30;
/// The longest time in which a contract can be signed.
pub const MAX_TERM_DAYS: i64 = 365;
/// When the holder is reminded, in days after the link was sent.
pub const REMINDER_DAYS: [i64; 3] = [3, 7, 14];
/// The codici fiscali that can be tried with one link.
pub const TAX_CODE_TRIES: i64 = 5;
/// The codes that can be tried before another has to be asked for.
pub const CODE_TRIES: i64 = 5;
/// How long a code is valid.
pub const CODE_LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How long a contract stays open in a browser after the codice fiscale was given.
pub const VISIT_LIFETIME: TimeDelta = TimeDelta::hours(1);
/// How long a holder waits before asking for another code.
pub const CODE_INTERVAL: TimeDelta = TimeDelta::seconds(30);
/// The digits of a code.
pub const CODE_DIGITS: u32 = 6;
/// The longest reason for declining or withdrawing, in characters.
pub const REASON_MAX: usize = 500;

/// A reason for declining or withdrawing; None where none is given.
pub fn parse_reason(text: &str) -> Result<Option<String>, FaultCode> {
    let reason = text.trim();
    if reason.chars().count() > REASON_MAX {
        return Err(FaultCode::TooLong);
    }
    if reason.contains('\0') {
        return Err(FaultCode::InvalidCharacters);
    }
    Ok(Some(reason.to_owned()).filter(|reason| !reason.is_empty()))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    pub id: ContractId,
    pub organization_id: OrganizationId,
    pub mailbox_id: MailboxId,
    pub holder_id: HolderId,
    /// The holder under whose key the personal values of its history are sealed: that of the beginning, also
    /// after a merge.
    pub key_holder_id: HolderId,
    /// None for the example that the product ships.
    pub template_id: Option<ContractTemplateId>,
    pub state: ContractState,
    pub language: Language,
    /// The e-mail address that the holder is written to.
    pub recipient: String,
    /// The mobile number that codes can be sent to; empty if there is none.
    pub mobile: String,
    /// What the holder accepts; None once it was erased.
    pub text: Option<ContractText>,
    /// SHA-256 of the PDF document, in hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of the sealed document.
    pub sealed_sha256: Option<String>,
    /// The consents that the holder has given.
    pub consents: Vec<ConsentItem>,
    pub signature: Option<SignatureKind>,
    /// How the code of the signature was sent.
    pub channel: Option<CodeChannel>,
    /// When the link was sent last.
    pub sent_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub consented_at: Option<DateTime<Utc>>,
    pub signed_at: Option<DateTime<Utc>>,
    pub sealed_at: Option<DateTime<Utc>>,
    /// When it was declined, withdrawn, or expired.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why the holder has declined.
    pub decline_reason: Option<String>,
    /// Why the administration has withdrawn it.
    pub withdraw_reason: Option<String>,
    /// The last moment at which it can be signed.
    pub expires_at: DateTime<Utc>,
    /// How many reminders were sent since the link was.
    pub reminders: i64,
    /// The wrong codici fiscali since the link was sent.
    pub tax_code_failures: i64,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub version: i64,
}

impl Contract {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }

    /// Whether wrong codici fiscali have ended the link, which has to be sent again.
    pub const fn link_is_blocked(&self) -> bool {
        self.state.is_open() && self.tax_code_failures >= TAX_CODE_TRIES
    }

    /// When the next reminder is due, or the expiry; None once nothing is due. A reminder needs a link that
    /// works.
    pub fn next_step_at(&self) -> Option<DateTime<Utc>> {
        if !self.state.is_open() {
            return None;
        }
        let index = usize::try_from(self.reminders).unwrap_or(usize::MAX);
        let reminder = REMINDER_DAYS.get(index).map(|days| self.sent_at + TimeDelta::days(*days));
        let has_link = self.state != State::Undeliverable && !self.link_is_blocked();
        let reminder = reminder.filter(|_| has_link);
        Some(reminder.map_or(self.expires_at, |at| at.min(self.expires_at)))
    }
}

/// The last moment at which a contract sent today can be signed: the end of the last day of its term, given
/// that moment's local day by the caller.
pub fn expiry_of(local_day: chrono::NaiveDate, term_days: i64) -> Option<chrono::NaiveDateTime> {
    let days = Days::new(u64::try_from(term_days).ok()?);
    Some(local_day.checked_add_days(days)?.and_time(NaiveTime::from_hms_opt(23, 59, 59)?))
}

text_enum! {
    /// A document of a contract.
    pub enum ContractFile {
        /// What the holder signs.
        Original = "original",
        /// With the page of evidence, and sealed.
        Sealed = "sealed",
    }
}

/// How an organisation handles its contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractSettings {
    pub organization_id: OrganizationId,
    /// The days in which a contract can be signed.
    pub term_days: i64,
    /// Where refusals, undeliverable messages and blocked links are reported; empty for nowhere.
    pub notice_email: String,
    /// 0 until the organisation has chosen.
    pub version: i64,
}

impl ContractSettings {
    pub const fn defaults(organization_id: OrganizationId) -> Self {
        Self {
            organization_id,
            term_days: DEFAULT_TERM_DAYS,
            notice_email: String::new(),
            version: 0,
        }
    }
}

text_enum! {
    /// A state of the links of contracts that a list can be limited to.
    pub enum LinkFilter as ContractLinkFilter {
        /// Ended by wrong tax codes, so that it has to be sent again.
        Blocked = "blocked",
    }
}

text_enum! {
    /// What a list of contracts can be sorted by.
    pub enum ContractSortField {
        SentAt = "sent_at",
        ExpiresAt = "expires_at",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_signed_once_and_in_order() {
        let after = |state: State, event| state.after(event);
        assert_eq!(after(State::Sent, Event::Open), Some(State::Opened));
        assert_eq!(after(State::Opened, Event::Sign), None);
        assert_eq!(after(State::Consented, Event::Sign), Some(State::Signed));
        assert_eq!(after(State::Signed, Event::Sign), None);
        for event in ContractEvent::ALL {
            let superseded = (event == Event::Supersede).then_some(State::Superseded);
            assert_eq!(after(State::Sealed, event), superseded);
            let ended = [State::Declined, State::Expired, State::Withdrawn, State::Superseded];
            assert!(ended.into_iter().all(|state| after(state, event).is_none()));
        }
    }

    #[test]
    fn what_is_signed_cannot_be_withdrawn_declined_or_expire() {
        for event in [Event::Withdraw, Event::Decline, Event::Expire, Event::Resend, Event::Bounce]
        {
            assert_eq!(State::Signed.after(event), None, "{event:?}");
        }
    }

    #[test]
    fn every_open_state_can_be_withdrawn_and_expires() {
        for state in ContractState::ALL {
            assert_eq!(state.after(Event::Withdraw).is_some(), state.is_open(), "{state:?}");
            assert_eq!(state.after(Event::Expire).is_some(), state.is_open(), "{state:?}");
            assert_eq!(state.after(Event::Resend).is_some(), state.is_open(), "{state:?}");
        }
    }

    #[test]
    fn a_reason_is_trimmed_and_may_be_left_out() {
        assert_eq!(parse_reason("  Richiesta doppia \n"), Ok(Some("Richiesta doppia".to_owned())));
        assert_eq!(parse_reason(" \n"), Ok(None));
        assert_eq!(parse_reason(&"è".repeat(500)).map(|reason| reason.is_some()), Ok(true));
        assert_eq!(parse_reason(&"è".repeat(501)), Err(FaultCode::TooLong));
        assert_eq!(parse_reason("a\0b"), Err(FaultCode::InvalidCharacters));
    }

    #[test]
    fn a_contract_can_be_signed_until_the_end_of_the_last_day() {
        let day = chrono::NaiveDate::from_ymd_opt(2028, 1, 31).unwrap();
        assert_eq!(expiry_of(day, 30).unwrap().to_string(), "2028-03-01 23:59:59");
        assert_eq!(expiry_of(day, -1), None);
    }
}
