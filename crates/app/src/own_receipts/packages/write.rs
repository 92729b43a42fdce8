//! Writing the file of a package straight into the store: neither it nor any receipt is ever whole in memory.

use std::collections::HashSet;
use std::io;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt;
use sigillo_domain::Code;
use sigillo_domain::id::ReceiptId;
use sigillo_storage::distribution_packages::{self as stored, DistributionPackage};
use sigillo_storage::receipt_list::{self, Filter};
use sigillo_storage::receipts::Receipt;
use sigillo_storage::{PageRequest, Position, StorageError, mailboxes};
use uuid::Uuid;

use super::super::content::file_name;
use super::super::list::NEWEST_FIRST;
use super::make::LEASE;
use super::selection::filter_of;
use super::{index, readme};
use crate::App;
use crate::error::{AppError, NOT_FOUND};
use crate::objects::{Claimed, Incoming, read_verified};
use crate::ports::{ArchiveWriting, ObjectError};

/// How many receipts are read from the database at a time.
const BATCH: usize = 200;
/// How often a worker records how far it is.
const PROGRESS_EVERY: TimeDelta = TimeDelta::seconds(2);

/// Why a package was not finished.
pub(super) enum Interruption {
    /// Another worker has it.
    LeaseLost,
    Failed(AppError),
}

impl<E: Into<AppError>> From<E> for Interruption {
    fn from(error: E) -> Self {
        Interruption::Failed(error.into())
    }
}

