//! Sending the messages of the outbox.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{FuturesUnordered, StreamExt};
use sigillo_domain::id::{ContractId, TicketId};
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::message::{
    Content, ContractMessage, MessageKind, MessageState, SavedViewMessage, retry_delay,
};
use sigillo_storage::messages::{self, Message, Outcome};
use sigillo_storage::{Tx, links};
use uuid::Uuid;

use crate::contracts::signing::{self, DrawnCode};
use crate::error::AppError;
use crate::links::TOKEN_LIFETIME;
use crate::reports::schedules;
use crate::{Accepted, App, Mailer, OutgoingMessage, Undelivered, contracts, secret};

/// How long a worker may keep a message: [`super::SEND_TIMEOUT`] and some time for the rest. A
/// worker that dies delays its messages by this much.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Claims up to `limit` due messages, sends them concurrently, and returns how many there were. Any
/// number of workers on any number of servers may do so.
///
/// The recorded outcome is the mail server's reply. If a worker dies between the reply and the
/// record, the message is sent again, with the same `Message-ID`.
pub async fn deliver(app: &App, mailer: &dyn Mailer, limit: i64) -> Result<usize, AppError> {
    let now = app.now();
    // A read is cheap and does not occupy SQLite's single writer.
    let mut on = app.db.read().await?;
    if !messages::any_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);

    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = messages::claim(&mut tx, lease, now, now + LEASE, limit).await?;
    let taken = claimed.len();
    let mut outgoing = vec![];
    for message in claimed {
        match prepare(app, &mut tx, &message, now).await? {
            Some(prepared) => outgoing.push((message, prepared)),
            None => drop_message(&mut tx, &message, lease, now).await?,
        }
    }
    tx.commit().await?;
    let outgoing = with_reports(app, outgoing, lease, now).await?;

    let mut sending: FuturesUnordered<_> = outgoing
        .iter()
        .map(|(message, prepared)| async move { (message, mailer.send(prepared).await) })
        .collect();
    let mut outcome = Ok(taken);
    while let Some((message, answer)) = sending.next().await {
        // A message whose outcome cannot be recorded is sent again; the others are not affected.
        if let Err(error) = finish(app, message, lease, answer).await {
            outcome = Err(error);
        }
    }
    outcome
}

