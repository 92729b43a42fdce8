//! Undoing a recorded change of a mailbox.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

/// A mailbox whose quota was changed from 1,000 to 3,000 MB, and then its state. Returns its path.
async fn changed(app: &TestApp, by: &Account) -> String {
    let id = app.mailbox(DOMAIN, "anna").await.id;
    let path = format!("/api/v1/mailboxes/{id}");
    for body in [json!({"quota_mb": 3000}), json!({"state": "disabled"})] {
        app.patch(&path).by(by).json(&body).expect(200).await;
    }
    path
}

/// The `seq` of the latest record of an action.
pub async fn seq(app: &TestApp, by: &Account, path: &str, action: &str) -> Value {
    let history = app.get(&format!("{path}/history?action={action}")).by(by).expect(200).await;
    history.body["items"][0]["seq"].clone()
}

on_both_engines! {
    async fn a_record_gives_back_what_it_changed_and_is_followed_by_another(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let path = changed(&app, &rosa).await;
        let restore = async |seq: Value| {
            let request = app.post(&format!("{path}/restore")).by(&rosa).json(&json!({"seq": seq}));
            request.expect(200).await.body
        };
        let body = restore(seq(&app, &rosa, &path, "updated").await).await;
        assert_eq!((&body["quota_mb"], &body["soft_limit_mb"]), (&json!(1000), &json!(800)));
        assert_eq!(body["state"], "disabled", "only what the record changed");
        let body = restore(seq(&app, &rosa, &path, "disabled").await).await;
        assert_eq!(body["state"], "active");
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await;
        let actions: Vec<_> =
            history.body["items"].as_array().unwrap().iter().map(|r| r["action"].clone()).collect();
        assert_eq!(actions, ["enabled", "updated", "disabled", "updated", "created"]);
        let reference = json!({"field": "restored_seq", "before": null, "after": 3});
        assert!(history.body["items"][0]["changes"].as_array().unwrap().contains(&reference));
        let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
        assert!(verified.unwrap().is_ok());
    }

    async fn what_changed_since_is_refused_and_stays(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let path = changed(&app, &rosa).await;
        let first = seq(&app, &rosa, &path, "updated").await;
        app.patch(&path).by(&rosa).json(&json!({"quota_mb": 5000})).expect(200).await;
        let restore = |seq: &Value| {
            app.post(&format!("{path}/restore")).by(&rosa).json(&json!({"seq": seq}))
        };
        assert_eq!(restore(&first).expect(409).await.code(), "changed_since");
        let created = seq(&app, &rosa, &path, "created").await;
        let refused = restore(&created).expect(409).await;
        assert_eq!(refused.code(), "cannot_be_undone");
        assert_eq!(refused.body["detail"], "A creation cannot be undone.");
        for unknown in [json!(99), json!(0), json!(i64::MAX)] {
            assert_eq!(restore(&unknown).expect(422).await.faults(), ["/seq unknown"]);
        }
        let mailbox = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!(mailbox["quota_mb"], 5000);
        app.delete(&path).by(&rosa).expect(200).await;
        assert_eq!(restore(&first).expect(409).await.code(), "mailbox_cancelled");
    }

    async fn versions_permissions_and_tenants_hold_as_for_a_change(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let path = changed(&app, &rosa).await;
        let (quota, state) =
            (seq(&app, &rosa, &path, "updated").await, seq(&app, &rosa, &path, "disabled").await);
        let restore = |by: &Account, seq: &Value| {
            app.post(&format!("{path}/restore")).by(by).json(&json!({"seq": seq}))
        };
        assert_eq!(restore(&rosa, &quota).if_match(1).expect(412).await.code(), "stale");
        let editor = app.assistant("ugo", &domain, &[Permission::View, Permission::Edit]).await;
        restore(&editor, &state).expect(403).await;
        let keeper = app.assistant("elsa", &domain, &[Permission::View, Permission::Disable]).await;
        restore(&keeper, &quota).expect(403).await;
        let other = app.domain("altra.example.it").await;
        let foreign = app.postmaster("carlo", other.organization_id).await;
        restore(&foreign, &quota).expect(404).await;
        restore(&editor, &quota).expect(200).await;
        restore(&keeper, &state).expect(200).await;
        // Two at once: the second finds that it has changed.
        assert_eq!(restore(&rosa, &quota).expect(409).await.code(), "changed_since");
    }
}
