//! The log of who read the data of holders.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const LOG: &str = "/api/v1/access-log";
const HOLDERS: &str = "/api/v1/holders";

/// Who did what, of which holder, by which fields, with how many rows; newest first.
async fn log(app: &TestApp, by: &Account, query: &str) -> Vec<Value> {
    let page = app.get(&format!("{LOG}?{query}")).by(by).expect(200).await.body;
    let row = |row: &Value| {
        json!([row["actor"]["name"], row["kind"], row["holder_id"], row["fields"], row["rows"]])
    };
    page["items"].as_array().unwrap().iter().map(row).collect()
}

on_both_engines! {
    async fn a_search_in_an_organisation_that_is_not_there_finds_nobody(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let operator = app.operator("gestore").await;
        app.holder(domain.organization_id, 1).await;
        let nobody = format!("organization_id={}", sigillo_domain::id::OrganizationId::from_u128(77));
        let found = app.get(&format!("{HOLDERS}?{nobody}")).by(&operator).expect(200).await;
        assert_eq!(found.body["items"], json!([]));
        app.clock.advance(TimeDelta::seconds(1));
        app.get(&format!("{HOLDERS}/export?format=csv&{nobody}")).by(&operator).expect(200).await;
        let kinds: Vec<_> = log(&app, &operator, "").await.iter().map(|one| one[1].clone()).collect();
        assert_eq!(kinds, [json!("export"), json!("search")]);
    }

    async fn each_reading_and_each_search_is_one_record(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let zoe = app.holder(domain.organization_id, 1).await;
        app.holder(domain.organization_id, 2).await;
        let path = format!("{HOLDERS}/{}", zoe.id);
        app.get(&path).by(&anna).expect(200).await;
        // What belongs to a holder that was opened is part of the same reading.
        for part in ["history", "notes", "addresses", "companies"] {
            app.get(&format!("{path}/{part}")).by(&anna).expect(200).await;
        }
        app.get(&format!("{HOLDERS}?limit=1")).by(&anna).expect(200).await;
        app.get(&format!("{HOLDERS}?family_name=t&tax_code=Z")).by(&rosa).expect(200).await;
        let expected = [
            json!(["rosa", "search", null, "family_name,tax_code", 2]),
            json!(["anna", "search", null, "", 1]),
            json!(["anna", "read", zoe.id, "", 1]),
        ];
        // How many a search finds is not the matter here.
        let mut found = log(&app, &rosa, "").await;
        found[0][4] = json!(2);
        assert_eq!(found, expected);
        // Reading a part alone is a reading too, and so is one much later.
        app.get(&format!("{path}/history")).by(&rosa).expect(200).await;
        app.clock.advance(TimeDelta::minutes(14));
        app.get(&format!("{path}/notes")).by(&anna).expect(200).await;
        assert_eq!(log(&app, &rosa, "kind=read").await.len(), 2);
        app.clock.advance(TimeDelta::minutes(2));
        let anna = app.sign_in("anna").await;
        app.get(&format!("{path}/notes")).by(&anna).expect(200).await;
        let rosa = app.sign_in("rosa").await;
        assert_eq!(log(&app, &rosa, "kind=read").await.len(), 3);
        // A refused reading shows nothing.
        app.get(&format!("{HOLDERS}/{}", domain.id)).by(&rosa).expect(404).await;
        assert_eq!(log(&app, &rosa, "kind=read").await.len(), 3);
        app.get(LOG).by(&anna).expect(403).await;
    }

    async fn the_log_is_seen_by_whose_holders_they_are(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let foreign = app.domain("altrove.example.org").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let ugo = app.postmaster("ugo", foreign.organization_id).await;
        let operator = app.operator("gestore").await;
        let zoe = app.holder(domain.organization_id, 1).await;
        app.get(&format!("{HOLDERS}/{}", zoe.id)).by(&operator).expect(200).await;
        app.get(&format!("{HOLDERS}?organization_id={}", domain.organization_id)).by(&operator).expect(200).await;
        app.get(HOLDERS).by(&operator).expect(200).await;
        app.get(HOLDERS).by(&ugo).expect(200).await;
        let read = json!(["gestore", "read", zoe.id, "", 1]);
        let search = json!(["gestore", "search", null, "", 1]);
        assert_eq!(log(&app, &rosa, "").await, [search.clone(), read.clone()]);
        assert_eq!(log(&app, &ugo, "").await, [json!(["ugo", "search", null, "", 0])]);
        assert_eq!(log(&app, &operator, "").await.len(), 4);
        let day = "2026-01-01";
        for (query, expected) in [
            ("person=gestore&kind=read".to_owned(), vec![read.clone()]),
            ("kind=search,export".to_owned(), vec![search.clone()]),
            (format!("holder={}", zoe.id), vec![read.clone()]),
            (format!("holder={}", domain.id), vec![]),
            (format!("from={day}&to={day}&sort=at"), vec![read, search]),
            ("from=2026-01-02".to_owned(), vec![]),
            ("to=2025-12-31".to_owned(), vec![]),
            ("person=rosa".to_owned(), vec![]),
        ] {
            assert_eq!(log(&app, &rosa, &query).await, expected, "{query}");
        }
        let odd = app.get(&format!("{LOG}?from=2026-01-02&to=2026-01-01&kind=other")).by(&rosa).expect(422).await;
        assert_eq!(odd.faults(), ["kind unknown", "to contradiction"]);
        let counted = app.get(&format!("{LOG}?count=exact&limit=1")).by(&rosa).expect(200).await;
        assert_eq!(counted.body["total"], 2);
        assert_eq!(counted.body["items"][0]["holder_name"], json!(null));
        let next = app.get(&counted.next_page().unwrap()).by(&rosa).expect(200).await;
        assert_eq!(next.body["items"][0]["holder_name"], "Tàlamo Zoè");
        app.confirm(&rosa.access_token).await;
        let reason = json!({"reason": "richiesta"});
        app.post(&format!("{HOLDERS}/{}/erase", zoe.id)).by(&rosa).json(&reason).expect(200).await;
        let after = app.get(&format!("{LOG}?kind=read")).by(&rosa).expect(200).await;
        assert_eq!((&after.body["items"][0]["holder_id"], &after.body["items"][0]["holder_name"]), (&json!(zoe.id), &json!(null)));
    }

    async fn a_reading_that_cannot_be_recorded_fails(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let zoe = app.holder(domain.organization_id, 1).await;
        app.execute("ALTER TABLE access_log RENAME TO away").await;
        for path in ["", "/history", "/notes", "/addresses", "/companies"] {
            app.get(&format!("{HOLDERS}/{}{path}", zoe.id)).by(&rosa).expect(500).await;
        }
        app.get(HOLDERS).by(&rosa).expect(500).await;
        app.execute("ALTER TABLE away RENAME TO access_log").await;
        app.get(HOLDERS).by(&rosa).expect(200).await;
    }
}
