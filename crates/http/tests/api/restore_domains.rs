//! Undoing a recorded change of a domain, or of an organisation.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_testkit::{Account, Client, TestApp, on_both_engines};

use crate::restore::seq;

const DOMAIN: &str = "pec.example.it";

fn restore(app: &TestApp, by: &Account, path: &str, seq: &Value) -> Client {
    app.post(&format!("{path}/restore")).by(by).json(&json!({"seq": seq}))
}

/// Changes what the path names and returns the `seq` of the record.
async fn changed(app: &TestApp, by: &Account, path: &str, change: Value) -> Value {
    app.patch(path).by(by).json(&change).expect(200).await;
    seq(app, by, path, "updated").await
}

/// A record of one change of the path's subject is undone once, under a version that still holds, and
/// the history tells it.
async fn restored_once(app: &TestApp, by: &Account, path: &str, change: Value) {
    let before = app.get(path).by(by).expect(200).await.body;
    let record = changed(app, by, path, change).await;
    let stale = restore(app, by, path, &record).if_match(1).expect(412).await;
    assert_eq!(stale.code(), "stale");
    let created = restore(app, by, path, &json!(1)).expect(409).await;
    assert_eq!(created.code(), "cannot_be_undone");
    let unknown = restore(app, by, path, &json!(99)).expect(422).await;
    assert_eq!(unknown.faults(), ["/seq unknown"]);

    let one = restore(app, by, path, &record).send();
    let another = restore(app, by, path, &record).send();
    let (one, another) = futures_util::future::join(one, another).await;
    let mut statuses = [one.status, another.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{path}");

    let mut after = app.get(path).by(by).expect(200).await.body;
    assert_eq!(after["version"], 3, "{path}");
    after["version"] = before["version"].clone();
    assert_eq!(after, before, "{path}");
    let history = app.get(&format!("{path}/history")).by(by).expect(200).await.body;
    let newest = history["items"][0]["changes"].as_array().unwrap();
    let reference = json!({"field": "restored_seq", "before": null, "after": record});
    assert!(newest.contains(&reference), "{history}");
    let again = restore(app, by, path, &json!(3)).header("idempotency-key", path);
    again.expect(200).await;
    let again = restore(app, by, path, &json!(3)).header("idempotency-key", path);
    assert_eq!(again.expect(200).await.body["version"], 4, "{path}");
    let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
    assert!(verified.unwrap().is_ok());
}

on_both_engines! {
    async fn the_settings_of_a_domain_come_back(app: TestApp) {
        let operator = app.operator("gestore").await;
        let path = format!("/api/v1/domains/{}", app.domain(DOMAIN).await.id);
        let change = json!({
            "onboarding": "contract", "preservation_available": true, "default_quota_mb": 3000,
            "mailbox_term_months": 12, "password_lifetime_days": 90, "language": "en",
        });
        restored_once(&app, &operator, &path, change).await;
    }

    async fn the_name_of_an_organisation_comes_back(app: TestApp) {
        let operator = app.operator("gestore").await;
        let path = format!("/api/v1/organizations/{}", app.organization("Regione Esempio").await);
        restored_once(&app, &operator, &path, json!({"name": "Provincia Esempio"})).await;
    }

    async fn a_name_that_another_has_taken_since_does_not_come_back(app: TestApp) {
        let operator = app.operator("gestore").await;
        let path = format!("/api/v1/organizations/{}", app.organization("Regione Esempio").await);
        let record = changed(&app, &operator, &path, json!({"name": "Provincia Esempio"})).await;
        app.organization("Regione Esempio").await;
        let refused = restore(&app, &operator, &path, &record).expect(409).await;
        assert_eq!(refused.code(), "name_taken");
        assert_eq!(app.get(&path).by(&operator).expect(200).await.body["name"], "Provincia Esempio");
    }

    async fn only_the_operator_brings_back_and_a_foreign_history_is_not_found(app: TestApp) {
        let operator = app.operator("gestore").await;
        let domain = app.domain(DOMAIN).await;
        let path = format!("/api/v1/domains/{}", domain.id);
        let record = changed(&app, &operator, &path, json!({"default_quota_mb": 3000})).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        restore(&app, &rosa, &path, &record).expect(403).await;
        let foreign = app.domain("altra.example.it").await;
        let carlo = app.postmaster("carlo", foreign.organization_id).await;
        restore(&app, &carlo, &path, &record).expect(403).await;
        let history = format!("{path}/history");
        assert_eq!(app.get(&history).by(&rosa).expect(200).await.body["items"][0]["seq"], record);
        app.get(&history).by(&carlo).expect(404).await;
        let organization = format!("/api/v1/organizations/{}", domain.organization_id);
        restore(&app, &rosa, &organization, &json!(1)).expect(403).await;
        app.get(&format!("{organization}/history")).by(&rosa).expect(403).await;
    }
}