/// Writes a package, and returns its file with the number of receipts in it.
pub(super) async fn write(
    app: &App,
    package: &DistributionPackage,
    lease: Uuid,
) -> Result<(Claimed, i64), Interruption> {
    let address = mailboxes::find(&mut app.db.read().await?, package.mailbox_id).await?;
    let address = address.ok_or(NOT_FOUND)?.address;
    let mut writing = Writing {
        app,
        package,
        lease,
        filter: filter_of(package)?,
        archive: app.archives.begin(),
        incoming: Incoming::begin(app).await.map_err(AppError::from)?,
        written: HashSet::new(),
        reported_at: app.now(),
    };
    match writing.all(&address).await {
        Ok(()) => {
            let Writing { archive, mut incoming, written, .. } = writing;
            let rest = archive.finish().map_err(failed)?;
            incoming.write(Bytes::from(rest)).await.map_err(AppError::from)?;
            let done = i64::try_from(written.len()).unwrap_or(i64::MAX);
            Ok((incoming.keep(app).await?, done))
        }
        Err(interruption) => {
            writing.incoming.abort().await;
            Err(interruption)
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn failed(error: io::Error) -> AppError {
    AppError::Detailed(Code::Internal, error.to_string())
}

struct Writing<'a> {
    app: &'a App,
    package: &'a DistributionPackage,
    lease: Uuid,
    filter: Filter,
    archive: Box<dyn ArchiveWriting>,
    incoming: Incoming,
    /// The receipts that are in it: the indexes name these and no others.
    written: HashSet<ReceiptId>,
    reported_at: DateTime<Utc>,
}

impl Writing<'_> {
    async fn all(&mut self, address: &str) -> Result<(), Interruption> {
        let mut after = None;
        loop {
            let (receipts, end) = self.batch(after).await?;
            for receipt in &receipts {
                self.receipt(receipt).await?;
            }
            match end {
                Some(end) => after = Some(end),
                None => break,
            }
        }
        self.lines(index::CSV, &index::csv_heading(), "", |_, receipt| {
            index::csv_line(receipt, &original(receipt), &report(receipt))
        })
        .await?;
        self.lines(index::JSON, "[\n", "\n]\n", |place, receipt| {
            let entry = index::json_entry(receipt, &original(receipt), &report(receipt));
            if place == 0 { entry } else { format!(",\n{entry}") }
        })
        .await?;
        self.lines(readme::HASHES, "", "", |_, receipt| {
            format!("{}  {}\n", receipt.sha256, original(receipt))
        })
        .await?;
        let contents = readme::Contents {
            address,
            receipts: self.written.len(),
            made_at: self.app.now(),
            anchors: None,
            language: self.package.language,
        };
        let page = readme::page(&contents);
        self.archive.file(readme::NAME, self.package.asked_at).map_err(failed)?;
        self.piece(page.as_bytes()).await
    }

    async fn batch(
        &mut self,
        after: Option<Position>,
    ) -> Result<(Vec<Receipt>, Option<Position>), StorageError> {
        let request = PageRequest { sort: NEWEST_FIRST, after, limit: BATCH, count: false };
        let mut on = self.app.db.read().await?;
        let page = receipt_list::page(&mut on, &self.filter, &request).await?;
        Ok((page.items, page.end))
    }

    /// Writes a receipt with its report. One that is damaged ends the package: it would not be what was asked for.
    async fn receipt(&mut self, receipt: &Receipt) -> Result<(), Interruption> {
        let (name, at) = (original(receipt), receipt.happened_at());
        let mut content = read_verified(self.app, &receipt.sha256).await?;
        self.archive.file(&name, at).map_err(failed)?;
        while let Some(piece) = content.try_next().await.map_err(AppError::from)? {
            self.piece(&piece).await?;
        }
        self.archive.file(&report(receipt), at).map_err(failed)?;
        self.piece(index::report(receipt, &name, self.package.language).as_bytes()).await?;
        self.written.insert(receipt.id);
        self.report_progress().await
    }

    /// Writes a file with a line for each receipt.
    async fn lines(
        &mut self,
        name: &str,
        before: &str,
        behind: &str,
        line: impl Fn(usize, &Receipt) -> String,
    ) -> Result<(), Interruption> {
        self.archive.file(name, self.package.asked_at).map_err(failed)?;
        self.piece(before.as_bytes()).await?;
        let (mut after, mut place) = (None, 0);
        loop {
            let (receipts, end) = self.batch(after).await?;
            for receipt in receipts.iter().filter(|one| self.written.contains(&one.id)) {
                let text = line(place, receipt);
                self.archive.write(text.as_bytes()).map_err(failed)?;
                place += 1;
            }
            self.piece(&[]).await?;
            self.report_progress().await?;
            match end {
                Some(end) => after = Some(end),
                None => break,
            }
        }
        if place != self.written.len() {
            // A receipt was discarded meanwhile: the package is begun anew.
            let error = AppError::Problem(Code::Unavailable);
            return Err(Interruption::Failed(error));
        }
        self.piece(behind.as_bytes()).await
    }

    /// Writes bytes of the present file, and hands what is ready to the store.
    async fn piece(&mut self, piece: &[u8]) -> Result<(), Interruption> {
        self.archive.write(piece).map_err(failed)?;
        let ready = self.archive.take();
        if !ready.is_empty() {
            let stored: Result<(), ObjectError> = self.incoming.write(Bytes::from(ready)).await;
            stored.map_err(AppError::from)?;
        }
        Ok(())
    }

    /// Records now and then how far it is, which prolongs the lease.
    async fn report_progress(&mut self) -> Result<(), Interruption> {
        let now = self.app.now();
        if now - self.reported_at < PROGRESS_EVERY {
            return Ok(());
        }
        self.reported_at = now;
        let done = i64::try_from(self.written.len()).unwrap_or(i64::MAX);
        let progress = (done, self.package.total.max(done));
        let mut tx = self.app.db.begin().await?;
        let held =
            stored::progress(&mut tx, self.package.id, self.lease, progress, now + LEASE).await?;
        tx.commit().await?;
        if held { Ok(()) } else { Err(Interruption::LeaseLost) }
    }
}

fn original(receipt: &Receipt) -> String {
    format!("ricevute/{}.eml", file_name(receipt))
}

fn report(receipt: &Receipt) -> String {
    format!("rapporti/{}.txt", file_name(receipt))
}
