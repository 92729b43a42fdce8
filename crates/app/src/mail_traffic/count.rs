//! Counting what was added to a log since it was last read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sigillo_domain::Code;
use sigillo_domain::id::{DomainId, MailboxId};
use sigillo_storage::mail_log::{self, MailLogRow, Progress, Reader};
use sigillo_storage::mailbox_traffic::{self, Known, Traffic};
use sigillo_storage::{Connection, Tx, mailbox_openings, preservation_readings};
use uuid::Uuid;

use super::lines::{Event, read};
use crate::error::AppError;
use crate::ports::{LogPart, MailLog, MailLogError};
use crate::{App, local_time};

/// How long the others leave a log to the server that has read it.
const HELD: TimeDelta = TimeDelta::seconds(10);
/// How often it is recorded that a log was read in which nothing was new.
const NOTED: TimeDelta = TimeDelta::seconds(30);
/// After how long without a reader the log of another machine is taken up: the mail host has moved.
const GIVEN_UP: TimeDelta = TimeDelta::days(1);

/// Counts a part of a log, once whatever the number of servers that read it. Returns 1 if there may be more, else 0.
///
/// `server` tells this server from others. What is counted and up to where it was read are recorded together, so that
/// nothing is missed or counted twice when a server is killed. The first time counting begins at the end of the log.
/// Where the log is not, nothing is done.
pub async fn count(app: &App, log: &dyn MailLog, server: Uuid) -> Result<usize, AppError> {
    let now = app.now();
    let mut on = app.db.read().await?;
    let found = mail_log::get(&mut on, log.kind()).await?;
    drop(on);
    let reader = Reader { server, until: now + HELD, machine: log.machine() };
    let Some(found) = found else {
        let Some(end) = present(log.end().await)? else { return Ok(0) };
        let mut tx = app.db.begin().await?;
        mail_log::begin(&mut tx, log.kind(), &end, reader, now).await?;
        tx.commit().await?;
        return Ok(0);
    };
    if found.held_by != server && found.held_until > now {
        return Ok(0);
    }
    let read = log.read(&found.position, found.read_at, now).await;
    let Some(part) = present(read)? else { return Ok(0) };
    // A file that goes on from the position is the same log, also on another machine.
    let goes_on = !part.has_gap && found.position.head_length > 0;
    if found.machine != log.machine() && !goes_on && now - found.read_at < GIVEN_UP {
        return Ok(0);
    }
    if part.next == found.position && now - found.read_at < NOTED {
        return Ok(0);
    }
    record(app, log, &found, &part, reader).await
}

/// What was read; None where the log is not on this machine.
fn present<T>(read: Result<T, MailLogError>) -> Result<Option<T>, AppError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error @ MailLogError::Missing(_)) => {
            tracing::debug!(%error, "a log of the mail host is not here");
            Ok(None)
        }
        Err(MailLogError::Unreadable(why)) => {
            Err(AppError::Detailed(Code::MailHostUnavailable, why))
        }
    }
}

async fn record(
    app: &App,
    log: &dyn MailLog,
    found: &MailLogRow,
    part: &LogPart,
    reader: Reader<'_>,
) -> Result<usize, AppError> {
    let now = app.now();
    let read = part.lines.iter().map(|line| read(log.kind(), line));
    let (good, bad): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
    let events: Vec<_> = good.into_iter().flatten().flatten().collect();
    let unreadable_lines = i64::try_from(bad.len()).unwrap_or(i64::MAX) + part.overlong_lines;
    let progress = Progress { position: &part.next, unreadable_lines, has_gap: part.has_gap };
    let mut tx = app.db.begin().await?;
    if !mail_log::move_on(&mut tx, log.kind(), found, progress, reader, now).await? {
        return Ok(0);
    }
    let tally = Tally::of(&mut tx, &events, now).await?;
    tally.add(&mut tx, now).await?;
    let begun = events.iter().filter_map(|event| match event {
        Event::HandoverBegun { at, .. } => Some(*at),
        _ => None,
    });
    if let Some(latest) = begun.max() {
        mail_log::forget_handovers(&mut tx, latest).await?;
    }
    tx.commit().await?;
    if unreadable_lines > 0 || part.has_gap {
        let (log, gap) = (log.kind().as_str(), part.has_gap);
        tracing::warn!(
            log,
            unreadable_lines,
            gap,
            "a log of the mail host could not be read whole"
        );
    }
    Ok(usize::from(part.has_more))
}

