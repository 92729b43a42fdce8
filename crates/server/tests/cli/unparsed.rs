//! Requests that the HTTP parser refuses.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::panel::{Panel, Server};

const PROMISED_HEADERS: [&str; 6] = [
    "content-type: application/problem+json",
    "content-security-policy: default-src 'none'",
    "x-content-type-options: nosniff",
    "x-frame-options: DENY",
    "cache-control: no-store",
    "connection: close",
];
const GOOD: &str = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Sends a request and returns everything that is received until the server closes.
fn answer(server: &Server, request: &str) -> String {
    let mut stream = connect(server);
    stream.write_all(request.as_bytes()).unwrap();
    rest(stream)
}

fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[track_caller]
fn assert_refused(answer: &str, status: u16, code: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    for promised in PROMISED_HEADERS {
        assert!(head.contains(promised), "{promised} in {head}");
    }
    let problem: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!((&problem["status"], &problem["code"]), (&status.into(), &code.into()));
    let trace_id = problem["trace_id"].as_str().unwrap();
    assert!(head.contains(&format!("x-trace-id: {trace_id}")), "{head}");
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
}

#[test]
fn what_the_parser_refuses_gets_a_problem_and_no_error_in_the_log() {
    let panel = Panel::on(sigillo_testkit::Engine::Sqlite);
    let server = panel.serve();
    let long = "a".repeat(70_000);
    let query = format!("GET /api/v1/mailboxes?q={long} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_refused(&answer(&server, &query), 414, "uri_too_long");
    // More than the parser reads: closing at once would reset the connection.
    let longer = format!("GET /?q={} HTTP/1.1\r\nHost: localhost\r\n\r\n", long.repeat(6));
    assert_refused(&answer(&server, &longer), 414, "uri_too_long");
    let large = GOOD.replace("Host", &format!("X-Large: {}\r\nHost", long.repeat(2)));
    assert_refused(&answer(&server, &large), 431, "headers_too_large");
    let many = GOOD.replace("Host", &format!("{}Host", "X-Many: 1\r\n".repeat(200)));
    assert_refused(&answer(&server, &many), 431, "headers_too_large");
    let malformed = [
        "hello\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}TLS\r\n\r\n",
    ];
    for request in malformed {
        assert_refused(&answer(&server, request), 400, "malformed");
    }
    assert_eq!(server.get("/api/health").send().status, 200);
    let (_, log) = server.stop();
    assert!(!log.contains("ERROR"), "{log}");
}

#[test]
fn earlier_answers_on_the_connection_stay_whole() {
    let panel = Panel::on(sigillo_testkit::Engine::Sqlite);
    let server = panel.serve();
    let whole = answer(&server, &GOOD.replace("Host", "Connection: close\r\nHost"));
    let body = whole.split_once("\r\n\r\n").unwrap().1;
    let behind = |answers: &str| {
        assert!(answers.starts_with("HTTP/1.1 200 "), "{answers}");
        let (first, refused) = answers.split_once("HTTP/1.1 400 ").unwrap();
        assert!(first.ends_with(body), "{first}");
        assert_refused(&format!("HTTP/1.1 400 {refused}"), 400, "malformed");
    };
    behind(&answer(&server, &format!("{GOOD}hello\r\n\r\n")));
    let mut stream = connect(&server);
    stream.write_all(GOOD.as_bytes()).unwrap();
    let mut first = vec![0; 16 * 1024];
    let length = stream.read(&mut first).unwrap();
    let first = String::from_utf8(first[..length].to_vec()).unwrap();
    stream.write_all(b"hello\r\n\r\n").unwrap();
    behind(&(first + &rest(stream)));
}

#[test]
fn head_announces_no_other_length_than_get() {
    let panel = Panel::on(sigillo_testkit::Engine::Sqlite);
    panel.create_organization();
    let server = panel.serve();
    let token = server.session("gestore").access_token;
    let length = |method: &str, path: &str| {
        let answer = answer(
            &server,
            &format!(
                "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 Authorization: Bearer {token}\r\n\r\n"
            ),
        );
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        assert!(method == "GET" || body.is_empty(), "{path}: {body}");
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(str::to_owned)
    };
    let paths = [
        "/api/v1/mailboxes/export?format=csv",
        "/api/v1/mailboxes",
        "/api/openapi.json",
        "/api/docs/",
        "/api/problems",
        "/api/health",
    ];
    for path in paths {
        assert_eq!(length("HEAD", path), length("GET", path), "{path}");
    }
    assert_eq!(length("GET", paths[0]), None);
}
