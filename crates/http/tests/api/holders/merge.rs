//! Merging two holders who are one person.

use super::*;
use sigillo_testkit::{on_both_engines, tax_code};

fn holder(id: impl std::fmt::Display) -> String {
    format!("/api/v1/holders/{id}")
}

fn merge(id: impl std::fmt::Display) -> String {
    format!("{}/merge", holder(id))
}

async fn get(app: &TestApp, by: &Account, path: &str) -> Value {
    app.get(path).by(by).expect(200).await.body
}

/// A mailbox of a holder, with one of its addresses and its tie to a company.
async fn mailbox(app: &TestApp, by: &Account, name: &str, of: Value) -> String {
    let mut request = json!({
        "domain": DOMAIN, "local_part": name, "communication_email": format!("{name}@example.org"),
    });
    for (field, value) in of.as_object().unwrap() {
        request[field] = value.clone();
    }
    let created = app.post("/api/v1/mailboxes").by(by).json(&request).expect(201).await;
    created.body["id"].as_str().unwrap().to_owned()
}

/// The change of a field in a record; null if there is none.
fn change(record: &Value, field: &str) -> Value {
    let changes = record["changes"].as_array().unwrap();
    changes.iter().find(|change| change["field"] == field).cloned().unwrap_or_default()
}

