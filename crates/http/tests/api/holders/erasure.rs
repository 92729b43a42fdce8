//! Erasing the personal data of a holder.

use chrono::TimeDelta;
use sigillo_testkit::{on_both_engines, tax_code};

use super::*;
use crate::confirmation::signed_in;

fn holder(id: impl std::fmt::Display) -> String {
    format!("/api/v1/holders/{id}")
}

fn erase(id: impl std::fmt::Display) -> String {
    format!("{}/erase", holder(id))
}

fn reason() -> Value {
    json!({"reason": "richiesta prot. 12/2026"})
}

async fn get(app: &TestApp, by: &Account, path: &str) -> Value {
    app.get(path).by(by).expect(200).await.body
}

/// Everything that the database holds in texts about holders and their history.
async fn stored(app: &TestApp) -> String {
    let mut all = vec![];
    for statement in [
        "SELECT given_name || family_name || tax_code || name_folded FROM holder",
        "SELECT street || locality || email || phone || phone_digits FROM holder_address",
        "SELECT role FROM holder_company",
        "SELECT text || text_folded FROM note",
        "SELECT changes FROM history",
    ] {
        all.extend(app.texts(statement).await);
    }
    all.join(" ").to_lowercase()
}

/// The records of a holder's history, as a reader sees them.
async fn history(app: &TestApp, by: &Account, id: impl std::fmt::Display) -> Vec<Value> {
    let page = get(app, by, &format!("{}/history?limit=200", holder(id))).await;
    page["items"].as_array().unwrap().clone()
}