/// What a part of a log comes to. The order is fixed, so that two transactions do not deadlock.
#[derive(Default)]
struct Tally {
    counted: BTreeMap<(MailboxId, NaiveDate), (DomainId, Traffic)>,
    opened: BTreeMap<MailboxId, DateTime<Utc>>,
    /// The mailboxes that something was delivered to: those that are preserved are to be read.
    delivered: BTreeSet<MailboxId>,
}

impl Tally {
    async fn of(tx: &mut Tx, events: &[Event], now: DateTime<Utc>) -> Result<Self, AppError> {
        let mut tally = Self::default();
        let mailboxes = known(tx, events).await?;
        for event in events {
            match event {
                Event::Received { address, at } => {
                    if let Some(mailbox) = mailboxes.get(address) {
                        tally.count(*mailbox, *at, Traffic::RECEIVED);
                        tally.delivered.insert(mailbox.mailbox_id);
                    }
                }
                Event::Opened { address, at } => {
                    if let Some(mailbox) = mailboxes.get(address) {
                        // A clock that is ahead must not hide the openings of years.
                        let latest = tally.opened.entry(mailbox.mailbox_id).or_insert(*at);
                        *latest = (*at).max(*latest).min(now);
                    }
                }
                Event::HandoverBegun { queue_id, address, at } => {
                    if let Some(mailbox) = mailboxes.get(address) {
                        mail_log::begin_handover(tx, queue_id, mailbox.mailbox_id, *at).await?;
                    }
                }
                Event::Accepted { .. } => {}
            }
        }
        tally.count_accepted(tx, events).await?;
        Ok(tally)
    }

    /// Counts the messages that were accepted, each the first time this is told.
    async fn count_accepted(&mut self, tx: &mut Tx, events: &[Event]) -> Result<(), AppError> {
        let ids = events.iter().filter_map(|event| match event {
            Event::Accepted { queue_id } => Some(queue_id.as_str()),
            _ => None,
        });
        let ids: Vec<_> = ids.collect::<BTreeSet<_>>().into_iter().collect();
        let ended = mail_log::end_handovers(tx, &ids).await?;
        let senders: Vec<_> = ended.iter().map(|handover| handover.mailbox_id).collect();
        let domains = mailbox_traffic::domains_of(tx, &senders).await?;
        for handover in ended {
            let mailbox_id = handover.mailbox_id;
            if let Some(domain_id) = domains.get(&mailbox_id) {
                let mailbox = Known { mailbox_id, domain_id: *domain_id };
                self.count(mailbox, handover.begun_at, Traffic::SENT);
            }
        }
        Ok(())
    }

    fn count(&mut self, mailbox: Known, at: DateTime<Utc>, traffic: Traffic) {
        let place = (mailbox.mailbox_id, local_time(at).date());
        let (_, counted) =
            self.counted.entry(place).or_insert((mailbox.domain_id, Traffic::default()));
        *counted += traffic;
    }

    async fn add(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<(), AppError> {
        mailbox_traffic::add(tx, &self.counted).await?;
        let delivered: Vec<_> = self.delivered.iter().copied().collect();
        preservation_readings::delivered(tx, &delivered, now).await?;
        for (mailbox, at) in &self.opened {
            mailbox_openings::opened(tx, *mailbox, *at).await?;
        }
        Ok(())
    }
}

/// The mailboxes that the events name.
async fn known(
    on: &mut impl Connection,
    events: &[Event],
) -> Result<HashMap<String, Known>, AppError> {
    let addresses = events.iter().filter_map(|event| match event {
        Event::Received { address, .. }
        | Event::Opened { address, .. }
        | Event::HandoverBegun { address, .. } => Some(address.as_str()),
        Event::Accepted { .. } => None,
    });
    let addresses: Vec<_> = addresses.collect::<BTreeSet<_>>().into_iter().collect();
    Ok(mailbox_traffic::known(on, &addresses).await?)
}
