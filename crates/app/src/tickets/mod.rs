//! Tickets (B20): what is reported to the support, and the exchange about it.
//!
//! A ticket is in the scope of every account of its organisation that may work with tickets, so that colleagues see
//! each other's, and of operators, who are the support.

mod act;
mod attach;
mod audit;
pub mod canned_answers;
mod content;
mod create;
mod enter;
mod export;
mod get;
mod list;
mod mail;
mod notify;
mod reply_address;
mod table;
mod times;
mod update;

pub use act::act;
pub use attach::Upload;
pub(crate) use audit::current_fields;
pub use content::{AttachmentFile, content};
pub use create::create;
pub use export::export;
pub use get::{get, history};
pub use list::{count_awaiting, list};
pub(crate) use mail::ProvenSender;
pub use mail::{Received, TakenIn, forget_mail, read_mailbox, refused_mail, take_in};
pub use reply_address::ReplyAddresses;
pub use times::{MonthOfTickets, times};
pub use update::update;

use sigillo_contract::Operation;
use sigillo_contract::ticket::Ticket as Shown;
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::Side;
use sigillo_storage::tickets::{self, NamedTicket};
use sigillo_storage::{Connection, Tx};

use crate::Grant;
use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::scope::{InScope, Scoped};

impl Scoped for NamedTicket {
    /// Operators have every ticket in scope, the accounts of an organisation those of their own.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        match grant.caller().organization_id() {
            Some(own) if own != self.ticket.organization_id => Err(NOT_FOUND),
            _ => Ok(()),
        }
    }
}

/// Finds a ticket for reading; out of scope is `not_found`.
async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: TicketId,
) -> Result<InScope<NamedTicket>, AppError> {
    InScope::new(grant, tickets::find(on, id).await?.ok_or(NOT_FOUND)?)
}

/// Finds a ticket and locks it for a change; out of scope is `not_found`.
async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: TicketId,
) -> Result<InScope<NamedTicket>, AppError> {
    InScope::new(grant, tickets::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?)
}

fn side(caller: &Caller) -> Side {
    Side::of(caller.role())
}

/// The ticket as lists show it.
fn shown(named: NamedTicket, side: Side) -> Shown {
    let NamedTicket { ticket, organization_name, requester_name, assignee_name } = named;
    Shown {
        id: ticket.id,
        reference: ticket.reference,
        organization_id: ticket.organization_id,
        organization_name,
        summary: ticket.summary,
        ticket_type: ticket.ticket_type,
        priority: ticket.priority,
        desk: ticket.desk,
        waits_for_caller: ticket.status == side.awaited_in(),
        status: ticket.status,
        requester: ticket.requester,
        requester_id: ticket.requester_id,
        requester_name,
        assignee: ticket.assignee,
        assignee_id: ticket.assignee_id,
        assignee_name,
        created_at: ticket.created_at,
        updated_at: ticket.updated_at,
        first_answer_at: ticket.first_answer_at,
        closed_at: ticket.closed_at,
        version: ticket.version,
    }
}
