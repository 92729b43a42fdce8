//! Clients that send slowly.

use std::time::Duration;

use crate::fixtures::{Cut, drip, head, say};
use crate::others::{are_served_while, prepared_panel};

/// The server's timeout for a head and for a small body.
const ALLOWED: Duration = Duration::from_secs(10);
/// Tolerance, since the connections were opened before the measurement began.
const NOT_BEFORE: Duration = Duration::from_secs(5);
/// Tolerance for a busy machine.
const LATE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(500);

fn cut_in_time(cuts: &[Cut]) {
    for Cut { after, answer } in cuts {
        assert!(*after > NOT_BEFORE, "{after:?}: {answer}");
        assert!(*after < ALLOWED + LATE, "{after:?}: {answer}");
    }
}

fn slow_heads(clients: usize) {
    let panel = prepared_panel();
    let server = panel.serve();
    let session = server.session("gestore");
    let (cuts, p95) = are_served_while(&server, &session, || {
        let begun = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
        drip((0..clients).map(|_| say(&server, begun)).collect(), PAUSE)
    });
    cut_in_time(&cuts);
    let timed_out = cuts.iter().filter(|cut| cut.answer.starts_with("HTTP/1.1 408")).count();
    assert!(timed_out * 2 > clients, "{timed_out}");
    let explained = cuts.iter().filter(|cut| cut.answer.contains("\"request_timeout\"")).count();
    assert_eq!(explained, timed_out);
    println!("{clients} slow heads were cut: 95 of 100 requests within {p95:.1?}");
}

fn slow_bodies(clients: usize) {
    let panel = prepared_panel();
    let server = panel.serve();
    let session = server.session("gestore");
    let (cuts, p95) = are_served_while(&server, &session, || {
        let rest = "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"name\": \"";
        let begun = |number| match number % 2 {
            0 => format!("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\n{rest}"),
            _ => head("POST", "/api/v1/mailboxes", &session) + rest,
        };
        drip((0..clients).map(|number| say(&server, begun(number).as_bytes())).collect(), PAUSE)
    });
    cut_in_time(&cuts);
    for Cut { answer, .. } in &cuts {
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.contains("\"request_timeout\""), "{answer}");
    }
    println!("{clients} slow bodies were cut: 95 of 100 requests within {p95:.1?}");
}

#[test]
fn a_head_that_drips_is_cut() {
    slow_heads(50);
}

#[test]
fn a_body_that_drips_is_cut_with_an_answer() {
    slow_bodies(50);
}

#[test]
#[ignore = "`./just strain-trial`"]
fn many_heads_that_drip_are_cut() {
    slow_heads(2_000);
}

#[test]
#[ignore = "`./just strain-trial`"]
fn many_bodies_that_drip_are_cut_with_an_answer() {
    slow_bodies(2_000);
}
