//! Bodies as they come in: no larger than the operation takes, and no slower than can be borne.

use std::pin::Pin;
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt, stream};
use sigillo_domain::Code;

use crate::failure::Failure;

/// How long a body may take whatever its size.
const GRACE: Duration = Duration::from_secs(10);
/// Beyond that it has to come at this pace, in bytes per second: a line of 128 kbit/s.
const SLOWEST: u64 = 16 * 1024;

/// Reads a body piece by piece, up to `limit` bytes, and shows each piece to `each`.
pub(crate) async fn gather(
    mut from: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    headers: &HeaderMap,
    limit: usize,
    mut each: impl FnMut(&[u8]),
) -> Result<Vec<Bytes>, Failure> {
    // What says that it is too large is not waited for.
    if announced(headers).is_some_and(|length| length > limit as u64) {
        return Err(Failure::new(Code::PayloadTooLarge));
    }
    let (mut pieces, mut size, began) = (vec![], 0, Instant::now());
    loop {
        let allowed = GRACE + Duration::from_secs(size as u64 / SLOWEST);
        let left = allowed.saturating_sub(began.elapsed());
        let next = tokio::time::timeout(left, from.next()).await;
        let Some(piece) = next.map_err(|_| Failure::new(Code::RequestTimeout))? else {
            return Ok(pieces);
        };
        let piece = piece.map_err(|_| Failure::new(Code::Malformed))?;
        size += piece.len();
        if size > limit {
            return Err(Failure::new(Code::PayloadTooLarge));
        }
        each(&piece);
        pieces.push(piece);
    }
}

/// Puts a body that was read back, for whoever reads it next.
pub(crate) fn again(pieces: Vec<Bytes>) -> Payload {
    let pieces = stream::iter(pieces.into_iter().map(Ok::<_, PayloadError>));
    let payload: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> = Box::pin(pieces);
    Payload::Stream { payload }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
