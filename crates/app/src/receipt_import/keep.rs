//! One e-mail on its way among the preserved receipts of a mailbox: into the store and through the reader at the same
//! time, so that it is never whole in memory.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sigillo_domain::Code;
use sigillo_domain::id::ReceiptId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::receipt::{
    ReadReceipt, ReceiptDefect, ReceiptKind, ReceiptSource, SignatureOutcome,
};
use sigillo_storage::{domains, receipts};

use crate::App;
use crate::error::{AppError, NOT_FOUND};
use crate::objects::Incoming;
use crate::ports::ReceiptReading;
use crate::preservation::ingest::fingerprint;
use crate::preservation::{self, Origin};

/// What became of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Stored(ReceiptId, ReceiptKind),
    /// The mailbox has it already.
    Known(ReceiptKind),
    /// Nothing in it says that it is a receipt.
    NoReceipt,
}

/// An e-mail that is being read.
pub struct Keeping {
    incoming: Incoming,
    reading: Box<dyn ReceiptReading>,
}

impl Keeping {
    pub async fn begin(app: &App) -> Result<Self, AppError> {
        Ok(Self { incoming: Incoming::begin(app).await?, reading: app.receipt_reader.begin() })
    }

    /// Takes the next bytes of the e-mail, as they are.
    pub async fn write(&mut self, piece: Bytes) -> Result<(), AppError> {
        self.reading.write(&piece);
        Ok(self.incoming.write(piece).await?)
    }

    pub async fn abort(self) {
        self.incoming.abort().await;
    }

    /// Says what would become of the e-mail, and stores nothing.
    pub async fn judge(self, app: &App, mailbox: &Mailbox) -> Result<Kept, AppError> {
        let Self { incoming, reading } = self;
        incoming.abort().await;
        let read = finish(app, reading).await?;
        if is_no_receipt(&read) {
            return Ok(Kept::NoReceipt);
        }
        let mut on = app.db.read().await?;
        let is_known = receipts::is_known(&mut on, mailbox.id, &fingerprint(&read)).await?;
        Ok(if is_known { Kept::Known(read.kind) } else { Kept::Stored(app.new_id(), read.kind) })
    }

    /// Stores the e-mail as a receipt of a mailbox, unless the mailbox has it already. One that names no time counts
    /// as having come at `arrived_at`.
    pub async fn store(
        self,
        app: &App,
        mailbox: &Mailbox,
        arrived_at: DateTime<Utc>,
        source: ReceiptSource,
    ) -> Result<Kept, AppError> {
        let Self { incoming, reading } = self;
        let read = match finish(app, reading).await {
            Ok(read) if is_no_receipt(&read) => {
                incoming.abort().await;
                return Ok(Kept::NoReceipt);
            }
            Ok(read) => read,
            Err(error) => {
                incoming.abort().await;
                return Err(error);
            }
        };
        let kind = read.kind;
        let object = incoming.keep(app).await?;
        let mut tx = app.db.begin().await?;
        object.lock(&mut tx).await?;
        let domain = domains::find(&mut tx, mailbox.domain_id).await?.ok_or(NOT_FOUND)?.domain;
        let origin =
            Origin { organization_id: domain.organization_id, mailbox, arrived_at, source };
        let stored = preservation::store(app, &mut tx, &origin, read, &object).await?;
        if stored.is_some() {
            tx.commit().await?;
        }
        Ok(stored.map_or(Kept::Known(kind), |id| Kept::Stored(id, kind)))
    }
}

async fn finish(app: &App, reading: Box<dyn ReceiptReading>) -> Result<ReadReceipt, AppError> {
    let read = reading.finish(app.now()).await;
    read.map_err(|error| AppError::Detailed(Code::Unavailable, error.to_string()))
}

/// An archive has other e-mails too.
fn is_no_receipt(read: &ReadReceipt) -> bool {
    read.kind == ReceiptKind::Unrecognised
        && read.defects.contains(&ReceiptDefect::NoCertificationData)
        && read.signature.outcome == SignatureOutcome::Missing
}
