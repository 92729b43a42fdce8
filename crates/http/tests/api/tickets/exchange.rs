use serde_json::json;
use sigillo_domain::message::MessageKind;
use sigillo_testkit::on_both_engines;

use super::{EMAIL, Office, TICKETS, act, check_history, close, events, office, opened, path_of};

on_both_engines! {
    async fn a_note_of_the_support_is_for_the_support_alone(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        let before = app.get(&path).by(&rosa).expect(200).await.body;
        app.clock.advance(chrono::TimeDelta::minutes(1));
        let noted = act(&app, &path, &otto, "note", "Sembra lo spazio").expect(200).await.body;
        assert_eq!((events(&noted), &noted["messages"][0]["internal"]), (vec!["note"], &json!(true)));
        let id = noted["messages"][0]["id"].as_str().unwrap();
        let file = app.post(&format!("{path}/attachments?name=log.txt&message={id}")).by(&otto);
        let file = file.raw("text/plain", b"riservato".to_vec()).expect(201).await.body;
        assert_eq!(file["internal"], true);
        let seen = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!((&seen["messages"], &seen["attachments"]), (&json!([]), &json!([])));
        assert_eq!(seen["updated_at"], before["updated_at"]);
        for (by, notes) in [(&rosa, 0), (&anna, 0), (&otto, 2)] {
            for list in [&format!("{path}/history"), "/api/v1/activity?subject_kind=ticket"] {
                let records = app.get(list).by(by).expect(200).await.body;
                let records = records["items"].as_array().unwrap().iter();
                let seen = records.filter(|record| record["action"] == "internal_note_added").count();
                assert_eq!(seen, notes, "{list} by {}", by.username);
            }
        }
        let content = format!("/api/v1/ticket-attachments/{}", file["id"].as_str().unwrap());
        app.get(&content).by(&rosa).expect(404).await;
        assert_eq!(&app.get(&content).by(&otto).expect(200).await.bytes[..], b"riservato");
        // It can neither be answered to nor be used to add a file.
        let path = format!("{path}/attachments?name=a.txt&message={id}");
        let refused = app.post(&path).by(&rosa).raw("text/plain", b"a".to_vec()).expect(422).await;
        assert_eq!(refused.faults(), ["message unknown"]);
        assert_eq!(app.work().await, []);
        check_history(&app).await;
    }

    async fn a_postmaster_approves_for_the_organisation(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        let path = opened(&app, &anna).await;
        let asked = act(&app, &path, &otto, "ask_approval", "Ampliamo a 2 GB?").expect(200).await.body;
        assert_eq!((&asked["status"], &asked["assignee"]), (&json!("need_approval"), &json!("otto")));
        for (account, may) in [(&rosa, json!(["answer", "approve", "refuse"])), (&anna, json!(["answer"]))] {
            assert_eq!(app.get(&path).by(account).expect(200).await.body["may"], may);
        }
        for account in [&anna, &otto] {
            assert_eq!(act(&app, &path, account, "approve", "").expect(403).await.code(), "forbidden");
        }
        let approved = act(&app, &path, &rosa, "approve", "").expect(200).await.body;
        assert_eq!(approved["status"], "waiting_for_support");
        let sent = app.work().await;
        assert_eq!(sent.len(), 1);
        assert_eq!((sent[0].kind, sent[0].recipient.as_str()), (MessageKind::TicketApprovalAsked, EMAIL));
    }

    async fn the_requester_is_told_where_they_said_last(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        opened(&app, &rosa).await;
        let again = app.post(TICKETS).by(&rosa).json(&json!({"summary": "Ancora"})).expect(201).await;
        assert_eq!(again.body["email"], EMAIL);
        // An empty text is nowhere, and a colleague's e-mail is not one's own.
        for (account, request) in
            [(&rosa, json!({"summary": "Mai", "email": ""})), (&anna, json!({"summary": "Di Anna"}))]
        {
            let silent = app.post(TICKETS).by(account).json(&request).expect(201).await;
            assert_eq!(silent.body["email"], json!(null));
            act(&app, &path_of(&silent), &otto, "take", "").expect(200).await;
        }
        assert_eq!(app.work().await, []);
        let request = json!({"summary": "In English", "email": EMAIL, "language": "en"});
        let path = path_of(&app.post(TICKETS).by(&rosa).json(&request).expect(201).await);
        act(&app, &path, &otto, "answer", "Done").expect(200).await;
        let sent = app.work().await;
        assert_eq!((sent[0].kind, sent[0].language.as_str()), (MessageKind::TicketAnswered, "en"));
        assert_eq!(sent[0].subject_name, "SIG-2026-000005");
    }

    async fn the_priority_and_the_desk_change_while_the_ticket_is_open(app: TestApp) {
        let Office { rosa, otto, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        let patch = |by, body| app.patch(&path).by(by).json(&body);
        let changed = patch(&rosa, json!({"priority": "urgent", "type": "question"})).if_match(1).expect(200).await;
        assert_eq!((&changed.body["priority"], &changed.body["type"]), (&json!("urgent"), &json!("question")));
        assert_eq!(changed.body["version"], 2);
        assert_eq!(patch(&rosa, json!({"priority": "urgent"})).expect(200).await.body["version"], 2);
        let refused = patch(&rosa, json!({"desk": "administrative"})).expect(422).await;
        assert_eq!(refused.faults(), ["/desk not_expected"]);
        let moved = patch(&otto, json!({"desk": "administrative"})).expect(200).await;
        assert_eq!(moved.body["desk"], "administrative");
        assert_eq!(patch(&rosa, json!({"priority": "low"})).if_match(1).expect(412).await.code(), "stale");
        close(&app, &path, &otto).expect(200).await;
        assert_eq!(patch(&rosa, json!({"priority": "low"})).expect(409).await.code(), "not_in_this_state");
        check_history(&app).await;
    }
}
