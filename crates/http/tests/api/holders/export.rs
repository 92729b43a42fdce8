//! Exporting the list of holders, and mailboxes with their holders.

use super::*;
use sigillo_testkit::{on_both_engines, tax_code, vat_number};

const EXPORT: &str = "/api/v1/holders/export";

/// The rows of a csv, the headings first.
async fn csv(app: &TestApp, by: &Account, path: &str) -> Vec<Vec<String>> {
    let answer = app.get(path).by(by).expect(200).await;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(&answer.bytes[3..]);
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|record| cells(record.expect("a record"))).collect()
}

async fn items(app: &TestApp, by: &Account, path: &str) -> Vec<Value> {
    app.get(path).by(by).expect(200).await.body["items"].as_array().expect("items").clone()
}

/// Three holders, the first with an address and a company.
async fn people(app: &TestApp, by: &Account) {
    let company = json!({"legal_name": "Prova S.r.l.", "vat_number": vat_number(1)});
    let contacts = json!({"phone": "0971 000001", "email": "zoe@example.org"});
    let full = json!({"addresses": [with(address(), &contacts)], "companies": [company]});
    app.post(HOLDERS).by(by).json(&with(zoe(), &full)).expect(201).await;
    for (number, name) in [(2, "Alba"), (3, "Bruno")] {
        let request = json!({
            "given_name": name, "family_name": "Zanca", "tax_code": tax_code(number),
        });
        app.post(HOLDERS).by(by).json(&request).expect(201).await;
    }
}

on_both_engines! {
    async fn a_file_has_the_rows_of_the_list_in_its_order(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        people(&app, &rosa).await;
        for parameters in ["", "sort=-family_name", "sort=given_name", "state=merged"] {
            let file = csv(&app, &rosa, &format!("{EXPORT}?format=csv&{parameters}")).await;
            let list = items(&app, &rosa, &format!("{HOLDERS}?{parameters}")).await;
            let listed: Vec<_> = list.iter().map(|holder| holder["id"].as_str().unwrap()).collect();
            let exported: Vec<_> = file.iter().skip(1).map(|row| row[0].as_str()).collect();
            assert_eq!(exported, listed, "{parameters}");
        }
        let file = csv(&app, &rosa, &format!("{EXPORT}?format=csv")).await;
        assert_eq!(file[0], [
            "Id", "Cognome", "Nome", "Codice fiscale", "Indirizzo", "Località", "Provincia", "CAP",
            "Paese", "Telefono", "Cellulare", "E-mail", "Ragione sociale", "Partita IVA",
        ]);
        assert_eq!(file[1][1..], [
            "Tàlamo", "Zoè", &tax_code(1), "Via delle Ginestre 12/A", "Potenza", "PZ", "85100",
            "IT", "0971 000001", "", "zoe@example.org", "Prova S.r.l.", &vat_number(1),
        ]);
        for (format, magic) in [("xlsx", &b"PK\x03\x04"[..]), ("pdf", b"%PDF-")] {
            let answer = app.get(&format!("{EXPORT}?format={format}")).by(&rosa).expect(200).await;
            let name = format!("attachment; filename=\"titolari-2026-01-01.{format}\"");
            assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
            assert!(answer.bytes.starts_with(magic), "{format}");
        }
    }

    async fn who_may_not_export_holders_is_refused(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        people(&app, &rosa).await;
        let rights = [Permission::View, Permission::Edit, Permission::Create];
        let piera = app.assistant("piera", &domain, &rights).await;
        app.get(&format!("{EXPORT}?format=csv")).by(&piera).expect(403).await;
        let foreign = csv(&app, &ugo, &format!("{EXPORT}?format=csv")).await;
        assert_eq!(foreign.len(), 1);
        let organization = domain.organization_id;
        let path = format!("{EXPORT}?format=csv&organization_id={organization}");
        assert_eq!(csv(&app, &ugo, &path).await.len(), 1);
        let faults = app.get(&format!("{EXPORT}?format=doc&lang=fr&sort=x&state=y")).by(&rosa);
        let faults = faults.expect(422).await.faults();
        assert_eq!(faults, ["format unknown", "lang unknown", "sort unknown", "state unknown"]);
    }

    async fn an_export_is_recorded_without_what_was_searched_for(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        people(&app, &rosa).await;
        app.request("HEAD", &format!("{EXPORT}?format=csv")).by(&rosa).expect(200).await;
        assert_eq!(items(&app, &rosa, "/api/v1/exports").await, Vec::<Value>::new());
        csv(&app, &rosa, &format!("{EXPORT}?format=csv&family_name=z&sort=-created_at")).await;
        let exports = items(&app, &rosa, "/api/v1/exports").await;
        assert_eq!(exports.len(), 1);
        assert_eq!(exports[0]["outcome"], "complete");
        let list = &exports[0]["list"];
        let searched = (&json!("holders"), &json!("family_name"), &json!("registered"), &json!("-created_at"));
        assert_eq!((&list["list"], &list["in"], &list["state"], &list["sort"]), searched);
        assert_eq!(list["q"], json!(null));
        let log = items(&app, &rosa, "/api/v1/access-log?kind=export").await;
        assert_eq!(log.len(), 1);
        assert_eq!((&log[0]["fields"], &log[0]["rows"]), (&json!("family_name"), &json!(2)));
        verified(&app).await;
    }

    async fn a_file_of_mailboxes_names_their_holders(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let company = json!({"legal_name": "Prova S.r.l.", "vat_number": vat_number(1)});
        for (name, holder) in [
            ("una", json!({"holder": zoe(), "address": address(), "company": company})),
            ("vuota", json!({})),
        ] {
            let request = json!({
                "domain": DOMAIN, "local_part": name, "communication_email": "a@example.org",
            });
            app.post(MAILBOXES).by(&rosa).json(&with(request, &holder)).expect(201).await;
        }
        let file = csv(&app, &rosa, &format!("{MAILBOXES}/export?format=csv&domain={DOMAIN}")).await;
        let at = |heading: &str| file[0].iter().position(|cell| cell == heading).expect("a heading");
        let columns = ["Titolare", "Codice fiscale", "Ragione sociale"].map(at);
        let cells = |row: usize| columns.map(|column| file[row][column].as_str());
        assert_eq!(cells(1), ["Tàlamo Zoè", &tax_code(1), "Prova S.r.l."]);
        assert_eq!(cells(2), ["", "", ""]);
        let log = items(&app, &rosa, "/api/v1/access-log?kind=export").await;
        assert_eq!((log.len(), &log[0]["rows"]), (1, &json!(2)));
    }
}
