//! One receipt on its way into the store.

use bytes::Bytes;
use sigillo_domain::receipt::{ReadReceipt, ReceiptSource, SignatureOutcome};
use sigillo_storage::Tx;
use sigillo_storage::preservation_places::{self as places, Folder, Position};
use uuid::Uuid;

use super::fingerprint::identity;
use super::{ReadError, Reading};
use crate::objects::Claimed;
use crate::ports::{MailSummary, OpenMailbox};
use crate::preservation::{Intake, Origin, store};

/// How many bytes are read at a time: memory does not depend on how long an e-mail is.
const PIECE: i64 = 256 * 1024;

/// Where a receipt is.
pub(super) struct Place<'a> {
    pub folder: Folder<'a>,
    pub uid: i64,
    pub step: Step,
}

/// Whether reading an e-mail moves the position of its folder on.
pub(super) enum Step {
    /// From this position; None where nothing of the folder has been read.
    From(Option<Position>),
    /// It was missed, and lies behind the position.
    Behind,
}

/// What became of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Stored,
    /// The mailbox has it already.
    Known,
    /// It was moved or deleted while it was read.
    Gone,
}

impl Reading<'_> {
    pub(super) async fn take_in(
        &mut self,
        mailbox: &mut dyn OpenMailbox,
        mail: &MailSummary,
        place: &Place<'_>,
    ) -> Result<Outcome, ReadError> {
        let Some(headers) = mailbox.headers(mail.uid).await? else { return Ok(Outcome::Gone) };
        let identity = identity(mail, &headers);
        let mut on = self.app.db.read().await?;
        let is_known = places::is_known(&mut on, self.mailbox.id, &identity).await?;
        drop(on);
        if is_known {
            let mut tx = self.app.db.begin().await?;
            enter(&mut tx, place, &identity).await?;
            tx.commit().await?;
            return Ok(Outcome::Known);
        }
        let Some((read, object)) = self.read(mailbox, mail).await? else {
            return Ok(Outcome::Gone);
        };
        // A user could put an e-mail with the headers of a receipt and another content in its place. Only a signature
        // proves that what was read is the receipt; anything else is read again wherever it is moved.
        let identity = if read.signature.outcome == SignatureOutcome::Trusted {
            identity
        } else {
            self.app.new_id::<Uuid>().simple().to_string()
        };
        let mut tx = self.app.db.begin().await?;
        object.lock(&mut tx).await?;
        let origin = Origin {
            organization_id: self.organization_id,
            mailbox: &self.mailbox,
            arrived_at: mail.arrived_at,
            source: ReceiptSource::MailHost,
        };
        let stored = store(self.app, &mut tx, &origin, read, &object).await?;
        enter(&mut tx, place, &identity).await?;
        tx.commit().await?;
        Ok(if stored.is_some() { Outcome::Stored } else { Outcome::Known })
    }

    /// Reads an e-mail piece by piece, into the store and through the reader; None if it is gone.
    async fn read(
        &mut self,
        mailbox: &mut dyn OpenMailbox,
        mail: &MailSummary,
    ) -> Result<Option<(ReadReceipt, Claimed)>, ReadError> {
        let mut intake = Intake::begin(self.app).await?;
        let mut offset = 0;
        loop {
            let piece = match mailbox.read(mail.uid, offset, PIECE).await {
                Ok(Some(piece)) => piece,
                Ok(None) => {
                    intake.abort().await;
                    return Ok(None);
                }
                Err(error) => {
                    intake.abort().await;
                    return Err(error.into());
                }
            };
            let length = i64::try_from(piece.len()).unwrap_or(i64::MAX);
            intake.write(Bytes::from(piece)).await?;
            offset += length;
            if length < PIECE {
                break;
            }
            self.prolong().await?;
        }
        if offset != mail.bytes {
            intake.abort().await;
            let (uid, bytes) = (mail.uid, mail.bytes);
            let error = format!("the e-mail {uid} has {bytes} bytes, of which {offset} were read");
            return Err(ReadError::Source(crate::ports::MailSourceError(error)));
        }
        let (read, incoming) = intake.finish(self.app).await?;
        Ok(Some((read, incoming.keep(self.app).await?)))
    }
}

/// Records where an e-mail was seen, and moves the position of its folder on.
async fn enter(tx: &mut Tx, place: &Place<'_>, identity: &str) -> Result<(), ReadError> {
    places::add(tx, &place.folder, place.uid, identity).await?;
    if let Step::From(from) = place.step
        && !places::move_on(tx, &place.folder, from, place.uid).await?
    {
        return Err(ReadError::Overtaken);
    }
    Ok(())
}
