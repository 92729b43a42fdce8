//! The state of the seal, as whoever runs the installation is told of it.

use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::contracts;
use sigillo_testkit::{Account, TestApp, on_both_engines};

use super::{office, sent, signed, states};

const SEAL: &str = "/api/v1/document-seal";

async fn seal(app: &TestApp, by: &Account) -> Value {
    let seal = app.get(SEAL).by(by).expect(200).await.body;
    let me = app.get("/api/v1/me").by(by).expect(200).await.body;
    assert_eq!(me["document_seal"], seal);
    seal
}

on_both_engines! {
    async fn an_operator_is_told_before_the_seal_expires(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let until = TestApp::START + TimeDelta::days(60);
        app.seal.expire_at(until + TimeDelta::seconds(1));
        assert_eq!(seal(&app, &gestore).await["state"], "valid");
        app.seal.expire_at(until);
        let expiring = seal(&app, &gestore).await;
        assert_eq!((&expiring["state"], &expiring["days_left"]), (&json!("expiring"), &json!(60)));
        assert_eq!(expiring["valid_until"], json!(until));
        app.seal.expire_at(TestApp::START - TimeDelta::seconds(1));
        let expired = seal(&app, &gestore).await;
        assert_eq!((&expired["state"], &expired["days_left"]), (&json!("expired"), &json!(0)));
        app.seal.is_missing.store(true, Ordering::Relaxed);
        let none = seal(&app, &gestore).await;
        let nothing = json!({
            "state": "missing", "subject": null, "issuer": null, "serial": null, "valid_from": null,
            "valid_until": null, "days_left": null, "waiting": 0,
        });
        assert_eq!(none, nothing);
    }

    async fn the_contracts_that_wait_for_the_seal_are_counted(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        app.seal.expire_at(TestApp::START - TimeDelta::seconds(1));
        signed(&app, &sent).await;
        let waits = contracts::seal_signed(&app.app, 10).await.unwrap_err().to_string();
        assert!(waits.contains("has expired"), "{waits}");
        assert_eq!(seal(&app, &gestore).await["waiting"], 1);
        // A key that takes its place seals what waits.
        app.seal.expire_at(TestApp::START + TimeDelta::days(1000));
        assert_eq!(contracts::seal_signed(&app.app, 10).await.unwrap(), 1);
        assert_eq!(seal(&app, &gestore).await["waiting"], 0);
        assert_eq!(states(&app, &rosa, &sent).await, ("sealed".into(), "active".into()));
    }

    async fn nobody_but_an_operator_is_told_of_the_seal(app: TestApp) {
        let (_, rosa) = office(&app).await;
        app.get(SEAL).by(&rosa).expect(403).await;
        let me = app.get("/api/v1/me").by(&rosa).expect(200).await.body;
        assert_eq!(me["document_seal"], Value::Null);
    }
}
