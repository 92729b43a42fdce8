//! `Idempotency-Key`: a repeated request is carried out once.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::MailHostError;
use sigillo_app::idempotency::{self, CallerIdentity, Claim, Lease, RequestIdentity};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::organization::Organization;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, Client, PASSWORD, TestApp, on_both_engines};

const MAILBOXES: &str = "/api/v1/mailboxes";

fn mailbox(local_part: &str) -> Value {
    json!({
        "domain": "pec.example.it",
        "local_part": local_part,
        "communication_email": "segreteria@example.org",
    })
}

fn create(app: &TestApp, by: &Account, key: &str, local_part: &str) -> Client {
    app.post(MAILBOXES).by(by).header("idempotency-key", key).json(&mailbox(local_part))
}

/// Claims the request of [`create`] for a server that then disappears.
async fn abandoned(
    app: &TestApp,
    by: &Account,
    key: &str,
    local_part: &str,
) -> (RequestIdentity, Lease) {
    let caller = CallerIdentity {
        name: format!("account:{}", by.id),
        permissions: "operator".into(),
        is_anonymous: false,
    };
    let mut reading = app.app.reply_keys.read(&caller, key, "create_mailbox", MAILBOXES);
    reading.piece(mailbox(local_part).to_string().as_bytes());
    let asked = reading.end();
    let address = std::net::IpAddr::from([198, 51, 100, 7]);
    match idempotency::claim(&app.app, &asked, address, None).await.unwrap() {
        Claim::First(lease) => (asked, lease),
        Claim::Again(_) | Claim::UnderWay | Claim::NotKept => panic!("the key is taken"),
    }
}

/// Commits a change for a request whose reply is never stored.
async fn carry_out_without_reply(app: &TestApp, asked: &RequestIdentity, lease: Lease) {
    let organization = Organization {
        id: OrganizationId::from_u128(7),
        name: "Ente".into(),
        created_at: TestApp::START,
        version: 1,
    };
    let change = async {
        let mut tx = app.app.db.begin().await.unwrap();
        sigillo_storage::organizations::insert(&mut tx, &organization).await.unwrap();
        tx.commit().await.unwrap();
    };
    idempotency::carry_out(asked, lease, Box::pin(change)).await;
}

async fn prepared(app: &TestApp) -> Account {
    app.domain("pec.example.it").await;
    app.operator("gestore").await
}

