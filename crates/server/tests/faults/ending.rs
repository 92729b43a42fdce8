//! Shutdown while work is in progress.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sigillo_testkit::Engine;

use crate::http::Session;
use crate::many::multiply;
use crate::panel::{PASSWORD, Panel, Server};
use crate::workload::DOMAIN;

const SHUTDOWN_LIMIT: Duration = Duration::from_secs(5);

fn panel() -> Panel {
    let panel = Panel::on(Engine::Sqlite);
    panel.create_organization();
    panel
}

/// A request to create a mailbox whose last byte is not sent yet.
fn unfinished_creation(server: &Server, session: &Session, name: &str) -> TcpStream {
    let body =
        json!({"domain": DOMAIN, "local_part": name, "communication_email": "a@example.org"});
    let by = format!("Authorization: Bearer {}\r\n", session.access_token);
    unfinished(server, "/api/v1/mailboxes", &by, &body)
}

fn unfinished(server: &Server, path: &str, headers: &str, body: &Value) -> TcpStream {
    let body = body.to_string();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{}",
        &body[..length - 1]
    );
    stream.write_all(request.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    stream
}

fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn requests_in_progress_are_finished() {
    let panel = panel();
    let server = panel.serve();
    let session = server.session("gestore");
    // An idle connection does not delay the shutdown.
    let mut idle = TcpStream::connect(server.address).unwrap();
    idle.write_all(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 12];
    idle.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let credentials = json!({"username": "gestore", "password": PASSWORD});
    let mut signing_in = unfinished(&server, "/api/v1/sessions", "", &credentials);
    let mut slow = unfinished_creation(&server, &session, "lenta");
    // The password is being verified.
    signing_in.write_all(b"}").unwrap();
    server.signal("TERM");
    let answer = rest(signing_in);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    std::thread::sleep(Duration::from_millis(300));
    assert!(TcpStream::connect(server.address).is_err(), "nobody new is let in");
    slow.write_all(b"}").unwrap();
    let answer = rest(slow);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let asked = Instant::now();
    let (code, log) = server.ended();
    assert_eq!(code, Some(0), "{log}");
    assert!(asked.elapsed() < SHUTDOWN_LIMIT, "{:?}", asked.elapsed());
    let server = panel.serve();
    let list = server.get("/api/v1/mailboxes?q=lenta&count=exact").by(&session).send();
    assert_eq!(list.body["total"], 1);
}

/// The body of a complete response in chunks.
fn in_one_piece(answer: &str) -> String {
    let (_, mut rest) = answer.split_once("\r\n\r\n").unwrap();
    let mut body = String::new();
    loop {
        let (size, from) = rest.split_once("\r\n").expect("it is cut short");
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return body;
        }
        body.push_str(&from[..size]);
        rest = &from[size + 2..];
    }
}

#[test]
fn a_download_in_progress_is_completed() {
    const ROWS: u32 = 60_000;
    let panel = panel();
    let server = panel.serve();
    let session = server.session("gestore");
    let body =
        json!({"domain": DOMAIN, "local_part": "molte", "communication_email": "a@example.org"});
    assert_eq!(server.post("/api/v1/mailboxes").by(&session).json(&body).send().status, 201);
    multiply(&panel, ROWS);
    let mut taking = TcpStream::connect(server.address).unwrap();
    let token = &session.access_token;
    let request = format!(
        "GET /api/v1/mailboxes/export?format=csv HTTP/1.1\r\nHost: localhost\r\n\
         Authorization: Bearer {token}\r\n\r\n"
    );
    taking.write_all(request.as_bytes()).unwrap();
    let mut head = [0; 15];
    taking.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 200 OK");
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(500));
    assert!(TcpStream::connect(server.address).is_err(), "new connections are refused");
    let file = rest(taking);
    assert_eq!(in_one_piece(&file).matches("@pec.example.it").count(), ROWS as usize + 1);
    let (code, log) = server.ended();
    assert_eq!(code, Some(0), "{log}");
}

#[test]
fn a_second_signal_stops_the_server_at_once() {
    let panel = panel();
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let server = panel.serve();
        let session = server.session("gestore");
        let slow = unfinished_creation(&server, &session, "mai");
        server.signal("TERM");
        std::thread::sleep(Duration::from_millis(300));
        let asked = Instant::now();
        server.signal(signal);
        let (ended, log) = server.ended();
        assert_eq!(ended, Some(code), "{log}");
        assert!(asked.elapsed() < Duration::from_secs(1));
        drop(slow);
    }
}

#[test]
fn a_signal_right_after_the_start_stops_the_server() {
    let panel = panel();
    for _ in 0..5 {
        let (code, log) = panel.serve().stop();
        assert_eq!(code, Some(0), "{log}");
    }
}

#[test]
#[ignore = "half a minute: `./just fault-trial`"]
fn a_client_that_never_finishes_does_not_block_the_shutdown() {
    let panel = panel();
    let server = panel.serve();
    let session = server.session("gestore");
    let stuck = unfinished_creation(&server, &session, "mai");
    server.signal("INT");
    let asked = Instant::now();
    let (code, log) = server.ended_within(Duration::from_secs(40));
    assert_eq!(code, Some(0), "{log}");
    println!("a stuck client delayed the shutdown by {:.1} s", asked.elapsed().as_secs_f64());
    drop(stuck);
}
