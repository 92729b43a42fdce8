//! An entry of the exchange of a ticket, wherever it comes from.

use sigillo_domain::Code;
use sigillo_domain::account::Role;
use sigillo_domain::history::Actor;
use sigillo_domain::id::AccountId;
use sigillo_domain::ticket::{Cause, Closure, MAX_MESSAGES, Side, TicketEvent, TicketMessage};
use sigillo_storage::tickets::{self, NamedTicket};
use sigillo_storage::{Tx, ticket_parts};

use super::audit::record_message;
use super::notify::notify;
use crate::App;
use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::scope::InScope;

/// Who writes an entry.
pub(super) struct Author {
    pub role: Role,
    pub account_id: Option<AccountId>,
    /// User name, or address.
    pub name: String,
    /// As whom the history records it.
    pub actor: Actor,
}

impl Author {
    pub fn of(caller: &Caller) -> Self {
        let actor = caller.actor().clone();
        Self {
            role: caller.role(),
            account_id: caller.account_id(),
            name: actor.name.clone(),
            actor,
        }
    }
}

/// What is written, and what happens by it.
pub(super) struct Entry {
    pub event: TicketEvent,
    pub text: String,
    pub closure: Option<Closure>,
    pub by_mail: bool,
}

/// Adds an entry to a ticket, which it may move, and tells the requester.
pub(super) async fn enter(
    app: &App,
    tx: &mut Tx,
    found: &InScope<NamedTicket>,
    author: &Author,
    entry: Entry,
) -> Result<TicketMessage, AppError> {
    let before = &found.ticket;
    let Author { role, account_id, ref name, ref actor } = *author;
    let by = Cause { role, account_id, username: name, at: app.now() };
    let after = before.after(entry.event, by, entry.closure).map_err(AppError::Problem)?;
    if ticket_parts::count_messages(tx, before.id).await? >= MAX_MESSAGES {
        return Err(AppError::Problem(Code::LimitReached));
    }
    let message = TicketMessage {
        id: app.new_id(),
        ticket_id: before.id,
        seq: after.version,
        at: by.at,
        event: entry.event,
        from: before.status,
        to: after.status,
        author_id: account_id,
        author: name.clone(),
        by_support: Side::of(role) == Side::Support,
        by_mail: entry.by_mail,
        text: entry.text,
    };
    tickets::update(tx, &after).await?;
    ticket_parts::insert_message(tx, &message).await?;
    record_message(app, tx, actor, (before, &after), &message).await?;
    notify(app, tx, &after, &message).await?;
    Ok(message)
}
