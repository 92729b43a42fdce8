//! The way through the folders of a mailbox.

use chrono::{DateTime, Utc};
use sigillo_storage::preservation_places::{self as places, Folder, Position};

use super::receipt::{Outcome, Place, Step};
use super::{ReadError, Reading};
use crate::ports::{MailSummary, OpenMailbox, OpenedFolder};

/// The number of e-mails that are asked about at a time.
const BATCH: usize = 500;

impl Reading<'_> {
    pub(super) async fn walk(&mut self, mailbox: &mut dyn OpenMailbox) -> Result<(), ReadError> {
        let Some(since) = self.periods.iter().map(|period| period.started_at).min() else {
            return Ok(());
        };
        for name in mailbox.folders().await? {
            let Some(opened) = mailbox.open(&name).await? else { continue };
            let folder =
                Folder { mailbox: self.mailbox.id, name: &name, uid_validity: opened.uid_validity };
            self.read_new(mailbox, &folder, opened, since).await?;
            if self.reconciles {
                self.reconcile(mailbox, &folder, opened, since).await?;
            }
        }
        Ok(())
    }

    /// Stores the receipts that have come into a folder since it was read.
    async fn read_new(
        &mut self,
        mailbox: &mut dyn OpenMailbox,
        folder: &Folder<'_>,
        opened: OpenedFolder,
        since: DateTime<Utc>,
    ) -> Result<(), ReadError> {
        let mut on = self.app.db.read().await?;
        let mut position = places::position(&mut on, folder.mailbox, folder.name).await?;
        drop(on);
        let known = position.filter(|position| position.uid_validity == folder.uid_validity);
        let first = known.map_or(1, |position| position.last_uid + 1);
        let last = opened.next_uid - 1;
        if first > last {
            return Ok(());
        }
        let arrived = mailbox.arrived((first, last), since).await?;
        for batch in arrived.chunks(BATCH) {
            for mail in mailbox.summaries(batch).await? {
                self.prolong().await?;
                if mail.is_receipt && self.covers(mail.arrived_at) {
                    let moves = Some(&mut position);
                    self.take(mailbox, folder, &mail, moves).await?;
                }
            }
            self.move_on(folder, &mut position, batch.last().copied().unwrap_or(last)).await?;
        }
        self.move_on(folder, &mut position, last).await
    }

    /// Takes one receipt; without a position it is one that was missed. Returns whether it is new.
    async fn take(
        &mut self,
        mailbox: &mut dyn OpenMailbox,
        folder: &Folder<'_>,
        mail: &MailSummary,
        position: Option<&mut Option<Position>>,
    ) -> Result<bool, ReadError> {
        let step = position.as_ref().map_or(Step::Behind, |position| Step::From(**position));
        let place = Place { folder: *folder, uid: mail.uid, step };
        let outcome = self.take_in(mailbox, mail, &place).await?;
        // What is gone is further on: in the folder that it was moved to, or where the mail host keeps what is deleted.
        if let (Some(position), true) = (position, outcome != Outcome::Gone) {
            *position = Some(Position { uid_validity: folder.uid_validity, last_uid: mail.uid });
        }
        Ok(outcome == Outcome::Stored)
    }

    async fn move_on(
        &self,
        folder: &Folder<'_>,
        position: &mut Option<Position>,
        last_uid: i64,
    ) -> Result<(), ReadError> {
        let to = Position { uid_validity: folder.uid_validity, last_uid };
        if *position == Some(to) {
            return Ok(());
        }
        let mut tx = self.app.db.begin().await?;
        if !places::move_on(&mut tx, folder, *position, last_uid).await? {
            return Err(ReadError::Overtaken);
        }
        tx.commit().await?;
        *position = Some(to);
        Ok(())
    }

    /// Looks at everything in a folder again, by the mail host's own search, and stores what was missed.
    async fn reconcile(
        &mut self,
        mailbox: &mut dyn OpenMailbox,
        folder: &Folder<'_>,
        opened: OpenedFolder,
        since: DateTime<Utc>,
    ) -> Result<(), ReadError> {
        let last = opened.next_uid - 1;
        let found =
            if last < 1 { vec![] } else { mailbox.search_receipts((1, last), since).await? };
        let mut on = self.app.db.read().await?;
        let mut seen = places::in_folder(&mut on, folder).await?;
        drop(on);
        let unknown: Vec<_> = found.into_iter().filter(|uid| !seen.remove(uid)).collect();
        for batch in unknown.chunks(BATCH) {
            for mail in mailbox.summaries(batch).await? {
                self.prolong().await?;
                if !mail.is_receipt || !self.covers(mail.arrived_at) {
                    continue;
                }
                if self.take(mailbox, folder, &mail, None).await? {
                    let (number, first) = self.missed.unwrap_or((0, mail.arrived_at));
                    self.missed = Some((number + 1, first.min(mail.arrived_at)));
                    tracing::warn!(mailbox = %folder.mailbox, folder = folder.name, uid = mail.uid, "a receipt was missed");
                }
            }
        }
        // What is left was seen and is gone from here.
        let gone: Vec<_> = seen.into_iter().collect();
        if !gone.is_empty() {
            let mut tx = self.app.db.begin().await?;
            places::forget(&mut tx, folder, &gone).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
