//! Two servers on one database act as one panel.

use sigillo_testkit::Engine;

use crate::panel::{PASSWORD, Panel, Server};

/// Two servers on the same PostgreSQL with the same key.
fn two() -> (Panel, Server, Server) {
    let panel = Panel::on(Engine::Postgres);
    panel.create_organization();
    let key = panel.data().join("signing.key");
    let serve = |data: &str| {
        let mut command = panel.command(&["serve", "--data-dir", data]);
        command.env("SIGILLO_SIGNING_KEY_FILE", &key);
        Server::start(command)
    };
    let (one, other) = (serve("one"), serve("other"));
    (panel, one, other)
}

#[test]
fn they_share_sessions() {
    let (_panel, one, other) = two();
    let session = one.session("gestore");
    assert_eq!(other.get("/api/v1/me").by(&session).send().status, 200);
    let renewed = other.refresh(&session).session();
    assert_eq!(one.get("/api/v1/me").by(&renewed).send().status, 200);
    // A refresh token used on one server is used up on the other, where reusing it ends all
    // sessions of its family.
    assert_eq!(one.refresh(&session).status, 401);
    assert_eq!(other.get("/api/v1/me").by(&renewed).send().status, 401);
}

#[test]
fn they_share_the_count_of_attempts() {
    let (_panel, one, other) = two();
    for attempt in 0..5 {
        let server = [&one, &other][attempt % 2];
        assert_eq!(server.sign_in("gestore", "parola sbagliata").status, 401, "{attempt}");
    }
    for server in [&one, &other] {
        // Even the right password is refused.
        let refused = server.sign_in("gestore", PASSWORD);
        assert_eq!((refused.status, &refused.body["code"]), (429, &"too_many_requests".into()));
        let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
    }
}
