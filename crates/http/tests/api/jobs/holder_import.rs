//! Importing holders without mailboxes: what the dry run says, and what a run enters.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::holder::Sex;
use sigillo_domain::tax_code::TaxCode;
use sigillo_testkit::{Account, Client, TestApp, on_both_engines, tax_code_variant};

use super::{counts, get, path, run, setting, work};

pub(super) const IMPORTS: &str = "/api/v1/holder-imports";
pub(super) const HOLDERS: &str = "/api/v1/holders";
const HEADINGS: &str = "Nome;Cognome;Codice fiscale;Via;Numero;Località;Provincia;CAP;Telefono;E-mail;\
    Ragione sociale;Partita IVA;Ruolo";
pub(super) const ADDRESS: &str = "Via Prova;1;Potenza;PZ;85100;0971 000001;zoe@example.org";
pub(super) const COMPANY: &str = "Prova S.r.l.;12345678903;titolare";
pub(super) const NO_ADDRESS: &str = ";;;;;;";
pub(super) const NO_COMPANY: &str = ";;";

pub(super) fn tax_code(given: &str, family: &str) -> String {
    let day = "2004-02-29".parse().expect("a day");
    TaxCode::of(given, family, day, Sex::Female, "G942").expect("a tax code").to_string()
}

pub(super) fn zoe() -> String {
    tax_code("Zoè", "Tàlamo")
}

/// A row of a person whose tax code fits the name.
pub(super) fn row(given: &str, family: &str, address: &str, company: &str) -> String {
    format!("{given};{family};{};{address};{company}", tax_code(given, family))
}

pub(super) fn row_of_zoe() -> String {
    row("Zoè", "Tàlamo", ADDRESS, COMPANY)
}

pub(super) fn file(rows: &[String]) -> String {
    format!("{HEADINGS}\n{}\n", rows.join("\n"))
}

pub(super) fn upload(app: &TestApp, by: &Account, file: &str) -> Client {
    let request = app.post(&format!("{IMPORTS}?file_name=titolari.csv")).by(by);
    request.raw("text/csv", file.as_bytes().to_vec())
}

/// Uploads a file and does the dry run of its import.
pub(super) async fn checked(app: &TestApp, by: &Account, file: &str) -> Value {
    let job = upload(app, by, file).expect(202).await.body;
    work(app).await;
    get(app, by, &job).await
}

pub(super) async fn imported(app: &TestApp, by: &Account, file: &str) -> Value {
    let job = checked(app, by, file).await;
    assert_eq!(job["state"], "ready", "{job}");
    run(app, by, &job, json!({})).await
}

pub(super) async fn items(app: &TestApp, by: &Account, path: &str) -> Vec<Value> {
    app.get(path).by(by).expect(200).await.body["items"].as_array().expect("items").clone()
}

pub(super) async fn rows(app: &TestApp, by: &Account, job: &Value) -> Vec<Value> {
    items(app, by, &format!("{}/rows?limit=200", path(job))).await
}

/// `outcome code` of each row, with what it adds and its faults.
pub(super) async fn outcomes(app: &TestApp, by: &Account, job: &Value) -> Vec<String> {
    let words = |list: &Value| -> Vec<String> {
        let texts = list.as_array().into_iter().flatten();
        texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    };
    let said = |row: &Value| {
        let mut said = vec![row["outcome"].as_str().expect("an outcome").to_owned()];
        said.extend(row["code"].as_str().map(str::to_owned));
        said.extend(words(&row["holder"]["adds"]));
        said.extend(words(&row["holder"]["warnings"]));
        for error in row["errors"].as_array().expect("errors") {
            said.extend(words(&json!([error["pointer"], error["code"]])));
        }
        said.join(" ")
    };
    rows(app, by, job).await.iter().map(said).collect()
}

pub(super) async fn detail(app: &TestApp, by: &Account, holder: &Value) -> Value {
    let path = format!("{HOLDERS}/{}", holder["id"].as_str().expect("an id"));
    app.get(&path).by(by).expect(200).await.body
}

