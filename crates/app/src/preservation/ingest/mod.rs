//! Reading preserved mailboxes.
//!
//! A mailbox is due when something was delivered to it, and for the reconciliation. One server at a time reads it, under
//! a lease. For each folder there is a position, which moves on in the transaction that stores a receipt, by
//! compare-and-set: two servers that read the same one store it once. A receipt is known again by its fingerprint, and,
//! without reading it, by a hash of its headers, which stays the same wherever it is moved.

mod fingerprint;
mod receipt;
mod walk;

pub(crate) use fingerprint::fingerprint;

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::id::{MailboxId, OrganizationId};
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::preservation::Period;
use sigillo_storage::preservation_readings::{self as readings, Claimed, Ended};
use sigillo_storage::{domains, mailboxes, preservation_periods};
use thiserror::Error;
use uuid::Uuid;

use super::Preservation;
use crate::App;
use crate::error::{AppError, NOT_FOUND};
use crate::ports::{MailSourceError, ObjectError, ReceiptReaderError};

/// How long one server holds a mailbox: so long after a server has died it is read by another one. It is prolonged while
/// the mailbox is read.
const LEASE: TimeDelta = TimeDelta::seconds(15);
const PROLONGED_AFTER: TimeDelta = TimeDelta::seconds(5);
/// When a mailbox is read again after a delivery: a user may have moved a receipt to a folder that had been read.
const SECOND_LOOK: TimeDelta = TimeDelta::seconds(20);
/// How long after the end of a period what came within it may still become visible.
const SETTLING: TimeDelta = TimeDelta::minutes(2);
/// The waits after failures in a row, in seconds.
const WAITS: [i64; 7] = [1, 2, 5, 10, 30, 60, 120];

/// Reads the mailbox that is longest due. Returns how many were read: 0 if none is due.
pub async fn read_due(app: &App) -> Result<usize, AppError> {
    let Some(preservation) = &app.preservation else { return Ok(0) };
    let now = app.now();
    // Checking first is cheap and does not occupy SQLite's only writer.
    let mut on = app.db.read().await?;
    if !readings::any_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);
    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = readings::claim(&mut tx, lease, now, now + LEASE).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(0) };
    // What went wrong is recorded with the mailbox.
    let _setback = read_claimed(app, preservation, &claimed, lease).await?;
    Ok(1)
}

/// Reads everything that came into a cancelled mailbox, before its store is destroyed. The error says why that could
/// not be done now.
pub(crate) async fn drain(app: &App, mailbox: &Mailbox) -> Result<(), String> {
    let stored = |error: &dyn std::fmt::Display| format!("the panel: {error}");
    let mut on = app.db.read().await.map_err(|error| stored(&error))?;
    let is_preserved = readings::exists(&mut on, mailbox.id).await;
    drop(on);
    if !is_preserved.map_err(|error| stored(&error))? {
        return Ok(());
    }
    let Some(preservation) = &app.preservation else {
        return Err(
            "no server is configured to read its receipts (SIGILLO_PRESERVATION_IMAP_URL)".into()
        );
    };
    let (lease, now) = (app.new_id(), app.now());
    let claiming = async {
        let mut tx = app.db.begin().await?;
        let claimed = readings::claim_one(&mut tx, mailbox.id, lease, now, now + LEASE).await?;
        tx.commit().await?;
        Ok::<_, AppError>(claimed)
    };
    let claimed = claiming.await.map_err(|error| stored(&error))?;
    let claimed = claimed.ok_or_else(|| "its receipts are being read".to_owned())?;
    let setback = read_claimed(app, preservation, &claimed, lease).await;
    setback.map_err(|error| stored(&error))?.map_or(Ok(()), Err)
}

/// Reads a mailbox and records how that went. Returns why it did not come to its end; the error is one of the database.
async fn read_claimed(
    app: &App,
    preservation: &Preservation,
    claimed: &Claimed,
    lease: Uuid,
) -> Result<Option<String>, AppError> {
    let began_at = app.now();
    let mut reading = Reading::of(app, preservation, claimed, lease, began_at).await?;
    let outcome = reading.run().await;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let setback = match outcome {
        Ok(()) => {
            readings::end(&mut tx, claimed, lease, reading.ended(claimed), now).await?;
            None
        }
        // Whoever has overtaken this server reads on.
        Err(ReadError::Overtaken) => {
            readings::release(&mut tx, claimed.mailbox_id, lease).await?;
            Some("its receipts are being read by another server".to_owned())
        }
        Err(error) => {
            let step = usize::try_from(claimed.attempts).unwrap_or(usize::MAX).min(WAITS.len() - 1);
            let next = now + TimeDelta::seconds(WAITS[step]);
            let text: String =
                error.to_string().replace('\0', "\u{FFFD}").chars().take(500).collect();
            tracing::warn!(mailbox = %claimed.mailbox_id, error = text, "a mailbox could not be read");
            readings::fail(&mut tx, claimed, lease, &text, now, next).await?;
            Some(text)
        }
    };
    tx.commit().await?;
    Ok(setback)
}

