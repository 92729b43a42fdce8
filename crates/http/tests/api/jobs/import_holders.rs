//! Importing mailboxes with their holders.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_contract::domain::DomainCreate;
use sigillo_domain::holder::Sex;
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::tax_code::TaxCode;
use sigillo_testkit::{Account, TestApp, on_both_engines, tax_code_variant};

use super::import::{checked_import, upload};
use super::{counts, get, mailbox, path, rows, run, setting, work};

fn tax_code(given: &str, family: &str) -> String {
    let day = "2004-02-29".parse().expect("a day");
    TaxCode::of(given, family, day, Sex::Female, "G942").expect("a tax code").to_string()
}

const HEADINGS: &str = "Casella;E-mail;Nome;Cognome;Codice fiscale;Via;Numero;Località;Provincia;CAP;\
    Telefono;Ragione sociale;Partita IVA;Ruolo";
const ADDRESS: &str = "Via Prova;1;Potenza;PZ;85100;0971 000001";
const COMPANY: &str = "Prova S.r.l.;12345678903;titolare";

fn zoe() -> String {
    tax_code("Zoè", "Tàlamo")
}

fn file(rows: &[String]) -> String {
    format!("{HEADINGS}\n{}\n", rows.join("\n"))
}

/// A row of a mailbox with all of its holder's data.
fn row(name: &str, holder: &str, address: &str, company: &str) -> String {
    format!("{name};{name}@example.org;{holder};{address};{company}")
}

fn row_of_zoe(name: &str) -> String {
    row(name, &format!("Zoè;Tàlamo;{}", zoe()), ADDRESS, COMPANY)
}

async fn items(app: &TestApp, by: &Account, path: &str) -> Vec<Value> {
    app.get(path).by(by).expect(200).await.body["items"].as_array().expect("items").clone()
}

/// `pointer code` of each fault of each row.
async fn faults(app: &TestApp, by: &Account, job: &Value) -> Vec<Vec<String>> {
    let rows = items(app, by, &format!("{}/rows?limit=200", path(job))).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let fault = |error: &Value| format!("{} {}", text(&error["pointer"]), text(&error["code"]));
    let faults =
        |row: &Value| row["errors"].as_array().expect("errors").iter().map(fault).collect();
    rows.iter().map(faults).collect()
}

async fn imported(app: &TestApp, by: &Account, file: &str, count: i64) -> Value {
    let job = checked_import(app, by, file).await;
    assert_eq!(job["state"], "ready", "{job}");
    run(app, by, &job, json!({"count": count})).await
}

