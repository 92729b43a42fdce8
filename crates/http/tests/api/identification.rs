//! The identity register: how holders were identified, and who is ready for the European registered e-mail.

use futures_util::future::join_all;
use serde_json::{Value, json};
use sigillo_app::history::{Request, verify};
use sigillo_domain::permission::Permission;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_testkit::{Account, TestApp, on_both_engines, tax_code, tax_code_variant};

use crate::holder_change::{approve, office, requested};

const DOMAIN: &str = "pec.example.it";

pub fn spid() -> Value {
    json!({
        "method": "spid",
        "level": "substantial",
        "identified_on": "2025-11-03",
        "identified_by": "Sportello di Potenza",
        "capacity": "own_right",
    })
}

fn in_person() -> Value {
    json!({
        "method": "in_person",
        "level": "high",
        "identified_on": "2025-11-03",
        "identified_by": "Anna Verdi",
        "document_kind": "identity_card",
        "document_number": "CA00000AA",
        "document_expires_on": "2031-05-20",
        "capacity": "own_right",
    })
}

/// A held mailbox, its path, and a postmaster.
async fn setting(app: &TestApp) -> (String, Account) {
    let domain = app.domain(DOMAIN).await;
    let mailbox = app.held_mailbox(DOMAIN, "ufficio", 1).await;
    let rosa = app.postmaster("rosa", domain.organization_id).await;
    (format!("/api/v1/mailboxes/{}", mailbox.id), rosa)
}

fn record(app: &TestApp, path: &str, by: &Account, body: &Value) -> sigillo_testkit::Client {
    app.post(&format!("{path}/identification")).by(by).json(body)
}

async fn shown(app: &TestApp, path: &str, by: &Account) -> Value {
    app.get(path).by(by).expect(200).await.body
}

async fn newest(app: &TestApp, path: &str, by: &Account) -> Value {
    app.get(&format!("{path}/history")).by(by).expect(200).await.body["items"][0].clone()
}

