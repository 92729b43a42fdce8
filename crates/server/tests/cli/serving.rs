//! `sigillo serve`.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::panel::{PASSWORD, Panel, Server, only_line};

on_both_engines! {
    fn the_api_answers_over_http(panel: Panel) {
        panel.create_organization();
        let server = panel.serve();
        assert_eq!(server.get("/api/health").send().status, 200);
        assert_eq!(server.get("/api/v1/me").send().status, 401);
        let session = server.session("gestore");
        assert_eq!(server.get("/api/v1/me").by(&session).send().body["account"]["username"], "gestore");
        let request = json!({
            "domain": "pec.example.it",
            "local_part": "protocollo",
            "communication_email": "protocollo@example.org",
        });
        let created = server.post("/api/v1/mailboxes").by(&session).json(&request).send();
        assert_eq!((created.status, created.header("etag")), (201, Some("\"1\"")));
        let listed = server.get("/api/v1/mailboxes?q=proto&count=exact").by(&session).send();
        assert_eq!(listed.body["total"], 1);
        assert_eq!(listed.body["items"][0]["address"], "protocollo@pec.example.it");
    }

    fn a_session_goes_on_after_a_restart(panel: Panel) {
        panel.create_organization();
        let server = panel.serve();
        let session = server.session("gestore");
        let (code, _) = server.stop();
        assert_eq!(code, Some(0));
        let server = panel.serve();
        assert_eq!(server.get("/api/v1/me").by(&session).send().status, 200);
        let renewed = server.refresh(&session).session();
        assert_eq!(server.get("/api/v1/me").by(&renewed).send().status, 200);
        // With another key the session is not valid.
        drop(server);
        std::fs::remove_file(panel.data().join("signing.key")).unwrap();
        let server = panel.serve();
        assert_eq!(server.get("/api/v1/me").by(&renewed).send().status, 401);
    }

    fn it_ends_cleanly_when_asked(panel: Panel) {
        panel.create_organization();
        let server = panel.serve();
        server.session("gestore");
        let asked = Instant::now();
        let (code, log) = server.stop();
        assert_eq!(code, Some(0), "{log}");
        assert!(asked.elapsed() < Duration::from_secs(5));
        if let Some(file) = panel.database.url.strip_prefix("sqlite:") {
            assert!(std::fs::exists(file).unwrap(), "{file}");
            let unwritten = std::fs::exists(format!("{file}-wal")).unwrap();
            assert!(!unwritten, "the file is whole by itself");
        }
    }
}

#[test]
fn a_taken_port_is_reported() {
    let panel = Panel::on(sigillo_testkit::Engine::Sqlite);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let done = panel.run(&["serve", "--listen", &address]);
    assert_eq!(done.code, Some(1), "{done:?}");
    let line = only_line(&done.stderr);
    assert!(line.contains(&address) && line.contains("in use"), "{line}");
}

#[test]
fn the_log_can_be_json_and_holds_no_secret() {
    let panel = Panel::on(sigillo_testkit::Engine::Sqlite);
    panel.create_organization();
    let server = Server::start(panel.command(&["serve", "--log", "json"]));
    let session = server.session("gestore");
    server.get("/api/v1/mailboxes?q=cognome").by(&session).send();
    server.sign_in("gestore", "una parola sbagliata");
    server.refresh(&session);
    let (_, log) = server.stop();
    assert!(log.lines().count() > 4, "{log}");
    for line in log.lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("a line is an event");
        assert!(event["timestamp"].is_string() && event["level"].is_string(), "{line}");
    }
    let secrets =
        [PASSWORD, "parola sbagliata", "cognome", &session.access_token, &session.refresh_token];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn a_request_that_makes_no_sense_ends_no_server() {
    let panel = Panel::on(sigillo_testkit::Engine::Sqlite);
    let server = panel.serve();
    for path in ["/api/v1/none", "/api/v1/mailboxes?limit=x", "/api//", "/api/%00", "/api/%ff"] {
        assert!((400..500).contains(&server.get(path).send().status), "{path}");
    }
    assert_eq!(server.get("/api/health").send().status, 200);
}
