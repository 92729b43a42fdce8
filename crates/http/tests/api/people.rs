//! The names of people, beside the user names that records keep.

use serde_json::json;
use sigillo_testkit::on_both_engines;

const DOMAIN: &str = "pec.example.it";

on_both_engines! {
    async fn records_show_the_present_names_of_people(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let renamed = json!({"display_name": "Rosa Bianchi"});
        app.patch(&format!("/api/v1/accounts/{}", rosa.id)).by(&operator).json(&renamed).expect(200).await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let note = app.post(&format!("{path}/notes")).by(&rosa).json(&json!({"text": "Una nota"}));
        let note = note.expect(201).await.body;
        assert_eq!((&note["author"], &note["author_display_name"]), (&json!("rosa"), &json!("Rosa Bianchi")));
        let notes = app.get(&format!("{path}/notes")).by(&rosa).expect(200).await.body;
        assert_eq!(notes["items"][0]["author_display_name"], "Rosa Bianchi");

        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await.body;
        let newest = &history["items"][0]["actor"];
        assert_eq!(*newest, json!({"kind": "postmaster", "name": "rosa", "display_name": "Rosa Bianchi"}));
        let by_system = &history["items"][1]["actor"];
        assert_eq!(by_system["display_name"], json!(null), "{by_system}");

        app.get("/api/v1/mailboxes/export?format=csv").by(&rosa).expect(200).await;
        let exports = app.get("/api/v1/exports").by(&rosa).expect(200).await.body;
        assert_eq!(exports["items"][0]["actor"]["display_name"], "Rosa Bianchi");
    }

    async fn a_mailbox_shows_the_present_name_of_whoever_created_it(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let renamed = json!({"display_name": "Rosa Bianchi"});
        app.patch(&format!("/api/v1/accounts/{}", rosa.id)).by(&operator).json(&renamed).expect(200).await;
        let request = json!({
            "domain": DOMAIN, "local_part": "protocollo", "communication_email": "a@example.org",
        });
        let created = app.post("/api/v1/mailboxes").by(&rosa).json(&request).expect(201).await.body;
        let path = format!("/api/v1/mailboxes/{}", created["id"].as_str().unwrap());
        let changed = app.patch(&path).by(&rosa).json(&json!({"quota_mb": 2000})).expect(200).await.body;
        let list = app.get("/api/v1/mailboxes").by(&rosa).expect(200).await.body;
        let found = app.get(&path).by(&rosa).expect(200).await.body;
        let csv = app.get("/api/v1/mailboxes/export?format=csv").by(&rosa).expect(200).await;
        let csv = String::from_utf8(csv.bytes.to_vec()).unwrap();
        let cancelled = app.delete(&path).by(&rosa).expect(200).await.body;
        for mailbox in [&created, &changed, &list["items"][0], &found, &cancelled] {
            assert_eq!(
                (&mailbox["created_by"], &mailbox["created_by_display_name"]),
                (&json!("rosa"), &json!("Rosa Bianchi")), "{mailbox}",
            );
        }
        assert!(csv.contains(";Rosa Bianchi (rosa);"), "{csv}");
    }

    async fn an_operation_says_who_where_and_what_it_changes(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let matching = json!({"domain": DOMAIN, "q": "proto", "state": "active"});
        let request = json!({
            "change": {"action": "update", "quota_mb": 2000}, "matching": matching, "count": 1,
        });
        let job = app.post("/api/v1/bulk-changes").by(&rosa).json(&request).expect(202).await.body;
        assert_eq!((&job["matching"], &job["created_by_display_name"]), (&matching, &json!("rosa")));
        sigillo_app::jobs::work(&app.app).await.unwrap();
        let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
        let changes = json!([
            {"field": "quota_mb", "before": 1000, "after": 2000},
            {"field": "soft_limit_mb", "before": 800, "after": 1600},
        ]);
        let rows = app.get(&format!("{path}/rows")).by(&rosa).expect(200).await.body;
        assert_eq!((&rows["items"][0]["outcome"], &rows["items"][0]["changes"]), (&json!("to_do"), &changes));
        let run = app.post(&format!("{path}/run")).by(&rosa).json(&json!({"count": 1}));
        assert_eq!(run.expect(202).await.body["run_by_display_name"], "rosa");
        sigillo_app::jobs::work(&app.app).await.unwrap();
        let rows = app.get(&format!("{path}/rows")).by(&rosa).expect(200).await.body;
        assert_eq!((&rows["items"][0]["outcome"], &rows["items"][0]["changes"]), (&json!("done"), &changes));
        let list = app.get("/api/v1/jobs").by(&rosa).expect(200).await.body;
        assert_eq!((&list["items"][0]["matching"], &list["items"][0]["created_by_display_name"]), (&matching, &json!("rosa")));
        // A selection of single mailboxes has no filters.
        let request = json!({"change": {"action": "disable"}, "ids": [mailbox.id]});
        let job = app.post("/api/v1/bulk-changes").by(&rosa).json(&request).expect(202).await.body;
        assert_eq!(job["matching"], json!(null));
    }
}
