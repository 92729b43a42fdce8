use futures_util::future::join_all;
use serde_json::json;
use sigillo_testkit::on_both_engines;

use super::{Office, TICKETS, act, check_history, close, office, opened};

on_both_engines! {
    async fn two_operators_take_one_ticket_and_one_has_it(app: TestApp) {
        let Office { rosa, otto, .. } = office(&app).await;
        let pia = app.operator("pia").await;
        for if_match in [None, Some(1)] {
            let path = opened(&app, &rosa).await;
            let takes = [&otto, &pia, &otto, &pia].map(|by| {
                let take = act(&app, &path, by, "take", "");
                match if_match {
                    Some(version) => take.if_match(version).send(),
                    None => take.send(),
                }
            });
            let answers = join_all(takes).await;
            let taken: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
            assert_eq!(taken.len(), 1);
            let expected = if if_match.is_some() { (412, "stale") } else { (409, "not_in_this_state") };
            for refused in answers.iter().filter(|answer| answer.status != 200) {
                assert_eq!((refused.status, refused.code()), expected);
            }
            let ticket = app.get(&path).by(&rosa).expect(200).await.body;
            assert_eq!(ticket["assignee"], taken[0].body["assignee"]);
            assert_eq!(ticket["messages"].as_array().map(Vec::len), Some(1));
        }
        assert_eq!(app.work().await.len(), 2);
        check_history(&app).await;
    }

    async fn an_answer_and_a_closure_at_once_lose_neither_silently(app: TestApp) {
        let Office { rosa, otto, .. } = office(&app).await;
        for _ in 0..4 {
            let path = opened(&app, &rosa).await;
            act(&app, &path, &otto, "ask", "Quando?").expect(200).await;
            let (answer, closure) = futures_util::join!(
                act(&app, &path, &rosa, "answer", "Ieri").send(),
                close(&app, &path, &otto).send()
            );
            assert_eq!(closure.status, 200);
            let after = app.get(&path).by(&rosa).expect(200).await.body;
            let answers = after["messages"].as_array().unwrap().iter().filter(|it| it["event"] == "answer").count();
            assert_eq!((answer.status, answers), if answers == 1 { (200, 1) } else { (409, 0) });
            assert_eq!(after["status"], "closed");
        }
    }

    async fn references_have_no_gaps_and_no_doubles(app: TestApp) {
        let Office { rosa, otto, .. } = office(&app).await;
        let good = json!({"summary": "Guasto"});
        let bad = json!({"summary": "Guasto", "email": "rosa"});
        let requests = (0..12).map(|place| {
            let request = if place % 3 == 2 { &bad } else { &good };
            app.post(TICKETS).by(&rosa).json(request).send()
        });
        let answers = join_all(requests).await;
        let mut references: Vec<_> =
            answers.iter().filter_map(|answer| answer.body["reference"].as_str()).collect();
        references.sort_unstable();
        let expected: Vec<_> = (1..=8).map(|number| format!("SIG-2026-{number:06}")).collect();
        assert_eq!(references, expected);
        // The year is that of Rome, where the new one begins an hour earlier in winter.
        let new_year = "2026-12-31T23:30:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        app.clock.advance(new_year - sigillo_testkit::TestApp::START);
        let otto = app.sign_in(&otto.username).await;
        let request = json!({"summary": "Anno nuovo", "organization_id": answers[0].body["organization_id"]});
        let created = app.post(TICKETS).by(&otto).json(&request).expect(201).await.body;
        assert_eq!(created["reference"], "SIG-2027-000001");
    }

    async fn an_answer_that_was_lost_is_sent_again_and_stands_once(app: TestApp) {
        let Office { rosa, otto, .. } = office(&app).await;
        let path = opened(&app, &rosa).await;
        let answer = || act(&app, &path, &otto, "answer", "Fatto").header("idempotency-key", "chiave");
        let first = answer().expect(200).await;
        let second = answer().expect(200).await;
        assert_eq!(second.header("idempotency-replayed"), Some("true"));
        assert_eq!(second.body, first.body);
        let ticket = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!(ticket["messages"].as_array().map(Vec::len), Some(1));
        assert_eq!(app.work().await.len(), 1);
        let upload = || {
            let path = format!("{path}/attachments?name=a.png");
            app.post(&path).by(&rosa).header("idempotency-key", "altra").raw("image/png", b"\x89PNG".to_vec())
        };
        let (first, second) = (upload().expect(201).await, upload().expect(201).await);
        assert_eq!(first.body, second.body);
        let ticket = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!(ticket["attachments"].as_array().map(Vec::len), Some(1));
    }
}
