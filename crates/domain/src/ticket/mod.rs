//! Tickets (B20): what people report to the support, who moves a ticket, and what is said about it.

mod attachment_format;
mod canned_answer;
mod mail;
mod progress;
mod text;
mod times;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::account::Role;
use crate::code::Code;
use crate::history_key::HistoryKey;
use crate::id::{AccountId, OrganizationId, TicketAttachmentId, TicketId, TicketMessageId};
use crate::message::Language;
use crate::subject::SubjectRef;

pub use attachment_format::AttachmentFormat;
pub use canned_answer::{CannedAnswer, MAX_CANNED_ANSWERS, TITLE_MAX, text_in};
pub use mail::{MailRefusal, RefusedMailSortField, fitted, mail_text, split_quoted};
pub use progress::{Side, TicketEvent, TicketStatus};
pub use text::{
    CLOSURE_MAX, CONTEXT_LINE_MAX, MAX_ATTACHMENTS, MAX_CONTEXT_LINES, MAX_MESSAGES, SUMMARY_MAX,
    TEXT_MAX, parse_closure, parse_context_line, parse_description, parse_message, parse_summary,
    parse_title,
};
pub use times::Times;

use TicketEvent as Event;
use TicketStatus as Status;

text_enum! {
    pub enum TicketPriority {
        Low = "low",
        Medium = "medium",
        High = "high",
        Urgent = "urgent",
    }
}

text_enum! {
    /// What a ticket is about.
    pub enum TicketType {
        /// Something does not work.
        Problem = "problem",
        /// Something is to be done.
        Request = "request",
        Question = "question",
    }
}

text_enum! {
    /// The part of the support that handles a ticket.
    pub enum ServiceDesk {
        Technical = "technical",
        /// For contracts, plans and supplies.
        Administrative = "administrative",
    }
}

text_enum! {
    /// What a list of tickets can be sorted by.
    pub enum TicketSortField {
        UpdatedAt = "updated_at",
        CreatedAt = "created_at",
        Reference = "reference",
    }
}

text_enum! {
    /// Tickets that somebody looks at first.
    pub enum TicketQueue {
        /// Those that the caller has opened or, for the support, has taken in charge.
        Mine = "mine",
        /// Those that are not closed and that nobody has taken in charge.
        Unassigned = "unassigned",
        /// Those that wait for the caller's side.
        Waiting = "waiting",
        /// Those that are not closed.
        Open = "open",
    }
}

impl TicketType {
    /// The service desk that such a ticket comes to first.
    pub const fn desk(self) -> ServiceDesk {
        match self {
            TicketType::Problem | TicketType::Question => ServiceDesk::Technical,
            TicketType::Request => ServiceDesk::Administrative,
        }
    }
}

/// The reference that people name a ticket by.
pub fn reference(year: i32, number: i64) -> String {
    format!("SIG-{year:04}-{number:06}")
}

/// What the requester's page knew when the problem was reported: only what the requester chose to send.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketContext {
    #[serde(default)]
    pub page: Option<String>,
    #[serde(default)]
    pub mailbox: Option<String>,
    #[serde(default)]
    pub trace_id: Option<String>,
    #[serde(default)]
    pub history: Vec<String>,
    #[serde(default)]
    pub failed_messages: Vec<String>,
    #[serde(default)]
    pub unapplied_effects: Vec<String>,
    /// Left out where there is none, as in the digests of tickets from before there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<String>,
}

