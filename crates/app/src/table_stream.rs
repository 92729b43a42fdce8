//! Writing a table of any length while its rows are being read.
//!
//! Rows are read on the async side, a batch at a time, and written on a separate thread. A slow
//! output slows the reading down, so that only a few batches are ever in memory.

use std::future::Future;
use std::io::{self, Write};
use std::pin::pin;
use std::sync::{Arc, LazyLock};

use async_trait::async_trait;
use sigillo_domain::id::AccountId;
use thiserror::Error;
use tokio::sync::mpsc;

use crate::error::AppError;
use crate::fair_slots::FairSlots;
use crate::ports::table::{TableDescription, TableFormat, TableWriter, TableWriters, WriteError};

/// The number of batches that are read ahead of the writer.
const BATCHES_AHEAD: usize = 2;

/// The rows of a list, from the first to the last.
#[async_trait]
pub trait RowSource: Send {
    type Row: Send + 'static;
    /// The next rows; None when all have been read.
    async fn next_batch(&mut self) -> Result<Option<Vec<Self::Row>>, AppError>;
}

/// Writes one row of a source into the table.
pub type WriteRow<R> = Box<dyn Fn(&R, &mut dyn TableWriter) -> Result<(), WriteError> + Send>;

/// A table to be written: its description, and how to write each row.
pub struct TableFile<R> {
    pub format: TableFormat,
    pub description: TableDescription,
    pub write_row: WriteRow<R>,
}

/// The result of writing a file.
pub struct Written<W> {
    /// The output, unless the writer panicked.
    pub output: Option<W>,
    /// The number of rows that were written.
    pub rows: i64,
    pub result: Result<(), TableStreamError>,
}

/// Why a file is incomplete.
#[derive(Debug, Error)]
pub enum TableStreamError {
    #[error("the rows could not be read: {0}")]
    Read(#[from] AppError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error("nobody waits for the file any more")]
    Cancelled,
}

/// Upper bound on the files that are written at once for slow readers; later ones wait. Each
/// occupies a thread, of the pool that also verifies passwords, and some megabytes for as long as
/// its reader takes.
const MAX_STREAMS: usize = 16;
/// Upper bound on those of one account: with fewer than [`MAX_STREAMS`], an account whose files
/// nobody reads holds up no other.
const MAX_STREAMS_OF_ACCOUNT: usize = 3;
static STREAM_SLOTS: LazyLock<FairSlots<AccountId>> =
    LazyLock::new(|| FairSlots::new(MAX_STREAMS, MAX_STREAMS_OF_ACCOUNT, usize::MAX));

/// Writes as [`write_table`] does, for an output with a possibly slow reader: waits until fewer
/// than [`MAX_STREAMS`] are being written, and fewer than [`MAX_STREAMS_OF_ACCOUNT`] of this account.
pub async fn stream_table<S: RowSource, W: Write + Send + 'static>(
    writers: Arc<dyn TableWriters>,
    file: TableFile<S::Row>,
    source: &mut S,
    output: W,
    account_id: AccountId,
    cancelled: impl Future<Output = ()>,
) -> Written<W> {
    let mut cancelled = pin!(cancelled);
    let slot = tokio::select! {
        slot = STREAM_SLOTS.acquire(account_id) => slot.ok(),
        () = &mut cancelled => None,
    };
    if slot.is_none() {
        let result = Err(TableStreamError::Cancelled);
        return Written { output: Some(output), rows: 0, result };
    }
    write_table(writers, file, source, output, cancelled).await
}

/// Writes all rows of a source into a file. When `cancelled` completes, or the output fails,
/// reading stops before the next batch; the file is then left incomplete.
pub async fn write_table<S: RowSource, W: Write + Send + 'static>(
    writers: Arc<dyn TableWriters>,
    file: TableFile<S::Row>,
    source: &mut S,
    output: W,
    cancelled: impl Future<Output = ()>,
) -> Written<W> {
    let (steps, writer_steps) = mpsc::channel(BATCHES_AHEAD);
    let writing =
        tokio::task::spawn_blocking(move || write_steps(writer_steps, &*writers, &file, output));
    let read = read_steps(source, steps, cancelled).await;
    let written = writing.await.unwrap_or_else(|panic| Written {
        output: None,
        rows: 0,
        result: Err(WriteError::Io(io::Error::other(panic)).into()),
    });
    // The writer fails too when the reading ends early, so the error of the reading comes first: it
    // is the cause.
    let result = read.and(written.result);
    Written { result, ..written }
}

enum Step<R> {
    Rows(Vec<R>),
    /// All rows have been read. Without this message the file must not look complete.
    End,
}

async fn read_steps<S: RowSource>(
    source: &mut S,
    steps: mpsc::Sender<Step<S::Row>>,
    cancelled: impl Future<Output = ()>,
) -> Result<(), TableStreamError> {
    let mut cancelled = pin!(cancelled);
    loop {
        let batch = tokio::select! {
            batch = source.next_batch() => batch?,
            () = &mut cancelled => return Err(TableStreamError::Cancelled),
        };
        let last = batch.is_none();
        if steps.send(batch.map_or(Step::End, Step::Rows)).await.is_err() || last {
            return Ok(());
        }
    }
}

fn write_steps<R, W: Write + Send>(
    mut steps: mpsc::Receiver<Step<R>>,
    writers: &dyn TableWriters,
    file: &TableFile<R>,
    mut output: W,
) -> Written<W> {
    let mut rows = 0;
    let mut write_all = || {
        let mut writer = writers.start(file.format, &file.description, Box::new(&mut output))?;
        loop {
            match steps.blocking_recv() {
                Some(Step::Rows(batch)) => {
                    for row in &batch {
                        (file.write_row)(row, &mut *writer)?;
                        rows += 1;
                    }
                }
                Some(Step::End) => return writer.finish(),
                None => return Err(io::Error::from(io::ErrorKind::BrokenPipe).into()),
            }
        }
    };
    let result = write_all().map_err(TableStreamError::from);
    Written { output: Some(output), rows, result }
}

#[cfg(test)]
mod tests;
