//! Reads bodies with a limit on their size and on how slowly they may arrive.

use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt, stream};
use sigillo_domain::Code;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio::time::Instant;

use crate::failure::Failure;

/// How long any body may take, whatever its size.
const GRACE: Duration = Duration::from_secs(10);
/// The lowest rate after that, in bytes per second: a line of 128 kbit/s.
const MIN_RATE: u64 = 16 * 1024;
/// The pieces in which a spooled body is read again.
const SPOOLED_PIECE: usize = 64 * 1024;

/// A body that is read piece by piece.
pub(crate) struct Pieces<S> {
    from: S,
    limit: usize,
    size: usize,
    began: Instant,
}

impl<S: Stream<Item = Result<Bytes, PayloadError>> + Unpin> Pieces<S> {
    /// A body of at most `limit` bytes. One that announces to be too large is refused before it is read.
    pub fn new(from: S, headers: &HeaderMap, limit: usize) -> Result<Self, Failure> {
        if announced(headers).is_some_and(|length| length > limit as u64) {
            return Err(Failure::new(Code::PayloadTooLarge));
        }
        Ok(Self { from, limit, size: 0, began: Instant::now() })
    }

    /// The next piece; None at the end of the body.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let allowed = GRACE + Duration::from_secs(self.size as u64 / MIN_RATE);
        let left = allowed.saturating_sub(self.began.elapsed());
        let next = tokio::time::timeout(left, self.from.next()).await;
        let Some(piece) = next.map_err(|_| Failure::new(Code::RequestTimeout))? else {
            return Ok(None);
        };
        let piece = piece.map_err(|_| Failure::new(Code::Malformed))?;
        self.size += piece.len();
        if self.size > self.limit {
            return Err(Failure::new(Code::PayloadTooLarge));
        }
        Ok(Some(piece))
    }
}

/// Reads a body of at most `limit` bytes, and passes each piece to `each` as it arrives.
pub(crate) async fn gather(
    from: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    headers: &HeaderMap,
    limit: usize,
    mut each: impl FnMut(&[u8]),
) -> Result<Vec<Bytes>, Failure> {
    let mut reading = Pieces::new(from, headers, limit)?;
    let mut pieces = vec![];
    while let Some(piece) = reading.next().await? {
        each(&piece);
        pieces.push(piece);
    }
    Ok(pieces)
}

/// Like [`gather`], for a body that is too large to be kept in memory: it is written to a file without a name, from
/// which it can be read again.
pub(crate) async fn spool(
    from: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    headers: &HeaderMap,
    limit: usize,
    folder: &Path,
    mut each: impl FnMut(&[u8]),
) -> Result<Payload, Failure> {
    let mut reading = Pieces::new(from, headers, limit)?;
    let file = tempfile::tempfile_in(folder).map_err(|error| not_spooled(&error))?;
    let mut file = File::from_std(file);
    while let Some(piece) = reading.next().await? {
        each(&piece);
        file.write_all(&piece).await.map_err(|error| not_spooled(&error))?;
    }
    file.flush().await.map_err(|error| not_spooled(&error))?;
    file.rewind().await.map_err(|error| not_spooled(&error))?;
    let pieces = stream::try_unfold(file, |mut file| async move {
        let mut piece = Vec::with_capacity(SPOOLED_PIECE);
        let read = (&mut file).take(SPOOLED_PIECE as u64).read_to_end(&mut piece).await?;
        Ok((read > 0).then(|| (Bytes::from(piece), file)))
    });
    Ok(Payload::Stream { payload: Box::pin(pieces) })
}

fn not_spooled(error: &std::io::Error) -> Failure {
    tracing::error!(%error, "a body could not be written to a temporary file");
    Failure::new(Code::Unavailable)
}

/// Makes a payload from the pieces that were read, so that it can be read again.
pub(crate) fn again(pieces: Vec<Bytes>) -> Payload {
    let pieces = stream::iter(pieces.into_iter().map(Ok::<_, PayloadError>));
    let payload: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> = Box::pin(pieces);
    Payload::Stream { payload }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 1024 * 1024;

    /// A body of equal pieces, each after a pause, that never ends by itself.
    fn drip(
        piece: usize,
        pause: Duration,
    ) -> Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> {
        Box::pin(stream::unfold((), move |()| async move {
            tokio::time::sleep(pause).await;
            Some((Ok(Bytes::from(vec![b' '; piece])), ()))
        }))
    }

    /// The error, and the seconds and bytes after which it occurred.
    async fn read(piece: usize, pause: Duration) -> (String, u64, usize) {
        let (began, mut size) = (Instant::now(), 0);
        let body = drip(piece, pause);
        let read = gather(body, &HeaderMap::new(), LIMIT, |piece| size += piece.len()).await;
        (read.unwrap_err().to_string(), began.elapsed().as_secs(), size)
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_arrives_times_out() {
        let never = Duration::from_hours(1);
        assert_eq!(read(1, never).await, ("request_timeout".into(), 10, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_arrives_too_slowly_times_out() {
        assert_eq!(read(1, Duration::from_secs(3)).await, ("request_timeout".into(), 10, 3));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_on_a_slow_line_is_read_up_to_the_limit() {
        let (code, seconds, size) = read(16 * 1024, Duration::from_secs(1)).await;
        assert_eq!((code.as_str(), seconds, size), ("payload_too_large", 65, LIMIT));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_announced_as_too_large_is_not_read() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_LENGTH, header::HeaderValue::from(LIMIT + 1));
        let began = Instant::now();
        let body = drip(1, Duration::from_secs(1));
        let read = gather(body, &headers, LIMIT, |_| panic!("the body is read")).await;
        assert_eq!(read.unwrap_err().to_string(), "payload_too_large");
        assert_eq!(began.elapsed(), Duration::ZERO);
    }
}
