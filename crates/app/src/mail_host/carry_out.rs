//! Carrying out the effects that changes have on the mail host.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{FuturesUnordered, StreamExt};
use sigillo_domain::mail_host::{Effect, EffectState, Trouble, WATCH, wait_after};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::mail_host_effects::{self as effects, MailHostEffect};
use sigillo_storage::{mailbox_usage, mailboxes};
use uuid::Uuid;

use super::{expectation, kept};
use crate::error::{AppError, NOT_FOUND};
use crate::preservation::ingest;
use crate::{App, DirectoryEntry, MailHost, MailHostError};

/// How long a worker holds an effect exclusively. A worker that dies delays its effects by this
/// much at most; carrying one out twice does no harm.
const LEASE: TimeDelta = TimeDelta::minutes(2);
const FIRST_LOOK: TimeDelta = TimeDelta::seconds(2);

/// Claims up to `limit` due effects, carries them out concurrently and returns their number. Any
/// number of workers on any server may do so.
///
/// An effect counts as applied only once the mail host itself reports what the mailbox's row says
/// and no earlier session is left.
pub async fn carry_out(app: &App, limit: i64) -> Result<usize, AppError> {
    let Some(host) = &app.mail_host else { return Ok(0) };
    let now = app.now();
    let mut on = app.db.read().await?;
    if !effects::any_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);

    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = effects::claim(&mut tx, lease, now, now + LEASE, limit).await?;
    tx.commit().await?;
    let taken = claimed.len();
    let mut running: FuturesUnordered<_> =
        claimed.into_iter().map(|effect| one(app, &**host, effect, lease)).collect();
    let mut outcome = Ok(taken);
    while let Some(done) = running.next().await {
        if let Err(error) = done {
            outcome = Err(error);
        }
    }
    outcome
}

async fn one(
    app: &App,
    host: &dyn MailHost,
    effect: MailHostEffect,
    lease: Uuid,
) -> Result<(), AppError> {
    let mut on = app.db.read().await?;
    let mailbox = mailboxes::find(&mut on, effect.mailbox_id).await?.ok_or(NOT_FOUND)?;
    let (store, expected) = expectation::read(&mut on, &mailbox, app.now()).await?;
    drop(on);
    let after = if effect.effect.still_holds(&mailbox) {
        match bring_about(app, host, effect.effect, &mailbox, &store, expected.as_ref()).await {
            Ok(()) => applied(&effect, app.now()),
            Err(Setback { trouble, detail }) => {
                tracing::info!(effect = effect.effect.as_str(), mailbox = %mailbox.id,
                    trouble = trouble.as_str(), %detail, "not brought about yet");
                failing(&effect, trouble, &detail, app.now())
            }
        }
    } else {
        superseded(&effect, app.now())
    };
    let mut tx = app.db.begin().await?;
    if effects::finish(&mut tx, &after, lease).await?
        && (after.effect, after.state) == (Effect::Cancelled, EffectState::Applied)
    {
        mailbox_usage::clear(&mut tx, after.mailbox_id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Why an attempt failed.
struct Setback {
    trouble: Trouble,
    detail: String,
}

impl From<MailHostError> for Setback {
    fn from(error: MailHostError) -> Self {
        Self { trouble: error.trouble(), detail: error.to_string() }
    }
}

fn not_yet(detail: impl Into<String>) -> Setback {
    Setback { trouble: Trouble::NotYet, detail: detail.into() }
}

async fn bring_about(
    app: &App,
    host: &dyn MailHost,
    effect: Effect,
    mailbox: &Mailbox,
    store: &StorageKey,
    expected: Option<&DirectoryEntry>,
) -> Result<(), Setback> {
    let inspection = host.inspect(&mailbox.address, effect.ends_sessions()).await?;
    if inspection.delivery != mailbox.delivery() {
        let (must, is) = (mailbox.delivery().as_str(), inspection.delivery.as_str());
        return Err(not_yet(format!("delivery should be {must} and is {is}")));
    }
    let differences = expectation::differences(expected, inspection.entry.as_ref());
    if let Some(line) = expectation::line(&differences) {
        return Err(not_yet(line));
    }
    if inspection.signed_in_since {
        return Err(not_yet("somebody was signed in from before"));
    }
    // A store is destroyed only after the mail host refuses the mailbox, and what had come until then was read.
    if effect == Effect::Cancelled {
        let drained = ingest::drain(app, mailbox).await;
        drained.map_err(|detail| Setback { trouble: Trouble::NotPreserved, detail })?;
    }
    if effect == Effect::Cancelled && !host.destroy(store).await? {
        return Err(not_yet("messages were found again after they were destroyed"));
    }
    Ok(())
}

fn applied(effect: &MailHostEffect, now: DateTime<Utc>) -> MailHostEffect {
    let finished_at = effect.finished_at.unwrap_or(now);
    // The intervals between checks double.
    let next = now + (now - finished_at).max(FIRST_LOOK);
    let watched = effect.effect == Effect::Cancelled && next <= finished_at + WATCH;
    MailHostEffect {
        state: EffectState::Applied,
        next_attempt_at: watched.then_some(next),
        failing_since: None,
        trouble: None,
        detail: None,
        finished_at: Some(finished_at),
        ..effect.clone()
    }
}

fn failing(
    effect: &MailHostEffect,
    trouble: Trouble,
    detail: &str,
    now: DateTime<Utc>,
) -> MailHostEffect {
    MailHostEffect {
        state: EffectState::Failing,
        next_attempt_at: Some(now + wait_after(effect.attempts)),
        failing_since: effect.failing_since.or(Some(now)),
        trouble: Some(trouble),
        detail: Some(kept(detail)),
        finished_at: None,
        ..effect.clone()
    }
}

fn superseded(effect: &MailHostEffect, now: DateTime<Utc>) -> MailHostEffect {
    MailHostEffect {
        state: EffectState::Superseded,
        next_attempt_at: None,
        finished_at: Some(now),
        ..effect.clone()
    }
}
