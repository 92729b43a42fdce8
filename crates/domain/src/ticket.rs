//! Tickets (B20): what people report to the support, who moves a ticket, and what is said about it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::account::Role;
use crate::code::Code;
use crate::fault::FaultCode;
use crate::history_key::HistoryKey;
use crate::id::{AccountId, OrganizationId, TicketAttachmentId, TicketId, TicketMessageId};
use crate::invisible::is_invisible;
use crate::message::Language;
use crate::name::composed;
use crate::subject::SubjectRef;

text_enum! {
    /// Where a ticket stands.
    pub enum TicketStatus {
        /// The support has to do something.
        WaitingForSupport = "waiting_for_support",
        /// Somebody of the support works on it.
        InProgress = "in_progress",
        /// The requester was asked for information.
        WaitingForCustomer = "waiting_for_customer",
        /// The organisation has to approve what the support proposes.
        NeedApproval = "need_approval",
        Closed = "closed",
    }
}

text_enum! {
    /// What happens to a ticket.
    pub enum TicketEvent {
        /// Somebody of the support takes it in charge.
        Take = "take",
        /// Whoever has taken it gives it back to the queue.
        Release = "release",
        /// Something is written that the other side reads.
        Answer = "answer",
        /// The support asks the requester for information.
        Ask = "ask",
        /// The support asks the organisation for its approval.
        AskApproval = "ask_approval",
        Approve = "approve",
        Refuse = "refuse",
        /// The support closes it, with problem, action and solution.
        Close = "close",
        Reopen = "reopen",
        /// A note of the support, which the organisation does not see.
        Note = "note",
    }
}

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

/// The two sides of a ticket, and who of them may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The provider, whose operators work on tickets.
    Support,
    /// The organisation of the requester.
    Customer,
}

impl Side {
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Operator => Side::Support,
            Role::Postmaster | Role::Assistant => Side::Customer,
        }
    }

    /// The status in which a ticket waits for this side to answer.
    pub const fn awaited_in(self) -> TicketStatus {
        match self {
            Side::Support => TicketStatus::WaitingForSupport,
            Side::Customer => TicketStatus::WaitingForCustomer,
        }
    }
}

/// Who may cause an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Support,
    Customer,
    /// Who decides for the organisation.
    Postmaster,
    Anybody,
}

impl Who {
    const fn has(self, role: Role) -> bool {
        match self {
            Who::Support => matches!(role, Role::Operator),
            Who::Customer => matches!(role, Role::Postmaster | Role::Assistant),
            Who::Postmaster => matches!(role, Role::Postmaster),
            Who::Anybody => true,
        }
    }
}

use TicketEvent as Event;
use TicketStatus as Status;

/// From, event, who, to: everything that can happen to a ticket.
const TRANSITIONS: &[(Status, Event, Who, Status)] = &[
    (Status::WaitingForSupport, Event::Take, Who::Support, Status::InProgress),
    (Status::WaitingForSupport, Event::Answer, Who::Support, Status::InProgress),
    (Status::WaitingForSupport, Event::Answer, Who::Customer, Status::WaitingForSupport),
    (Status::WaitingForSupport, Event::Ask, Who::Support, Status::WaitingForCustomer),
    (Status::WaitingForSupport, Event::AskApproval, Who::Support, Status::NeedApproval),
    (Status::WaitingForSupport, Event::Close, Who::Support, Status::Closed),
    (Status::WaitingForSupport, Event::Note, Who::Support, Status::WaitingForSupport),
    (Status::InProgress, Event::Release, Who::Support, Status::WaitingForSupport),
    (Status::InProgress, Event::Answer, Who::Anybody, Status::InProgress),
    (Status::InProgress, Event::Ask, Who::Support, Status::WaitingForCustomer),
    (Status::InProgress, Event::AskApproval, Who::Support, Status::NeedApproval),
    (Status::InProgress, Event::Close, Who::Support, Status::Closed),
    (Status::InProgress, Event::Note, Who::Support, Status::InProgress),
    (Status::WaitingForCustomer, Event::Take, Who::Support, Status::InProgress),
    (Status::WaitingForCustomer, Event::Answer, Who::Support, Status::WaitingForCustomer),
    (Status::WaitingForCustomer, Event::Answer, Who::Customer, Status::WaitingForSupport),
    (Status::WaitingForCustomer, Event::Close, Who::Support, Status::Closed),
    (Status::WaitingForCustomer, Event::Note, Who::Support, Status::WaitingForCustomer),
    (Status::NeedApproval, Event::Take, Who::Support, Status::InProgress),
    (Status::NeedApproval, Event::Answer, Who::Anybody, Status::NeedApproval),
    (Status::NeedApproval, Event::Approve, Who::Postmaster, Status::WaitingForSupport),
    (Status::NeedApproval, Event::Refuse, Who::Postmaster, Status::WaitingForSupport),
    (Status::NeedApproval, Event::Close, Who::Support, Status::Closed),
    (Status::NeedApproval, Event::Note, Who::Support, Status::NeedApproval),
    (Status::Closed, Event::Reopen, Who::Anybody, Status::WaitingForSupport),
    (Status::Closed, Event::Note, Who::Support, Status::Closed),
];

