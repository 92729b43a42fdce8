//! Answers to requests that the HTTP parser refuses.
//!
//! actix-http answers them itself, before any service is called: a bare 400, 408 or 431 without a body
//! or our headers, then an ERROR line in the log, then a close that may reset the connection before
//! the client has read the answer. It has no hook for it, so [`Connection`] stands between it and the
//! socket, recognises that answer, and sends a problem in its place.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::ResponseError;
use actix_web::http::StatusCode;
use sigillo_domain::Code;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::failure::Failure;
use crate::{Http, headers, trace};

/// Longest path with query that the parser accepts, in bytes.
const LONGEST_URI: usize = 65_534;
/// How long a refused client may go on sending before the connection is closed.
const LINGER: Duration = Duration::from_secs(10);

/// A connection whose parser errors are answered with a problem.
pub struct Connection<Io> {
    io: Io,
    http: Http,
    request_line: RequestLine,
    refusal: Option<Refusal>,
}

/// The length of the line with which a request begins, as far as it was read.
#[derive(Default)]
struct RequestLine {
    length: usize,
    is_complete: bool,
}

/// An answer that is being sent, after which the connection ends.
struct Refusal {
    unsent: Vec<u8>,
    is_shut_down: bool,
    deadline: Pin<Box<Sleep>>,
}

impl<Io> Connection<Io> {
    pub fn new(io: Io, http: Http) -> Self {
        Self { io, http, request_line: RequestLine::default(), refusal: None }
    }

    /// The answer to a request that the parser refused with this status.
    fn refuse(&self, status: StatusCode) -> Refusal {
        let code = match status {
            StatusCode::REQUEST_TIMEOUT => Code::RequestTimeout,
            _ if self.request_line.length > LONGEST_URI => Code::UriTooLong,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Code::HeadersTooLarge,
            _ => Code::Malformed,
        };
        let trace_id = trace::new_id(&self.http);
        // Browsers open connections ahead and may send nothing on them.
        if code != Code::RequestTimeout {
            tracing::info!(trace_id, status = code.status(), "refused what cannot be parsed");
        }
        let unsent = answer(code, &trace_id, self.http.settings.secure_cookie);
        Refusal { unsent, is_shut_down: false, deadline: Box::pin(sleep(LINGER)) }
    }
}

/// The bytes of a problem, as the last answer of a connection.
fn answer(code: Code, trace_id: &str, https: bool) -> Vec<u8> {
    let failure = Failure::new(code);
    let body = failure.body(trace_id);
    let status = failure.status_code();
    let mut head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\n\
         connection: close\r\nx-trace-id: {trace_id}\r\n",
        body.len()
    );
    for (name, value) in headers::of_api(https) {
        head.extend([name.as_str(), ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    head.push_str(&body);
    head.into_bytes()
}

/// Where in these bytes the parser's own answer begins, and its status.
///
/// It is always the last thing that is written. Nothing else of ours ends so: JSON has no line breaks
/// of its own, a stream ends with its last chunk, and our answers without a body have our headers.
fn parser_answer(bytes: &[u8]) -> Option<(usize, StatusCode)> {
    const LONGEST: usize = 160;
    if !bytes.ends_with(b" GMT\r\n\r\n") {
        return None;
    }
    let from = bytes.len().saturating_sub(LONGEST);
    let begin = b"HTTP/1.";
    let start = from + bytes[from..].windows(begin.len()).rposition(|window| window == begin)?;
    let mut lines = str::from_utf8(&bytes[start..]).ok()?.trim_end().split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let is_refusal = matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    );
    let is_bare = lines.all(|line| {
        line == "content-length: 0"
            || line.starts_with("connection: ")
            || line.starts_with("date: ")
    });
    (is_refusal && is_bare).then_some((start, status))
}

impl RequestLine {
    fn read(&mut self, bytes: &[u8]) {
        if self.is_complete {
            return;
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        self.is_complete = end.is_some();
        self.length += end.unwrap_or(bytes.len());
    }
}

impl Refusal {
    /// Sends the answer, closes this direction, and reads on until the client has closed the other:
    /// closing with unread data would reset the connection, and the client might lose the answer.
    fn poll_end<Io: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        io: &mut Io,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if self.deadline.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Ok(()));
        }
        while !self.unsent.is_empty() {
            let written = ready!(Pin::new(&mut *io).poll_write(cx, &self.unsent))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.unsent.drain(..written);
        }
        if !self.is_shut_down {
            ready!(Pin::new(&mut *io).poll_shutdown(cx))?;
            self.is_shut_down = true;
        }
        let mut room = [0; 8 * 1024];
        loop {
            let mut read = ReadBuf::new(&mut room);
            ready!(Pin::new(&mut *io).poll_read(cx, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

impl<Io: AsyncRead + AsyncWrite + Unpin> AsyncRead for Connection<Io> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.io).poll_read(cx, buffer))?;
        self.request_line.read(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl<Io: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Connection<Io> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.refusal.is_none() {
            match parser_answer(bytes) {
                Some((0, status)) => this.refusal = Some(this.refuse(status)),
                found => {
                    // Answers to earlier requests come first.
                    let end = found.map_or(bytes.len(), |(start, _)| start);
                    let written = ready!(Pin::new(&mut this.io).poll_write(cx, &bytes[..end]))?;
                    if found.is_none() {
                        this.request_line = RequestLine::default();
                    }
                    return Poll::Ready(Ok(written));
                }
            }
        }
        // The parser's answer is never accepted: once it were written, actix-http would log an error
        // and close. It drops a connection that breaks without a word.
        if let Some(refusal) = &mut this.refusal {
            ready!(refusal.poll_end(&mut this.io, cx))?;
        }
        Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\
         date: Sat, 28 Nov 2026 22:05:35 GMT\r\n\r\n";

    fn found(text: &str) -> Option<(usize, u16)> {
        parser_answer(text.as_bytes()).map(|(start, status)| (start, status.as_u16()))
    }

    #[test]
    fn the_parsers_answer_is_found_behind_others() {
        assert_eq!(found(BARE), Some((0, 400)));
        let closing = BARE.replace("date", "connection: close\r\ndate");
        assert_eq!(found(&closing), Some((0, 400)));
        let earlier = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(found(&format!("{earlier}{BARE}")), Some((earlier.len(), 400)));
        let late = BARE.replace("400 Bad Request", "408 Request Timeout");
        assert_eq!(found(&late), Some((0, 408)));
    }

    #[test]
    fn our_own_answers_are_left_alone() {
        let ours = BARE.replace("date", "x-content-type-options: nosniff\r\ndate");
        assert_eq!(found(&ours), None);
        assert_eq!(found(&BARE.replace("400 Bad Request", "404 Not Found")), None);
        assert_eq!(found(&format!("{BARE}0\r\n\r\n")), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn the_request_line_is_measured_across_reads() {
        let mut line = RequestLine::default();
        line.read(b"GET /a");
        line.read(b"b HTTP/1.1\r\nHost: x\r\n");
        line.read(b"more");
        assert_eq!(line.length, "GET /ab HTTP/1.1\r".len());
    }
}