/// Why a reading ended early.
#[derive(Debug, Error)]
enum ReadError {
    #[error("the mail host: {0}")]
    Source(#[from] MailSourceError),
    #[error(transparent)]
    Objects(#[from] ObjectError),
    #[error(transparent)]
    Reader(#[from] ReceiptReaderError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error("another server has read on")]
    Overtaken,
}

impl From<sigillo_storage::StorageError> for ReadError {
    fn from(error: sigillo_storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

/// A mailbox that is being read.
struct Reading<'a> {
    app: &'a App,
    preservation: &'a Preservation,
    mailbox: Mailbox,
    organization_id: OrganizationId,
    periods: Vec<Period>,
    /// Whether everything is looked at again.
    reconciles: bool,
    lease: Uuid,
    prolonged_at: DateTime<Utc>,
    began_at: DateTime<Utc>,
    /// What only the look at everything has found: how many, and the first of them by arrival.
    missed: Option<(i64, DateTime<Utc>)>,
}

impl<'a> Reading<'a> {
    async fn of(
        app: &'a App,
        preservation: &'a Preservation,
        claimed: &Claimed,
        lease: Uuid,
        began_at: DateTime<Utc>,
    ) -> Result<Self, AppError> {
        let id: MailboxId = claimed.mailbox_id;
        let mut on = app.db.read().await?;
        let mailbox = mailboxes::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
        let domain = domains::find(&mut on, mailbox.domain_id).await?.ok_or(NOT_FOUND)?;
        let periods = preservation_periods::of_mailbox(&mut on, id).await?;
        Ok(Self {
            app,
            preservation,
            organization_id: domain.domain.organization_id,
            mailbox,
            periods,
            reconciles: claimed.reconcile_at <= began_at,
            lease,
            prolonged_at: began_at,
            began_at,
            missed: None,
        })
    }

    async fn run(&mut self) -> Result<(), ReadError> {
        let mut mailbox = self.preservation.source.open(&self.mailbox.address).await?;
        let walked = self.walk(&mut *mailbox).await;
        mailbox.close().await;
        walked
    }

    /// What is recorded of a reading that came to its end.
    fn ended(&self, claimed: &Claimed) -> Ended {
        let every = self.preservation.reconcile_every;
        let reconcile_at =
            if self.reconciles { self.began_at + every } else { claimed.reconcile_at };
        let over = self.periods.iter().map(|period| period.ended_at);
        let over = over.collect::<Option<Vec<_>>>().and_then(|ends| ends.into_iter().max());
        let is_over = self.reconciles && over.is_some_and(|end| self.began_at > end + SETTLING);
        // A cancelled mailbox is read on the way to its destruction, and by nobody afterwards.
        let is_over = is_over || self.mailbox.state == MailboxState::Cancelled;
        let next = if claimed.behind_since.is_some() {
            reconcile_at.min(self.app.now() + SECOND_LOOK)
        } else {
            reconcile_at
        };
        Ended {
            began_at: self.began_at,
            next: (!is_over).then_some(next),
            reconciled: self.reconciles.then_some(reconcile_at),
            missed: self.missed,
        }
    }

    /// Keeps the mailbox for this server. That another one has taken it over shows when something is stored.
    async fn prolong(&mut self) -> Result<(), ReadError> {
        let now = self.app.now();
        if now - self.prolonged_at > PROLONGED_AFTER {
            let mut tx = self.app.db.begin().await?;
            readings::prolong(&mut tx, self.mailbox.id, self.lease, now + LEASE).await?;
            tx.commit().await?;
            self.prolonged_at = now;
        }
        Ok(())
    }

    fn covers(&self, arrived_at: DateTime<Utc>) -> bool {
        self.periods.iter().any(|period| period.covers(arrived_at))
    }
}
