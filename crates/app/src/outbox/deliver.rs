//! Carrying messages away.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{FuturesUnordered, StreamExt};
use sigillo_domain::message::{State, wait_after};
use sigillo_storage::messages::{self, Message, Outcome};
use sigillo_storage::{Tx, links};
use uuid::Uuid;

use crate::error::AppError;
use crate::links::TOKEN_LIFETIME;
use crate::{Accepted, App, Letter, Mailer, Undelivered, secret};

/// How long a message is a worker's alone: [`super::LONGEST_SEND`], with room for the rest. A worker
/// that dies holds its messages back by this much and no longer.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Takes up to `limit` due messages and hands them to the mailer, all at once; says how many there
/// were. Any number of workers on any server may do so.
///
/// What is recorded is what the mail server has said. A worker that dies between that answer and its
/// record leaves a message that is sent once more, under the same `Message-ID`.
pub async fn deliver(app: &App, mailer: &dyn Mailer, limit: i64) -> Result<usize, AppError> {
    let now = app.now();
    // Looking is cheap, and what SQLite's one writer is not asked for does not hold anybody up.
    let mut on = app.db.read().await?;
    if !messages::any_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);

    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = messages::claim(&mut tx, lease, now, now + LEASE, limit).await?;
    let taken = claimed.len();
    let mut letters = vec![];
    for message in claimed {
        match letter(app, &mut tx, &message, now).await? {
            Some(letter) => letters.push((message, letter)),
            None => drop_message(&mut tx, &message, lease, now).await?,
        }
    }
    tx.commit().await?;

    let mut sending: FuturesUnordered<_> = letters
        .iter()
        .map(|(message, letter)| async move { (message, mailer.send(letter).await) })
        .collect();
    let mut outcome = Ok(taken);
    while let Some((message, answer)) = sending.next().await {
        // What cannot be recorded is sent again; that is no reason to break off the others.
        if let Err(error) = finish(app, message, lease, answer).await {
            outcome = Err(error);
        }
    }
    outcome
}

/// The message as it is sent; None when the link in it was used or replaced meanwhile. The token is
/// drawn here, and its hash is committed before it goes out: nothing that opens a link is ever
/// stored.
async fn letter(
    app: &App,
    tx: &mut Tx,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Option<Letter>, AppError> {
    let mut link_token = None;
    if let Some(link_id) = message.link_id {
        let token = secret::draw(&*app.entropy);
        if !links::add_token(tx, link_id, &secret::hash(&token), now + TOKEN_LIFETIME).await? {
            return Ok(None);
        }
        link_token = Some(token);
    }
    Ok(Some(Letter {
        id: message.id,
        written_at: message.created_at,
        recipient: message.recipient.clone(),
        language: message.language,
        kind: message.kind,
        mailbox: message.mailbox_address.clone(),
        content: message.content.clone(),
        link_token,
    }))
}

async fn drop_message(
    tx: &mut Tx,
    message: &Message,
    lease: Uuid,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let outcome =
        Outcome { state: State::Dropped, server: None, reply: None, next_attempt_at: None };
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
    tx.commit().await?;
    if !held {
        tracing::warn!(message = %message.id, "the lease of a message ran out while it was sent");
    }
    Ok(())
}

fn outcome(
    message: &Message,
    answer: Result<Accepted, Undelivered>,
    now: DateTime<Utc>,
) -> Outcome {
    // Some databases keep no NUL in a text, and a server may say anything.
    let kept = |words: String| Some(words.replace('\0', "\u{FFFD}"));
    match answer {
        Ok(Accepted { server, reply }) => Outcome {
            state: State::Sent,
            server: Some(server),
            reply: kept(reply),
            next_attempt_at: None,
        },
        Err(Undelivered { server, reply, is_final }) => {
            // The claim has counted this attempt already.
            let next = now + wait_after(message.attempts);
            let again = !is_final && next < message.gives_up_at;
            let state = if again { State::Queued } else { State::Failed };
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