/// Adds the reports to the messages that are to have one, and drops those whose report is not to be sent any more. A report
/// takes longer to make than a transaction may be open.
async fn with_reports(
    app: &App,
    outgoing: Vec<(Message, OutgoingMessage)>,
    lease: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<(Message, OutgoingMessage)>, AppError> {
    let mut complete = vec![];
    for (message, mut prepared) in outgoing {
        if let Content::Report(content) = &message.content {
            match schedules::attachment(app, &message, content).await {
                Ok(Some(attachment)) => prepared.attachment = Some(attachment),
                Ok(None) => {
                    let mut tx = app.db.begin().await?;
                    drop_message(&mut tx, &message, lease, now).await?;
                    tx.commit().await?;
                    continue;
                }
                Err(error) => {
                    tracing::error!(message = %message.id, %error, "a report could not be made");
                    // It is tried again later, and holds up no other message meanwhile.
                    let reply = "the report could not be made".to_owned();
                    let answer = Err(Undelivered { server: String::new(), reply, is_final: false });
                    finish(app, &message, lease, answer).await?;
                    continue;
                }
            }
        }
        complete.push((message, prepared));
    }
    Ok(complete)
}

/// The message to send; None if its link was used or replaced meanwhile. The token is generated
/// here, and its hash is committed before the message is sent: nothing that opens a link is ever
/// stored.
async fn prepare(
    app: &App,
    tx: &mut Tx,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Option<OutgoingMessage>, AppError> {
    let mut link_token = None;
    if let Some(link_id) = message.link_id {
        let token = secret::draw(&*app.entropy);
        let expires_at = match message.kind.link_purpose() {
            // The link of a contract can be used for as long as the contract can be signed.
            Some(LinkPurpose::SignContract) => links::expiry(tx, link_id).await?.unwrap_or(now),
            _ => now + TOKEN_LIFETIME,
        };
        if !links::add_token(tx, link_id, &secret::hash(&token), expires_at).await? {
            return Ok(None);
        }
        link_token = Some(token);
    }
    let (mut code, mut attachment) = (None, None);
    if let Some(id) = message.subject.id_of::<ContractId>() {
        match &message.content {
            Content::Contract(ContractMessage::Code { .. }) => {
                match signing::draw_for_message(app, tx, id, message.created_at).await? {
                    Some(DrawnCode(drawn)) => code = Some(drawn),
                    None => return Ok(None),
                }
            }
            Content::Contract(ContractMessage::Sealed { .. }) => {
                attachment = contracts::sealed_copy(tx, id).await?;
            }
            _ => {}
        }
    }
    if let Content::SavedView(SavedViewMessage::Alert { alert_id, .. }) = &message.content {
        let view_id = message.subject.id_of();
        link_token = view_id.map(|view_id| app.alert_links.token(view_id, *alert_id));
    }
    let ticket_id = message.subject.id_of::<TicketId>();
    let reply_to = app.ticket_replies.as_ref().zip(ticket_id);
    let reply_to = reply_to.map(|(replies, id)| replies.address(id, &message.recipient));
    Ok(Some(OutgoingMessage {
        id: message.id,
        written_at: message.created_at,
        recipient: message.recipient.clone(),
        language: message.language,
        kind: message.kind,
        subject: message.subject,
        subject_name: message.subject_name.clone(),
        content: message.content.clone(),
        link_token,
        code,
        reply_to,
        attachment,
    }))
}

async fn drop_message(
    tx: &mut Tx,
    message: &Message,
    lease: Uuid,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let outcome =
        Outcome { state: MessageState::Dropped, server: None, reply: None, next_attempt_at: None };
    messages::finish(tx, message.id, lease, &outcome, now).await?;
    Ok(())
}

async fn finish(
    app: &App,
    message: &Message,
    lease: Uuid,
    answer: Result<Accepted, Undelivered>,
) -> Result<(), AppError> {
    let now = app.now();
    let outcome = outcome(message, answer, now);
    let mut tx = app.db.begin().await?;
    let held = messages::finish(&mut tx, message.id, lease, &outcome, now).await?;
    if held && outcome.state == MessageState::Failed {
        note_failure(app, &mut tx, message).await?;
    }
    tx.commit().await?;
    if !held {
        tracing::warn!(message = %message.id, "the lease of a message ran out while it was sent");
    }
    Ok(())
}

/// A contract whose link could not be delivered says so.
async fn note_failure(app: &App, tx: &mut Tx, message: &Message) -> Result<(), AppError> {
    let has_link =
        matches!(message.kind, MessageKind::ContractToSign | MessageKind::ContractReminder);
    match message.subject.id_of::<ContractId>().filter(|_| has_link) {
        Some(id) => {
            let recipient = &message.recipient;
            contracts::could_not_deliver(app, tx, id, recipient, message.id.uuid()).await
        }
        None => Ok(()),
    }
}

fn outcome(
    message: &Message,
    answer: Result<Accepted, Undelivered>,
    now: DateTime<Utc>,
) -> Outcome {
    // PostgreSQL cannot store a NUL in a text, and a server may reply with anything.
    let kept = |words: String| Some(words.replace('\0', "\u{FFFD}"));
    match answer {
        Ok(Accepted { server, reply }) => Outcome {
            state: MessageState::Sent,
            server: Some(server),
            reply: kept(reply),
            next_attempt_at: None,
        },
        Err(Undelivered { server, reply, is_final }) => {
            // The claim has counted this attempt already.
            let next = now + retry_delay(message.attempts);
            let again = !is_final && next < message.gives_up_at;
            let state = if again { MessageState::Queued } else { MessageState::Failed };
            tracing::info!(message = %message.id, state = state.as_str(), %server, %reply,
                "a message was not accepted");
            Outcome {
                state,
                server: Some(server),
                reply: kept(reply),
                next_attempt_at: again.then_some(next),
            }
        }
    }
}
