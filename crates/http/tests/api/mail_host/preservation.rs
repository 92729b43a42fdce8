//! When preservation was on, and how the reading of mailboxes shows to operators.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::mail_traffic::{self, new_server};
use sigillo_contract::domain::DomainCreate;
use sigillo_domain::mail_host::MailLogKind;
use sigillo_testkit::{Account, TestApp, TestMailLog, on_both_engines};

use super::get;

const DOMAIN: &str = "conservata.example.it";

async fn setting(app: &TestApp) -> Account {
    let organization_id = app.organization("Consorzio").await;
    app.create_domain(DomainCreate {
        organization_id,
        name: DOMAIN.into(),
        preservation_available: Some(true),
        ..DomainCreate::default()
    })
    .await;
    app.operator("rosa").await
}

async fn create(app: &TestApp, by: &Account, name: &str, preservation: bool) -> Value {
    let body = json!({
        "domain": DOMAIN, "local_part": name, "communication_email": "ufficio@example.org",
        "preservation": preservation,
    });
    app.post("/api/v1/mailboxes").by(by).json(&body).expect(201).await.body
}

/// The periods of all mailboxes, from the first on.
async fn periods(app: &TestApp) -> Vec<String> {
    app.texts("SELECT CASE WHEN ended_at IS NULL THEN 'open' ELSE 'ended' END FROM preservation_period ORDER BY started_at").await
}

on_both_engines! {
    async fn each_change_of_preservation_begins_or_ends_a_period(app: TestApp) {
        let rosa = setting(&app).await;
        create(&app, &rosa, "senza", false).await;
        assert!(periods(&app).await.is_empty());
        let mailbox = create(&app, &rosa, "con", true).await;
        assert_eq!(periods(&app).await, ["open"]);
        let path = format!("/api/v1/mailboxes/{}", mailbox["id"].as_str().unwrap());
        app.clock.advance(TimeDelta::minutes(1));
        app.patch(&path).by(&rosa).json(&json!({"quota_mb": 2000})).expect(200).await;
        assert_eq!(periods(&app).await, ["open"]);
        let off = json!({"preservation": false});
        app.patch(&path).by(&rosa).json(&off).expect(200).await;
        assert_eq!(periods(&app).await, ["ended"]);
        // What is not saved leaves no trace.
        let stale = app.patch(&path).by(&rosa).if_match(1).json(&json!({"preservation": true}));
        stale.expect(412).await;
        assert_eq!(periods(&app).await, ["ended"]);
        app.clock.advance(TimeDelta::minutes(1));
        let history = get(&app, &format!("{path}/history")).await;
        let undone = json!({"seq": history["items"][0]["seq"]});
        app.post(&format!("{path}/restore")).by(&rosa).json(&undone).expect(200).await;
        assert_eq!(periods(&app).await, ["ended", "open"]);
        // Twice within a moment is one period.
        app.patch(&path).by(&rosa).json(&off).expect(200).await;
        app.patch(&path).by(&rosa).json(&json!({"preservation": true})).expect(200).await;
        assert_eq!(periods(&app).await, ["ended", "open"]);
    }

    async fn a_delivery_that_the_log_tells_of_makes_a_preserved_mailbox_due(app: TestApp) {
        let mut app = app;
        let rosa = setting(&app).await;
        app.mail_host();
        create(&app, &rosa, "senza", false).await;
        create(&app, &rosa, "con", true).await;
        let log = TestMailLog::new(MailLogKind::Dovecot);
        let server = new_server(&app.app);
        mail_traffic::count(&app.app, &log, server).await.unwrap();
        let status = async || get(&app, "/api/v1/mail-host").await["preservation"].clone();
        let before = status().await;
        assert_eq!((&before["configured"], &before["mailboxes"]), (&json!(false), &json!(1)));
        assert_eq!((&before["behind_since"], &before["reconciled_at"]), (&Value::Null, &Value::Null));
        app.clock.advance(TimeDelta::minutes(1));
        for name in ["senza", "con"] {
            log.stored(&format!("{name}@{DOMAIN}"), sigillo_testkit::TestApp::START);
        }
        mail_traffic::count(&app.app, &log, server).await.unwrap();
        assert!(status().await["behind_since"].is_string());
        let deliveries = app.texts("SELECT CAST(deliveries AS TEXT) FROM preservation_reading").await;
        assert_eq!(deliveries, ["1"]);
        app.execute("UPDATE preservation_reading SET failing_since = due_at, error = 'no answer'").await;
        let failing = status().await;
        assert_eq!(failing["failing"], 1);
        assert_eq!(failing["failures"][0]["address"], format!("con@{DOMAIN}"));
        assert_eq!(failing["failures"][0]["detail"], "no answer");
    }
}