async fn expect_verified(app: &TestApp) {
    let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

on_both_engines! {
    async fn the_dry_run_judges_the_holder_of_each_row(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = file(&[
            row_of_zoe("uno"),
            row("due", "Ugo;Prova;RSSMRA04B29G942X", "Via Prova;1;Potenza;XX;1;x", ";12345678904;"),
            row("tre", ";;", ";;;;;", ";;"),
            row("quattro", ";;", "Via Prova;2;Potenza;PZ;85100;", ";;"),
            row("cin que", &format!("Ugo;Tàlamo;{}", zoe()), ADDRESS, COMPANY),
            row("sei", &format!("Zoe;TALAMO;{}", zoe()), ADDRESS, COMPANY),
            row("sette", &format!("Ugo;Tàlamo;{}", zoe()), ADDRESS, COMPANY),
        ]);
        let job = checked_import(&app, &rosa, &file).await;
        assert_eq!(job["state"], "ready");
        assert_eq!(rows(&app, &rosa, &job).await, [
            "uno to_do -", "- failed validation", "tre to_do -", "- failed validation",
            "- failed validation", "sei to_do -", "sette failed validation",
        ]);
        let faults = faults(&app, &rosa, &job).await;
        assert_eq!(faults[1], [
            "/holder/tax_code invalid_check_character", "/address/province unknown_province",
            "/address/postal_code invalid_postal_code", "/address/phone invalid_phone",
            "/company/legal_name required", "/company/vat_number invalid_check_character",
        ]);
        assert_eq!(faults[3], [
            "/holder/given_name required", "/holder/family_name required", "/holder/tax_code required",
        ]);
        assert_eq!(faults[4], ["/local_part invalid_characters", "/communication_email invalid_email"]);
        // An earlier row names the holder otherwise.
        assert_eq!(faults[6], ["/holder/given_name differs"]);
        let rows = items(&app, &rosa, &format!("{}/rows", path(&job))).await;
        assert_eq!(rows[0]["values"]["holder"], json!({
            "given_name": "Zoè", "family_name": "Tàlamo", "tax_code": zoe(), "is_new": true,
            "company": "Prova S.r.l.", "warnings": [], "resembles": null,
        }));
        assert_eq!(rows[2]["values"]["holder"], json!(null));
        assert_eq!(rows[5]["values"]["holder"]["is_new"], false);
        assert_eq!(items(&app, &rosa, "/api/v1/holders").await, Vec::<Value>::new());
    }

    async fn a_new_holder_has_warnings(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let known = json!({"given_name": "Zoè", "family_name": "Tàlamo", "tax_code": zoe()});
        let known = app.post("/api/v1/holders").by(&rosa).json(&known).expect(201).await.body;
        let variant = tax_code_variant(&zoe());
        let file = file(&[
            row("uno", &format!("Zoè;Verdi;{variant}"), ADDRESS, ";;"),
            row("due", &format!("Zoè;Verdi;{variant}"), ADDRESS, ";;"),
        ]);
        let job = checked_import(&app, &rosa, &file).await;
        let dry = items(&app, &rosa, &format!("{}/rows", path(&job))).await;
        let of = |row: &Value| {
            let holder = &row["values"]["holder"];
            (row["outcome"].clone(), holder["is_new"].clone(), holder["warnings"].clone(), holder["resembles"].clone())
        };
        let warnings = json!(["name_does_not_fit_tax_code", "tax_code_variant"]);
        assert_eq!(of(&dry[0]), (json!("to_do"), json!(true), warnings, known["id"].clone()));
        // The second row has the holder of the first one.
        assert_eq!(of(&dry[1]), (json!("to_do"), json!(false), json!([]), json!(null)));
        let job = imported(&app, &rosa, &file, 2).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("finished"), [0, 0, 0, 0, 2]));
        assert_eq!(items(&app, &rosa, "/api/v1/holders").await.len(), 2);
        expect_verified(&app).await;
    }

    async fn a_run_enters_each_holder_once(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let ugo = tax_code("Ugo", "Prova");
        let file = file(&[
            row_of_zoe("uno"),
            row_of_zoe("due"),
            row("tre", &format!("Zoè;Tàlamo;{}", zoe()), "Via Altra;2;Potenza;PZ;85100;", "Prova S.r.l.;12345678903;socio"),
            row("quattro", &format!("Ugo;Prova;{ugo}"), ADDRESS, ";;"),
            row("cinque", ";;", ";;;;;", ";;"),
        ]);
        let job = imported(&app, &rosa, &file, 5).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("finished"), [0, 0, 0, 0, 5]));
        let holders = items(&app, &rosa, "/api/v1/holders").await;
        let names: Vec<_> = holders.iter().map(|holder| holder["family_name"].clone()).collect();
        assert_eq!(names, ["Prova", "Tàlamo"]);
        let path = format!("/api/v1/holders/{}", holders[1]["id"].as_str().unwrap());
        let zoe = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!((&zoe["address_count"], &zoe["company_count"], &zoe["mailbox_count"]), (&json!(2), &json!(2), &json!(3)));
        assert_eq!(items(&app, &rosa, "/api/v1/companies").await.len(), 1);
        let [uno, due, tre, cinque] = ["uno", "due", "tre", "cinque"].map(|name| mailbox(&app, &rosa, name));
        let (uno, due, tre, cinque) = (uno.await, due.await, tre.await, cinque.await);
        assert_eq!(uno["holder"]["id"], holders[1]["id"]);
        assert_eq!((&uno["company"]["legal_name"], &uno["company"]["role"]), (&json!("Prova S.r.l."), &json!("titolare")));
        assert_eq!((&due["holder"], &due["company"]), (&uno["holder"], &uno["company"]));
        assert_eq!(tre["company"]["role"], "socio");
        assert_eq!(cinque["holder"], json!(null));
        // One record for all that a holder enters with.
        let history = items(&app, &rosa, &format!("{path}/history")).await;
        assert_eq!((history.len(), &history[0]["action"]), (1, &json!("created")));
        expect_verified(&app).await;
    }

    async fn a_known_tax_code_stands_for_the_holder(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        imported(&app, &rosa, &file(&[row_of_zoe("uno")]), 1).await;
        let before = items(&app, &rosa, "/api/v1/holders").await;
        let file = file(&[
            row("due", &format!("ZOE;talamo;{}", zoe()), "VIA PROVA;1;POTENZA;pz;85100;", COMPANY),
            row("tre", &format!(";;{}", zoe()), ";;;;;", ";12345678903;"),
            row("quattro", &format!("Zoè;Altra;{}", zoe()), ";;;;;", "Altra;12345678903;"),
            row("cinque", &format!(";;{}", tax_code("Ugo", "Prova")), ";;;;;", ";;"),
        ]);
        let job = imported(&app, &rosa, &file, 2).await;
        assert_eq!(rows(&app, &rosa, &job).await, [
            "due done -", "tre done -", "- failed validation", "- failed validation",
        ]);
        let faults = faults(&app, &rosa, &job).await;
        assert_eq!(faults[2], ["/holder/family_name differs", "/company/legal_name differs"]);
        assert_eq!(faults[3], ["/holder/given_name required", "/holder/family_name required"]);
        assert_eq!(items(&app, &rosa, "/api/v1/holders").await, before);
        let detail = format!("/api/v1/holders/{}", before[0]["id"].as_str().unwrap());
        let zoe = app.get(&detail).by(&rosa).expect(200).await.body;
        assert_eq!((&zoe["address_count"], &zoe["company_count"], &zoe["mailbox_count"]), (&json!(1), &json!(1), &json!(3)));
        let uno = mailbox(&app, &rosa, "uno").await;
        assert_eq!(mailbox(&app, &rosa, "due").await["company"], uno["company"]);
        assert_eq!(mailbox(&app, &rosa, "tre").await["company"], uno["company"]);
        expect_verified(&app).await;
    }

    async fn the_holder_of_an_existing_mailbox_is_never_changed(app: TestApp) {
        let (_, rosa) = setting(&app, &["sola"]).await;
        let first = file(&[row_of_zoe("uno")]);
        imported(&app, &rosa, &first, 1).await;
        let again = checked_import(&app, &rosa, &first).await;
        assert_eq!(counts(&again), [0, 0, 1, 0, 0]);
        let ugo = tax_code("Ugo", "Prova");
        let file = file(&[
            row("uno", &format!("Ugo;Prova;{ugo}"), ADDRESS, COMPANY),
            row("sola", &format!("Zoè;Tàlamo;{}", zoe()), ADDRESS, COMPANY),
        ]);
        let job = checked_import(&app, &rosa, &file).await;
        assert_eq!(rows(&app, &rosa, &job).await, ["uno failed mailbox_differs", "sola failed mailbox_differs"]);
        let differs = ["/holder/tax_code differs"];
        assert_eq!(faults(&app, &rosa, &job).await, [differs, differs]);
        let elsewhere = checked_import(&app, &rosa, &first.replace("Via Prova", "Via Altra").replace("titolare", "socia")).await;
        assert_eq!(faults(&app, &rosa, &elsewhere).await, [["/address/street differs", "/company/legal_name differs"]]);
        assert_eq!(items(&app, &rosa, "/api/v1/holders").await.len(), 1);
    }

    async fn a_domain_with_contracts_requires_a_holder_and_an_address(app: TestApp) {
        let (domain, rosa) = setting(&app, &[]).await;
        app.create_domain(DomainCreate {
            organization_id: domain.organization_id,
            name: "contratto.example.it".into(),
            onboarding: Some(Onboarding::Contract),
            ..DomainCreate::default()
        }).await;
        let file = file(&[
            row_of_zoe("uno"),
            row("due", ";;", ";;;;;", ";;"),
            row("tre", &format!("Zoè;Tàlamo;{}", zoe()), ";;;;;", ";;"),
        ]);
        let post = app.post("/api/v1/imports?domain=contratto.example.it").by(&rosa);
        let job = post.raw("text/csv", file.into_bytes()).expect(202).await.body;
        work(&app).await;
        let job = get(&app, &rosa, &job).await;
        assert_eq!(faults(&app, &rosa, &job).await, [
            vec![], vec!["/holder required", "/address required"], vec!["/address required"],
        ]);
        let job = run(&app, &rosa, &job, json!({})).await;
        assert_eq!(counts(&job), [0, 0, 0, 2, 1]);
        let found = items(&app, &rosa, "/api/v1/mailboxes?domain=contratto.example.it").await;
        assert_eq!((&found[0]["state"], &found[0]["holder"]["tax_code"]), (&json!("pending_activation"), &json!(zoe())));
    }

    async fn two_imports_at_once_enter_a_holder_once(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let mut asked = vec![];
        for name in ["uno", "due"] {
            asked.push(checked_import(&app, &rosa, &file(&[row_of_zoe(name)])).await);
        }
        for job in &asked {
            app.post(&format!("{}/run", path(job))).by(&rosa).json(&json!({})).expect(202).await;
        }
        let other = app.app.clone();
        // One of them may have to do its step again.
        let _ = tokio::join!(sigillo_app::jobs::work(&app.app), sigillo_app::jobs::work(&other));
        app.clock.advance(chrono::TimeDelta::seconds(30));
        work(&app).await;
        assert_eq!(items(&app, &rosa, "/api/v1/holders").await.len(), 1);
        assert_eq!(items(&app, &rosa, "/api/v1/companies").await.len(), 1);
        let uno = mailbox(&app, &rosa, "uno").await;
        assert_eq!(mailbox(&app, &rosa, "due").await["holder"], uno["holder"]);
        expect_verified(&app).await;
    }

    async fn a_holder_of_another_organisation_is_not_taken(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        imported(&app, &rosa, &file(&[row_of_zoe("uno")]), 1).await;
        let other = app.domain("altra.example.it").await;
        let remo = app.postmaster("remo", other.organization_id).await;
        let refused = upload(&app, &remo, &file(&[row_of_zoe("due")])).expect(404).await;
        assert_eq!(refused.faults(), ["domain unknown"]);
        let file = file(&[row("due", &format!("Ugo;Altra;{}", zoe()), ADDRESS, ";;")]);
        let post = app.post("/api/v1/imports?domain=altra.example.it").by(&remo);
        let job = post.raw("text/csv", file.into_bytes()).expect(202).await.body;
        work(&app).await;
        let job = run(&app, &remo, &get(&app, &remo, &job).await, json!({})).await;
        assert_eq!(counts(&job), [0, 0, 0, 0, 1]);
        let [here, there] = [items(&app, &rosa, "/api/v1/holders").await, items(&app, &remo, "/api/v1/holders").await];
        assert_eq!((&here[0]["given_name"], &there[0]["given_name"]), (&json!("Zoè"), &json!("Ugo")));
    }
}
