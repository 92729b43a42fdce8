//! PostgreSQL is stopped, killed or frozen while the server keeps running.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::cluster::Cluster;
use crate::http::Session;
use crate::kills::{number, serve};
use crate::load::{under_load, verified};
use crate::mail_server::MailServer;
use crate::panel::{Panel, Server};
use crate::workload::{DOMAIN, administrators};

/// How PostgreSQL becomes unavailable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outage {
    Fast,
    Immediate,
    Frozen,
}

/// The longest that a request may take while PostgreSQL is away: the wait for a connection, and a
/// margin for a machine that is busy with other tests.
const ACQUIRE_LIMIT: Duration = Duration::from_secs(6);
/// The same for a request whose statement was running when PostgreSQL froze.
const STATEMENT_LIMIT: Duration = Duration::from_secs(20);
const RECOVERY: Duration = Duration::from_secs(15);

/// Waits for a condition and returns the seconds it took; panics after `timeout`.
fn wait_until(what: &str, timeout: Duration, mut there: impl FnMut() -> bool) -> f64 {
    let started = Instant::now();
    while !there() {
        assert!(started.elapsed() < timeout, "{what} takes more than {timeout:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    started.elapsed().as_secs_f64()
}

fn leave(cluster: &Cluster, outage: Outage) {
    match outage {
        Outage::Fast => cluster.stop("fast"),
        Outage::Immediate => cluster.stop("immediate"),
        Outage::Frozen => cluster.freeze(),
    }
}

fn come_back(cluster: &Cluster, outage: Outage) {
    match outage {
        Outage::Frozen => cluster.thaw(),
        Outage::Fast | Outage::Immediate => cluster.start_again(),
    }
}

fn health(server: &Server) -> u16 {
    server.get("/api/health").try_send().map_or(0, |answer| answer.status)
}

/// Sends every kind of request while the database is away, expects 503, and returns the slowest
/// time.
fn assert_unavailable(server: &Server, session: &Session) -> Duration {
    let mailbox =
        json!({"domain": DOMAIN, "local_part": "assente", "communication_email": "a@example.org"});
    let credentials = json!({"username": "gestore", "password": "una parola qualunque"});
    let mut slowest = Duration::ZERO;
    let requests = [
        server.get("/api/health"),
        server.get("/api/v1/mailboxes").by(session),
        server.get("/api/v1/mailboxes/export?format=csv").by(session),
        server.post("/api/v1/mailboxes").by(session).json(&mailbox),
        server.post("/api/v1/sessions").json(&credentials),
        server.post("/api/v1/sessions/refresh"),
    ];
    for (place, request) in requests.into_iter().enumerate() {
        let asked = Instant::now();
        let answer = request.send();
        slowest = slowest.max(asked.elapsed());
        if place == 5 && answer.status == 401 {
            // Without a cookie the database is not asked.
            continue;
        }
        let reply = (answer.status, &answer.body["code"]);
        assert_eq!(reply, (503, &"unavailable".into()), "{place}: {}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert!(answer.header("retry-after").is_some(), "{place}");
    }
    slowest
}

fn assert_messages_leave(
    panel: &Panel,
    server: &Server,
    session: &Session,
    mail: &MailServer,
) -> f64 {
    let before = mail.taken();
    let body = json!({"domain": DOMAIN, "local_part": format!("dopo{before}"),
        "communication_email": "dopo@example.org"});
    assert_eq!(server.post("/api/v1/mailboxes").by(session).json(&body).send().status, 201);
    let seconds = wait_until("sending a message after the recovery", RECOVERY, || {
        number(
            panel,
            "SELECT COUNT(*) FROM message WHERE subject_name LIKE 'dopo%' AND state = 'queued'",
        ) == 0
    });
    assert!(mail.taken() > before);
    seconds
}

fn trial(outage: Outage, times: usize, absence: Duration) {
    let cluster = Cluster::start();
    let panel =
        if outage == Outage::Immediate { cluster.panel() } else { cluster.panel_over_tcp() };
    panel.create_organization();
    let mail = MailServer::start(Duration::from_millis(2));
    let server = serve(&panel, &mail, "data");
    let session = server.session("gestore");
    let mut workers = administrators(6);
    let (mut slowest_refusal, mut back, mut mailed) = (Duration::ZERO, 0_f64, 0_f64);
    for _ in 0..times {
        under_load(&mut workers, &server, &session, || {
            std::thread::sleep(Duration::from_millis(400));
            leave(&cluster, outage);
            let left = Instant::now();
            slowest_refusal = slowest_refusal.max(assert_unavailable(&server, &session));
            std::thread::sleep(absence.saturating_sub(left.elapsed()));
            come_back(&cluster, outage);
            back = back.max(wait_until("recovery", RECOVERY, || health(&server) == 200));
            std::thread::sleep(Duration::from_millis(400));
        });
        mailed = mailed.max(assert_messages_leave(&panel, &server, &session, &mail));
    }
    let tally = verified(workers, &server, &session);
    println!(
        "{outage:?} {times} times: 503 within {:.2} s, recovered after {back:.2} s, messages sent after {mailed:.2} s; {} \
         acknowledged, {} answered 503, slowest request {:.2} s, {} wrong",
        slowest_refusal.as_secs_f64(),
        tally.acknowledged,
        tally.unavailable,
        tally.slowest.as_secs_f64(),
        tally.wrong.len()
    );
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert_eq!(tally.in_doubt, 0, "the server itself always answers");
    // Statements that were running when PostgreSQL froze may still succeed once it continues.
    assert!(
        outage == Outage::Frozen || tally.unavailable > 0,
        "no request failed while PostgreSQL was away"
    );
    // The first requests after a freeze have statements running on open connections.
    let limit = if outage == Outage::Frozen { STATEMENT_LIMIT } else { ACQUIRE_LIMIT };
    assert!(slowest_refusal < limit && tally.slowest < STATEMENT_LIMIT);
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    for said in ["the database failed", "work has to wait", "work goes on again"] {
        assert!(log.contains(said), "{said}");
    }
    assert!(panel.run_ok(&["history", "verify"]).ends_with("whole"));
}

const SHORT: Duration = Duration::from_secs(4);

#[test]
fn postgres_restarts() {
    trial(Outage::Fast, 1, SHORT);
}

#[test]
fn postgres_stops_immediately() {
    trial(Outage::Immediate, 1, SHORT);
}

#[test]
fn postgres_freezes() {
    trial(Outage::Frozen, 1, SHORT);
}

#[test]
fn a_server_can_be_stopped_while_postgres_is_away() {
    let cluster = Cluster::start();
    let panel = cluster.panel();
    panel.create_organization();
    let mail = MailServer::start(Duration::ZERO);
    for outage in [Outage::Immediate, Outage::Frozen] {
        let server = serve(&panel, &mail, "data");
        let session = server.session("gestore");
        leave(&cluster, outage);
        std::thread::sleep(Duration::from_millis(600));
        std::thread::scope(|scope| {
            scope.spawn(|| server.get("/api/v1/mailboxes").by(&session).try_send().is_ok());
            std::thread::sleep(Duration::from_millis(50));
            server.signal("TERM");
        });
        let asked = Instant::now();
        let (code, log) = server.ended();
        println!("{outage:?}: ended {:.2} s after SIGTERM", asked.elapsed().as_secs_f64());
        assert_eq!(code, Some(0), "{log}");
        come_back(&cluster, outage);
    }
}

#[test]
#[ignore = "some minutes: `./just fault-trial`"]
fn postgres_is_lost_and_recovers_ten_times() {
    for outage in [Outage::Fast, Outage::Immediate] {
        trial(outage, 10, SHORT);
    }
    trial(Outage::Frozen, 3, Duration::from_secs(20));
}
