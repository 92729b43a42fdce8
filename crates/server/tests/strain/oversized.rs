//! Bodies that are too large or whose length is wrong.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use crate::fixtures::{answered, head, last_word, say};
use crate::http::Session;
use crate::others::{DOMAIN, are_served, create_mailbox, listed, prepared_panel};
use crate::panel::{Panel, Server};

/// Maximum size of a file, in bytes.
const LIMIT: usize = 32 * 1024 * 1024;
const PIECE: usize = 1024 * 1024;

fn serving() -> (Panel, Server, Session) {
    let panel = prepared_panel();
    let server = panel.serve();
    let session = server.session("gestore");
    (panel, server, session)
}

/// An import whose body is not sent yet.
fn import(server: &Server, session: &Session, header: &str) -> TcpStream {
    let path = format!("/api/v1/imports?domain={DOMAIN}");
    let head = head("POST", &path, session);
    say(server, format!("{head}Content-Type: text/csv\r\n{header}\r\n\r\n").as_bytes())
}

#[track_caller]
fn refused(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("\"payload_too_large\""), "{answer}");
}

#[track_caller]
fn left_nothing(server: &Server, session: &Session) {
    for list in ["/api/v1/jobs", "/api/v1/mailboxes"] {
        assert_eq!(listed(server, session, list), 0, "{list}");
    }
    are_served(server, session, 20);
}

#[test]
fn what_says_it_is_too_large_is_refused_unread() {
    let (_panel, server, session) = serving();
    let length = format!("Content-Length: {}", LIMIT + 1);
    // The body is never sent, so the server can only judge by the header.
    refused(&answered(import(&server, &session, &length)));
    let form = format!(
        "{}Content-Type: application/json\r\nContent-Length: 65537\r\n\r\n",
        head("POST", "/api/v1/mailboxes", &session)
    );
    refused(&answered(say(&server, form.as_bytes())));
    left_nothing(&server, &session);
}

#[test]
fn a_client_that_goes_on_sending_still_gets_the_reason() {
    let (_panel, server, session) = serving();
    let mut stream = import(&server, &session, &format!("Content-Length: {}", LIMIT + 1));
    // About three seconds, as on a line of 100 Mbit/s.
    for _ in 0..LIMIT / PIECE {
        stream.write_all(&vec![b'a'; PIECE]).unwrap();
        std::thread::sleep(Duration::from_millis(90));
    }
    stream.write_all(b"a").unwrap();
    refused(&last_word(stream));
    left_nothing(&server, &session);
}

#[test]
fn what_does_not_say_its_size_is_cut_at_the_limit() {
    let (_panel, server, session) = serving();
    let mut stream = import(&server, &session, "Transfer-Encoding: chunked");
    for _ in 0..LIMIT / PIECE {
        write!(stream, "{PIECE:x}\r\n").unwrap();
        stream.write_all(&vec![b'a'; PIECE]).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }
    // One byte more, without the end of the body.
    stream.write_all(b"1\r\na\r\n").unwrap();
    refused(&last_word(stream));
    left_nothing(&server, &session);
}

#[test]
fn what_breaks_off_leaves_nothing_behind() {
    let (_panel, server, session) = serving();
    let file = "casella;e-mail di comunicazione\nuno;a@example.org\n";
    let mut stream = import(&server, &session, &format!("Content-Length: {}", file.len() + 1));
    stream.write_all(file.as_bytes()).unwrap();
    let answer = last_word(stream);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    let mut stream = import(&server, &session, "Transfer-Encoding: chunked");
    write!(stream, "{:x}\r\n{file}\r\n", file.len()).unwrap();
    let answer = last_word(stream);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    let answer = last_word(say(&server, creation(&session, 1).as_bytes()));
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    left_nothing(&server, &session);
}

#[test]
fn what_is_longer_than_it_says_is_not_pieced_together() {
    let (_panel, server, session) = serving();
    let answer = last_word(say(&server, creation(&session, -1).as_bytes()));
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    left_nothing(&server, &session);
    create_mailbox(&server, &session, "vera");
    assert_eq!(listed(&server, &session, "/api/v1/mailboxes"), 1);
}

/// A complete request to create a mailbox, with a length that is wrong by this much.
fn creation(session: &Session, wrong_by: isize) -> String {
    let body = format!(
        "{{\"domain\":\"{DOMAIN}\",\"local_part\":\"mai\",\"communication_email\":\"a@example.org\"}}"
    );
    let length = body.len().strict_add_signed(wrong_by);
    let head = head("POST", "/api/v1/mailboxes", session);
    format!("{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")
}
