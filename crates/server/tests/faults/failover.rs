//! Failover: a standby replaces the PostgreSQL primary while the panel is in use.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::cluster::Cluster;
use crate::http::{Answer, Session};
use crate::kills::serve;
use crate::load::{under_load, verified};
use crate::mail_server::MailServer;
use crate::panel::{Panel, Server};
use crate::standby::Standby;
use crate::workload::{DOMAIN, administrators};

/// The time from the promotion until writes succeed again. It is about a second, and longer on a
/// machine that is busy with other tests.
const RECOVERY_TIMEOUT: Duration = Duration::from_secs(30);

/// A panel whose address names both servers.
fn panel_over(cluster: &Cluster, standby: &Standby) -> Panel {
    let mut panel = cluster.panel_over_tcp();
    let (address, name) = panel.database.url.rsplit_once('/').unwrap();
    panel.database.url = format!("{address},127.0.0.1:{}/{name}", standby.port);
    panel
}

fn create(server: &Server, session: &Session, name: &str) -> Answer {
    let body =
        json!({"domain": DOMAIN, "local_part": name, "communication_email": "a@example.org"});
    server.post("/api/v1/mailboxes").by(session).json(&body).send()
}

/// Waits until a mailbox can be created; returns the seconds it took.
fn wait_for_writes(server: &Server, session: &Session, name: &str) -> f64 {
    let started = Instant::now();
    loop {
        let answer = create(server, session, name);
        if answer.status == 201 {
            return started.elapsed().as_secs_f64();
        }
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(started.elapsed() < RECOVERY_TIMEOUT, "writes fail: {}", answer.body);
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Checks that the panel continues without a restart on the server that accepts writes.
fn trial(fail_over: impl Fn(&Cluster, &Standby), fail_back: bool) {
    let cluster = Cluster::start();
    let standby = Standby::of(&cluster);
    let panel = panel_over(&cluster, &standby);
    panel.create_organization();
    let mail = MailServer::start(Duration::from_millis(2));
    let server = serve(&panel, &mail, "data");
    let session = server.session("gestore");
    let mut workers = administrators(6);
    let mut recoveries = vec![];
    under_load(&mut workers, &server, &session, || {
        std::thread::sleep(Duration::from_millis(500));
        fail_over(&cluster, &standby);
        recoveries.push(wait_for_writes(&server, &session, "dopo"));
        std::thread::sleep(Duration::from_millis(500));
        if fail_back {
            standby.lead(&cluster);
            std::thread::sleep(Duration::from_millis(500));
            standby.stop();
            cluster.promote();
            recoveries.push(wait_for_writes(&server, &session, "ritorno"));
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    // A connection to the old primary that is still in the pool would fail here.
    for number in 0..40 {
        let answer = create(&server, &session, &format!("ultima.{number}"));
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    let tally = verified(workers, &server, &session);
    println!(
        "writes succeeded {recoveries:.2?} s after the promotion; {} acknowledged, {} answered 503, slowest \
         request {:.2} s, {} wrong",
        tally.acknowledged,
        tally.unavailable,
        tally.slowest.as_secs_f64(),
        tally.wrong.len()
    );
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert_eq!(tally.in_doubt, 0, "the server itself always answers");
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    let moved = format!("connecting to another server server=\"127.0.0.1:{}\"", standby.port);
    assert!(log.contains(&moved), "{log}");
    assert!(panel.run_ok(&["history", "verify"]).ends_with("whole"));
}

#[test]
fn a_stopped_primary_is_replaced_by_its_standby_and_comes_back() {
    trial(
        |cluster, standby| {
            cluster.stop("fast");
            standby.promote();
        },
        true,
    );
}

/// The old primary keeps answering: it is fenced off from writes, and nothing closes its
/// connections.
#[test]
fn a_fenced_off_primary_is_replaced_by_its_standby() {
    trial(
        |cluster, standby| {
            cluster.sql("ALTER SYSTEM SET default_transaction_read_only = on");
            cluster.reload();
            std::thread::sleep(Duration::from_millis(500));
            standby.catch_up(cluster);
            standby.promote();
        },
        false,
    );
}

#[test]
fn reads_continue_while_the_only_server_is_read_only() {
    let cluster = Cluster::start();
    let panel = cluster.panel_over_tcp();
    panel.create_organization();
    let mail = MailServer::start(Duration::ZERO);
    let server = serve(&panel, &mail, "data");
    let session = server.session("gestore");
    wait_for_writes(&server, &session, "prima");
    cluster.sql("ALTER SYSTEM SET default_transaction_read_only = on");
    cluster.reload();
    std::thread::sleep(Duration::from_millis(200));
    for number in 0..20 {
        let refused = create(&server, &session, &format!("durante.{number}"));
        assert_eq!((refused.status, &refused.body["code"]), (503, &"unavailable".into()));
        assert!(refused.header("retry-after").is_some());
        let listed = server.get("/api/v1/mailboxes").by(&session).send();
        assert_eq!(listed.status, 200, "{}", listed.body);
        assert_eq!(server.get("/api/health").send().status, 200);
    }
    cluster.sql("ALTER SYSTEM RESET default_transaction_read_only");
    cluster.reload();
    wait_for_writes(&server, &session, "dopo");
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("it takes no writes; see whether it is a standby"), "{log}");
}
