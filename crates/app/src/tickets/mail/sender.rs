//! Who has written an e-mail, and in which ticket.

use sigillo_contract::operations::AddTicketMessage;
use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::history::{Actor, ActorKind};
use sigillo_domain::id::TicketId;
use sigillo_domain::message::Language;
use sigillo_domain::ticket::{MailRefusal, Side};
use sigillo_storage::tickets::{self, NamedTicket};
use sigillo_storage::{StorageError, Tx, accounts, ticket_mail};
use uuid::Uuid;

use super::Refused;
use crate::caller::JobCaller;
use crate::error::AppError;
use crate::ports::IncomingMail;
use crate::scope::InScope;
use crate::tickets::enter::Author;
use crate::tickets::reply_address::Token;
use crate::{App, Caller, Grant};

/// How many of the e-mails that one answers are looked for: the nearest come first.
const ANSWERED: usize = 50;

/// Somebody who has proven to have been sent a notice of a ticket.
pub(crate) struct ProvenSender {
    ticket_id: TicketId,
    address: String,
    language: Language,
}

/// Finds out who has written an e-mail.
pub(super) async fn prove(
    app: &App,
    mail: &IncomingMail,
) -> Result<Result<ProvenSender, Refused>, AppError> {
    let Some(address) = &mail.sender else { return Ok(Err((MailRefusal::NoTicket, None))) };
    let mut on = app.db.read().await?;
    let tokens = app.ticket_replies.iter().flat_map(|replies| {
        mail.recipients.iter().filter_map(|recipient| replies.read(recipient, address))
    });
    let mut named = None;
    for token in tokens {
        match token {
            Token::Valid(id) => {
                named = Some(Token::Valid(id));
                break;
            }
            Token::Invalid => named = Some(Token::Invalid),
        }
    }
    let ticket_id = match named {
        Some(Token::Valid(id)) => id,
        Some(Token::Invalid) => return Ok(Err((MailRefusal::WrongSender, None))),
        None => {
            let answered = mail.answers.iter().filter_map(|id| notice_id(id)).take(ANSWERED);
            let notices = ticket_mail::notices(&mut on, &answered.collect::<Vec<_>>()).await?;
            let own = notices.iter().find(|(_, to)| to.eq_ignore_ascii_case(address));
            match (own, notices.first()) {
                (Some((id, _)), _) => *id,
                (None, Some((id, _))) => return Ok(Err((MailRefusal::WrongSender, Some(*id)))),
                (None, None) => return Ok(Err((MailRefusal::NoTicket, None))),
            }
        }
    };
    let Some(found) = tickets::find(&mut on, ticket_id).await? else {
        return Ok(Err((MailRefusal::NoTicket, None)));
    };
    let told = found.ticket.email.as_deref();
    if !told.is_some_and(|told| told.eq_ignore_ascii_case(address)) {
        return Ok(Err((MailRefusal::WrongSender, Some(ticket_id))));
    }
    let language = found.ticket.language;
    Ok(Ok(ProvenSender { ticket_id, address: address.to_ascii_lowercase(), language }))
}

/// The id of the message that we have sent with this `Message-ID`.
fn notice_id(message_id: &str) -> Option<Uuid> {
    message_id.split('@').next()?.parse().ok()
}

impl ProvenSender {
    pub fn ticket_id(&self) -> TicketId {
        self.ticket_id
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// As whom the sender writes: as the requester, with the requester's present permissions. A ticket that the
    /// support has opened for somebody is answered by that person, who has no account.
    pub(in crate::tickets) async fn author(
        &self,
        tx: &mut Tx,
        found: &InScope<NamedTicket>,
    ) -> Result<Result<Author, MailRefusal>, AppError> {
        let without_account = || Author {
            role: Role::Assistant,
            account_id: None,
            name: self.address.clone(),
            actor: Actor { kind: ActorKind::System, id: None, name: "e-mail".to_owned() },
        };
        let Some(requester_id) = found.ticket.requester_id else {
            return Ok(Ok(without_account()));
        };
        let Some(named) = accounts::find(tx, requester_id).await? else {
            return Ok(Err(MailRefusal::NoAccess));
        };
        if Side::of(named.account.role) == Side::Support {
            return Ok(Ok(without_account()));
        }
        if named.account.state != AccountState::Enabled {
            return Ok(Err(MailRefusal::NoAccess));
        }
        let grants = accounts::grants(tx, requester_id).await?;
        let caller = Caller::Job(JobCaller::new(named, grants));
        let may = Grant::<AddTicketMessage>::to(caller)
            .and_then(|grant| InScope::new(&grant, (**found).clone()).map(|_| grant));
        Ok(may.map(|grant| Author::of(grant.caller())).map_err(|_| MailRefusal::NoAccess))
    }
}

impl InScope<NamedTicket> {
    /// Finds the ticket of a sender and locks it for a change.
    pub(super) async fn of_sender(
        tx: &mut Tx,
        sender: &ProvenSender,
    ) -> Result<Option<Self>, StorageError> {
        let found = tickets::find_to_change(tx, sender.ticket_id).await?;
        Ok(found.map(|row| Self::proven(row, sender)))
    }
}