on_both_engines! {
    async fn personal_values_are_sealed_in_the_history_and_gone_with_the_key(app: TestApp) {
        let Office { domain, rosa, .. } = office(&app).await;
        let zoe = app.holder(domain.organization_id, 1).await;
        app.holder_address(zoe.id, "Via delle Ginestre").await;
        let company = app.company(zoe.id, 1).await;
        let note = json!({"text": "abita con la sorella"});
        app.post(&format!("{}/notes", holder(zoe.id))).by(&rosa).json(&note).expect(201).await;
        let sealed = app.texts("SELECT changes FROM history").await.join(" ").to_lowercase();
        let personal = ["talamo", "tàlamo", "ginestre", "sorella", &tax_code(1).to_lowercase()];
        for value in personal {
            assert!(!sealed.contains(value), "{value}");
        }
        let read = format!("{:?}", history(&app, &rosa, zoe.id).await);
        for value in ["Tàlamo", "Via delle Ginestre", "sorella", &tax_code(1)] {
            assert!(read.contains(value), "{value}");
        }
        assert!(!read.contains("p1:") && !read.contains("erased"), "{read}");
        verified(&app).await;

        app.confirm(&rosa.access_token).await;
        let erased = app.post(&erase(zoe.id)).by(&rosa).json(&reason()).if_match(1).expect(200).await.body;
        assert_eq!(erased["state"], "erased");
        assert_eq!(erased["family_name"], "Titolare cancellato");
        assert!(erased["tax_code"].as_str().unwrap().starts_with("ANON-"), "{erased}");
        assert_eq!((&erased["birth_date"], &erased["warnings"]), (&json!(null), &json!([])));
        verified(&app).await;
        let left = stored(&app).await;
        for value in personal {
            assert!(!left.contains(value), "{value}");
        }
        assert!(app.texts("SELECT sealed FROM holder_key").await.is_empty());

        let records = history(&app, &rosa, zoe.id).await;
        assert_eq!(records[0]["action"], "erased");
        let reason = records[0]["changes"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&reason["field"], &reason["after"]), (&json!("reason"), &json!("richiesta prot. 12/2026")));
        let created = &records.last().unwrap()["changes"];
        let name = created.as_array().unwrap().iter().find(|it| it["field"] == "family_name").unwrap();
        assert_eq!(name, &json!({"field": "family_name", "before": null, "after": null, "erased": true}));
        let found = get(&app, &rosa, &holder(zoe.id)).await;
        assert_eq!((&found["address_count"], &found["company_count"]), (&json!(0), &json!(0)));
        let notes = get(&app, &rosa, &format!("{}/notes", holder(zoe.id))).await;
        assert_eq!((&notes["items"][0]["author"], &notes["items"][0]["text"]), (&json!("rosa"), &json!("")));
        // The company is nobody's personal data.
        get(&app, &rosa, &format!("/api/v1/companies/{}", company.company.id)).await;
        let activity = app.get("/api/v1/activity?subject_kind=holder&limit=200").by(&rosa).expect(200).await;
        assert!(!activity.body.to_string().contains("p1:"), "{}", activity.body);
        // An export has what was recorded before it.
        app.clock.advance(TimeDelta::seconds(1));
        let file = app.get("/api/v1/activity/export?format=csv&subject_kind=holder").by(&rosa).expect(200).await;
        let file = String::from_utf8_lossy(&file.bytes).into_owned();
        assert!(file.contains("[cancellato]") && !file.contains("p1:"), "{file}");
    }

    async fn an_erasure_waits_for_the_mailboxes_and_for_the_term(app: TestApp) {
        let Office { domain, rosa, .. } = office(&app).await;
        let zoe = app.holder(domain.organization_id, 1).await;
        let address = app.holder_address(zoe.id, "Via delle Ginestre").await;
        let company = app.company(zoe.id, 1).await;
        let request = json!({
            "domain": DOMAIN, "local_part": "zoe", "communication_email": "zoe@example.org",
            "holder": {"id": zoe.id}, "address": {"id": address.id}, "company": {"id": company.company.id},
        });
        let mailbox = app.post("/api/v1/mailboxes").by(&rosa).json(&request).expect(201).await.body;
        let mailbox = format!("/api/v1/mailboxes/{}", mailbox["id"].as_str().unwrap());
        app.confirm(&rosa.access_token).await;
        let lives = app.post(&erase(zoe.id)).by(&rosa).json(&reason()).expect(409).await;
        assert_eq!(lives.code(), "holder_has_mailboxes");
        app.delete(&mailbox).by(&rosa).expect(200).await;
        let runs = app.post(&erase(zoe.id)).by(&rosa).json(&reason()).expect(409).await;
        // Cancelled on the first of January 2026.
        assert_eq!((runs.code(), &runs.body["detail"]), ("retention_runs", &json!("2028-07-01")));

        let last_moment = "2028-07-01T21:59:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        app.clock.advance(last_moment - TestApp::START);
        let rosa = app.sign_in("rosa").await;
        app.confirm(&rosa.access_token).await;
        app.post(&erase(zoe.id)).by(&rosa).json(&reason()).expect(409).await;
        app.clock.advance(TimeDelta::minutes(2));
        app.post(&erase(zoe.id)).by(&rosa).json(&reason()).expect(200).await;
        verified(&app).await;

        // The mailbox is the tombstone that it was, with a pseudonym.
        let found = get(&app, &rosa, &mailbox).await;
        assert_eq!(found["state"], "cancelled");
        assert_eq!(found["holder"]["family_name"], "Titolare cancellato");
        assert_eq!((&found["holder_address"]["street"], &found["company"]["role"]), (&json!(""), &json!("")));
        assert_eq!(found["company"]["id"], json!(company.company.id));
        let taken = app.post("/api/v1/mailboxes").by(&rosa).json(&json!({
            "domain": DOMAIN, "local_part": "zoe", "communication_email": "zoe@example.org",
        })).expect(409).await;
        assert_eq!(taken.code(), "address_retired");
    }

    async fn those_merged_into_the_holder_are_erased_with_it(app: TestApp) {
        let Office { domain, rosa, .. } = office(&app).await;
        let mut ids = vec![];
        for number in 1..4 {
            let one = app.holder(domain.organization_id, number).await;
            let note = json!({"text": "abita con la sorella"});
            app.post(&format!("{}/notes", holder(one.id))).by(&rosa).json(&note).expect(201).await;
            ids.push(one.id);
        }
        for pair in ids.windows(2) {
            let path = format!("{}/merge", holder(pair[0]));
            app.post(&path).by(&rosa).json(&json!({"into": pair[1]})).expect(200).await;
        }
        app.confirm(&rosa.access_token).await;
        let of_merged = app.post(&erase(ids[0])).by(&rosa).json(&reason()).expect(409).await;
        assert_eq!(of_merged.code(), "holder_ended");
        app.post(&erase(ids[2])).by(&rosa).json(&reason()).expect(200).await;
        verified(&app).await;
        assert!(app.texts("SELECT sealed FROM holder_key").await.is_empty());
        let left = stored(&app).await;
        for value in ["tàlamo", "talamo", "sorella", &tax_code(1).to_lowercase()] {
            assert!(!left.contains(value), "{value}");
        }
        let mut pseudonyms = vec![];
        for id in &ids {
            let found = get(&app, &rosa, &holder(id)).await;
            assert_eq!(found["state"], "erased");
            pseudonyms.push(found["tax_code"].clone());
        }
        pseudonyms.dedup();
        assert_eq!(pseudonyms.len(), 3);
    }

    async fn an_erasure_is_refused_or_answered_once_more(app: TestApp) {
        let Office { domain, rosa, anna, ugo } = office(&app).await;
        let zoe = app.holder(domain.organization_id, 1).await;
        let unconfirmed = signed_in(&app, "rosa").await;
        let refused = app.post(&erase(zoe.id)).by(&unconfirmed).json(&reason()).expect(403).await;
        assert_eq!(refused.code(), "confirmation_required");
        for account in [&rosa, &ugo] {
            app.confirm(&account.access_token).await;
        }
        let send = |body: &Value| app.post(&erase(zoe.id)).by(&rosa).json(body);
        let empty = send(&json!({"reason": " "})).expect(422).await;
        assert_eq!(empty.faults(), ["/reason required"]);
        app.post(&erase(zoe.id)).by(&ugo).json(&reason()).expect(404).await;
        app.post(&erase(zoe.id)).by(&anna).json(&reason()).expect(403).await;
        assert_eq!(send(&reason()).if_match(7).expect(412).await.code(), "stale");
        let answers = futures_util::future::join_all((0..3).map(|_| send(&reason()).if_match(1).send())).await;
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (200, &answers[0].body));
        }
        let records = history(&app, &rosa, zoe.id).await;
        assert_eq!(records.iter().filter(|record| record["action"] == "erased").count(), 1);
        // Nothing is changed any more, and the same person may come back.
        let renamed = json!({"given_name": "Zoe", "correction_reason": "prova"});
        let ended = app.patch(&holder(zoe.id)).by(&rosa).json(&renamed).expect(409).await;
        assert_eq!(ended.code(), "holder_ended");
        app.holder(domain.organization_id, 1).await;
        verified(&app).await;
    }

    async fn a_key_that_is_gone_without_an_erasure_is_found(app: TestApp) {
        let Office { domain, .. } = office(&app).await;
        let zoe = app.holder(domain.organization_id, 1).await;
        app.holder_address(zoe.id, "Via delle Ginestre").await;
        verified(&app).await;
        app.execute("DELETE FROM holder_key").await;
        let fields = broken_fields(&app).await;
        for field in ["given_name", "family_name", "tax_code"] {
            assert!(fields.iter().any(|found| found == field), "{fields:?}");
        }
    }
}
