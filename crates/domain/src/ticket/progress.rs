//! Where a ticket stands, what can happen to it, and who may cause that.

use TicketEvent as Event;
use TicketStatus as Status;

use crate::account::Role;
use crate::code::Code;

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

    /// Whether it is a note, of which nobody but the support learns anything.
    pub const fn is_note(self) -> bool {
        matches!(self, Event::Note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