async fn found(app: &TestApp, by: &Account, filter: &str) -> Vec<String> {
    let path = format!("/api/v1/mailboxes?domain={DOMAIN}&{filter}");
    let page = app.get(&path).by(by).expect(200).await.body;
    let name = |row: &Value| row["local_part"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(name).collect()
}

async fn check_history(app: &TestApp) {
    let verified = verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

on_both_engines! {
    async fn a_mailbox_is_ready_once_its_holder_is_identified_and_has_a_second_factor(app: TestApp) {
        let (path, rosa) = setting(&app).await;
        assert_eq!(shown(&app, &path, &rosa).await["rem_readiness"], "not_prepared");
        let recorded = record(&app, &path, &rosa, &in_person()).expect(200).await.body;
        let known = &recorded["identification"];
        assert_eq!(known["document"], json!({
            "kind": "identity_card", "number": "CA00000AA", "expires_on": "2031-05-20",
        }));
        assert_eq!((&known["recorded_by"], &known["level"]), (&json!("rosa"), &json!("high")));
        assert_eq!((&recorded["rem_readiness"], &recorded["version"]), (&json!("no_second_factor"), &json!(2)));
        let record = newest(&app, &path, &rosa).await;
        assert_eq!(record["action"], "identified");
        // The number of the document is proven by a digest, which nobody is shown.
        assert!(!app.texts("SELECT changes FROM history").await.join(" ").contains("CA00000AA"));
        let patch = json!({"second_factor_since": "2025-12-01"});
        let ready = app.patch(&path).by(&rosa).json(&patch).expect(200).await.body;
        assert_eq!((&ready["rem_readiness"], &ready["second_factor_since"]), (&json!("ready"), &json!("2025-12-01")));
        let removed = json!({"second_factor_since": ""});
        let removed = app.patch(&path).by(&rosa).json(&removed).expect(200).await.body;
        assert_eq!((&removed["rem_readiness"], &removed["second_factor_since"]), (&json!("no_second_factor"), &Value::Null));
        let restore = json!({"seq": newest(&app, &path, &rosa).await["seq"]});
        let restored = app.post(&format!("{path}/restore")).by(&rosa).json(&restore).expect(200).await.body;
        assert_eq!(restored["rem_readiness"], "ready");
        let withdrawn = app.delete(&format!("{path}/identification")).by(&rosa).expect(200).await.body;
        assert_eq!((&withdrawn["rem_readiness"], withdrawn.get("identification")), (&json!("not_identified"), None));
        assert_eq!(newest(&app, &path, &rosa).await["action"], "identification_withdrawn");
        check_history(&app).await;
        app.tamper("UPDATE mailbox SET second_factor_since = NULL").await;
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_err());
    }

    async fn the_history_proves_the_document(app: TestApp) {
        let (path, rosa) = setting(&app).await;
        record(&app, &path, &rosa, &in_person()).expect(200).await;
        check_history(&app).await;
        app.tamper("UPDATE mailbox SET identity_document_number = 'CA00000AB'").await;
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_err());
    }

    async fn bad_input_names_every_field(app: TestApp) {
        let (path, rosa) = setting(&app).await;
        let refused = |body: Value| {
            let request = record(&app, &path, &rosa, &body);
            async move { request.expect(422).await.faults() }
        };
        assert_eq!(refused(json!({})).await, [
            "/method required", "/level required", "/identified_on required",
            "/identified_by required", "/capacity required",
        ]);
        let mut late = in_person();
        late["identified_on"] = json!("2026-01-02");
        late["document_expires_on"] = json!("2025-12-31");
        late["capacity"] = json!("legal_representative");
        late["document_number"] = json!("");
        assert_eq!(refused(late).await, [
            "/identified_on too_late", "/document_number required", "/capacity company_missing",
        ]);
        let mut expired = in_person();
        expired["document_expires_on"] = json!("2025-11-02");
        assert_eq!(refused(expired).await, ["/document_expires_on too_early"]);
        for (text, code) in [("2026-01-02", "too_late"), ("1980-01-01", "too_early"), ("ieri", "invalid_type")] {
            let patch = json!({"second_factor_since": text});
            let faults = app.patch(&path).by(&rosa).json(&patch).expect(422).await.faults();
            assert_eq!(faults, [format!("/second_factor_since {code}")]);
        }
        assert_eq!(shown(&app, &path, &rosa).await["version"], 1);
    }

    async fn only_a_held_mailbox_that_is_not_cancelled_is_identified(app: TestApp) {
        let (path, rosa) = setting(&app).await;
        let free = app.mailbox(DOMAIN, "libera").await;
        let free = format!("/api/v1/mailboxes/{}", free.id);
        assert_eq!(record(&app, &free, &rosa, &spid()).expect(409).await.code(), "no_holder");
        record(&app, &path, &rosa, &spid()).expect(200).await;
        app.delete(&path).by(&rosa).expect(200).await;
        assert_eq!(record(&app, &path, &rosa, &spid()).expect(409).await.code(), "mailbox_cancelled");
        let withdraw = app.delete(&format!("{path}/identification")).by(&rosa);
        assert_eq!(withdraw.expect(409).await.code(), "mailbox_cancelled");
    }

    async fn a_stale_version_a_lost_answer_and_two_at_once(app: TestApp) {
        let (path, rosa) = setting(&app).await;
        record(&app, &path, &rosa, &spid()).if_match(1).expect(200).await;
        let stale = record(&app, &path, &rosa, &in_person()).if_match(1);
        assert_eq!(stale.expect(412).await.code(), "stale");
        // The same again changes nothing, and neither does a second withdrawal.
        assert_eq!(record(&app, &path, &rosa, &spid()).expect(200).await.body["version"], 2);
        let both = (0..2).map(|_| record(&app, &path, &rosa, &in_person()).if_match(2).send());
        let mut statuses: Vec<_> = join_all(both).await.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        let withdraw = || app.delete(&format!("{path}/identification")).by(&rosa).if_match(3);
        assert_eq!(withdraw().expect(200).await.body["version"], 4);
        assert_eq!(withdraw().expect(200).await.body["version"], 4);
        check_history(&app).await;
    }

    async fn a_stranger_and_a_reader_change_nothing(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let mailbox = app.held_mailbox(DOMAIN, "ufficio", 1).await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let other = app.domain("pec.altro.example.org").await;
        let ugo = app.postmaster("ugo", other.organization_id).await;
        record(&app, &path, &ugo, &spid()).expect(404).await;
        let lea = app.assistant("lea", &domain, &[Permission::View, Permission::Create]).await;
        record(&app, &path, &lea, &spid()).expect(403).await;
        app.delete(&format!("{path}/identification")).by(&lea).expect(403).await;
        assert_eq!(shown(&app, &path, &rosa).await["version"], 1);
    }

    async fn another_holder_has_to_be_identified_anew(app: TestApp) {
        let office = office(&app).await;
        let path = format!("/api/v1/mailboxes/{}", office.mailbox);
        record(&app, &path, &office.rosa, &in_person()).expect(200).await;
        let patch = json!({"second_factor_since": "2025-12-01"});
        app.patch(&path).by(&office.rosa).json(&patch).expect(200).await;
        let change = requested(&app, &office, Verdict::Valid).await;
        approve(&app, &change).by(&office.piero).expect(200).await;
        let after = shown(&app, &path, &office.rosa).await;
        assert_eq!((&after["rem_readiness"], after.get("identification")), (&json!("not_prepared"), None));
        assert_eq!(after["second_factor_since"], Value::Null);
        check_history(&app).await;
    }

    async fn a_correction_or_a_merge_that_makes_another_person_of_the_holder_voids_it(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let zoe = app.held_mailbox(DOMAIN, "zoe", 1).await;
        let bea = app.held_mailbox(DOMAIN, "bea", 2).await;
        let path = |mailbox: &sigillo_contract::mailbox::Mailbox| format!("/api/v1/mailboxes/{}", mailbox.id);
        let holder = |mailbox: &sigillo_contract::mailbox::Mailbox| mailbox.holder.clone().unwrap().id;
        for mailbox in [&zoe, &bea] {
            record(&app, &path(mailbox), &rosa, &spid()).expect(200).await;
            let patch = json!({"second_factor_since": "2025-12-01"});
            app.patch(&path(mailbox)).by(&rosa).json(&patch).expect(200).await;
        }
        let correct = |body: Value| app.patch(&format!("/api/v1/holders/{}", holder(&zoe))).by(&rosa).json(&body);
        let readiness = async |mailbox| shown(&app, &path(mailbox), &rosa).await["rem_readiness"].clone();
        // The name alone, or a variant of the code, is of the same person.
        correct(json!({"given_name": "Zoe", "correction_reason": "accento"})).expect(200).await;
        let variant = tax_code_variant(&tax_code(1));
        correct(json!({"tax_code": variant, "correction_reason": "omocodia"})).expect(200).await;
        assert_eq!(readiness(&zoe).await, "ready");
        correct(json!({"tax_code": tax_code(3), "correction_reason": "battitura"})).expect(200).await;
        assert_eq!(readiness(&zoe).await, "not_prepared");
        assert_eq!(newest(&app, &path(&zoe), &rosa).await["action"], "identification_withdrawn");
        // A merge of two people.
        let merge = json!({"into": holder(&zoe)});
        app.post(&format!("/api/v1/holders/{}/merge", holder(&bea))).by(&rosa).json(&merge).expect(200).await;
        assert_eq!(readiness(&bea).await, "not_prepared");
        check_history(&app).await;
    }

    async fn the_history_says_what_changed_of_an_identification(app: TestApp) {
        let (path, rosa) = setting(&app).await;
        record(&app, &path, &rosa, &in_person()).expect(200).await;
        let mut other = in_person();
        other["identified_by"] = json!("Bruno Neri");
        other["document_number"] = json!("CA00000BB");
        record(&app, &path, &rosa, &other).expect(200).await;
        let changes = newest(&app, &path, &rosa).await["changes"].clone();
        assert_eq!((&changes[0]["field"], &changes[0]["after"]), (&json!("identified_by"), &json!("Bruno Neri")));
        assert_eq!(changes[1]["field"], "identity_document");
        assert_eq!((&changes[1]["before"]["number_end"], &changes[1]["after"]["number_end"]), (&json!("AA"), &json!("BB")));
        check_history(&app).await;
    }

    async fn lists_exports_and_bulk_changes_know_what_is_missing(app: TestApp) {
        let (path, rosa) = setting(&app).await;
        for (name, number) in [("bassa", 2), ("pronta", 3), ("senza", 4)] {
            let mailbox = app.held_mailbox(DOMAIN, name, number).await;
            let path = format!("/api/v1/mailboxes/{}", mailbox.id);
            let mut body = spid();
            body["level"] = json!(if name == "bassa" { "low" } else { "substantial" });
            record(&app, &path, &rosa, &body).expect(200).await;
            if name != "senza" {
                let patch = json!({"second_factor_since": "2025-12-01"});
                app.patch(&path).by(&rosa).json(&patch).expect(200).await;
            }
        }
        app.patch(&path).by(&rosa).json(&json!({"quota_mb": 1500})).expect(200).await;
        for (chosen, names) in [
            ("ready", &["pronta"][..]),
            ("not_identified", &["bassa"]),
            ("no_second_factor", &["senza"]),
            ("not_prepared", &["ufficio"]),
            ("not_identified,no_second_factor,not_prepared", &["bassa", "senza", "ufficio"]),
        ] {
            let filter = format!("rem_readiness={chosen}");
            assert_eq!(found(&app, &rosa, &filter).await, names);
            assert_eq!(found(&app, &rosa, &format!("{filter}&state=active&sort=-created_at&q=a")).await.len(),
                names.iter().filter(|name| name.contains('a')).count());
            let counted = app.get(&format!("/api/v1/mailboxes?domain={DOMAIN}&{filter}&count=exact")).by(&rosa);
            assert_eq!(counted.expect(200).await.body["total"], names.len());
        }
        let export = format!("/api/v1/mailboxes/export?format=csv&domain={DOMAIN}&rem_readiness=not_identified,not_prepared");
        let csv = app.get(&export).by(&rosa).expect(200).await;
        let csv = String::from_utf8(csv.bytes.to_vec()).unwrap();
        assert!(csv.contains("Pronta per la REM") && csv.contains(";Titolare da identificare\r\n"), "{csv}");
        assert!(!csv.contains("pronta@") && csv.contains("ufficio@"), "{csv}");
        let change = json!({
            "change": {"action": "disable"}, "count": 1,
            "matching": {"domain": DOMAIN, "rem_readiness": "ready"},
        });
        app.post("/api/v1/bulk-changes").by(&rosa).json(&change).expect(202).await;
        let view = json!({"list": "mailboxes", "name": "REM", "query": {"rem_readiness": "ready"}});
        app.post("/api/v1/views").by(&rosa).json(&view).expect(201).await;
        let unknown = app.get("/api/v1/mailboxes?rem_readiness=quasi").by(&rosa).expect(422).await;
        assert_eq!(unknown.faults(), ["rem_readiness unknown"]);
    }
}
