use futures_util::future::join_all;
use serde_json::json;
use sigillo_testkit::on_both_engines;

use super::{Office, office};

const ANSWERS: &str = "/api/v1/canned-answers";

on_both_engines! {
    async fn the_support_keeps_its_answers_and_shares_them(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        let pia = app.operator("pia").await;
        let request = json!({"title": " Spazio esaurito ", "text_it": "Liberi spazio.\r\nGrazie", "text_en": "Make room."});
        let made = app.post(ANSWERS).by(&otto).json(&request).expect(201).await.body;
        assert_eq!((&made["title"], &made["text_it"], &made["desk"]), (&json!("Spazio esaurito"), &json!("Liberi spazio.\nGrazie"), &json!("technical")));
        app.post(ANSWERS).by(&pia).json(&json!({"title": "Àncora", "text_it": "Sì", "desk": "administrative"})).expect(201).await;
        let path = format!("{ANSWERS}/{}", made["id"].as_str().unwrap());
        let patch = |by, body| app.patch(&path).by(by).json(&body);
        let changed = patch(&pia, json!({"text_en": "", "title": "Quota"})).if_match(1).expect(200).await.body;
        assert_eq!((&changed["version"], &changed["changed_by"], &changed["text_en"]), (&json!(2), &json!("pia"), &json!("")));
        assert_eq!(patch(&otto, json!({"title": "Quota"})).expect(200).await.body["version"], 2);
        assert_eq!(patch(&otto, json!({"title": "Altro"})).if_match(1).expect(412).await.code(), "stale");
        let listed = app.get(ANSWERS).by(&otto).expect(200).await.body;
        let titles: Vec<_> = listed["items"].as_array().unwrap().iter().map(|it| it["title"].clone()).collect();
        assert_eq!(titles, ["Àncora", "Quota"]);
        for by in [&rosa, &anna] {
            app.get(ANSWERS).by(by).expect(403).await;
            app.post(ANSWERS).by(by).json(&request).expect(403).await;
            patch(by, json!({"title": "Mia"})).expect(403).await;
        }
        app.delete(&path).by(&otto).if_match(1).expect(412).await;
        app.delete(&path).by(&otto).if_match(2).expect(204).await;
        app.delete(&path).by(&otto).expect(404).await;
        patch(&otto, json!({"title": "Via"})).expect(404).await;
    }

    async fn a_fault_of_an_answer_names_its_field(app: TestApp) {
        let otto = app.operator("otto").await;
        for (request, faults) in [
            (json!({}), vec!["/title required", "/text_it required"]),
            (json!({"title": "a\nb", "text_it": "a"}), vec!["/title invalid_characters"]),
            (json!({"title": "a".repeat(121), "text_it": "a".repeat(10_001)}), vec!["/title too_long", "/text_it too_long"]),
            (json!({"title": "a", "text_it": "a", "text_en": "b\u{0}"}), vec!["/text_en invalid_characters"]),
            (json!({"title": "a", "text_it": "a", "desk": "boh"}), vec!["/desk unknown"]),
        ] {
            let refused = app.post(ANSWERS).by(&otto).json(&request).expect(422).await;
            assert_eq!(refused.faults(), faults, "{request}");
        }
        // Two at once have one title; the other is told.
        let request = json!({"title": "Perché", "text_it": "a"});
        let again = json!({"title": "PERCHE", "text_it": "b"});
        let answers = join_all([&request, &again].map(|body| app.post(ANSWERS).by(&otto).json(body).send())).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        let other = app.canned_answer("Altra").await;
        let taken = app.patch(&format!("{ANSWERS}/{}", other.id)).by(&otto).json(&json!({"title": "perche"})).expect(409).await;
        assert_eq!(taken.code(), "name_taken");
    }
}
