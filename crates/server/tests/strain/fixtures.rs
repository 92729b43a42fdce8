//! Connections that are open together.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::http::Session;
use crate::panel::Server;

/// Beyond whatever the server allows a client.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection over which something was said.
pub fn say(server: &Server, words: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(words).unwrap();
    stream
}

/// The head of a request, up to the headers that are yet to come.
pub fn head(method: &str, path: &str, session: &Session) -> String {
    let token = &session.access_token;
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n")
}

/// What is answered to what was said so far.
pub fn answered(stream: TcpStream) -> String {
    // Until it begins: a client that has closed is another matter.
    stream.peek(&mut [0]).unwrap();
    last_word(stream)
}

/// All that comes when nothing more is going to be said.
pub fn last_word(mut stream: TcpStream) -> String {
    // It may have been closed already.
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = vec![];
    // Reset: it closed while something was still on its way to it.
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    String::from_utf8(answer).unwrap()
}

/// How a connection was ended from the other side.
pub struct Cut {
    pub after: Duration,
    pub answer: String,
}

/// Sends a byte over each connection now and then, until each is cut.
pub fn drip(streams: Vec<TcpStream>, pause: Duration) -> Vec<Cut> {
    let began = Instant::now();
    let mut open = streams;
    let mut cuts = vec![];
    while !open.is_empty() {
        assert!(began.elapsed() < PATIENCE, "{} are still held", open.len());
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