impl TicketStatus {
    /// The status after an event that somebody of this role causes. [`Code::Forbidden`] if it is never for this
    /// role, [`Code::NotInThisState`] if it cannot happen in this status.
    pub fn after(self, event: TicketEvent, role: Role) -> Result<TicketStatus, Code> {
        if !TRANSITIONS.iter().any(|(_, by, who, _)| *by == event && who.has(role)) {
            return Err(Code::Forbidden);
        }
        let found = TRANSITIONS
            .iter()
            .find(|(from, by, who, _)| *from == self && *by == event && who.has(role));
        found.map(|(.., to)| *to).ok_or(Code::NotInThisState)
    }

    /// What somebody of this role can do in this status, in the order of the table.
    pub fn events(self, role: Role) -> Vec<TicketEvent> {
        let possible =
            TRANSITIONS.iter().filter(|(from, _, who, _)| *from == self && who.has(role));
        possible.map(|(_, event, ..)| *event).collect()
    }
}

impl TicketEvent {
    /// Whether it needs a text.
    pub const fn needs_text(self) -> bool {
        match self {
            Event::Answer
            | Event::Ask
            | Event::AskApproval
            | Event::Refuse
            | Event::Reopen
            | Event::Note => true,
            Event::Take | Event::Release | Event::Approve | Event::Close => false,
        }
    }