pub(super) async fn expect_verified(app: &TestApp) {
    let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

on_both_engines! {
    async fn the_dry_run_says_what_each_row_adds(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = checked(&app, &rosa, &file(&[
            row_of_zoe(),
            row("Ugo", "Prova", NO_ADDRESS, NO_COMPANY),
            "Ugo;Prova;RSSMRA04B29G942X;Via Prova;1;Potenza;XX;1;x;y;;12345678904;".into(),
            format!(";;;{ADDRESS};{NO_COMPANY}"),
            // The name is not the one of the code, which is a warning.
            format!("Anna;Verdi;{};{NO_ADDRESS};{NO_COMPANY}", tax_code("Ida", "Neri")),
        ])).await;
        assert_eq!((&job["kind"], &job["state"]), (&json!("holder_import"), &json!("ready")));
        assert_eq!((&job["import"]["domain"], &job["import"]["name"]), (&json!(null), &json!("titolari.csv")));
        assert!(job["import"]["organization"].is_string());
        assert_eq!(outcomes(&app, &rosa, &job).await, [
            "to_do holder address company",
            "to_do holder",
            "failed validation /holder/tax_code invalid_check_character /address/province unknown_province \
             /address/postal_code invalid_postal_code /address/phone invalid_phone \
             /address/email invalid_email /company/legal_name required \
             /company/vat_number invalid_check_character",
            "failed validation /holder/given_name required /holder/family_name required \
             /holder/tax_code required",
            "to_do holder name_does_not_fit_tax_code",
        ]);
        let rows = rows(&app, &rosa, &job).await;
        assert_eq!(rows[0]["holder"], json!({
            "id": null, "given_name": "Zoè", "family_name": "Tàlamo", "tax_code": zoe(),
            "adds": ["holder", "address", "company"], "address": "Via Prova 1, 85100 Potenza PZ",
            "company": "Prova S.r.l.", "warnings": [], "resembles": null,
        }));
        assert_eq!((&rows[0]["address"], &rows[0]["mailbox_id"], &rows[0]["values"]), (&json!(null), &json!(null), &json!(null)));
        assert_eq!((&rows[2]["holder"], &rows[2]["line"]), (&json!(null), &json!(4)));
        assert_eq!(items(&app, &rosa, HOLDERS).await, Vec::<Value>::new());
        let mapping: Vec<_> = job["import"]["columns"].as_array().unwrap().iter()
            .map(|column| column["holds"]["field"].clone()).collect();
        assert_eq!(mapping[9], "holder_email");
    }

    async fn an_exported_file_is_imported_again(app: TestApp) {
        let (domain, rosa) = setting(&app, &[]).await;
        let other = app.domain("altrove.example.org").await;
        let ugo = app.postmaster("ugo", other.organization_id).await;
        let abroad = json!({"street": "Main Street", "number": "1", "locality": "Cork", "country": "IE", "mobile": "+353 21 000001"});
        let company = json!({"legal_name": "Prova S.r.l.", "vat_number": "12345678903"});
        let italian = json!({
            "street": "Via Prova", "number": "1", "locality": "Potenza", "province": "PZ",
            "postal_code": "85100", "phone": "0971 000001", "email": "zoe@example.org",
        });
        for (given, family, rest) in [
            ("Zoè", "Tàlamo", json!({"addresses": [italian], "companies": [company]})),
            ("Ugo", "Prova", json!({"addresses": [abroad]})),
            ("Anna", "Đặng", json!({})),
        ] {
            let mut request = json!({"given_name": given, "family_name": family, "tax_code": tax_code(given, family)});
            request.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
            app.post(HOLDERS).by(&rosa).json(&request).expect(201).await;
        }
        for (format, lang) in [("csv", "it"), ("csv", "en"), ("xlsx", "it"), ("xlsx", "en")] {
            let path = format!("{HOLDERS}/export?format={format}&lang={lang}");
            let file = app.get(&path).by(&rosa).expect(200).await.bytes;
            let kind = "application/octet-stream";
            let upload = app.post(&format!("{IMPORTS}?file_name=titolari.{format}")).by(&rosa);
            let job = upload.raw(kind, file.clone().into()).expect(202).await.body;
            work(&app).await;
            let job = get(&app, &rosa, &job).await;
            assert_eq!((job["state"].as_str(), counts(&job)), (Some("ready"), [0, 0, 3, 0, 0]), "{format} {lang}: {job}");
            // Elsewhere everybody is new.
            if (format, lang) == ("csv", "it") {
                let upload = app.post(&format!("{IMPORTS}?file_name=titolari.csv")).by(&ugo);
                let job = upload.raw(kind, file.into()).expect(202).await.body;
                work(&app).await;
                let job = get(&app, &ugo, &job).await;
                let job = run(&app, &ugo, &job, json!({"count": 3})).await;
                assert_eq!(counts(&job), [0, 0, 0, 0, 3]);
            }
        }
        let address = async |by: &Account, name: &str| {
            let found = items(&app, by, &format!("{HOLDERS}?family_name={name}")).await;
            let mut address = detail(&app, by, &found[0]).await["addresses"][0].clone();
            for field in ["id", "created_at", "version"] {
                address.as_object_mut().unwrap().remove(field);
            }
            address
        };
        let cork = address(&ugo, "prova").await;
        assert_eq!((&cork["country"], &cork["mobile"], &cork["phone"]), (&json!("IE"), &json!("+353 21 000001"), &json!("")));
        assert_eq!(cork["locality"], "Cork");
        assert_eq!(address(&ugo, "talamo").await["country"], "IT");
        assert_eq!(items(&app, &ugo, &format!("{HOLDERS}?family_name=dang")).await.len(), 1);
        assert_ne!(domain.organization_id, other.organization_id);
    }

    async fn a_variant_of_a_tax_code_is_a_warning(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let known = json!({"given_name": "Zoè", "family_name": "Tàlamo", "tax_code": zoe()});
        let known = app.post(HOLDERS).by(&rosa).json(&known).expect(201).await.body;
        let ugo = tax_code("Ugo", "Prova");
        let lines = [
            format!("Zoè;Tàlamo;{};{NO_ADDRESS};{NO_COMPANY}", tax_code_variant(&zoe())),
            format!("Ugo;Prova;{ugo};{NO_ADDRESS};{NO_COMPANY}"),
            format!("Ugo;Prova;{};{NO_ADDRESS};{NO_COMPANY}", tax_code_variant(&ugo)),
        ];
        let job = checked(&app, &rosa, &file(&lines)).await;
        assert_eq!(outcomes(&app, &rosa, &job).await, [
            "to_do holder tax_code_variant",
            "to_do holder",
            "to_do holder tax_code_variant",
        ]);
        let dry = rows(&app, &rosa, &job).await;
        assert_eq!(dry[0]["holder"]["resembles"], known["id"]);
        assert_eq!(dry[2]["holder"]["resembles"], json!(null), "the other one is not registered yet");
        let job = run(&app, &rosa, &job, json!({"count": 3})).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("finished"), [0, 0, 0, 0, 3]));
        assert_eq!(items(&app, &rosa, HOLDERS).await.len(), 4);
        expect_verified(&app).await;
    }

    async fn a_run_enters_what_a_person_would_by_hand(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = checked(&app, &rosa, &file(&[row_of_zoe(), row("Ugo", "Prova", ADDRESS, COMPANY)])).await;
        let job = run(&app, &rosa, &job, json!({"count": 2})).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("finished"), [0, 0, 0, 0, 2]));
        let holders = items(&app, &rosa, HOLDERS).await;
        let names: Vec<_> = holders.iter().map(|holder| holder["family_name"].clone()).collect();
        assert_eq!(names, ["Prova", "Tàlamo"]);
        assert_eq!(items(&app, &rosa, "/api/v1/companies").await.len(), 1);
        let done = rows(&app, &rosa, &job).await;
        assert_eq!((&done[0]["holder"]["id"], &done[1]["holder"]["id"]), (&holders[1]["id"], &holders[0]["id"]));
        let zoe = detail(&app, &rosa, &holders[1]).await;
        assert_eq!((&zoe["created_by"], &zoe["address_count"], &zoe["company_count"]), (&json!("rosa"), &json!(1), &json!(1)));
        // The same record as of a holder that was entered by hand.
        let by_hand = json!({
            "given_name": "Ida", "family_name": "Neri", "tax_code": tax_code("Ida", "Neri"),
            "addresses": [{
                "street": "Via Prova", "number": "1", "locality": "Potenza", "province": "PZ",
                "postal_code": "85100", "phone": "0971 000001", "email": "zoe@example.org",
            }],
            "companies": [{"company_id": items(&app, &rosa, "/api/v1/companies").await[0]["id"], "role": "titolare"}],
        });
        let ida = app.post(HOLDERS).by(&rosa).json(&by_hand).expect(201).await.body;
        let history = async |holder: &Value| {
            let records = items(&app, &rosa, &format!("{HOLDERS}/{}/history", holder["id"].as_str().unwrap())).await;
            let changes = records[0]["changes"].as_array().unwrap().iter();
            let fields = changes.map(|change| change["field"].as_str().unwrap().split('.').next().unwrap().to_owned());
            (records.len(), records[0]["action"].clone(), records[0]["actor"].clone(), fields.collect::<Vec<_>>())
        };
        assert_eq!(history(&holders[1]).await, history(&ida).await);
        expect_verified(&app).await;
    }

    async fn a_known_tax_code_overwrites_nothing(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        imported(&app, &rosa, &file(&[row_of_zoe()])).await;
        let holders = items(&app, &rosa, HOLDERS).await;
        // The same file adds nothing, and neither does another spelling of the same.
        let again = checked(&app, &rosa, &file(&[row_of_zoe()])).await;
        assert_eq!(outcomes(&app, &rosa, &again).await, ["unchanged"]);
        assert_eq!(rows(&app, &rosa, &again).await[0]["holder"]["id"], holders[0]["id"]);
        let refused = app.post(&format!("{}/run", path(&again))).by(&rosa).json(&json!({}));
        assert_eq!(refused.expect(409).await.code(), "not_in_this_state");
        for (given, address, company, expected) in [
            ("ZOE", "VIA PROVA 1;;POTENZA;pz;85100;;", ";12345678903;", "unchanged"),
            ("", NO_ADDRESS, NO_COMPANY, "unchanged"),
            ("Ugo", NO_ADDRESS, NO_COMPANY, "failed validation /holder/given_name differs"),
            ("Zoè", NO_ADDRESS, "Altra;12345678903;", "failed validation /company/legal_name differs"),
            ("Zoè", "Via Altra;2;Potenza;PZ;85100;;", NO_COMPANY, "to_do address"),
            ("Zoè", ADDRESS, "Prova S.r.l.;12345678903;socia", "to_do company"),
        ] {
            let row = format!("{given};;{};{address};{company}", zoe());
            let job = checked(&app, &rosa, &file(&[row])).await;
            assert_eq!(outcomes(&app, &rosa, &job).await, [expected]);
        }
        let more = format!(";;{};Via Altra;2;Potenza;PZ;85100;;;Altra S.p.A.;;", zoe());
        let job = imported(&app, &rosa, &file(&[more])).await;
        assert_eq!(outcomes(&app, &rosa, &job).await, ["done address company"]);
        let zoe = detail(&app, &rosa, &holders[0]).await;
        assert_eq!((&zoe["address_count"], &zoe["company_count"], &zoe["given_name"]), (&json!(2), &json!(2), &json!("Zoè")));
        let history = items(&app, &rosa, &format!("{HOLDERS}/{}/history", holders[0]["id"].as_str().unwrap())).await;
        let actions: Vec<_> = history.iter().map(|record| record["action"].clone()).collect();
        assert_eq!(actions, ["updated", "created"]);
        expect_verified(&app).await;
    }

    async fn an_export_of_holders_can_be_imported_again(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        imported(&app, &rosa, &file(&[row_of_zoe(), row("Ugo", "Prova", NO_ADDRESS, NO_COMPANY)])).await;
        for (format, media_type) in [
            ("csv", "text/csv"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ] {
            for lang in ["it", "en"] {
                let export = format!("{HOLDERS}/export?format={format}&lang={lang}");
                let bytes = app.get(&export).by(&rosa).expect(200).await.bytes.to_vec();
                let job = app.post(IMPORTS).by(&rosa).raw(media_type, bytes).expect(202).await.body;
                work(&app).await;
                let job = get(&app, &rosa, &job).await;
                assert_eq!(job["state"], "ready", "{format} {lang}");
                assert_eq!(outcomes(&app, &rosa, &job).await, ["unchanged"; 2], "{format} {lang}");
            }
        }
    }

    async fn a_tax_code_stands_once_in_a_file(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let other = row("Zoè", "Tàlamo", "Via Altra;2;Potenza;PZ;85100;;", NO_COMPANY);
        let mut all = vec![row_of_zoe(), other.clone()];
        // One of them is checked in another step.
        all.extend((0..510).map(|place| format!("Ugo;Prova;{};{NO_ADDRESS};{NO_COMPANY}", sigillo_testkit::tax_code(place))));
        all.push(other.clone());
        let job = checked(&app, &rosa, &file(&all)).await;
        assert_eq!(counts(&job), [0, 511, 0, 2, 0]);
        let failed = items(&app, &rosa, &format!("{}/rows?outcome=failed", path(&job))).await;
        let said: Vec<_> = failed.iter().map(|row| (row["code"].as_str().unwrap(), row["line"].as_i64().unwrap())).collect();
        assert_eq!(said, [("row_repeated", 3), ("row_repeated", 514)]);
        let job = run(&app, &rosa, &job, json!({"count": 511})).await;
        assert_eq!(counts(&job), [0, 0, 0, 2, 511]);
        // The rows that are left can be imported by themselves.
        let rest = app.get(&format!("{}/failures", path(&job))).by(&rosa).expect(200).await;
        let rest = String::from_utf8(rest.bytes.to_vec()).unwrap();
        assert!(rest.contains("Una riga precedente ha lo stesso codice fiscale"), "{rest}");
        let job = imported(&app, &rosa, &rest).await;
        assert_eq!(outcomes(&app, &rosa, &job).await, ["done address", "failed row_repeated"]);
        expect_verified(&app).await;
    }

    async fn two_imports_at_once_enter_a_holder_once(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let mut asked = vec![];
        for address in ["Via Una;1;Potenza;PZ;85100;;", "Via Due;2;Potenza;PZ;85100;;"] {
            let job = checked(&app, &rosa, &file(&[row("Zoè", "Tàlamo", address, COMPANY)])).await;
            assert_eq!(outcomes(&app, &rosa, &job).await, ["to_do holder address company"]);
            asked.push(job);
        }
        for job in &asked {
            app.post(&format!("{}/run", path(job))).by(&rosa).json(&json!({})).expect(202).await;
        }
        let other = app.app.clone();
        // One of them may have to do its step again.
        let _ = tokio::join!(sigillo_app::jobs::work(&app.app), sigillo_app::jobs::work(&other));
        app.clock.advance(chrono::TimeDelta::seconds(30));
        work(&app).await;
        let mut said = vec![];
        for job in &asked {
            said.extend(outcomes(&app, &rosa, job).await);
        }
        said.sort();
        assert_eq!(said, ["done address", "done holder address company"]);
        let holders = items(&app, &rosa, HOLDERS).await;
        assert_eq!(holders.len(), 1);
        let zoe = detail(&app, &rosa, &holders[0]).await;
        assert_eq!((&zoe["address_count"], &zoe["company_count"]), (&json!(2), &json!(1)));
        expect_verified(&app).await;
    }

    async fn a_holder_that_is_entered_before_the_run_is_only_added_to(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = checked(&app, &rosa, &file(&[row_of_zoe()])).await;
        let by_hand = json!({"given_name": "Zoè", "family_name": "Tàlamo", "tax_code": zoe()});
        app.post(HOLDERS).by(&rosa).json(&by_hand).expect(201).await;
        let job = run(&app, &rosa, &job, json!({})).await;
        assert_eq!(outcomes(&app, &rosa, &job).await, ["done address company"]);
        assert_eq!(items(&app, &rosa, HOLDERS).await.len(), 1);
    }
}
