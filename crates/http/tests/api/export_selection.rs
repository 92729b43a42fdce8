//! Exporting mailboxes that were chosen one by one.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::id::MailboxId;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, Domain, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const PATH: &str = "/api/v1/mailboxes/export";

struct Setting {
    domain: Domain,
    rosa: Account,
    /// Of `anna`, `bruno` and `carla`.
    ids: Vec<MailboxId>,
}

async fn setting(app: &TestApp) -> Setting {
    let domain = app.domain(DOMAIN).await;
    let mut ids = vec![];
    for name in ["anna", "bruno", "carla"] {
        ids.push(app.mailbox(DOMAIN, name).await.id);
    }
    let rosa = app.postmaster("rosa", domain.organization_id).await;
    Setting { domain, rosa, ids }
}

async fn export(app: &TestApp, by: &Account, ids: &[MailboxId]) -> Answer {
    app.post(PATH).by(by).json(&json!({"format": "csv", "ids": ids})).send().await
}

/// The first column of a csv.
fn addresses(file: &Answer) -> Vec<String> {
    assert_eq!(file.status, 200, "{}", file.body);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&file.bytes[3..]);
    reader.records().map(|record| record.expect("a record")[0].to_owned()).collect()
}

async fn recorded(app: &TestApp, by: &Account) -> Vec<Value> {
    let answer = app.get("/api/v1/exports").by(by).expect(200).await;
    answer.body["items"].as_array().unwrap().clone()
}

on_both_engines! {
    async fn a_selection_is_exported_in_the_order_in_which_it_was_named(app: TestApp) {
        let Setting { rosa, ids, .. } = setting(&app).await;
        let file = export(&app, &rosa, &[ids[2], ids[0]]).await;
        assert_eq!(addresses(&file), ["carla@pec.example.it", "anna@pec.example.it"]);
        let name = format!("attachment; filename=\"caselle-{DOMAIN}-2026-01-01.csv\"");
        assert_eq!(file.header("content-disposition"), Some(name.as_str()));
    }

    async fn a_mailbox_that_is_named_twice_is_one_row(app: TestApp) {
        let Setting { rosa, ids, .. } = setting(&app).await;
        let file = export(&app, &rosa, &[ids[1], ids[0], ids[1]]).await;
        assert_eq!(addresses(&file), ["bruno@pec.example.it", "anna@pec.example.it"]);
        assert_eq!(recorded(&app, &rosa).await[0]["list"]["selected"], 2);
    }

    async fn every_format_is_made_from_a_selection(app: TestApp) {
        let Setting { rosa, ids, .. } = setting(&app).await;
        for (format, magic) in [("xlsx", &b"PK\x03\x04"[..]), ("pdf", b"%PDF-")] {
            let request = json!({"format": format, "lang": "en", "ids": ids});
            let file = app.post(PATH).by(&rosa).json(&request).expect(200).await;
            assert!(file.bytes.starts_with(magic), "{format}");
        }
    }

    async fn the_record_says_that_it_was_a_selection_and_of_how_many(app: TestApp) {
        let Setting { rosa, ids, .. } = setting(&app).await;
        export(&app, &rosa, &ids[..2]).await;
        let items = recorded(&app, &rosa).await;
        assert_eq!(items.len(), 1);
        let record = &items[0];
        assert_eq!(record["list"], json!({
            "list": "mailboxes", "domain": DOMAIN, "q": null, "state": null, "password_state": null, "fill": null,
            "sort": "", "selected": 2,
        }));
        assert_eq!((&record["rows_announced"], &record["rows_written"]), (&json!(2), &json!(2)));
        assert_eq!(record["outcome"], "complete");
        let mut on = app.app.db.read().await.unwrap();
        let chain = sigillo_storage::history::whole(&mut on, rosa.id.subject()).await.unwrap();
        let sealed = &chain.last().unwrap().record;
        assert_eq!(sealed.action.as_str(), "exported");
        let changes: Value = serde_json::from_str(&sealed.changes).unwrap();
        let selected = changes.as_array().unwrap().iter().find(|change| change["field"] == "selected");
        assert_eq!(selected.unwrap()["after"], 2);
        assert!(sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
    }

    async fn a_foreign_or_unknown_mailbox_refuses_the_whole_selection(app: TestApp) {
        let Setting { rosa, ids, .. } = setting(&app).await;
        app.domain("altrove.example.it").await;
        let foreign = app.mailbox("altrove.example.it", "dario").await.id;
        for stranger in [foreign, MailboxId::from_u128(7)] {
            let answer = export(&app, &rosa, &[ids[0], stranger]).await;
            assert_eq!((answer.status, answer.faults()), (404, vec!["/ids/1 unknown".to_owned()]));
        }
        assert!(recorded(&app, &rosa).await.is_empty());
        // The operator's scope has both domains, and the file is named after neither.
        let gestore = app.operator("gestore").await;
        let file = export(&app, &gestore, &[ids[0], foreign]).await;
        assert_eq!(addresses(&file), ["anna@pec.example.it", "dario@altrove.example.it"]);
        let name = "attachment; filename=\"caselle-2026-01-01.csv\"";
        assert_eq!(file.header("content-disposition"), Some(name));
    }

    async fn a_selection_needs_the_permission_to_export_each_of_its_mailboxes(app: TestApp) {
        let Setting { domain, rosa, ids } = setting(&app).await;
        let viewer = app.assistant("vede", &domain, &[Permission::View]).await;
        assert_eq!(export(&app, &viewer, &ids).await.status, 403);
        let request = json!({
            "name": "seconda.example.it", "organization_id": domain.organization_id,
        });
        let gestore = app.operator("gestore").await;
        app.post("/api/v1/domains").by(&gestore).json(&request).expect(201).await;
        let second = app.mailbox("seconda.example.it", "elena").await.id;
        let grants = json!({"grants": [
            {"domain": DOMAIN, "permissions": ["view", "export"]},
            {"domain": "seconda.example.it", "permissions": ["view"]},
        ]});
        let path = format!("/api/v1/accounts/{}", viewer.id);
        app.patch(&path).by(&rosa).json(&grants).expect(200).await;
        let viewer = app.sign_in("vede").await;
        let export = async |ids: &[MailboxId]| {
            let request = json!({"format": "csv", "ids": ids});
            app.post(PATH).by(&viewer).json(&request).send().await.status
        };
        assert_eq!(export(&ids).await, 200);
        assert_eq!(export(&[ids[0], second]).await, 403);
    }

    async fn every_fault_of_a_selection_is_named(app: TestApp) {
        let Setting { rosa, ids, .. } = setting(&app).await;
        let many: Vec<_> = (1..=1001).map(MailboxId::from_u128).collect();
        for (request, faults) in [
            (json!({"format": "csv", "ids": many}), vec!["/ids out_of_range"]),
            (json!({"format": "csv", "ids": []}), vec!["/ids required"]),
            (json!({}), vec!["/format required", "/ids required"]),
            (
                json!({"format": "doc", "lang": "fr", "ids": ids}),
                vec!["/format unknown", "/lang unknown"],
            ),
            (
                json!({"format": "pdf", "separator": "comma", "ids": ids}),
                vec!["/separator not_expected"],
            ),
        ] {
            let answer = app.post(PATH).by(&rosa).json(&request).expect(422).await;
            assert_eq!(answer.faults(), faults, "{request}");
        }
        assert!(recorded(&app, &rosa).await.is_empty());
    }
}
