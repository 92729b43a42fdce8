//! Comparing the mail host with the panel, and repairing the differences.

use std::pin::pin;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use serde_json::{Value, json};
use sigillo_app::MailHostError;
use sigillo_domain::storage_key::StorageKey;
use sigillo_testkit::{TestApp, on_both_engines};

use super::{ADDRESS, DOMAIN, carry_out, get, panel, poll, store};

const MORE_THAN_A_POOL_HOLDS: usize = 40;

async fn check(app: &TestApp) -> Value {
    get(app, "/api/v1/mail-host/check").await
}

async fn repair(app: &TestApp, finding: &Value, status: u16) -> Value {
    let body = json!({"kind": finding["kind"], "subject": finding["subject"]});
    let rosa = app.sign_in("rosa").await;
    app.post("/api/v1/mail-host/repairs").by(&rosa).json(&body).expect(status).await.body
}

/// The only finding of the check.
async fn finding(app: &TestApp, kind: &str) -> Value {
    let report = check(app).await;
    assert_eq!(
        (&report["total"], &report["findings"][0]["kind"]),
        (&json!(1), &json!(kind)),
        "{report}"
    );
    report["findings"][0].clone()
}

async fn assert_in_order(app: &TestApp) {
    assert_eq!(check(app).await["findings"], json!([]));
}

on_both_engines! {
    async fn a_consistent_mail_host_has_no_findings(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let used = app.used_mailbox(DOMAIN, "protocollo").await;
        let key = store(&app, used.id).await;
        host.inside().stores.insert(key);
        carry_out(&app).await;
        poll(&app).await;
        app.clock.advance(TimeDelta::minutes(10));
        let report = check(&app).await;
        assert_eq!((&report["mailboxes"], &report["stores"], &report["total"]), (&json!(1), &json!(1), &json!(0)));
    }

    async fn a_missing_store_is_found_and_created(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        assert_in_order(&app).await;
        host.hold(ADDRESS, 12, 5000);
        poll(&app).await;
        app.clock.advance(TimeDelta::minutes(1));
        let found = finding(&app, "no_store").await;
        assert_eq!((&found["address"], &found["messages"]), (&json!(ADDRESS), &json!(12)));
        repair(&app, &found, 204).await;
        let key = store(&app, mailbox.id).await;
        assert!(host.inside().stores.contains(&key));
        assert_in_order(&app).await;
    }

    async fn stray_stores_are_found_and_destroyed(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let stranger = StorageKey::parse(&"0f".repeat(16)).unwrap();
        host.inside().stores.insert(stranger.clone());
        let found = finding(&app, "orphan_store").await;
        assert_eq!((&found["subject"], &found["address"]), (&json!(stranger.as_str()), &Value::Null));
        repair(&app, &found, 204).await;
        assert_in_order(&app).await;
        // The store of an existing mailbox cannot be destroyed by a repair.
        let key = store(&app, mailbox.id).await;
        host.inside().stores.insert(key.clone());
        let own = json!({"kind": "orphan_store", "subject": key.as_str()});
        assert_eq!(repair(&app, &own, 409).await["code"], "not_in_this_state");
        assert!(host.inside().stores.contains(&key));
        app.tamper("UPDATE mailbox SET state = 'cancelled', cancelled_at = created_at").await;
        let found = finding(&app, "orphan_store").await;
        assert_eq!(found["address"], ADDRESS);
        repair(&app, &found, 204).await;
        assert!(host.inside().stores.is_empty());
    }

    async fn an_outdated_directory_is_found_and_reloaded(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        app.mailbox(DOMAIN, "protocollo").await;
        host.freeze().await;
        app.tamper("UPDATE mailbox SET quota_mb = 1200, state = 'disabled'").await;
        let found = finding(&app, "differs").await;
        let fields: Vec<_> = found["differences"].as_array().unwrap().iter().map(|one| &one["field"]).collect();
        assert_eq!(fields, ["delivery", "quota_bytes"]);
        assert_eq!(found["differences"][0], json!({"field": "delivery", "expected": "defer", "found": "accept"}));
        repair(&app, &found, 204).await;
        assert_in_order(&app).await;
        assert_eq!(repair(&app, &found, 409).await["code"], "not_in_this_state");
        // A mailbox that the mail host does not know yet.
        host.freeze().await;
        let new = app.mailbox(DOMAIN, "nuova").await;
        let found = finding(&app, "differs").await;
        assert_eq!((&found["subject"], &found["differences"][0]["field"]), (&json!(new.id), &json!("known")));
    }

    async fn an_unfinished_effect_is_found_and_retried(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        host.inside().down = Some(MailHostError::Failed(75));
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let rosa = app.sign_in("rosa").await;
        app.request("PATCH", &path).by(&rosa).json(&json!({"state": "disabled"})).expect(200).await;
        for _ in 0..6 {
            carry_out(&app).await;
            app.clock.advance(TimeDelta::seconds(30));
        }
        carry_out(&app).await;
        assert_eq!(app.get("/api/v1/mail-host/check").by(&rosa).expect(503).await.code(), "mail_host_unavailable");
        host.inside().down = None;
        let found = finding(&app, "unfinished_effect").await;
        assert_eq!((&found["address"], &found["effect"]["trouble"]), (&json!(ADDRESS), &json!("failed")));
        assert_eq!(carry_out(&app).await, 0, "the effect waits for its next attempt");
        repair(&app, &found, 204).await;
        assert_eq!(carry_out(&app).await, 1);
        assert_in_order(&app).await;
    }

    async fn a_check_holds_no_connection_while_it_waits_for_the_mail_host(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let rosa = app.sign_in("rosa").await;
        host.inside().silent = true;
        let ask = || app.get("/api/v1/mail-host/check").by(&rosa).send();
        let mut checks: FuturesUnordered<_> = (0..MORE_THAN_A_POOL_HOLDS).map(|_| ask()).collect();
        let others = async {
            while host.inside().unanswered < MORE_THAN_A_POOL_HOLDS {
                actix_web::rt::time::sleep(Duration::from_millis(5)).await;
            }
            app.get("/api/v1/mailboxes").by(&rosa).expect(200).await
        };
        match select(pin!(others), checks.next()).await {
            Either::Left(_) => {}
            Either::Right((answer, _)) => panic!("{answer:?}"),
        }
    }

    async fn an_invalid_repair_names_its_field(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        for (kind, subject, status) in [
            ("no_store", "protocollo", 422),
            ("orphan_store", "../../etc", 422),
            ("no_store", "01935a10-0000-7000-8000-000000000003", 404),
            ("unfinished_effect", "01935a10-0000-7000-8000-000000000003", 409),
        ] {
            let problem = repair(&app, &json!({"kind": kind, "subject": subject}), status).await;
            if status == 422 {
                assert_eq!(problem["errors"][0]["pointer"], "/subject");
            }
        }
    }
}
