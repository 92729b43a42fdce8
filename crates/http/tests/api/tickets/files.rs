use std::sync::Arc;

use serde_json::json;
use sigillo_domain::document::MAX_BYTES;
use sigillo_testkit::{Account, Client, TestApp, TestScanner, VIRUS, on_both_engines};

use super::{Office, act, check_history, close, office, opened};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nuna schermata";

fn upload(app: &TestApp, path: &str, by: &Account, query: &str, content: &[u8]) -> Client {
    let path = format!("{path}/attachments?{query}");
    app.post(&path).by(by).raw("application/octet-stream", content.to_vec())
}

on_both_engines! {
    async fn a_pasted_screenshot_comes_back_as_it_was(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        let added = upload(&app, &path, &rosa, "name=schermata%20%C3%A8.png", PNG).expect(201).await;
        assert_eq!((&added.body["format"], &added.body["name"]), (&json!("png"), &json!("schermata è.png")));
        let content = format!("/api/v1/ticket-attachments/{}", added.body["id"].as_str().unwrap());
        assert_eq!(added.header("location"), Some(content.as_str()));
        for by in [&rosa, &anna, &otto] {
            let file = app.get(&content).by(by).expect(200).await;
            assert_eq!(&file.bytes[..], PNG);
            assert_eq!(file.header("content-type"), Some("image/png"));
            assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
        }
        // What is no picture is never sent as something that a browser would show.
        let page = upload(&app, &path, &rosa, "name=a.html", b"<script>alert(1)</script>").expect(201).await.body;
        let content = format!("/api/v1/ticket-attachments/{}", page["id"].as_str().unwrap());
        let file = app.get(&content).by(&rosa).expect(200).await;
        assert_eq!(file.header("content-type"), Some("application/octet-stream"));
        // The content is named, so it stays.
        app.clock.advance(chrono::TimeDelta::days(2));
        while sigillo_app::objects::sweep(&app.app).await.unwrap() > 0 {}
        assert_eq!(app.objects.contents().len(), 2);
        check_history(&app).await;
    }

    async fn a_file_that_cannot_be_kept_says_why(app: TestApp) {
        let mut app = app;
        app.app.virus_scanner = Some(Arc::new(TestScanner::default()));
        let Office { rosa, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        let large = [PNG, &vec![0; MAX_BYTES]].concat();
        let refused = upload(&app, &path, &rosa, "name=a.png", &large).expect(413).await;
        assert_eq!(refused.code(), "payload_too_large");
        let refused = upload(&app, &path, &rosa, "name=a.png", b"").expect(422).await;
        assert_eq!(refused.faults(), ["file empty_file"]);
        let refused = upload(&app, &path, &rosa, "name=..%2Fa", PNG).expect(422).await;
        assert_eq!(refused.faults(), ["name invalid_characters"]);
        let refused = upload(&app, &path, &rosa, "name=a.txt", VIRUS.as_bytes()).expect(422).await;
        assert_eq!(refused.code(), "infected");
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await.body;
        assert_eq!(history["items"][0]["action"], "document_refused");
        assert!(app.objects.contents().is_empty());
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["attachments"], json!([]));
        for place in 0..50 {
            upload(&app, &path, &rosa, "name=a.png", format!("{place}").as_bytes()).expect(201).await;
        }
        let refused = upload(&app, &path, &rosa, "name=a.png", PNG).expect(409).await;
        assert_eq!(refused.code(), "limit_reached");
        check_history(&app).await;
    }

    async fn a_file_goes_with_an_entry_of_whoever_has_written_it(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        let closed = close(&app, &path, &otto).expect(200).await.body;
        let id = closed["messages"][0]["id"].as_str().unwrap();
        let with = format!("name=a.png&message={id}");
        assert_eq!(upload(&app, &path, &anna, &with, PNG).expect(403).await.code(), "forbidden");
        // The entry has closed the ticket, and its file comes after it.
        let file = upload(&app, &path, &otto, &with, PNG).expect(201).await.body;
        assert_eq!((&file["message_id"], &file["internal"]), (&json!(id), &json!(false)));
        let late = upload(&app, &path, &rosa, "name=a.png", PNG).expect(409).await;
        assert_eq!(late.code(), "not_in_this_state");
        let other = opened(&app, &rosa).await;
        act(&app, &other, &otto, "take", "").expect(200).await;
        let elsewhere = upload(&app, &other, &otto, &with, PNG).expect(422).await;
        assert_eq!(elsewhere.faults(), ["message unknown"]);
    }
}
