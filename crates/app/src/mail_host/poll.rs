//! Measuring the use of mailboxes and comparing it with their soft limits (A14).

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use futures_util::future::{Either, select};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::mailbox_usage::{Figures, Measured};
use sigillo_storage::{Tx, domains, mail_host, mailbox_usage};

use super::kept;
use crate::error::AppError;
use crate::mailboxes::notify_soft_limit;
use crate::scope::InScope;
use crate::{App, SystemCaller, UsageByFolder};

/// How long one server holds a measurement exclusively. A longer one may be made twice, which does
/// no harm; a server that dies during one delays the next by this much.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// The delay before the next attempt when the mail host does not answer.
const AGAIN: TimeDelta = TimeDelta::seconds(10);
/// Number of mailboxes read at a time.
const BATCH: i64 = 1000;
/// Number of mailboxes written in one transaction, kept small so that others can write in between.
const WRITTEN: usize = 100;

/// Measures the use of all mailboxes if a measurement is due, at each interval on one server only.
/// Returns 1 if they were measured, else 0.
///
/// The mail host of a large site may take minutes to answer, for which a server that is asked to
/// end does not wait: once `cancelled` completes, the measurement is left to the next server at
/// once.
pub async fn poll(
    app: &App,
    every: TimeDelta,
    cancelled: impl Future<Output = ()>,
) -> Result<usize, AppError> {
    let Some(host) = &app.mail_host else { return Ok(0) };
    let started = app.now();
    // Checking first is cheap and does not occupy SQLite's only writer.
    let mut on = app.db.read().await?;
    if !mail_host::poll_due(&mut on, started).await? {
        return Ok(0);
    }
    drop(on);
    let mut tx = app.db.begin().await?;
    let mine = mail_host::claim_poll(&mut tx, started, started + LEASE).await?;
    tx.commit().await?;
    if !mine {
        return Ok(0);
    }
    let found = match select(pin!(cancelled), host.usage()).await {
        Either::Left(((), _)) => {
            let mut tx = app.db.begin().await?;
            mail_host::release_poll(&mut tx, app.now()).await?;
            tx.commit().await?;
            return Ok(0);
        }
        Either::Right((found, _)) => found,
    };
    match found {
        Ok(found) => {
            note_all(app, &found, started).await?;
            // After a slow measurement the mail host is left alone for as long again.
            let ended = app.now();
            let next = (started + every).max(ended + (ended - started));
            let mut tx = app.db.begin().await?;
            mail_host::measured(&mut tx, started, next).await?;
            tx.commit().await?;
            Ok(1)
        }
        Err(error) => {
            tracing::warn!(%error, "use could not be measured");
            let now = app.now();
            let mut tx = app.db.begin().await?;
            let (trouble, detail) = (error.trouble(), kept(&error.to_string()));
            mail_host::failed(&mut tx, now, trouble, &detail, now + every.min(AGAIN)).await?;
            tx.commit().await?;
            Ok(0)
        }
    }
}

async fn note_all(
    app: &App,
    found: &HashMap<String, UsageByFolder>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let hour = at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at);
    let mut after = None;
    loop {
        let mut on = app.db.read().await?;
        let rows = mailbox_usage::with_store(&mut on, after, BATCH).await?;
        drop(on);
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.mailbox_id);
        let news: Vec<_> = rows
            .into_iter()
            .map(|row| (figures(found.get(&row.address), row.has_archive_quota), row))
            .filter(|(figures, row)| is_news(figures, row, hour))
            .collect();
        for part in news.chunks(WRITTEN) {
            let mut tx = app.db.begin().await?;
            for (figures, row) in part {
                note(app, &mut tx, row.mailbox_id, figures, hour).await?;
            }
            tx.commit().await?;
        }
    }
}

/// What a mailbox holds. Its archive does not count to its quota where it has one of its own.
fn figures(found: Option<&UsageByFolder>, has_archive_quota: bool) -> Figures {
    let found = found.copied().unwrap_or_default();
    Figures {
        inbox_bytes: found.inbox.bytes,
        archive_bytes: found.archive.bytes,
        used_bytes: found.total.bytes - if has_archive_quota { found.archive.bytes } else { 0 },
        messages: found.total.messages,
    }
}

/// Whether a measurement must be stored: it differs from the last one, or is the first of its day.
fn is_news(figures: &Figures, row: &Measured, hour: DateTime<Utc>) -> bool {
    let first_of_day = row.kept_at.is_none_or(|kept| kept.date_naive() < hour.date_naive());
    row.figures.as_ref() != Some(figures) || first_of_day
}

async fn note(
    app: &App,
    tx: &mut Tx,
    id: MailboxId,
    figures: &Figures,
    hour: DateTime<Utc>,
) -> Result<(), AppError> {
    let worker = SystemCaller::new("measuring");
    let Some(found) = InScope::of_system(tx, &worker, id).await? else { return Ok(()) };
    if !found.has_store() {
        return Ok(());
    }
    let mut mailbox = Mailbox { used_bytes: Some(figures.used_bytes), ..(*found).clone() };
    let space_runs_out = mailbox.judge_soft_limit();
    let mailbox = found.changed(mailbox);
    mailbox_usage::note(tx, id, figures, hour, mailbox.soft_limit_told).await?;
    if space_runs_out && let Some(owned) = domains::find(tx, mailbox.domain_id).await? {
        notify_soft_limit(app, tx, &mailbox, &owned.domain).await?;
    }
    Ok(())
}
