//! One e-mail of an archive, on its way among the preserved receipts of a mailbox.

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
use crate::ports::ReceiptReaderError;
use crate::preservation::ingest::fingerprint;
use crate::preservation::{self, Intake, Origin};

/// What became of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportOutcome {
    Stored(ReceiptId, ReceiptKind),
    /// The mailbox has it already.
    Known(ReceiptKind),
    /// Nothing in it says that it is a receipt.
    NoReceipt,
}

/// An e-mail that is being read.
pub struct ReceiptImport(Intake);

impl ReceiptImport {
    pub async fn begin(app: &App) -> Result<Self, AppError> {
        Ok(Self(Intake::begin(app).await?))
    }

    /// Takes the next bytes of the e-mail, as they are.
    pub async fn write(&mut self, piece: Bytes) -> Result<(), AppError> {
        Ok(self.0.write(piece).await?)
    }

    pub async fn abort(self) {
        self.0.abort().await;
    }

    /// Says what would become of the e-mail, and stores nothing.
    pub async fn judge(self, app: &App, mailbox: &Mailbox) -> Result<ImportOutcome, AppError> {
        let (read, incoming) = self.0.finish(app).await.map_err(unreadable)?;
        incoming.abort().await;
        if is_no_receipt(&read) {
            return Ok(ImportOutcome::NoReceipt);
        }
        let mut on = app.db.read().await?;
        let is_known = receipts::is_known(&mut on, mailbox.id, &fingerprint(&read)).await?;
        Ok(if is_known {
            ImportOutcome::Known(read.kind)
        } else {
            ImportOutcome::Stored(app.new_id(), read.kind)
        })
    }

    /// Stores the e-mail as a receipt of a mailbox, unless the mailbox has it already. One that names no time counts
    /// as having come at `arrived_at`.
    pub async fn store(
        self,
        app: &App,
        mailbox: &Mailbox,
        arrived_at: DateTime<Utc>,
        source: ReceiptSource,
    ) -> Result<ImportOutcome, AppError> {
        let (read, incoming) = self.0.finish(app).await.map_err(unreadable)?;
        if is_no_receipt(&read) {
            incoming.abort().await;
            return Ok(ImportOutcome::NoReceipt);
        }
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
        Ok(stored.map_or(ImportOutcome::Known(kind), |id| ImportOutcome::Stored(id, kind)))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn unreadable(error: ReceiptReaderError) -> AppError {
    AppError::Detailed(Code::Unavailable, error.to_string())
}

/// An archive has other e-mails too.
fn is_no_receipt(read: &ReadReceipt) -> bool {
    read.kind == ReceiptKind::Unrecognised
        && read.defects.contains(&ReceiptDefect::NoCertificationData)
        && read.signature.outcome == SignatureOutcome::Missing
}
