//! A file that is written while it is being sent.

use std::io::{self, Write};

use actix_web::web::Bytes;
use futures_util::Stream;
use sigillo_adapters::export::{ExportError, Format, Heading};
use sigillo_app::AppError;
use sigillo_app::mailboxes::Export;
use sigillo_contract::mailbox::Mailbox;
use tokio::sync::mpsc;

/// Pieces on their way: the writer waits while the client is slower than it.
const PIECES: usize = 8;
/// Bytes of a piece.
const PIECE: usize = 32 * 1024;

/// Starts the work and gives the pieces of the file as they come. Rows are read on the async side,
/// the file is written on a thread of its own; when the client goes away both stop at their next
/// step.
pub(crate) fn stream(
    mut export: Export,
    format: Format,
    heading: Heading,
) -> impl Stream<Item = Result<Bytes, io::Error>> {
    let (rows_in, rows_out) = mpsc::channel::<Vec<Mailbox>>(2);
    let (pieces_in, mut pieces_out) = mpsc::channel::<Result<Bytes, io::Error>>(PIECES);

    let failed = pieces_in.clone();
    let reading = async move {
        loop {
            match export.next().await {
                Ok(Some(rows)) => {
                    if rows_in.send(rows).await.is_err() {
                        return;
                    }
                }
                Ok(None) => return,
                Err(error) => {
                    // The status went out long ago: cutting the body short is what tells the client.
                    tracing::error!(%error, "an export was cut short");
                    let _ = failed.send(Err(broken(&error))).await;
                    return;
                }
            }
        }
    };
    tokio::spawn(reading);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = write(rows_out, format, &heading, &pieces_in) {
            tracing::info!(%error, "an export was not finished");
            let _ = pieces_in.blocking_send(Err(io::Error::other(error.to_string())));
        }
    });
    futures_util::stream::poll_fn(move |context| pieces_out.poll_recv(context))
}

fn broken(error: &AppError) -> io::Error {
    io::Error::other(error.to_string())
}

fn write(
    mut rows: mpsc::Receiver<Vec<Mailbox>>,
    format: Format,
    heading: &Heading,
    pieces: &mpsc::Sender<Result<Bytes, io::Error>>,
) -> Result<(), ExportError> {
    let output = Pieces { held: Vec::with_capacity(PIECE), out: pieces.clone() };
    let mut file = format.start(output, heading)?;
    while let Some(batch) = rows.blocking_recv() {
        file.rows(&batch)?;
    }
    file.finish()
}

/// Gathers what is written into pieces worth sending.
struct Pieces {
    held: Vec<u8>,
    out: mpsc::Sender<Result<Bytes, io::Error>>,
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