/// How a ticket was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    pub problem: String,
    pub action: String,
    pub solution: String,
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub id: TicketId,
    pub organization_id: OrganizationId,
    pub reference: String,
    pub summary: String,
    pub description: String,
    pub ticket_type: TicketType,
    pub priority: TicketPriority,
    pub desk: ServiceDesk,
    pub status: TicketStatus,
    /// None if the service itself has opened it.
    pub requester_id: Option<AccountId>,
    /// User name.
    pub requester: String,
    /// Where the requester is told of what happens; None if nowhere.
    pub email: Option<String>,
    /// Of the notices.
    pub language: Language,
    /// Who of the support has taken it in charge.
    pub assignee_id: Option<AccountId>,
    /// User name.
    pub assignee: Option<String>,
    pub context: Option<TicketContext>,
    /// How it was closed last; it stays when the ticket is reopened.
    pub closure: Option<Closure>,
    pub created_at: DateTime<Utc>,
    /// When something happened last that both sides see.
    pub updated_at: DateTime<Utc>,
    /// When the support has answered for the first time.
    pub first_answer_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// An entry in the exchange of a ticket: what happened, and what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketMessage {
    pub id: TicketMessageId,
    pub ticket_id: TicketId,
    /// The version that it has given the ticket: entries are in this order, whatever the clocks of servers say.
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub event: TicketEvent,
    pub from: TicketStatus,
    pub to: TicketStatus,
    pub author_id: Option<AccountId>,
    /// User name.
    pub author: String,
    pub by_support: bool,
    /// Whether it came by e-mail, whose sender anybody can write.
    pub by_mail: bool,
    pub text: String,
}

/// A file of a ticket. Its content is an object in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketAttachment {
    pub id: TicketAttachmentId,
    pub ticket_id: TicketId,
    /// The entry that it was sent with; None for those of the description.
    pub message_id: Option<TicketMessageId>,
    pub name: String,
    pub format: AttachmentFormat,
    pub bytes: i64,
    /// In hexadecimal digits.
    pub sha256: String,
    /// Whether the support alone sees it.
    pub internal: bool,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
}

/// Who causes an event, and when.
#[derive(Debug, Clone, Copy)]
pub struct Cause<'a> {
    pub role: Role,
    pub account_id: Option<AccountId>,
    pub username: &'a str,
    pub at: DateTime<Utc>,
}

impl Ticket {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }

    /// The ticket after an event.
    pub fn after(
        &self,
        event: TicketEvent,
        by: Cause<'_>,
        closure: Option<Closure>,
    ) -> Result<Ticket, Code> {
        let status = self.status.after(event, by.role)?;
        let mut after = Ticket { status, version: self.version + 1, ..self.clone() };
        if !event.is_internal() {
            after.updated_at = by.at;
        }
        let by_support = Side::of(by.role) == Side::Support;
        match event {
            Event::Release => (after.assignee_id, after.assignee) = (None, None),
            // Whoever of the support answers a ticket that nobody has taken is the one who has.
            Event::Take => after.assign_to(by),
            Event::Answer | Event::Ask | Event::AskApproval | Event::Close
                if by_support && after.assignee.is_none() =>
            {
                after.assign_to(by);
            }
            _ => {}
        }
        let answers =
            matches!(event, Event::Answer | Event::Ask | Event::AskApproval | Event::Close);
        if by_support && answers && after.first_answer_at.is_none() {
            after.first_answer_at = Some(by.at);
        }
        after.closed_at =
            if status == Status::Closed { after.closed_at.or(Some(by.at)) } else { None };
        if closure.is_some() {
            after.closure = closure;
        }
        Ok(after)
    }

    fn assign_to(&mut self, by: Cause<'_>) {
        self.assignee_id = by.account_id;
        self.assignee = Some(by.username.to_owned());
    }

    /// What the history records of a ticket. What people wrote is there as a digest: it may name anybody, and the
    /// history never forgets.
    pub fn audited_fields(&self, key: &HistoryKey) -> Vec<(&'static str, Value)> {
        const TEXTS: &str = "texts_digest";
        let closure = self.closure.as_ref().map(|it| [&it.problem, &it.action, &it.solution]);
        let texts = json!([self.summary, self.description, self.email, self.context, closure]);
        vec![
            ("reference", json!(self.reference)),
            ("organization_id", json!(self.organization_id)),
            ("ticket_type", json!(self.ticket_type)),
            ("priority", json!(self.priority)),
            ("desk", json!(self.desk)),
            ("status", json!(self.status)),
            ("requester", json!(self.requester)),
            ("assignee", json!(self.assignee)),
            (TEXTS, json!(key.digest(self.subject(), TEXTS, &texts))),
        ]
    }
}

impl TicketMessage {
    /// The entry as a field of its ticket's history.
    pub fn audited_field(&self, key: &HistoryKey) -> (String, Value) {
        let field = format!("message.{}.text_digest", self.id);
        let at = self.at.timestamp_micros();
        let value = json!([self.seq, self.event, self.from, self.to, self.author, at, self.text]);
        // Entries from before there were any by e-mail keep their digest.
        let value = if self.by_mail { json!([value, "by_mail"]) } else { value };
        let digest = key.digest(self.ticket_id.subject(), &field, &value);
        (field, json!(digest))
    }
}

