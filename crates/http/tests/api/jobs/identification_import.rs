//! Importing how the holders of mailboxes were identified.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{
    Account, Client, Domain, TestApp, on_both_engines, tax_code, tax_code_variant,
};

use super::holder_import::{expect_verified, items};
use super::{DOMAIN, counts, get, mailbox, path, rows, run, work};

const IMPORTS: &str = "/api/v1/identification-imports";
const HEADINGS: &str = "Casella;Codice fiscale;Metodo di identificazione;Livello di garanzia;Identificato il;\
    Identificato da;A titolo di;Tipo di documento;Numero del documento;Scadenza del documento;Secondo fattore dal";

fn upload(app: &TestApp, by: &Account, rows: &[String]) -> Client {
    let file = format!("{HEADINGS}\n{}\n", rows.join("\n"));
    let request = app.post(&format!("{IMPORTS}?domain={DOMAIN}&file_name=identita.csv")).by(by);
    request.raw("text/csv", file.into_bytes())
}

async fn checked(app: &TestApp, by: &Account, rows: &[String]) -> Value {
    let job = upload(app, by, rows).expect(202).await.body;
    work(app).await;
    get(app, by, &job).await
}

/// Three held mailboxes and a free one, and their postmaster.
async fn setting(app: &TestApp) -> (Domain, Account) {
    let domain = app.domain(DOMAIN).await;
    for (number, name) in ["anna", "bruno", "carla"].into_iter().enumerate() {
        app.held_mailbox(DOMAIN, name, number + 1).await;
    }
    app.mailbox(DOMAIN, "libera").await;
    let rosa = app.postmaster("rosa", domain.organization_id).await;
    (domain, rosa)
}

fn spid(name: &str, code: &str) -> String {
    format!("{name};{code};SPID;significativo;3/11/2025;Sportello;In proprio;;;;")
}

async fn faults(app: &TestApp, by: &Account, job: &Value) -> Vec<String> {
    let rows = items(app, by, &format!("{}/rows?limit=200", path(job))).await;
    let said = |row: &Value| {
        let errors = row["errors"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        errors
            .map(|error| format!("{} {}", text(&error["pointer"]), text(&error["code"])))
            .collect::<Vec<_>>()
            .join(", ")
    };
    rows.iter().map(said).collect()
}

on_both_engines! {
    async fn a_file_identifies_the_holders_after_a_dry_run(app: TestApp) {
        let (_, rosa) = setting(&app).await;
        let file = [
            spid("anna@pec.example.it", &tax_code_variant(&tax_code(1))),
            "bruno;;di persona;elevato;03/11/2025;Anna Verdi;in proprio;passaporto;YA0000001;31/12/2030;01/12/2025".into(),
            "carla;;;;;;;;;;2025-12-01".into(),
        ];
        let job = checked(&app, &rosa, &file).await;
        assert_eq!((&job["kind"], &job["state"]), (&json!("identification_import"), &json!("ready")));
        assert_eq!(counts(&job), [0, 3, 0, 0, 0]);
        let first = items(&app, &rosa, &format!("{}/rows", path(&job))).await[0].clone();
        assert_eq!(first["changes"][0]["field"], "identification_method");
        assert_eq!(mailbox(&app, &rosa, "anna").await["rem_readiness"], "not_prepared");
        let done = run(&app, &rosa, &job, json!({})).await;
        assert_eq!(counts(&done), [0, 0, 0, 0, 3]);
        for (name, readiness) in [
            ("anna", "no_second_factor"), ("bruno", "ready"), ("carla", "not_identified"),
        ] {
            assert_eq!(mailbox(&app, &rosa, name).await["rem_readiness"], readiness, "{name}");
        }
        // The same file again changes nothing.
        let again = checked(&app, &rosa, &file).await;
        assert_eq!(counts(&again), [0, 0, 3, 0, 0]);
        expect_verified(&app).await;
    }

    async fn a_row_says_everything_that_is_wrong_with_it(app: TestApp) {
        let (_, rosa) = setting(&app).await;
        let job = checked(&app, &rosa, &[
            spid("libera", ""),
            spid("nessuno", ""),
            spid("anna@pec.altro.example.org", ""),
            spid("anna", &tax_code(2)),
            "bruno;;fax;4;domani;;socio;;;;".into(),
            "carla;;video;elevato;3/11/2025;Anna;legale rappresentante;;;;2/1/2026".into(),
            spid("anna", ""),
            spid("anna", ""),
        ]).await;
        assert_eq!(rows(&app, &rosa, &job).await, [
            "libera failed no_holder",
            "nessuno failed validation",
            "- failed validation",
            "anna failed validation",
            "- failed validation",
            "carla failed validation",
            "anna failed row_repeated",
            "anna failed row_repeated",
        ]);
        assert_eq!(faults(&app, &rosa, &job).await[1..6], [
            "/local_part unknown",
            "/domain unknown",
            "/tax_code differs",
            "/method unknown, /level unknown, /identified_on invalid_type, /capacity unknown",
            "/document_kind required, /document_number required, /document_expires_on required, \
             /capacity company_missing, /second_factor_since too_late",
        ].map(String::from));
    }

    async fn a_file_of_something_else_waits_for_its_columns(app: TestApp) {
        let (_, rosa) = setting(&app).await;
        let upload = app.post(&format!("{IMPORTS}?domain={DOMAIN}")).by(&rosa);
        let file = b"Casella;Quota\nanna;1000\n".to_vec();
        let job = upload.raw("text/csv", file).expect(202).await.body;
        assert_eq!(job["state"], "mapping");
        let mapping = json!({"columns": [{"field": "address"}, {"field": "quota_mb"}]});
        let refused = app.patch(&format!("{}/mapping", path(&job))).by(&rosa).json(&mapping);
        assert_eq!(refused.expect(422).await.faults(), ["/columns required", "/columns/1 not_expected"]);
        let mapping = json!({"columns": [{"field": "address"}, {"field": "second_factor_since"}]});
        app.patch(&format!("{}/mapping", path(&job))).by(&rosa).json(&mapping).expect(200).await;
        work(&app).await;
        assert_eq!(faults(&app, &rosa, &job).await, ["/second_factor_since invalid_type"]);
    }

    async fn whoever_may_not_edit_imports_nothing(app: TestApp) {
        let (domain, rosa) = setting(&app).await;
        let lea = app.assistant("lea", &domain, &[Permission::View, Permission::Create]).await;
        upload(&app, &lea, &[spid("anna", "")]).expect(403).await;
        let mario = app.assistant("mario", &domain, &[Permission::View, Permission::Edit]).await;
        let job = checked(&app, &mario, &[spid("anna", "")]).await;
        assert_eq!(job["state"], "ready");
        let grants = json!({"grants": [{"domain": DOMAIN, "permissions": ["view"]}]});
        app.patch(&format!("/api/v1/accounts/{}", mario.id)).by(&rosa).json(&grants).expect(200).await;
        let ended = run(&app, &mario, &job, json!({})).await;
        assert_eq!((&ended["state"], &ended["problem"]), (&json!("failed"), &json!("forbidden")));
        assert_eq!(mailbox(&app, &rosa, "anna").await["rem_readiness"], "not_prepared");
    }
}
