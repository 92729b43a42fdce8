//! Holders whose tax codes are variants of one another (omocodia): one person twice, or two people.

use super::*;
use futures_util::future::join;
use sigillo_testkit::{on_both_engines, tax_code, tax_code_variant};

fn variant() -> String {
    tax_code_variant(&tax_code(1))
}

/// The request for the person of [`zoe`], with a variant of the code.
fn other_zoe() -> Value {
    with(zoe(), &json!({"tax_code": variant()}))
}

fn named(holder: &Value) -> Value {
    json!([{
        "id": holder["id"], "given_name": holder["given_name"], "family_name": holder["family_name"],
        "tax_code": holder["tax_code"],
    }])
}

fn check_refusal(refused: &Answer, pointer: &str, holder: &Value) {
    assert_eq!(refused.code(), "holder_variant_exists", "{}", refused.body);
    assert_eq!(refused.faults(), [format!("{pointer} required")]);
    assert_eq!(refused.body["holders"], named(holder));
}

/// The searches in the access log, newest first: who, the fields and the rows.
async fn searches(app: &TestApp, rosa: &Account) -> Vec<(String, String, i64)> {
    let log = app.get("/api/v1/access-log?kind=search").by(rosa).expect(200).await;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let entry = |row: &Value| {
        (text(&row["actor"]["name"]), text(&row["fields"]), row["rows"].as_i64().unwrap())
    };
    log.body["items"].as_array().unwrap().iter().map(entry).collect()
}

