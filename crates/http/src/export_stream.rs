//! A file that is written while it is being sent.

use std::io::{self, Write};

use actix_web::web::Bytes;
use futures_util::Stream;
use sigillo_adapters::export::{ExportError, Format, Heading};
use sigillo_app::AppError;
use sigillo_app::mailboxes::Export;
use sigillo_domain::export_record::ExportOutcome;
use sigillo_domain::mailbox_list::Listed;
use tokio::sync::{Semaphore, mpsc};

/// Pieces on their way: the writer waits while the client is slower than it.
const PIECES: usize = 8;
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Batches read ahead of the writer.
const BATCHES: usize = 2;

/// Files that are written at once. Each has a thread of those that also look at passwords, and some
/// megabytes, for as long as its client takes over reading it: who comes later waits for a turn.
const AT_ONCE: usize = 16;
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

type Piece = Result<Bytes, io::Error>;

/// Starts the work and gives the pieces of the file as they come. Rows are read on the async side,
/// the file is written on a thread of its own; when the client goes away both stop at their next
/// step. Whichever way it ends is told.
pub(crate) fn stream(
    export: Export,
    format: Format,
    heading: Heading,
) -> impl Stream<Item = Piece> {
    let (pieces_in, mut pieces_out) = mpsc::channel::<Piece>(PIECES);
    tokio::spawn(run(export, format, heading, pieces_in));
    futures_util::stream::poll_fn(move |context| pieces_out.poll_recv(context))
}

async fn run(mut export: Export, format: Format, heading: Heading, pieces: mpsc::Sender<Piece>) {
    let turn = tokio::select! {
        turn = TURNS.acquire() => turn.ok(),
        () = pieces.closed() => None,
    };
    let (outcome, rows) = if turn.is_some() {
        carry_out(&mut export, format, heading, &pieces).await
    } else {
        tracing::warn!("an export was not begun: its client is gone");
        (ExportOutcome::BrokenOff, 0)
    };
    drop(turn);
    if let Err(error) = export.end(outcome, rows).await {
        tracing::error!(%error, "how an export ended could not be told");
    }
    // Last, so that who sees the end of the file finds it told. The status went out long ago: cutting
    // the body short is what tells the client of a fault.
    if outcome == ExportOutcome::BrokenOff {
        let _ = pieces.send(Err(io::Error::other("the export was cut short"))).await;
    }
}

/// Reads and writes; how it ended, and after how many rows.
async fn carry_out(
    export: &mut Export,
    format: Format,
    heading: Heading,
    pieces: &mpsc::Sender<Piece>,
) -> (ExportOutcome, i64) {
    let (steps_in, steps_out) = mpsc::channel(BATCHES);
    let output = Pieces { held: Vec::with_capacity(PIECE), out: pieces.clone() };
    let writing = tokio::task::spawn_blocking(move || write(steps_out, format, &heading, output));
    let read = read(export, &steps_in, pieces).await;
    drop(steps_in);
    let Written { rows, outcome } = writing.await.unwrap_or_else(|panic| Written {
        rows: 0,
        outcome: Err(ExportError::Write(io::Error::other(panic))),
    });
    let outcome = match (&read, &outcome) {
        (Ok(()), Ok(())) => ExportOutcome::Complete,
        (Err(error), _) => {
            tracing::error!(%error, rows, "an export was cut short");
            ExportOutcome::BrokenOff
        }
        (Ok(()), Err(error)) => {
            tracing::warn!(%error, rows, "an export was not finished");
            ExportOutcome::BrokenOff
        }
    };
    (outcome, rows)
}

enum Step {
    Rows(Vec<Listed>),
    /// All have come: without it the file must not look complete.
    End,
}

/// Reads until there is no more, or nobody who wants it.
async fn read(
    export: &mut Export,
    steps: &mpsc::Sender<Step>,
    pieces: &mpsc::Sender<Piece>,
) -> Result<(), AppError> {
    loop {
        let batch = tokio::select! {
            batch = export.next() => batch?,
            () = pieces.closed() => return Ok(()),
        };
        let last = batch.is_none();
        if steps.send(batch.map_or(Step::End, Step::Rows)).await.is_err() || last {
            return Ok(());
        }
    }
}

struct Written {
    rows: i64,
    outcome: Result<(), ExportError>,
}

fn write(
    mut steps: mpsc::Receiver<Step>,
    format: Format,
    heading: &Heading,
    output: Pieces,
) -> Written {
    let mut rows = 0;
    let all = || {
        let mut file = format.start(output, heading)?;
        loop {
            match steps.blocking_recv() {
                Some(Step::Rows(batch)) => {
                    file.rows(&batch)?;
                    rows += i64::try_from(batch.len()).unwrap_or_default();
                }
                Some(Step::End) => return file.finish(),
                None => return Err(io::Error::from(io::ErrorKind::BrokenPipe).into()),
            }
        }
    };
    let outcome = all();
    Written { rows, outcome }
}

/// Gathers what is written into pieces worth sending.
struct Pieces {
    held: Vec<u8>,
    out: mpsc::Sender<Piece>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.held, Vec::with_capacity(PIECE)));
        self.out.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
