//! The figures of the dashboard, each of which equals the list that it counts.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::{MailHostError, mail_host};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const DASHBOARD: &str = "/api/v1/dashboard";
const DOMAIN: &str = "pec.example.it";

async fn dashboard(app: &TestApp, by: &Account, query: &str) -> Value {
    app.get(&format!("{DASHBOARD}{query}")).by(by).expect(200).await.body
}

async fn create(app: &TestApp, by: &Account, local_part: &str) -> String {
    let body = json!({
        "domain": DOMAIN, "local_part": local_part,
        "communication_email": format!("{local_part}@example.org"),
    });
    let created = app.post("/api/v1/mailboxes").by(by).json(&body).expect(201).await;
    created.body["id"].as_str().expect("an id").to_owned()
}

/// How many mailboxes the list counts.
async fn listed(app: &TestApp, by: &Account, filters: &str) -> Value {
    let path = format!("/api/v1/mailboxes?count=exact&limit=1&{filters}");
    app.get(&path).by(by).expect(200).await.body["total"].clone()
}

on_both_engines! {
    async fn each_figure_equals_the_list_that_it_counts(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Create, Permission::Cancel]).await;
        app.assistant("ines", &domain, &[Permission::View]).await;
        for name in ["una", "due", "tre"] {
            create(&app, &rosa, name).await;
        }
        create(&app, &ugo, "quattro").await;
        let gone = create(&app, &ugo, "cinque").await;
        app.delete(&format!("/api/v1/mailboxes/{gone}")).by(&ugo).expect(200).await;
        // What others have does not count.
        app.domain("altrove.example.org").await;
        app.mailbox("altrove.example.org", "lontano").await;

        let shown = dashboard(&app, &rosa, "").await;
        let expected = json!({"domains": 1, "inserted": 5, "active": 4, "pending": 0, "activated_then_cancelled": 1});
        assert_eq!(shown["general"], expected);
        assert_eq!(shown["direct"], json!({
            "inserted": 3, "active": 3, "pending": 0, "activated_then_cancelled": 0,
        }));
        let names: Vec<_> = shown["assistants"].as_array().unwrap().iter().map(|one| one["username"].clone()).collect();
        assert_eq!(names, ["ines", "ugo"]);
        assert_eq!((&shown["assistants"][1]["inserted"], &shown["assistants"][1]["active"]), (&json!(2), &json!(1)));
        for (figure, filters) in [
            (&shown["general"]["inserted"], ""),
            (&shown["general"]["active"], "state=active"),
            (&shown["general"]["pending"], "state=pending_activation"),
            (&shown["general"]["activated_then_cancelled"], "state=cancelled&activated=true"),
            (&json!(0), "state=cancelled&activated=false"),
            (&shown["direct"]["inserted"], "entry=direct"),
            (&shown["direct"]["active"], "entry=direct&state=active"),
            (&json!(2), "entry=assistant"),
            (&json!(5), "entry=assistant,direct"),
            (&shown["assistants"][1]["inserted"], "created_by=ugo"),
            (&shown["assistants"][1]["active"], "created_by=ugo&state=active"),
        ] {
            assert_eq!(figure, &listed(&app, &rosa, filters).await, "{filters}");
        }
    }

    async fn everybody_sees_what_is_in_their_scope(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let other = app.domain("altrove.example.org").await;
        app.mailbox(DOMAIN, "una").await;
        app.mailbox(&other.name, "due").await;
        let gestore = app.operator("gestore").await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let blind = app.assistant("bea", &domain, &[Permission::Create]).await;
        let inserted = async |by: &Account, query: &str| dashboard(&app, by, query).await["general"]["inserted"].clone();
        assert_eq!(inserted(&gestore, "").await, 2);
        assert_eq!(inserted(&gestore, &format!("?organization={}", other.organization_id)).await, 1);
        assert_eq!(inserted(&anna, "").await, 1);
        assert_eq!(inserted(&anna, &format!("?organization={}", other.organization_id)).await, 0);
        app.get(DASHBOARD).by(&blind).expect(403).await;
    }

    async fn what_needs_hands_is_counted_as_the_lists_count_it(app: TestApp) {
        let mut app = app;
        let domain = app.domain(DOMAIN).await;
        app.postmaster("rosa", domain.organization_id).await;
        let full = app.mailbox(DOMAIN, "piena").await;
        let undelivered = app.failed_message(DOMAIN, "muta").await;
        let gestore = app.operator("gestore").await;
        app.post("/api/v1/accounts").by(&gestore).json(&json!({
            "username": "nuovo", "display_name": "Nuovo", "role": "postmaster",
            "organization_id": domain.organization_id, "password": "quattro parole scelte a caso",
        })).expect(201).await;
        let host = app.mail_host();
        host.hold(&full.address, 3, 990 << 20);
        mail_host::poll(&app.app, TimeDelta::minutes(1), std::future::pending()).await.unwrap();
        host.inside().down = Some(MailHostError::Unreachable("refused".into()));
        let path = format!("/api/v1/mailboxes/{}", full.id);
        let rosa = app.sign_in("rosa").await;
        app.patch(&path).by(&rosa).json(&json!({"state": "disabled"})).expect(200).await;
        mail_host::carry_out(&app.app, 10).await.unwrap();

        check_attention(&app, "rosa", [1, 0, 1, 1, 0]).await;
        let accounts = async |name: &str| {
            let by = app.sign_in(name).await;
            dashboard(&app, &by, "").await["attention"]["accounts_pending"].clone()
        };
        assert_eq!((accounts("gestore").await, accounts("rosa").await), (json!(1), Value::Null));

        // Once it was sent again, the message needs nobody any more.
        app.post(&format!("/api/v1/messages/{undelivered}/resend")).by(&rosa).expect(202).await;
        check_attention(&app, "rosa", [1, 0, 0, 1, 0]).await;

        // A service ends in the last second of a day.
        let end = full.expires_at.expect("an end");
        app.clock.advance(end - TimeDelta::days(31) - app.app.clock.now());
        check_attention(&app, "rosa", [1, 0, 0, 1, 0]).await;
        app.clock.advance(TimeDelta::days(1));
        check_attention(&app, "rosa", [1, 0, 0, 1, 2]).await;
    }

    async fn a_mailbox_is_handed_over(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let other = app.domain("altrove.example.org").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        app.assistant("ugo", &domain, &[Permission::View]).await;
        app.assistant("bea", &domain, &[Permission::Create]).await;
        app.assistant("lia", &other, &[Permission::View]).await;
        let id = create(&app, &rosa, "una").await;
        let path = format!("/api/v1/mailboxes/{id}");
        let hand_over = async |to: &str, status: u16| {
            app.patch(&path).by(&rosa).json(&json!({"managed_by": to})).expect(status).await
        };
        for name in ["bea", "lia", "nobody"] {
            assert_eq!(hand_over(name, 422).await.faults(), ["/managed_by unknown"], "{name}");
        }
        assert_eq!(hand_over(" UGO ", 200).await.body["managed_by"], "ugo");
        assert_eq!(listed(&app, &rosa, "managed_by=ugo").await, 1);
        assert_eq!(listed(&app, &rosa, "managed_by=rosa").await, 0);
        assert_eq!(listed(&app, &rosa, "created_by=rosa").await, 1);
        let before = hand_over("ugo", 200).await.body["version"].clone();
        assert_eq!(before, 2, "nothing has changed");
        let back = hand_over("", 200).await.body;
        assert_eq!((&back["managed_by"], &back["version"]), (&json!("rosa"), &json!(3)));
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await.body;
        let change = &history["items"][0]["changes"][0];
        assert_eq!((&change["field"], &change["before"], &change["after"]), (&json!("managed_by"), &json!("ugo"), &Value::Null));
    }
}

/// Checks the figures about mailboxes, and that each is the length of its list.
async fn check_attention(app: &TestApp, username: &str, expected: [i64; 5]) {
    let by = app.sign_in(username).await;
    let shown = dashboard(app, &by, "").await["attention"].clone();
    let before = shown["ending_before"].as_str().expect("a day");
    let lists = [
        ("over_soft_limit", "fill=over_soft_limit".to_owned()),
        ("passwords_expired", "password_state=expired".to_owned()),
        ("undelivered_messages", "trouble=undelivered_message".to_owned()),
        ("unapplied_effects", "trouble=unapplied_effect".to_owned()),
        ("ending_soon", format!("request=none&state=active,disabled&expires_before={before}")),
    ];
    for ((name, filters), expected) in lists.iter().zip(expected) {
        assert_eq!(shown[name], expected, "{name}");
        assert_eq!(listed(app, &by, filters).await, expected, "{filters}");
    }
}
