//! Reading a ticket, with its exchange.

use sigillo_contract::Operation;
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::{GetTicket, GetTicketHistory};
use sigillo_contract::page::Page;
use sigillo_contract::ticket::{
    TicketAttachment as ShownAttachment, TicketClosure, TicketContext as ShownContext,
    TicketDetail, TicketMessage as ShownMessage,
};
use sigillo_domain::history::Action;
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::{Side, Ticket, TicketAttachment, TicketContext};
use sigillo_storage::ticket_parts::{self, NamedMessage};
use sigillo_storage::tickets::NamedTicket;
use sigillo_storage::{Connection, StorageError};

use super::{find, shown, side};
use crate::caller::Identity;
use crate::error::AppError;
use crate::scope::InScope;
use crate::subject_history::HistoryPage;
use crate::{App, Grant};

pub async fn get(
    app: &App,
    grant: &Grant<GetTicket>,
    id: TicketId,
) -> Result<TicketDetail, AppError> {
    let mut on = app.db.read().await?;
    let found = find(&mut on, grant, id).await?;
    Ok(detail(&mut on, grant, found).await?)
}

pub async fn history(
    app: &App,
    grant: &Grant<GetTicketHistory>,
    id: TicketId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let mut page = HistoryPage::requested(query)?;
    if side(grant.caller()) == Side::Customer {
        page = page.without(Action::InternalNoteAdded);
    }
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    page.read(&app.db, &mut on, id.subject()).await
}

/// The ticket as its page shows it. What is internal to the support is shown to nobody else.
pub(super) async fn detail<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    found: InScope<NamedTicket>,
) -> Result<TicketDetail, StorageError> {
    let side = side(grant.caller());
    let sees = |internal: bool| !internal || side == Side::Support;
    let id = found.ticket.id;
    let messages = ticket_parts::messages(on, id).await?.into_iter().map(message);
    let attachments = ticket_parts::attachments(on, id).await?.into_iter().map(attachment);
    let named = found.into_row();
    let Ticket { description, email, language, context, closure, status, .. } =
        named.ticket.clone();
    Ok(TicketDetail {
        ticket: shown(named, side),
        description,
        email,
        language,
        context: context.map(shown_context),
        closure: closure.map(|closure| TicketClosure {
            problem: closure.problem,
            action: closure.action,
            solution: closure.solution,
        }),
        messages: messages.filter(|message| sees(message.internal)).collect(),
        attachments: attachments.filter(|attachment| sees(attachment.internal)).collect(),
        may: status.events(grant.caller().role()),
    })
}

fn message(named: NamedMessage) -> ShownMessage {
    let NamedMessage { message, author_name } = named;
    ShownMessage {
        id: message.id,
        at: message.at,
        internal: message.event.is_internal(),
        event: message.event,
        from: message.from,
        to: message.to,
        author: message.author,
        author_name,
        by_support: message.by_support,
        by_mail: message.by_mail,
        text: message.text,
    }
}

pub(super) fn attachment(attachment: TicketAttachment) -> ShownAttachment {
    ShownAttachment {
        id: attachment.id,
        message_id: attachment.message_id,
        name: attachment.name,
        format: attachment.format,
        bytes: attachment.bytes,
        sha256: attachment.sha256,
        internal: attachment.internal,
        created_at: attachment.created_at,
        created_by: attachment.created_by,
    }
}

fn shown_context(context: TicketContext) -> ShownContext {
    ShownContext {
        page: context.page,
        mailbox: context.mailbox,
        trace_id: context.trace_id,
        history: context.history,
        failed_messages: context.failed_messages,
        unapplied_effects: context.unapplied_effects,
        outages: context.outages,
    }
}
