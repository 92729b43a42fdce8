//! Exporting the list of mailboxes as a file.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use actix_web::body::MessageBody;
use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_contract::account::DomainGrant;
use sigillo_domain::account::Role;
use sigillo_domain::id::MailboxId;
use sigillo_domain::permission::Permission;
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::mailboxes;

use sigillo_testkit::{Account, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

async fn setting(app: &TestApp) -> Account {
    let domain = app.domain(DOMAIN).await;
    for name in ["anna", "giovanna", "anna.verdi", "luca"] {
        app.mailbox(DOMAIN, name).await;
    }
    app.postmaster("rosa", domain.organization_id).await
}

async fn exports(app: &TestApp, by: &Account) -> Vec<Value> {
    let answer = app.get("/api/v1/exports").by(by).expect(200).await;
    answer.body["items"].as_array().unwrap().clone()
}

/// Inserts mailboxes directly into the table, since their creation is not under test.
async fn many(app: &TestApp, count: u128) {
    let id = app.mailbox(DOMAIN, "prima").await.id;
    let mut on = app.app.db.read().await.unwrap();
    let mut mailbox = mailboxes::find(&mut on, id).await.unwrap().unwrap();
    drop(on);
    let mut tx = app.app.db.begin().await.unwrap();
    for n in 1..count {
        mailbox.id = MailboxId::from_u128(n);
        mailbox.local_part = format!("una.delle.tante.caselle.{n:06}");
        mailbox.address = format!("{}@{DOMAIN}", mailbox.local_part);
        let key = StorageKey::from_random(n.to_be_bytes());
        mailboxes::insert(&mut tx, &mailbox, &key).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn csv(app: &TestApp, by: &Account, parameters: &str) -> Vec<String> {
    let path = format!("/api/v1/mailboxes/export?format=csv&domain={DOMAIN}&{parameters}");
    let answer = app.get(&path).by(by).expect(200).await;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&answer.bytes[3..]);
    reader.records().map(|record| record.expect("a record")[0].to_owned()).collect()
}

async fn listed(app: &TestApp, by: &Account, parameters: &str) -> Vec<String> {
    let path = format!("/api/v1/mailboxes?domain={DOMAIN}&{parameters}");
    let answer = app.get(&path).by(by).expect(200).await;
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["local_part"].as_str().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn a_csv_has_the_rows_of_the_list_in_the_same_order(app: TestApp) {
        let rosa = setting(&app).await;
        for parameters in ["", "q=anna", "sort=-address", "q=anna&sort=-created_at", "state=disabled"] {
            let (file, list) = (csv(&app, &rosa, parameters).await, listed(&app, &rosa, parameters).await);
            let names: Vec<_> = file.iter().map(|cell| cell.split('@').next().unwrap()).collect();
            assert_eq!(names, list, "{parameters}");
        }
    }

    async fn each_format_has_its_media_type_and_file_name(app: TestApp) {
        let rosa = setting(&app).await;
        for (format, media_type, magic) in [
            ("csv", "text/csv; charset=utf-8", &b"\xEF\xBB\xBF"[..]),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
            ("pdf", "application/pdf", b"%PDF-"),
        ] {
            let path = format!("/api/v1/mailboxes/export?format={format}&domain={DOMAIN}");
            let answer = app.get(&path).by(&rosa).expect(200).await;
            assert_eq!(answer.header("content-type"), Some(media_type));
            let name = format!("attachment; filename=\"caselle-{DOMAIN}-2026-01-01.{format}\"");
            assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
            assert!(answer.bytes.starts_with(magic), "{format}");
        }
    }

    async fn invalid_parameters_are_named(app: TestApp) {
        let rosa = setting(&app).await;
        for (parameters, fault) in [
            ("format=doc", "format unknown"),
            ("", "format required"),
            ("format=csv&lang=fr", "lang unknown"),
            ("format=csv&sort=colour", "sort unknown"),
            ("format=csv&limit=5", "limit not_expected"),
            ("format=csv&separator=tab", "separator unknown"),
            ("format=xlsx&separator=comma", "separator not_expected"),
            ("format=pdf&separator=semicolon", "separator not_expected"),
        ] {
            let path = format!("/api/v1/mailboxes/export?{parameters}");
            assert_eq!(app.get(&path).by(&rosa).expect(422).await.faults(), [fault], "{parameters}");
        }
    }

    async fn all_faults_of_an_export_are_reported_at_once(app: TestApp) {
        let rosa = setting(&app).await;
        let path = "/api/v1/mailboxes/export?format=doc&lang=fr&sort=colour";
        let faults = app.get(path).by(&rosa).expect(422).await.faults();
        assert_eq!(faults, ["format unknown", "lang unknown", "sort unknown"]);
    }

    async fn a_csv_has_the_requested_separator(app: TestApp) {
        let rosa = setting(&app).await;
        for (parameters, heading) in [
            ("", "Casella;Nome;Dominio"),
            ("&separator=semicolon", "Casella;Nome;Dominio"),
            ("&separator=comma", "Casella,Nome,Dominio"),
        ] {
            let path = format!("/api/v1/mailboxes/export?format=csv{parameters}");
            let answer = app.get(&path).by(&rosa).expect(200).await;
            assert!(answer.bytes[3..].starts_with(heading.as_bytes()), "{parameters}");
        }
    }

    async fn an_export_over_several_domains_has_every_row_once_in_order(app: TestApp) {
        let rosa = setting(&app).await;
        let other = app.domain("altra.example.it").await;
        for n in 0..130 {
            app.mailbox(&other.name, &format!("casella{n:03}")).await;
        }
        let gestore = app.operator("gestore").await;
        for sort in ["local_part", "-address", "created_at", "state", "-quota_mb", "fill"] {
            let path = format!("/api/v1/mailboxes/export?format=csv&sort={sort}");
            let answer = app.get(&path).by(&gestore).expect(200).await;
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&answer.bytes[3..]);
            let file: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
            let path = format!("/api/v1/mailboxes?limit=200&sort={sort}");
            let list = app.get(&path).by(&gestore).expect(200).await;
            let list: Vec<&str> = list.body["items"].as_array().unwrap().iter()
                .map(|item| item["address"].as_str().unwrap()).collect();
            assert_eq!(file, list, "{sort}");
            assert_eq!(file.len(), 134);
        }
        assert_eq!(csv(&app, &rosa, "").await.len(), 4);
    }

    async fn an_export_is_recorded(app: TestApp) {
        let rosa = setting(&app).await;
        csv(&app, &rosa, "q=Anna&state=active,disabled&sort=-address&fill=").await;
        let items = exports(&app, &rosa).await;
        assert_eq!(items.len(), 1);
        let told = &items[0];
        assert_eq!(told["actor"], json!({"kind": "postmaster", "name": "rosa", "display_name": "rosa"}));
        assert_eq!(told["list"], json!({
            "list": "mailboxes", "domain": DOMAIN, "q": "anna", "state": "active,disabled", "password_state": null,
            "fill": null, "sort": "-address",
        }));
        assert_eq!(told["account_id"], json!(rosa.id));
        assert_eq!(
            (&told["format"], &told["outcome"], &told["rows_announced"], &told["rows_written"]),
            (&json!("csv"), &json!("complete"), &json!(3), &json!(3)),
        );
        let mut on = app.app.db.read().await.unwrap();
        let chain = sigillo_storage::history::whole(&mut on, rosa.id.subject()).await.unwrap();
        let sealed = &chain.last().unwrap().record;
        assert_eq!(sealed.action.as_str(), "exported");
        let changes: Value = serde_json::from_str(&sealed.changes).unwrap();
        assert_eq!(changes[0], json!({"field": "export_id", "before": null, "after": told["id"]}));
        assert!(sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
    }

    async fn a_refused_export_is_not_recorded(app: TestApp) {
        let rosa = setting(&app).await;
        app.get("/api/v1/mailboxes/export?format=doc").by(&rosa).expect(422).await;
        app.get("/api/v1/mailboxes/export?format=csv&domain=nessuno.example.it").by(&rosa).expect(404).await;
        assert!(exports(&app, &rosa).await.is_empty());
    }

    async fn a_postmaster_sees_the_exports_of_its_organisation(app: TestApp) {
        let rosa = setting(&app).await;
        csv(&app, &rosa, "").await;
        let other = app.domain("altra.example.it").await;
        let ugo = app.postmaster("ugo", other.organization_id).await;
        assert!(exports(&app, &ugo).await.is_empty());
        let gestore = app.operator("gestore").await;
        csv(&app, &gestore, "").await;
        let takers = |items: Vec<Value>| -> Vec<String> {
            items.iter().map(|item| item["actor"]["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(takers(exports(&app, &rosa).await), ["rosa"]);
        let mut all = takers(exports(&app, &gestore).await);
        all.sort();
        assert_eq!(all, ["gestore", "rosa"]);
    }

    async fn the_export_stops_when_the_client_disconnects(app: TestApp) {
        let rosa = setting(&app).await;
        many(&app, 30_000).await;
        let path = format!("/api/v1/mailboxes/export?format=csv&domain={DOMAIN}");
        let mut body = app.get(&path).by(&rosa).open().await.into_body();
        let first = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await;
        assert!(!first.unwrap().unwrap().is_empty());
        assert_eq!(exports(&app, &rosa).await[0]["outcome"], "running");
        drop(body);
        let mut told = Value::Null;
        for _ in 0..200 {
            told = exports(&app, &rosa).await.swap_remove(0);
            if told["outcome"] != "running" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(told["outcome"], "broken_off");
        let written = told["rows_written"].as_i64().unwrap();
        assert!(written < 15_000, "{written} rows of 30,004 were written after the client had left");
    }

    async fn an_export_ends_with_the_session_or_the_permission_of_whoever_asked(app: TestApp) {
        let rosa = setting(&app).await;
        many(&app, 30_000).await;
        let domain = app.get("/api/v1/domains").by(&rosa).expect(200).await.body["items"][0].clone();
        let organization = domain["organization_id"].as_str().unwrap().parse().unwrap();
        for revoked in [false, true] {
            let grants = vec![DomainGrant {
                domain: DOMAIN.into(),
                permissions: vec![Permission::View, Permission::Export],
            }];
            let name = format!("anna{revoked}");
            let anna = app.account(&name, Role::Assistant, Some(organization), grants).await;
            let path = format!("/api/v1/mailboxes/export?format=csv&domain={DOMAIN}");
            let mut body = app.get(&path).by(&anna).open().await.into_body();
            let first = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await;
            let mut size = first.unwrap().unwrap().len();
            if revoked {
                let grants = json!({"grants": [{"domain": DOMAIN, "permissions": ["view"]}]});
                app.patch(&format!("/api/v1/accounts/{}", anna.id)).by(&rosa).json(&grants).expect(200).await;
            } else {
                app.delete("/api/v1/sessions/current").by(&anna).expect(204).await;
            }
            let mut failed = false;
            while let Some(piece) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
                let Ok(bytes) = piece else {
                    failed = true;
                    break;
                };
                size += bytes.len();
            }
            assert!(failed, "the whole file was sent: {size} bytes");
            assert_eq!(exports(&app, &rosa).await[0]["outcome"], "broken_off");
        }
    }

    async fn an_empty_list_can_be_exported(app: TestApp) {
        let rosa = setting(&app).await;
        assert!(csv(&app, &rosa, "q=nessuno").await.is_empty());
    }
}
