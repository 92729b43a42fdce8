use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::on_both_engines;

use super::{Office, TICKETS, act, close, office, opened};

on_both_engines! {
    async fn each_fault_names_its_field(app: TestApp) {
        let Office { rosa, otto, .. } = office(&app).await;
        let long = "a".repeat(10_001);
        let lines = vec!["riga"; 11];
        for (request, faults) in [
            (json!({}), vec!["/summary required"]),
            (json!({"summary": "a\nb"}), vec!["/summary invalid_characters"]),
            (json!({"summary": "a", "description": long}), vec!["/description too_long"]),
            (json!({"summary": "a", "email": "rosa"}), vec!["/email invalid_email"]),
            (json!({"summary": "a", "priority": "huge"}), vec!["/priority unknown"]),
            (json!({"summary": "", "context": {"page": ""}}), vec!["/summary required", "/context/page required"]),
            (json!({"summary": "a", "context": {"history": lines}}), vec!["/context/history out_of_range"]),
            (json!({"summary": "a", "context": {"history": ["a", "b\u{0}"]}}), vec!["/context/history/1 invalid_characters"]),
        ] {
            let refused = app.post(TICKETS).by(&rosa).json(&request).expect(422).await;
            assert_eq!(refused.faults(), faults, "{request}");
        }
        // An operator says for whom; nobody else's organisation is known.
        let refused = app.post(TICKETS).by(&otto).json(&json!({"summary": "a"})).expect(422).await;
        assert_eq!(refused.faults(), ["/organization_id required"]);
        let path = opened(&app, &rosa).await;
        for (request, faults) in [
            (json!({}), vec!["/text required"]),
            (json!({"event": "ask", "text": " "}), vec!["/text required"]),
            (json!({"event": "close"}), vec!["/problem required", "/action required", "/solution required"]),
            (json!({"event": "take", "problem": "a"}), vec!["/problem not_expected"]),
            (json!({"event": "burn"}), vec!["/event unknown"]),
            (json!({"text": "a".repeat(10_001)}), vec!["/text too_long"]),
        ] {
            let refused = app.post(&format!("{path}/messages")).by(&otto).json(&request).expect(422).await;
            assert_eq!(refused.faults(), faults, "{request}");
        }
    }

    async fn what_is_for_the_other_side_or_another_status_is_refused(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        for event in ["take", "ask", "ask_approval", "note", "release"] {
            assert_eq!(act(&app, &path, &rosa, event, "testo").expect(403).await.code(), "forbidden", "{event}");
        }
        close(&app, &path, &rosa).expect(403).await;
        for (by, event) in [(&rosa, "reopen"), (&rosa, "approve"), (&otto, "release")] {
            assert_eq!(act(&app, &path, by, event, "testo").expect(409).await.code(), "not_in_this_state", "{event}");
        }
        close(&app, &path, &otto).expect(200).await;
        for by in [&rosa, &anna, &otto] {
            let late = act(&app, &path, by, "answer", "Ma io…").expect(409).await;
            assert_eq!(late.code(), "not_in_this_state");
        }
        assert_eq!(close(&app, &path, &otto).expect(409).await.code(), "not_in_this_state");
        let messages = app.get(&path).by(&otto).expect(200).await.body["messages"].clone();
        assert_eq!(messages.as_array().map(Vec::len), Some(1));
    }

    async fn another_organisation_and_a_missing_permission_see_nothing(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        let png = b"\x89PNG\r\n\x1a\n".to_vec();
        let file = app.post(&format!("{path}/attachments?name=a.png")).by(&rosa).raw("image/png", png.clone());
        let file = format!("/api/v1/ticket-attachments/{}", file.expect(201).await.body["id"].as_str().unwrap());
        let other = app.domain("altrove.example.org").await;
        let ugo = app.postmaster("ugo", other.organization_id).await;
        let vera = app.assistant("vera", &domain, &[Permission::View, Permission::Export]).await;
        for (account, status) in [(&ugo, 404), (&vera, 403)] {
            app.get(&path).by(account).expect(status).await;
            app.get(&format!("{path}/history")).by(account).expect(status).await;
            app.get(&file).by(account).expect(status).await;
            app.patch(&path).by(account).json(&json!({"priority": "low"})).expect(status).await;
            act(&app, &path, account, "answer", "Ciao").expect(status).await;
            let upload = app.post(&format!("{path}/attachments?name=a.png")).by(account);
            upload.raw("image/png", png.clone()).expect(status).await;
        }
        let foreign = json!({"summary": "a", "organization_id": domain.organization_id});
        let refused = app.post(TICKETS).by(&ugo).json(&foreign).expect(422).await;
        assert_eq!(refused.faults(), ["/organization_id unknown"]);
        // In the activity, too.
        let seen = |activity: Value| activity.to_string().contains("SIG-2026-000001");
        let activity = "/api/v1/activity?subject_kind=ticket";
        assert!(seen(app.get(activity).by(&rosa).expect(200).await.body));
        assert!(!seen(app.get(activity).by(&ugo).expect(200).await.body));
        assert!(!seen(app.get("/api/v1/activity").by(&vera).expect(200).await.body));
    }
}
