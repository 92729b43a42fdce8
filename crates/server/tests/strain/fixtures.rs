//! Many simultaneous connections.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::http::Session;
use crate::panel::Server;

/// Longer than any timeout of the server.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Opens a connection and sends these bytes.
pub fn say(server: &Server, words: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.write_all(words).unwrap();
    stream
}

/// The beginning of a request's head.
pub fn head(method: &str, path: &str, session: &Session) -> String {
    let token = &session.access_token;
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n")
}

/// The response to what was sent so far.
pub fn answered(stream: TcpStream) -> String {
    // Waits until the response begins, since a client that has closed is treated differently.
    stream.peek(&mut [0]).unwrap();
    last_word(stream)
}

/// Closes the sending side and returns everything that is received.
pub fn last_word(mut stream: TcpStream) -> String {
    // The connection may be closed already.
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = vec![];
    // A reset: the server closed while data was on its way to it.
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    String::from_utf8(answer).unwrap()
}

/// How the server ended a connection.
pub struct Cut {
    pub after: Duration,
    pub answer: String,
}

/// Sends a byte over each connection at intervals until all are closed.
pub fn drip(streams: Vec<TcpStream>, pause: Duration) -> Vec<Cut> {
    let began = Instant::now();
    let mut open = streams;
    let mut cuts = vec![];
    while !open.is_empty() {
        assert!(began.elapsed() < TIMEOUT, "{} are still held", open.len());
        let (held, cut): (Vec<_>, Vec<_>) = open.into_iter().partition(drop_falls);
        let after = began.elapsed();
        cuts.extend(cut.into_iter().map(|stream| Cut { after, answer: last_word(stream) }));
        open = held;
        std::thread::sleep(pause);
    }
    cuts
}

/// Sends a byte; false when the server has answered or closed.
fn drop_falls(mut stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let silent = stream.peek(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
    let sent = silent && stream.write_all(b"a").is_ok();
    stream.set_nonblocking(false).unwrap();
    sent
}
