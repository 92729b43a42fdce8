use std::sync::atomic::Ordering;

use serde_json::json;
use sigillo_app::preservation::archive::seal_waiting;
use sigillo_testkit::{TestApp, on_both_engines};

use super::{archive, assert_history, package_of};

on_both_engines! {
    async fn the_settings_of_an_organisation(app: TestApp) {
        let (organization, _) = archive(&app, "ente").await;
        let operator = app.operator("gestore").await;
        let postmaster = app.postmaster("rosa", organization).await;
        let path = format!("/api/v1/organizations/{organization}/preservation-settings");
        let first = app.get(&path).by(&postmaster).expect(200).await;
        assert_eq!(first.body["retention_years"], 10);
        assert_eq!(first.body["version"], 0);
        assert_eq!(first.body["standing"], "unsigned");
        let wrong = json!({
            "producer_code": "1", "responsible_code": "VATIT-1", "manual": "a\u{202e}", "retention_years": 9,
            "responsible_name": "a\u{202e}",
        });
        let refused = app.patch(&path).by(&operator).json(&wrong).expect(422).await;
        let faults: Vec<_> = refused.body["errors"].as_array().unwrap().iter()
            .map(|fault| (fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()))
            .collect();
        assert_eq!(faults, [
            ("/producer_code", "invalid_tax_code"), ("/responsible_name", "invalid_characters"),
            ("/responsible_code", "invalid_vat_number"), ("/manual", "invalid_characters"),
            ("/retention_years", "out_of_range"),
        ]);
        let change = json!({"responsible_name": "Rosa Neri", "responsible_code": "12345678903"});
        app.patch(&path).by(&postmaster).json(&change).expect(403).await;
        let changed = app.patch(&path).by(&operator).if_match(0).json(&change).expect(200).await;
        assert_eq!(changed.body["responsible_code"], "VATIT-12345678903");
        assert_eq!(changed.body["version"], 1);
        app.patch(&path).by(&operator).if_match(0).json(&json!({"manual": "x"})).expect(412).await;
        let again = app.patch(&path).by(&operator).json(&change).expect(200).await;
        assert_eq!(again.body["version"], 1, "nothing has changed");
        let (other, _) = archive(&app, "altro").await;
        let foreign = format!("/api/v1/organizations/{other}/preservation-settings");
        app.get(&foreign).by(&postmaster).expect(404).await;
        assert_history(&app).await;
    }

    async fn nothing_is_claimed_unless_everything_is_there(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let operator = app.operator("gestore").await;
        let path = format!("/api/v1/organizations/{organization}/preservation-settings");
        let index_of = async |app: &TestApp| {
            let package = package_of(app, organization, &mailbox, 1).await;
            seal_waiting(&app.app, 10).await.unwrap();
            let index = app.objects.content(&package.index_sha256).unwrap();
            let listed = app.get("/api/v1/preservation/packages").by(&operator).expect(200).await;
            let standing = listed.body["items"][0]["standing"].as_str().unwrap().to_owned();
            (String::from_utf8(index).unwrap(), standing)
        };
        let notice = "indice non firmato da un conservatore";
        for (vouched, change) in [
            (false, json!({"responsible_name": "Rosa Neri"})),
            (true, json!({"responsible_code": "12345678903"})),
            (false, json!({"manual": "Manuale, 1 dicembre 2026"})),
        ] {
            app.seal.is_vouched_for.store(vouched, Ordering::Relaxed);
            app.patch(&path).by(&operator).json(&change).expect(200).await;
            let (index, standing) = index_of(&app).await;
            assert!(index.contains(notice), "{change}");
            assert_eq!(standing, "unsigned");
        }
        app.seal.is_vouched_for.store(true, Ordering::Relaxed);
        let (index, standing) = index_of(&app).await;
        assert!(!index.contains(notice));
        assert!(!index.contains("a norma"));
        assert!(index.contains("Rosa Neri"));
        assert_eq!(standing, "conforming");
    }
}
