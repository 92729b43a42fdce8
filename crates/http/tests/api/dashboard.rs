//! The figures of the dashboard, each of which equals the list that it counts.

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use sigillo_app::{MailHostError, advance_mailbox_passwords, mail_host, service};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, TestMailHost, on_both_engines};

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

/// How many mailboxes the list counts, which is how many it has.
async fn listed(app: &TestApp, by: &Account, filters: &str) -> Value {
    let path = format!("/api/v1/mailboxes?count=exact&limit=200&{filters}");
    let list = app.get(&path).by(by).expect(200).await.body;
    assert_eq!(list["total"], json!(list["items"].as_array().map(Vec::len)), "{filters}");
    list["total"].clone()
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

    async fn the_figures_equal_their_lists_whatever_was_done(app: TestApp) {
        let mut app = app;
        let domain = app.domain(DOMAIN).await;
        app.postmaster("rosa", domain.organization_id).await;
        app.operator("gestore").await;
        let all = [Permission::View, Permission::Create, Permission::Edit, Permission::Disable, Permission::Cancel];
        app.assistant("ugo", &domain, &all).await;
        let host = app.mail_host();
        let mut random = StdRng::seed_from_u64(19);
        for number in 0..80 {
            act(&app, &host, &mut random, number).await;
            if number % 8 == 7 {
                check_figures(&app).await;
            }
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

/// Does something at random to the mailboxes, as a day in an office would.
async fn act(app: &TestApp, host: &TestMailHost, random: &mut StdRng, number: usize) {
    let names = ["rosa", "ugo", "gestore"];
    let by = app.sign_in(names[random.random_range(0..names.len())]).await;
    let known = app.get("/api/v1/mailboxes?limit=200").by(&by).expect(200).await.body;
    let known = known["items"].as_array().cloned().unwrap_or_default();
    let chosen = known.get(random.random_range(0..known.len().max(1)));
    let path = chosen.map(|one| format!("/api/v1/mailboxes/{}", one["id"].as_str().unwrap()));
    match (random.random_range(0..9), path) {
        (0..=2, _) | (_, None) => {
            create(app, &by, &format!("casella{number}")).await;
        }
        (3, Some(path)) => {
            app.patch(&path).by(&by).json(&json!({"state": "disabled"})).send().await;
        }
        (4, Some(path)) => {
            app.patch(&path).by(&by).json(&json!({"state": "active"})).send().await;
        }
        (5, Some(path)) => {
            app.delete(&path).by(&by).send().await;
        }
        (6, Some(_)) => {
            let address = chosen.unwrap()["address"].as_str().unwrap();
            host.hold(address, 3, random.random_range(0..1100) << 20);
            mail_host::poll(&app.app, TimeDelta::minutes(1), std::future::pending()).await.unwrap();
        }
        (7, Some(path)) => {
            app.patch(&path).by(&by).json(&json!({"managed_by": "ugo"})).send().await;
        }
        (_, Some(_)) => {
            app.clock.advance(TimeDelta::days(random.random_range(1..60)));
            advance_mailbox_passwords(&app.app).await.unwrap();
            service::advance(&app.app, 1000).await.unwrap();
        }
    }
}

/// Checks that each figure about mailboxes is the length of its list.
async fn check_figures(app: &TestApp) {
    let by = app.sign_in("rosa").await;
    let shown = dashboard(app, &by, "").await;
    let before = shown["attention"]["ending_before"].as_str().expect("a day");
    let mut lists = vec![
        ("/attention/over_soft_limit".to_owned(), "fill=over_soft_limit".to_owned()),
        ("/attention/passwords_expired".to_owned(), "password_state=expired".to_owned()),
        (
            "/attention/ending_soon".to_owned(),
            format!("request=none&state=active,disabled&expires_before={before}"),
        ),
    ];
    let assistants = shown["assistants"].as_array().unwrap().iter().enumerate();
    let groups = assistants.map(|(place, one)| {
        (
            format!("/assistants/{place}"),
            format!("created_by={}&", one["username"].as_str().unwrap()),
        )
    });
    let groups = groups.chain([
        ("/general".to_owned(), String::new()),
        ("/direct".to_owned(), "entry=direct&".to_owned()),
    ]);
    for (group, filter) in groups {
        for (figure, state) in [
            ("inserted", ""),
            ("active", "state=active"),
            ("pending", "state=pending_activation"),
            ("activated_then_cancelled", "state=cancelled&activated=true"),
        ] {
            lists.push((format!("{group}/{figure}"), format!("{filter}{state}")));
        }
    }
    for (figure, filters) in lists {
        // Of assistants two figures are shown.
        if let Some(figure) = shown.pointer(&figure) {
            assert_eq!(figure, &listed(app, &by, &filters).await, "{figure} {filters}");
        }
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