on_both_engines! {
    async fn a_variant_of_a_known_code_is_another_person_only_if_somebody_says_so(app: TestApp) {
        let Office { rosa, anna, .. } = office(&app).await;
        let first = app.post(HOLDERS).by(&rosa).json(&zoe()).expect(201).await.body;
        let before = app.row_counts().await;
        let refused = app.post(HOLDERS).by(&anna).json(&other_zoe()).expect(409).await;
        check_refusal(&refused, "/omocodia_confirmed", &first);
        let after = app.row_counts().await;
        assert_eq!(after["holder"], before["holder"], "nothing is half done");
        // The answer has shown a holder, so it is recorded.
        assert_eq!(after["access_log"], before["access_log"] + 1);
        assert_eq!(searches(&app, &rosa).await[0], ("anna".into(), "tax_code".into(), 1));

        let confirmed = with(other_zoe(), &json!({"omocodia_confirmed": true}));
        let second = app.post(HOLDERS).by(&anna).json(&confirmed).expect(201).await.body;
        assert_eq!(second["tax_code"], variant());
        // The same code is never two people's, whatever somebody says.
        let same = with(zoe(), &json!({"omocodia_confirmed": true}));
        assert_eq!(app.post(HOLDERS).by(&anna).json(&same).expect(409).await.code(), "holder_exists");
        verified(&app).await;
    }

    async fn a_correction_to_a_variant_asks_too(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let first = app.post(HOLDERS).by(&rosa).json(&zoe()).expect(201).await.body;
        let second = app.holder(domain.organization_id, 2).await;
        let path = format!("{HOLDERS}/{}", second.id);
        let correction = json!({"tax_code": variant(), "correction_reason": "Errore"});
        let refused = app.patch(&path).by(&rosa).json(&correction).expect(409).await;
        check_refusal(&refused, "/omocodia_confirmed", &first);
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["version"], 1);
        let confirmed = with(correction, &json!({"omocodia_confirmed": true}));
        app.patch(&path).by(&rosa).json(&confirmed).expect(200).await;
        // A correction of the name asks no more, and a holder is no variant of itself.
        let name = json!({"given_name": "Zoe", "correction_reason": "Accento"});
        app.patch(&path).by(&rosa).json(&name).expect(200).await;
        let alone = app.holder(domain.organization_id, 3).await;
        let own = json!({"tax_code": tax_code_variant(&alone.tax_code), "correction_reason": "Codice esatto"});
        app.patch(&format!("{HOLDERS}/{}", alone.id)).by(&rosa).json(&own).expect(200).await;
        // What only repeats the confirmation changes nothing.
        let nothing = json!({"omocodia_confirmed": true});
        let same = app.patch(&path).by(&rosa).json(&nothing).expect(200).await;
        assert_eq!(same.body["version"], 3);
        verified(&app).await;
    }

    async fn a_mailbox_with_a_variant_enters_no_second_holder_without_a_word(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let first = app.post(HOLDERS).by(&rosa).json(&zoe()).expect(201).await.body;
        let request = json!({
            "domain": CONTRACTS, "local_part": "studio", "communication_email": "studio@example.org",
            "holder": other_zoe(), "address": address(),
        });
        let before = app.row_counts().await;
        let refused = app.post(MAILBOXES).by(&rosa).json(&request).expect(409).await;
        check_refusal(&refused, "/holder/omocodia_confirmed", &first);
        let after = app.row_counts().await;
        for table in ["holder", "mailbox", "holder_address"] {
            assert_eq!(after[table], before[table], "{table}");
        }
        // It is that person: her code is what the request takes.
        let known = with(request.clone(), &json!({"holder": {"id": first["id"]}}));
        app.post(MAILBOXES).by(&rosa).json(&known).expect(201).await;
        // It is another one.
        let holder = with(other_zoe(), &json!({"omocodia_confirmed": true}));
        let confirmed = with(request, &json!({"local_part": "altra", "holder": holder}));
        let created = app.post(MAILBOXES).by(&rosa).json(&confirmed).expect(201).await;
        assert_eq!(created.body["holder"]["tax_code"], variant());
        verified(&app).await;
    }

    async fn of_two_at_once_one_is_asked(app: TestApp) {
        let Office { rosa, anna, .. } = office(&app).await;
        for number in 10..15 {
            let request = |code: String| with(zoe(), &json!({"tax_code": code}));
            let plain = request(tax_code(number));
            let letter = request(tax_code_variant(&tax_code(number)));
            let one = app.post(HOLDERS).by(&rosa).json(&plain).send();
            let other = app.post(HOLDERS).by(&anna).json(&letter).send();
            let (one, other) = join(one, other).await;
            let (created, refused) = if one.status == 201 { (one, other) } else { (other, one) };
            assert_eq!((created.status, refused.status), (201, 409), "{}", refused.body);
            check_refusal(&refused, "/omocodia_confirmed", &created.body);
        }
        verified(&app).await;
    }

    async fn a_variant_in_another_organisation_is_never_told(app: TestApp) {
        let Office { rosa, ugo, .. } = office(&app).await;
        app.post(HOLDERS).by(&rosa).json(&zoe()).expect(201).await;
        app.post(HOLDERS).by(&ugo).json(&other_zoe()).expect(201).await;
        let seen = app.get("/api/v1/access-log").by(&ugo).expect(200).await;
        assert_eq!(seen.body["items"], json!([]));
    }

    async fn who_may_not_enter_holders_learns_nothing(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let first = app.post(HOLDERS).by(&rosa).json(&zoe()).expect(201).await.body;
        let viewer = app.assistant("vede", &domain, &[Permission::View]).await;
        let nobody = app.assistant("nulla", &domain, &[]).await;
        let mailbox = json!({
            "domain": CONTRACTS, "local_part": "studio", "communication_email": "studio@example.org",
            "holder": other_zoe(), "address": address(),
        });
        let known = first["id"].as_str().unwrap();
        for who in [&viewer, &nobody] {
            for (path, body) in [(HOLDERS, other_zoe()), (MAILBOXES, mailbox.clone())] {
                let refused = app.post(path).by(who).json(&body).send().await;
                assert!(matches!(refused.status, 403 | 404), "{}", refused.body);
                assert!(!refused.body.to_string().contains(known));
            }
        }
    }

    async fn a_holder_that_has_ended_is_no_variant(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let first = id(&app.post(HOLDERS).by(&rosa).json(&zoe()).expect(201).await);
        let stays = app.holder(domain.organization_id, 2).await;
        let path = format!("{HOLDERS}/{first}/merge");
        app.post(&path).by(&rosa).json(&json!({"into": stays.id})).if_match(1).expect(200).await;
        app.post(HOLDERS).by(&rosa).json(&other_zoe()).expect(201).await;
    }
}