    /// Whether the support alone sees that it happened.
    pub const fn is_internal(self) -> bool {
        matches!(self, Event::Note | Event::Release)
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

/// The longest summary, in characters.
pub const SUMMARY_MAX: usize = 200;
/// The longest description or message, in characters.
pub const TEXT_MAX: usize = 10_000;
/// The longest text of problem, action and solution each, in characters.
pub const CLOSURE_MAX: usize = 2000;
/// The most entries of an exchange.
pub const MAX_MESSAGES: i64 = 500;
/// The most files of a ticket.
pub const MAX_ATTACHMENTS: i64 = 50;
/// The most lines of each list of a context.
pub const MAX_CONTEXT_LINES: usize = 10;
/// The longest text of a context, in characters.
pub const CONTEXT_LINE_MAX: usize = 300;

pub fn parse_summary(text: &str) -> Result<String, FaultCode> {
    let text = parse_text(text, SUMMARY_MAX)?;
    if text.contains('\n') { Err(FaultCode::InvalidCharacters) } else { Ok(text) }
}

/// A description, which may be empty.
pub fn parse_description(text: &str) -> Result<String, FaultCode> {
    match parse_text(text, TEXT_MAX) {
        Err(FaultCode::Required) => Ok(String::new()),
        other => other,
    }
}

pub fn parse_message(text: &str) -> Result<String, FaultCode> {
    parse_text(text, TEXT_MAX)
}

pub fn parse_closure(text: &str) -> Result<String, FaultCode> {
    parse_text(text, CLOSURE_MAX)
}

/// A line of the context, as the page has shown it.
pub fn parse_context_line(text: &str) -> Result<String, FaultCode> {
    parse_text(text, CONTEXT_LINE_MAX)
}

/// A text of several lines, as it was typed or pasted: line ends become those of Unix, and a tab stays.
fn parse_text(text: &str, max: usize) -> Result<String, FaultCode> {
    let text = composed(text.replace("\r\n", "\n").replace('\r', "\n").trim());
    match text.chars().count() {
        0 => Err(FaultCode::Required),
        count if count > max => Err(FaultCode::TooLong),
        _ if text.chars().any(|c| is_invisible(c) && !matches!(c, '\n' | '\t' | '\u{200d}')) => {
            Err(FaultCode::InvalidCharacters)
        }
        _ => Ok(text),
    }
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

text_enum! {
    /// What a file of a ticket is, by its first bytes. Only these are ever shown by a page.
    pub enum AttachmentFormat {
        Png = "png",
        Jpeg = "jpeg",
        Gif = "gif",
        Webp = "webp",
        Pdf = "pdf",
        /// Anything else, which is kept and never shown.
        Other = "other",
    }
}

impl AttachmentFormat {
    pub fn of(beginning: &[u8]) -> Self {
        match beginning {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            _ => Self::Other,
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Other => "application/octet-stream",
        }
    }

    pub const fn is_image(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn each_row_of_the_table_is_the_only_one_for_its_status_event_and_role() {
        for status in Status::ALL {
            for role in Role::ALL {
                let mut events = status.events(role);
                let all = events.len();
                events.sort_unstable_by_key(|event| event.as_str());
                events.dedup();
                assert_eq!(events.len(), all, "{status} {role}");
                for event in Event::ALL {
                    assert_eq!(status.after(event, role).is_ok(), events.contains(&event));
                }
            }
        }
    }

    #[test]
    fn a_closed_ticket_is_only_reopened() {
        let closed = Status::Closed;
        for role in [Role::Postmaster, Role::Assistant] {
            assert_eq!(closed.events(role), [Event::Reopen]);
            assert_eq!(closed.after(Event::Answer, role), Err(Code::NotInThisState));
            assert_eq!(closed.after(Event::Close, role), Err(Code::Forbidden));
        }
        assert_eq!(closed.after(Event::Reopen, Role::Assistant), Ok(Status::WaitingForSupport));
    }

    #[test]
    fn an_answer_of_the_awaited_side_brings_the_ticket_back() {
        let asked = Status::WaitingForCustomer;
        assert_eq!(asked.after(Event::Answer, Role::Assistant), Ok(Status::WaitingForSupport));
        assert_eq!(asked.after(Event::Answer, Role::Operator), Ok(asked));
        for side in [Side::Support, Side::Customer] {
            assert_ne!(side.awaited_in(), Status::Closed);
        }
        // Only who answers for the organisation approves for it.
        let asked = Status::NeedApproval;
        assert_eq!(asked.after(Event::Approve, Role::Assistant), Err(Code::Forbidden));
        assert_eq!(asked.after(Event::Approve, Role::Operator), Err(Code::Forbidden));
        assert_eq!(asked.after(Event::Approve, Role::Postmaster), Ok(Status::WaitingForSupport));
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

    #[test]
    fn texts_keep_their_lines() {
        assert_eq!(parse_message(" a\r\nb\tc "), Ok("a\nb\tc".into()));
        assert_eq!(parse_message("\n "), Err(FaultCode::Required));
        assert_eq!(parse_description("\n "), Ok(String::new()));
        assert_eq!(parse_message("a\0"), Err(FaultCode::InvalidCharacters));
        assert_eq!(parse_summary("a\nb"), Err(FaultCode::InvalidCharacters));
        assert_eq!(parse_summary(&"a".repeat(201)), Err(FaultCode::TooLong));
        assert_eq!(parse_message(&"a".repeat(10_001)), Err(FaultCode::TooLong));
    }

    #[test]
    fn files_are_known_by_their_content() {
        for (beginning, format) in [
            (b"\x89PNG\r\n\x1a\n....".as_slice(), AttachmentFormat::Png),
            (b"\xff\xd8\xff\xe0", AttachmentFormat::Jpeg),
            (b"GIF89a", AttachmentFormat::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", AttachmentFormat::Webp),
            (b"%PDF-1.7", AttachmentFormat::Pdf),
            (b"<svg onload=alert(1)>", AttachmentFormat::Other),
            (b"", AttachmentFormat::Other),
        ] {
            assert_eq!(AttachmentFormat::of(beginning), format);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in any::<String>()) {
            if let Ok(parsed) = parse_message(&text) {
                prop_assert_eq!(parse_message(&parsed), Ok(parsed));
            }
        }
    }
}
