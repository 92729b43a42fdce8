//! Telling the requester by e-mail what the support has done.

use sigillo_domain::message::{Content, MessageKind, TicketNews, TicketNotice};
use sigillo_domain::ticket::{Ticket, TicketEvent, TicketMessage};
use sigillo_storage::Tx;

use crate::App;
use crate::error::AppError;
use crate::outbox::MessageTrigger;

pub(super) async fn notify(
    app: &App,
    tx: &mut Tx,
    ticket: &Ticket,
    message: &TicketMessage,
) -> Result<(), AppError> {
    let (Some(email), Some((kind, tells))) = (&ticket.email, news(ticket, message)) else {
        return Ok(());
    };
    let content = Content::from(TicketNotice { summary: ticket.summary.clone(), tells });
    let trigger = MessageTrigger {
        subject: ticket.subject(),
        subject_name: &ticket.reference,
        language: ticket.language,
        id: message.id.uuid(),
        at: message.at,
    };
    trigger.queue(app, tx, kind, &content, [email.as_str()]).await
}

/// What there is to tell: nothing of what the requester's own side does, and nothing that is internal.
fn news(ticket: &Ticket, message: &TicketMessage) -> Option<(MessageKind, TicketNews)> {
    if !message.by_support {
        return None;
    }
    let text = message.text.clone();
    Some(match message.event {
        TicketEvent::Take => (MessageKind::TicketTaken, TicketNews::Taken),
        TicketEvent::Ask => (MessageKind::TicketAsked, TicketNews::Asked { text }),
        TicketEvent::AskApproval => {
            (MessageKind::TicketApprovalAsked, TicketNews::ApprovalAsked { text })
        }
        // The support reopens what it has closed by mistake.
        TicketEvent::Answer | TicketEvent::Reopen => {
            (MessageKind::TicketAnswered, TicketNews::Answered { text })
        }
        TicketEvent::Close => {
            let closure = ticket.closure.clone()?;
            let (problem, action, solution) = (closure.problem, closure.action, closure.solution);
            (MessageKind::TicketClosed, TicketNews::Closed { problem, action, solution })
        }
        TicketEvent::Release | TicketEvent::Approve | TicketEvent::Refuse | TicketEvent::Note => {
            return None;
        }
    })
}