on_both_engines! {
    async fn everything_goes_over_to_the_holder_that_stays(app: TestApp) {
        let Office { domain, rosa, .. } = office(&app).await;
        let ends = app.holder(domain.organization_id, 1).await;
        let stays = app.holder(domain.organization_id, 2).await;
        let renamed = json!({"given_name": "Zoe", "correction_reason": "accento"});
        app.patch(&holder(stays.id)).by(&rosa).json(&renamed).expect(200).await;
        let own = app.holder_address(ends.id, "Via Nuova").await;
        let doubled = app.holder_address(ends.id, "Via Comune").await;
        let kept = app.holder_address(stays.id, "Via Comune").await;
        let company = app.company(stays.id, 1).await;
        let tie = app.tie(ends.id, company.company.id).await;
        app.company(ends.id, 2).await;
        let of = |address: Value| json!({
            "holder": {"id": ends.id}, "address": {"id": address}, "company": {"id": company.company.id},
        });
        let first = mailbox(&app, &rosa, "prima", of(json!(own.id))).await;
        let second = mailbox(&app, &rosa, "seconda", of(json!(doubled.id))).await;
        let note = json!({"text": "ha telefonato"});
        app.post(&format!("{}/notes", holder(ends.id))).by(&rosa).json(&note).expect(201).await;
        verified(&app).await;

        let request = json!({"into": stays.id, "take": {"given_name": "this", "tax_code": "this"}});
        let merged = app.post(&merge(ends.id)).by(&rosa).json(&request).if_match(1).expect(200).await.body;
        assert_eq!(merged["id"], json!(stays.id));
        assert_eq!((&merged["given_name"], &merged["tax_code"]), (&json!("Zoè"), &json!(tax_code(1))));
        verified(&app).await;

        let trace = get(&app, &rosa, &holder(ends.id)).await;
        assert_eq!((&trace["state"], &trace["merged_into"]), (&json!("merged"), &json!(stays.id)));
        for count in ["address_count", "company_count", "mailbox_count"] {
            assert_eq!(trace[count], 0, "{count}");
        }
        let found = get(&app, &rosa, &holder(stays.id)).await;
        assert_eq!((&found["address_count"], &found["company_count"]), (&json!(2), &json!(2)), "{found}");
        assert_eq!(found["mailbox_count"], 2);
        let path = |id: &str| format!("/api/v1/mailboxes/{id}");
        for (id, address) in [(&first, own.id), (&second, kept.id)] {
            let mailbox = get(&app, &rosa, &path(id)).await;
            assert_eq!(mailbox["holder"]["id"], json!(stays.id));
            assert_eq!(mailbox["holder_address"]["id"], json!(address));
            assert_eq!(mailbox["company"]["id"], json!(company.company.id));
            let history = get(&app, &rosa, &format!("{}/history", path(id))).await;
            let change = change(&history["items"][0], "holder_id");
            let names = json!({ends.id.to_string(): "Tàlamo Zoè", stays.id.to_string(): "Tàlamo Zoè"});
            let expected = json!({"field": "holder_id", "before": ends.id, "after": stays.id, "names": names});
            assert_eq!(change, expected);
        }
        // An address that is gone has no name any more.
        let history = get(&app, &rosa, &format!("{}/history", path(&second))).await;
        let moved = change(&history["items"][0], "holder_address_id");
        assert_eq!((&moved["before"], &moved["after"]), (&json!(doubled.id), &json!(kept.id)));
        assert_eq!(moved["names"], json!({kept.id.to_string(): "Via Comune 12/A, 85100 Potenza (PZ)"}));
        // The mailboxes have the tie of the holder that stays, and the doubled one is gone.
        let tied = |id| format!("/api/v1/holder-companies/{id}");
        let kept_tie = app.delete(&tied(company.id)).by(&rosa).expect(409).await;
        assert_eq!(kept_tie.code(), "in_use");
        app.delete(&tied(tie.id)).by(&rosa).expect(404).await;
    }

    async fn both_histories_name_the_other_holder_and_stay_readable(app: TestApp) {
        let Office { domain, rosa, .. } = office(&app).await;
        let [first, second, third] = [
            app.holder(domain.organization_id, 1).await,
            app.holder(domain.organization_id, 2).await,
            app.holder(domain.organization_id, 3).await,
        ];
        for (one, text) in [(&first, "prima"), (&second, "seconda")] {
            let path = format!("{}/notes", holder(one.id));
            app.post(&path).by(&rosa).json(&json!({"text": text})).expect(201).await;
            app.clock.advance(chrono::TimeDelta::seconds(1));
        }
        app.holder_address(first.id, "Via Nuova").await;
        for (ends, stays) in [(&first, &second), (&second, &third)] {
            app.post(&merge(ends.id)).by(&rosa).json(&json!({"into": stays.id})).expect(200).await;
        }
        verified(&app).await;
        let history = async |id| get(&app, &rosa, &format!("{}/history", holder(id))).await["items"].clone();
        let of_first = history(first.id).await;
        assert_eq!(of_first[0]["action"], "merged");
        let merged_into = change(&of_first[0], "merged_into");
        assert_eq!(merged_into["after"], json!(second.id));
        assert_eq!(merged_into["names"][second.id.to_string()], "Tàlamo Zoè");
        let created = of_first.as_array().unwrap().last().unwrap();
        assert_eq!(change(created, "family_name")["after"], "Tàlamo");
        let merged_holder = change(&history(second.id).await[1], "merged_holder");
        assert_eq!(merged_holder["after"], json!(first.id));
        assert_eq!(merged_holder["names"][first.id.to_string()], "Tàlamo Zoè");
        // The notes on those that ended are listed with those on the one that stays.
        let notes = get(&app, &rosa, &format!("{}/notes", holder(third.id))).await;
        let texts: Vec<_> = notes["items"].as_array().unwrap().iter().map(|note| &note["text"]).collect();
        assert_eq!(texts, ["seconda", "prima"]);
        let address = get(&app, &rosa, &holder(third.id)).await;
        assert_eq!(address["addresses"][0]["street"], "Via Nuova");
    }

    async fn a_merge_is_refused(app: TestApp) {
        let Office { domain, rosa, anna, .. } = office(&app).await;
        let theirs = app.holder(app.organization("Altrove").await, 1).await;
        let operator = app.operator("gestore").await;
        let [own, other, ended] = [
            app.holder(domain.organization_id, 1).await,
            app.holder(domain.organization_id, 2).await,
            app.holder(domain.organization_id, 3).await,
        ];
        app.post(&merge(ended.id)).by(&rosa).json(&json!({"into": other.id})).expect(200).await;
        let sent = async |id, body: Value, by| {
            let answer = app.post(&merge(id)).by(by).json(&body).send().await;
            (answer.status, answer.code().to_owned(), answer.faults())
        };
        let refused = |status: u16, code: &str, faults: &[&str]| {
            (status, code.to_owned(), faults.iter().map(|fault| (*fault).to_owned()).collect::<Vec<_>>())
        };
        let into = |id| json!({"into": id});
        for (id, body, expected) in [
            (own.id, json!({}), refused(422, "validation", &["/into required"])),
            (own.id, into(own.id), refused(422, "validation", &["/into contradiction"])),
            (own.id, into(theirs.id), refused(404, "not_found", &["/into unknown"])),
            (own.id, into(ended.id), refused(409, "holder_ended", &["/into holder_ended"])),
            (ended.id, into(own.id), refused(409, "holder_ended", &[])),
            (theirs.id, into(own.id), refused(404, "not_found", &[])),
        ] {
            assert_eq!(sent(id, body.clone(), &rosa).await, expected, "{body}");
        }
        // Not even an operator merges holders of two organisations.
        let across = sent(own.id, into(theirs.id), &operator).await;
        assert_eq!(across, refused(404, "not_found", &["/into unknown"]));
        assert_eq!(sent(own.id, into(other.id), &anna).await.0, 403);
        let stale = app.post(&merge(own.id)).by(&rosa).json(&into(other.id)).if_match(7).expect(412).await;
        assert_eq!(stale.code(), "stale");
        assert_eq!(get(&app, &rosa, &holder(own.id)).await["state"], "registered");
        verified(&app).await;
    }

    async fn a_merge_whose_answer_was_lost_is_not_made_twice(app: TestApp) {
        let Office { domain, rosa, .. } = office(&app).await;
        let ends = app.holder(domain.organization_id, 1).await;
        let stays = app.holder(domain.organization_id, 2).await;
        let request = || {
            let request = app.post(&merge(ends.id)).by(&rosa).header("idempotency-key", "unisci");
            request.json(&json!({"into": stays.id})).expect(200)
        };
        let first = request().await;
        let again = request().await;
        assert_eq!((&again.body, again.header("idempotency-replayed")), (&first.body, Some("true")));
        let history = get(&app, &rosa, &format!("{}/history?action=merged", holder(stays.id))).await;
        assert_eq!(history["items"].as_array().unwrap().len(), 1);
    }

    async fn of_two_merges_in_opposite_directions_one_is_made(app: TestApp) {
        let Office { domain, rosa, .. } = office(&app).await;
        for number in 0..4 {
            let one = app.holder(domain.organization_id, 10 + 2 * number).await;
            let other = app.holder(domain.organization_id, 11 + 2 * number).await;
            let send = |ends, stays| {
                app.post(&merge(ends)).by(&rosa).json(&json!({"into": stays})).send()
            };
            let answers = futures_util::future::join_all([
                send(one.id, other.id), send(other.id, one.id), send(one.id, other.id),
            ]).await;
            let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409, 409]);
        }
        verified(&app).await;
    }
}