impl TicketAttachment {
    /// The file as a field of its ticket's history, without its name, which may name a person.
    pub fn audited_field(&self) -> (String, Value) {
        let value = json!({"bytes": self.bytes, "sha256": self.sha256});
        (format!("attachment.{}", self.id), value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket() -> Ticket {
        Ticket {
            id: TicketId::from_u128(1),
            organization_id: OrganizationId::from_u128(2),
            reference: reference(2026, 123),
            summary: "La casella non riceve".into(),
            description: String::new(),
            ticket_type: TicketType::Problem,
            priority: TicketPriority::Medium,
            desk: ServiceDesk::Technical,
            status: Status::WaitingForSupport,
            requester_id: Some(AccountId::from_u128(3)),
            requester: "rosa".into(),
            email: Some("rosa@example.org".into()),
            language: Language::It,
            assignee_id: None,
            assignee: None,
            context: None,
            closure: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            first_answer_at: None,
            closed_at: None,
            version: 1,
        }
    }

    fn by(role: Role, seconds: i64) -> Cause<'static> {
        let id = AccountId::from_u128(9);
        let at = DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(seconds);
        Cause { role, account_id: Some(id), username: "otto", at }
    }

    #[test]
    fn a_reference_has_its_year_and_six_digits() {
        assert_eq!(reference(2026, 123), "SIG-2026-000123");
        assert_eq!(reference(2026, 1_234_567), "SIG-2026-1234567");
    }

    #[test]
    fn whoever_takes_a_ticket_has_it_and_gives_it_back() {
        let taken = ticket().after(Event::Take, by(Role::Operator, 5), None).unwrap();
        assert_eq!((taken.status, taken.assignee.as_deref()), (Status::InProgress, Some("otto")));
        assert_eq!((taken.version, taken.first_answer_at), (2, None));
        let again = taken.after(Event::Take, by(Role::Operator, 6), None);
        assert_eq!(again, Err(Code::NotInThisState));
        let released = taken.after(Event::Release, by(Role::Operator, 7), None).unwrap();
        assert_eq!((released.assignee, released.assignee_id), (None, None));
        // The organisation does not see that, so the ticket is not newer for it.
        assert_eq!(released.updated_at, taken.updated_at);
    }

    #[test]
    fn times_and_closure_follow_the_events() {
        let closure = Closure {
            problem: "Spazio esaurito".into(),
            action: "Ampliata".into(),
            solution: "Quota di 2 GB".into(),
        };
        let asked = ticket().after(Event::Ask, by(Role::Operator, 5), None).unwrap();
        assert_eq!(asked.assignee.as_deref(), Some("otto"));
        let closed =
            asked.after(Event::Close, by(Role::Operator, 9), Some(closure.clone())).unwrap();
        assert_eq!(closed.first_answer_at, asked.first_answer_at);
        assert_eq!(closed.closed_at, Some(by(Role::Operator, 9).at));
        let noted = closed.after(Event::Note, by(Role::Operator, 10), None).unwrap();
        assert_eq!((noted.closed_at, noted.updated_at), (closed.closed_at, closed.updated_at));
        let reopened = closed.after(Event::Reopen, by(Role::Assistant, 11), None).unwrap();
        assert_eq!((reopened.closed_at, reopened.closure), (None, Some(closure)));
    }

    #[test]
    fn everything_of_a_ticket_is_in_the_history() {
        let key = HistoryKey::derive(&[7; 32]);
        let fields = ticket().audited_fields(&key);
        assert!(!format!("{fields:?}").contains("riceve"), "{fields:?}");
        for other in [
            Ticket { summary: "Altro".into(), ..ticket() },
            Ticket { email: None, ..ticket() },
            Ticket { context: Some(TicketContext::default()), ..ticket() },
            Ticket { assignee: Some("otto".into()), ..ticket() },
            Ticket { priority: TicketPriority::Low, ..ticket() },
        ] {
            assert_ne!(other.audited_fields(&key), fields);
        }
    }
}