on_both_engines! {
    async fn the_reply_is_kept_for_a_day(app: TestApp) {
        let operator = prepared(&app).await;
        let first = create(&app, &operator, "k", "protocollo").expect(201).await;
        app.clock.advance(TimeDelta::hours(24) - TimeDelta::microseconds(1));
        let operator = app.sign_in("gestore").await;
        let second = create(&app, &operator, "k", "protocollo").expect(201).await;
        assert_eq!(second.bytes, first.bytes);
        for header in ["etag", "location", "content-type"] {
            assert!(first.header(header).is_some());
            assert_eq!(second.header(header), first.header(header), "{header}");
        }
        assert_eq!(second.header("cache-control"), Some("no-store"));
        app.clock.advance(TimeDelta::microseconds(1));
        let third = create(&app, &operator, "k", "protocollo").expect(409).await;
        assert_eq!(third.code(), "mailbox_exists");
    }

    async fn a_request_that_met_a_conflict_is_carried_out_when_it_is_repeated(app: TestApp) {
        let operator = prepared(&app).await;
        let csv = "casella;e-mail di comunicazione\nuno;uno@example.org\n";
        let path = "/api/v1/imports?domain=pec.example.it";
        let job = app.post(path).by(&operator).raw("text/csv", csv.into()).expect(202).await;
        let run = format!("/api/v1/jobs/{}/run", job.body["id"].as_str().unwrap());
        let run = || app.post(&run).by(&operator).header("idempotency-key", "r").json(&json!({"count": 1}));
        // The dry run is not over yet.
        assert_eq!(run().expect(409).await.code(), "not_in_this_state");
        while sigillo_app::jobs::work(&app.app).await.expect("a turn") > 0 {}
        let done = run().expect(202).await;
        assert_eq!(done.header("idempotency-replayed"), None);
        assert_eq!(run().expect(202).await.header("idempotency-replayed"), Some("true"));
    }

    async fn a_sign_in_is_carried_out_again_once_its_session_has_ended(app: TestApp) {
        prepared(&app).await;
        let sign_in = || {
            let body = json!({"username": "gestore", "password": PASSWORD});
            app.post("/api/v1/sessions").header("idempotency-key", "s").json(&body)
        };
        let first = sign_in().expect(201).await;
        let token = format!("Bearer {}", first.body["access_token"].as_str().unwrap());
        let out = app.delete("/api/v1/sessions/current").header("authorization", &token);
        out.expect(204).await;
        let second = sign_in().expect(201).await;
        assert_eq!(second.header("idempotency-replayed"), None);
        let token = format!("Bearer {}", second.body["access_token"].as_str().unwrap());
        app.get("/api/v1/me").header("authorization", &token).expect(200).await;
        assert_eq!(sign_in().expect(201).await.bytes, second.bytes);
    }

    async fn so_is_the_sign_in_of_a_mailboxs_user(app: TestApp) {
        prepared(&app).await;
        let mailbox = app.used_mailbox("pec.example.it", "anagrafe").await;
        let sign_in = || {
            let body = json!({"address": mailbox.address, "password": PASSWORD});
            app.post("/api/v1/own-mailbox/sessions").header("idempotency-key", "s").json(&body)
        };
        let cookie = |answer: &Answer| {
            answer.set_cookie("sigillo_mailbox").expect("the cookie").value().to_owned()
        };
        let first = cookie(&sign_in().expect(201).await);
        assert_eq!(cookie(&sign_in().expect(201).await), first);
        let out = app.delete("/api/v1/own-mailbox/sessions/current");
        out.cookie("sigillo_mailbox", &first).expect(204).await;
        let second = cookie(&sign_in().expect(201).await);
        app.get("/api/v1/own-mailbox").cookie("sigillo_mailbox", &second).expect(200).await;
    }

    async fn a_different_request_with_the_same_key_is_refused(app: TestApp) {
        let operator = prepared(&app).await;
        let first = create(&app, &operator, "k", "protocollo").expect(201).await;
        let other = create(&app, &operator, "k", "anagrafe").expect(422).await;
        assert_eq!(other.code(), "idempotency_key_reused");
        let id = first.body["id"].as_str().unwrap();
        let reset = format!("{MAILBOXES}/{id}/password-reset");
        let elsewhere = app.post(&reset).by(&operator).header("idempotency-key", "k");
        assert_eq!(elsewhere.expect(422).await.code(), "idempotency_key_reused");
        // The other request succeeds with its own key, and GET and PATCH ignore the header.
        create(&app, &operator, "l", "anagrafe").expect(201).await;
        let path = format!("{MAILBOXES}/{id}");
        app.get(&path).by(&operator).header("idempotency-key", "k").expect(200).await;
        let patch = json!({"quota_mb": 900});
        app.patch(&path).by(&operator).header("idempotency-key", "k").json(&patch).expect(200).await;
    }

    async fn only_one_of_many_simultaneous_repeats_is_carried_out(app: TestApp) {
        let operator = prepared(&app).await;
        let before = app.row_counts().await;
        let other = app.another_server().await;
        let requests = (0..8).map(|number| {
            let request = create(&app, &operator, "k", "protocollo");
            if number % 2 == 0 { request } else { request.on(other.clone()) }
        });
        let answers = futures_util::future::join_all(requests.map(Client::send)).await;
        for answer in &answers {
            assert_eq!((answer.status, &answer.bytes), (201, &answers[0].bytes));
        }
        let replayed = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_some());
        assert_eq!(replayed.count(), 7);
        let after = app.row_counts().await;
        for table in ["mailbox", "history", "message"] {
            assert_eq!(after[table], before[table] + 1, "{table}");
        }
    }

    async fn a_repeat_waits_briefly_for_the_first_request(app: TestApp) {
        let operator = prepared(&app).await;
        abandoned(&app, &operator, "k", "protocollo").await;
        let began = Instant::now();
        let answer = create(&app, &operator, "k", "protocollo").expect(409).await;
        assert_eq!(answer.code(), "request_in_progress");
        assert_eq!(answer.header("retry-after"), Some("2"));
        let waited = began.elapsed();
        assert!(waited > Duration::from_secs(2) && waited < Duration::from_secs(9), "{waited:?}");
        // A different request with the key is refused without waiting.
        let other = create(&app, &operator, "k", "anagrafe").expect(422).await;
        assert_eq!(other.code(), "idempotency_key_reused");
    }

    async fn a_dead_server_blocks_a_key_for_half_a_minute(app: TestApp) {
        let operator = prepared(&app).await;
        abandoned(&app, &operator, "k", "protocollo").await;
        app.clock.advance(TimeDelta::seconds(30));
        // The key still belongs to its request.
        let other = create(&app, &operator, "k", "anagrafe").expect(422).await;
        assert_eq!(other.code(), "idempotency_key_reused");
        let first = create(&app, &operator, "k", "protocollo").expect(201).await;
        let second = create(&app, &operator, "k", "protocollo").expect(201).await;
        assert_eq!(first.bytes, second.bytes);
    }

    async fn a_request_carried_out_by_a_dead_server_is_not_repeated(app: TestApp) {
        let operator = prepared(&app).await;
        let id = app.mailbox("pec.example.it", "anagrafe").await.id;
        let (asked, lease) = abandoned(&app, &operator, "k", "protocollo").await;
        let note = |text: &str| {
            app.post(&format!("{MAILBOXES}/{id}/notes")).by(&operator).json(&json!({"text": text}))
        };
        carry_out_without_reply(&app, &asked, lease).await;
        let before = app.row_counts().await;
        assert_eq!(create(&app, &operator, "k", "protocollo").expect(409).await.code(), "request_in_progress");
        app.clock.advance(TimeDelta::seconds(30));
        for _ in 0..2 {
            let answer = create(&app, &operator, "k", "protocollo").expect(409).await;
            assert_eq!(answer.code(), "reply_lost");
        }
        let other = create(&app, &operator, "k", "anagrafe").expect(422).await;
        assert_eq!(other.code(), "idempotency_key_reused");
        assert_eq!(app.row_counts().await, before);
        note("Un'altra richiesta").header("idempotency-key", "l").expect(201).await;
    }

    async fn a_request_that_failed_after_its_change_is_not_repeated(app: TestApp) {
        let operator = prepared(&app).await;
        let (asked, lease) = abandoned(&app, &operator, "k", "protocollo").await;
        carry_out_without_reply(&app, &asked, lease).await;
        let failed = idempotency::KeptReply { status: 503, headers: vec![], body: vec![] };
        idempotency::settle(&app.app, &asked, lease, &failed).await.unwrap();
        let answer = create(&app, &operator, "k", "protocollo").expect(409).await;
        assert_eq!(answer.code(), "reply_lost");
    }

    async fn no_caller_gets_the_reply_of_another(app: TestApp) {
        let operator = prepared(&app).await;
        let own = app.organization("Ente").await;
        app.domain_of(own, "pec.altro.example.it").await;
        let postmaster = app.postmaster("rosa", own).await;
        let first = create(&app, &operator, "k", "protocollo").expect(201).await;
        let foreign = create(&app, &postmaster, "k", "protocollo").expect(404).await;
        assert_eq!(foreign.header("idempotency-replayed"), None);
        app.post(MAILBOXES)
            .header("idempotency-key", "k")
            .json(&mailbox("protocollo"))
            .expect(401)
            .await;
        let again = create(&app, &app.sign_in("gestore").await, "k", "protocollo").expect(201).await;
        assert_eq!(again.bytes, first.bytes, "another session of the account counts as the same caller");
        // After signing out, the caller gets no kept reply either.
        app.delete("/api/v1/sessions/current").by(&operator).expect(204).await;
        create(&app, &operator, "k", "protocollo").expect(401).await;
    }

    async fn a_temporary_failure_can_be_repeated_with_the_same_key(app: TestApp) {
        let mut app = app;
        let host = app.mail_host();
        let operator = prepared(&app).await;
        let repair = || {
            let body = json!({"kind": "orphan_store", "subject": "0".repeat(32)});
            let request = app.post("/api/v1/mail-host/repairs").by(&operator);
            request.header("idempotency-key", "k").json(&body)
        };
        host.inside().down = Some(MailHostError::Unauthorized);
        let failed = repair().expect(503).await;
        assert_eq!(failed.code(), "mail_host_unavailable");
        host.inside().down = None;
        let done = repair().expect(204).await;
        assert_eq!(done.header("idempotency-replayed"), None);
        host.inside().down = Some(MailHostError::Unauthorized);
        assert_eq!(repair().expect(204).await.header("idempotency-replayed"), Some("true"));
    }

    async fn refusals_are_kept_except_for_a_missing_session(app: TestApp) {
        let operator = prepared(&app).await;
        let refused = create(&app, &operator, "k", "non valido").expect(422).await;
        let again = create(&app, &operator, "k", "non valido").expect(422).await;
        assert_eq!(again.bytes, refused.bytes);
        let sign_in = |password: &str| {
            let body = json!({"username": "gestore", "password": password});
            app.post("/api/v1/sessions").header("idempotency-key", "s").json(&body)
        };
        sign_in("una parola sbagliata").expect(401).await;
        sign_in(PASSWORD).expect(201).await;
    }

    async fn a_repeated_sign_in_sets_the_same_cookie(app: TestApp) {
        prepared(&app).await;
        let before = app.row_counts().await["session"];
        let sign_in = || {
            let body = json!({"username": "gestore", "password": PASSWORD});
            app.post("/api/v1/sessions").header("idempotency-key", "s").json(&body)
        };
        let (first, second) = (sign_in().expect(201).await, sign_in().expect(201).await);
        let cookie = first.set_cookie("sigillo_refresh");
        assert!(cookie.is_some());
        assert_eq!(second.set_cookie("sigillo_refresh"), cookie);
        assert_eq!(second.bytes, first.bytes);
        assert_eq!(app.row_counts().await["session"], before + 1);
    }

    async fn a_key_cannot_be_used_to_guess_a_password(app: TestApp) {
        prepared(&app).await;
        let sign_in = |password: &str| {
            let body = json!({"username": "gestore", "password": password});
            app.post("/api/v1/sessions").header("idempotency-key", "s").json(&body)
        };
        sign_in(PASSWORD).expect(201).await;
        for attempt in 0..5 {
            let guess = sign_in(&format!("tentativo numero {attempt}")).expect(422).await;
            assert_eq!(guess.code(), "idempotency_key_reused");
        }
        // The right password is blocked too.
        let refused = sign_in(PASSWORD).expect(429).await;
        assert!(refused.header("retry-after").is_some());
        app.clock.advance(TimeDelta::minutes(16));
        sign_in(PASSWORD).expect(201).await;
        for _ in 0..9 {
            sign_in(PASSWORD).expect(201).await;
        }
    }

    async fn keys_are_validated(app: TestApp) {
        let operator = prepared(&app).await;
        let refused = [
            (String::new(), "required"),
            ("k".repeat(256), "too_long"),
            ("una chiave".into(), "invalid_characters"),
            ("chiàve".into(), "invalid_characters"),
        ];
        for (key, fault) in refused {
            let answer = create(&app, &operator, &key, "protocollo").expect(422).await;
            assert_eq!(answer.faults(), [format!("Idempotency-Key {fault}")], "{key}");
        }
        create(&app, &operator, &"~".repeat(255), "protocollo").expect(201).await;
    }

    async fn two_keys_are_refused(app: TestApp) {
        let operator = prepared(&app).await;
        let request = create(&app, &operator, "k", "protocollo").another("idempotency-key", "l");
        assert_eq!(request.expect(422).await.faults(), ["Idempotency-Key invalid_characters"]);
    }

    async fn the_size_of_a_body_is_limited_while_it_is_read(app: TestApp) {
        let operator = prepared(&app).await;
        let send = |size: usize| {
            let request = app.post(MAILBOXES).by(&operator).header("idempotency-key", "k");
            request.raw("application/json", vec![b' '; size])
        };
        assert_eq!(send(64 * 1024 + 1).expect(413).await.code(), "payload_too_large");
        assert_eq!(send(64 * 1024).expect(400).await.code(), "malformed");
    }

    async fn keys_bodies_and_replies_are_unreadable_in_the_database(app: TestApp) {
        prepared(&app).await;
        let body = json!({"username": "gestore", "password": PASSWORD});
        let request = app.post("/api/v1/sessions").header("idempotency-key", "chiave-segreta");
        let answer = request.json(&body).expect(201).await;
        let stored = app.texts("SELECT name || ' ' || print || ' ' || reply FROM kept_reply").await;
        let [row] = &stored[..] else { panic!("{stored:?}") };
        let token = answer.body["access_token"].as_str().unwrap();
        for secret in ["chiave-segreta", PASSWORD, "gestore", token, "access_token"] {
            assert!(!row.contains(secret), "{secret}");
        }
    }

    async fn refusals_of_anonymous_requests_are_not_kept(app: TestApp) {
        for place in 0..20 {
            for (path, body) in [
                ("/api/v1/links/check", json!({"token": "inventato"})),
                ("/api/v1/links/password", json!({"token": "inventato", "new_password": PASSWORD})),
                ("/api/v1/password-links", json!({"address": "nessun indirizzo"})),
                ("/api/v1/sessions", json!({"name": "nessuno"})),
                ("/api/v1/own-mailbox/password", json!({})),
            ] {
                let key = format!("chiave{place}");
                let answer = app.post(path).header("idempotency-key", &key).json(&body).send().await;
                assert!((400..500).contains(&answer.status), "{path}: {}", answer.body);
            }
        }
        assert_eq!(app.row_counts().await["kept_reply"], 0);
    }

    async fn an_address_has_a_limited_number_of_anonymous_keys(app: TestApp) {
        prepared(&app).await;
        let body = json!({"username": "gestore", "password": PASSWORD});
        for place in 0..80 {
            let request = app.post("/api/v1/sessions").header("idempotency-key", &format!("k{place}"));
            request.json(&body).expect(201).await;
        }
        let kept = app.row_counts().await["kept_reply"];
        assert!((50..60).contains(&kept), "{kept}");
        // The replies to others are kept.
        let elsewhere = std::net::SocketAddr::from(([203, 0, 113, 9], 4000));
        let request = app.post("/api/v1/sessions").header("idempotency-key", "altra").json(&body);
        request.from(elsewhere).expect(201).await;
        assert_eq!(app.row_counts().await["kept_reply"], kept + 1);
    }

    async fn a_kept_reply_is_not_given_to_whoever_may_do_less_since(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let other = app.domain_of(domain.organization_id, "altra.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View, Permission::Create]).await;
        let first = create(&app, &anna, "k", "protocollo").expect(201).await;
        assert_eq!(create(&app, &anna, "k", "protocollo").expect(201).await.bytes, first.bytes);
        let path = format!("/api/v1/accounts/{}", anna.id);
        let grants = json!({"grants": [{"domain": other.name, "permissions": ["view", "create"]}]});
        app.patch(&path).by(&rosa).json(&grants).expect(200).await;
        let again = create(&app, &anna, "k", "protocollo").expect(409).await;
        assert_eq!(again.code(), "reply_lost");
        assert!(!again.body.to_string().contains("protocollo"));
    }

    async fn expired_replies_are_deleted(app: TestApp) {
        let operator = prepared(&app).await;
        create(&app, &operator, "k", "protocollo").expect(201).await;
        app.clock.advance(TimeDelta::hours(24) - TimeDelta::microseconds(1));
        assert_eq!(idempotency::purge(&app.app).await.unwrap(), 0);
        app.clock.advance(TimeDelta::microseconds(1));
        assert_eq!(idempotency::purge(&app.app).await.unwrap(), 1);
        assert_eq!(app.row_counts().await["kept_reply"], 0);
    }
}
