//! Importing mailboxes from a file.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Client, TestApp, on_both_engines};

use super::{DOMAIN, counts, get, mailbox, path, rows, run, setting, work};

pub(super) fn upload(app: &TestApp, by: &Account, file: &str) -> Client {
    let path = format!("/api/v1/imports?domain={DOMAIN}&file_name=caselle.csv");
    app.post(&path).by(by).raw("text/csv", file.as_bytes().to_vec())
}

/// Uploads a file and does the dry run of its import.
pub(super) async fn checked_import(app: &TestApp, by: &Account, file: &str) -> Value {
    let job = upload(app, by, file).expect(202).await.body;
    work(app).await;
    get(app, by, &job).await
}

const FILE: &str = "Casella PEC;E-mail di contatto;Quota (GB);Password\n\
    anna@pec.example.it;anna@example.org;2;segreta\n\
    bruno;bruno@example.org;;segreta\n\
    carla;carla;1;segreta\n\
    ANNA;altra@example.org;1;segreta\n\
    dario@altra.example.it;dario@example.org;1;segreta\n\
    elsa.;;tanta;segreta\n";

on_both_engines! {
    async fn the_dry_run_shows_the_outcome_of_each_row(app: TestApp) {
        let (_, rosa) = setting(&app, &["zeno"]).await;
        let job = checked_import(&app, &rosa, FILE).await;
        assert_eq!(job["state"], "ready");
        assert_eq!(job["import"]["name"], "caselle.csv");
        assert_eq!(job["import"]["separator"], "semicolon");
        let held: Vec<_> = job["import"]["columns"].as_array().unwrap().iter()
            .map(|column| column["holds"]["field"].clone()).collect();
        assert_eq!(held, ["address", "communication_email", "quota_mb", "password"]);
        assert_eq!(rows(&app, &rosa, &job).await, [
            "anna to_do -", "bruno to_do -", "- failed validation", "anna failed row_repeated",
            "- failed validation", "- failed validation",
        ]);
        let page = app.get(&format!("{}/rows?outcome=failed", path(&job))).by(&rosa).expect(200).await.body;
        let faults = |place: usize| -> Vec<String> {
            page["items"][place]["errors"].as_array().unwrap().iter()
                .map(|e| format!("{} {}", e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
                .collect()
        };
        assert_eq!(page["items"][0]["line"], 4);
        assert_eq!(faults(0), ["/communication_email invalid_email"]);
        assert_eq!(faults(2), ["/domain unknown"]);
        assert_eq!(faults(3), [
            "/local_part misplaced_dot", "/quota_mb invalid_type", "/communication_email required",
        ]);
        let list = app.get(&format!("/api/v1/mailboxes?domain={DOMAIN}&count=exact")).by(&rosa);
        assert_eq!(list.expect(200).await.body["total"], 1);
    }

    async fn a_run_creates_the_same_mailboxes_as_the_form(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = checked_import(&app, &rosa, FILE).await;
        let job = run(&app, &rosa, &job, json!({"count": 2})).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("finished"), [0, 0, 0, 4, 2]));
        let anna = mailbox(&app, &rosa, "anna").await;
        assert_eq!((&anna["quota_mb"], &anna["soft_limit_mb"]), (&json!(2048), &json!(1638)));
        assert_eq!((&anna["created_by"], &anna["password_state"]), (&json!("rosa"), &json!("to_set")));
        let one = json!({"domain": DOMAIN, "local_part": "uno", "communication_email": "uno@example.org"});
        let one = app.post("/api/v1/mailboxes").by(&rosa).json(&one).expect(201).await.body;
        let bruno = mailbox(&app, &rosa, "bruno").await;
        for field in ["quota_mb", "soft_limit_mb", "state", "preservation", "activated_at", "version"] {
            assert_eq!(bruno[field], one[field], "{field}");
        }
        let history = async |mailbox: &Value| {
            let path = format!("/api/v1/mailboxes/{}/history", mailbox["id"].as_str().unwrap());
            let items = app.get(&path).by(&rosa).expect(200).await.body["items"].clone();
            let fields = items[0]["changes"].as_array().unwrap().iter().map(|c| c["field"].clone());
            (items[0]["action"].clone(), fields.collect::<Vec<_>>())
        };
        assert_eq!(history(&bruno).await, history(&one).await);
        let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap();
        assert!(verified.is_ok(), "{verified:?}");
        // Every user gets a message with a working link.
        let letters = app.work().await;
        let letter = letters.into_iter().find(|letter| letter.recipient == "bruno@example.org").unwrap();
        app.set_password(&letter.link_token.unwrap(), "quattro parole a caso").await;
        assert_eq!(mailbox(&app, &rosa, "bruno").await["password_state"], "valid");
    }

    async fn importing_the_same_file_again_changes_nothing(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "casella;email di contatto\nanna;anna@example.org\nbruno;bruno@example.org\n";
        let first = checked_import(&app, &rosa, file).await;
        run(&app, &rosa, &first, json!({})).await;
        let before = mailbox(&app, &rosa, "anna").await;
        let second = checked_import(&app, &rosa, file).await;
        assert_eq!(counts(&second), [0, 0, 2, 0, 0]);
        let word = app.post(&format!("{}/run", path(&second))).by(&rosa).json(&json!({}));
        assert_eq!(word.expect(409).await.code(), "not_in_this_state");
        assert_eq!(mailbox(&app, &rosa, "anna").await, before);
        assert_eq!(app.work().await.len(), 2);
    }

    async fn existing_mailboxes_are_never_changed(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        let id = mailbox(&app, &rosa, "bruno").await["id"].as_str().unwrap().to_owned();
        app.delete(&format!("/api/v1/mailboxes/{id}")).by(&rosa).expect(200).await;
        let file = "casella;email di contatto;quota\nanna;altra@example.org;500\nbruno;bruno@example.org;\n";
        let job = checked_import(&app, &rosa, file).await;
        assert_eq!(rows(&app, &rosa, &job).await, [
            "anna failed mailbox_differs", "bruno failed address_retired",
        ]);
        let page = app.get(&format!("{}/rows", path(&job))).by(&rosa).expect(200).await.body;
        let pointers: Vec<_> = page["items"][0]["errors"].as_array().unwrap().iter()
            .map(|error| error["pointer"].clone()).collect();
        assert_eq!(pointers, ["/communication_email", "/quota_mb"]);
    }

    async fn unrecognised_columns_are_mapped_by_hand(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let file = "sigla;misura;nota\nA 1;100;x x\nA 2;200;y y\n";
        let job = upload(&app, &rosa, file).expect(202).await.body;
        assert_eq!(job["state"], "mapping");
        assert_eq!(job["import"]["columns"][0]["samples"], json!(["sigla", "A 1", "A 2"]));
        work(&app).await;
        let map = |columns: Value, version: i64| {
            let request = app.patch(&format!("{}/mapping", path(&job))).by(&rosa).if_match(version);
            request.json(&json!({"columns": columns}))
        };
        let name = json!({"field": "local_part"});
        let quota = json!({"field": "quota_mb", "unit": "gigabytes"});
        assert_eq!(map(json!([name]), 1).expect(422).await.faults(), ["/columns cell_count"]);
        assert_eq!(map(json!([null, null, null]), 1).expect(422).await.faults(), ["/columns required"]);
        assert_eq!(map(json!([name, name, null]), 1).expect(422).await.faults(), ["/columns/1 taken"]);
        assert_eq!(map(json!([name, null, null]), 2).expect(412).await.code(), "stale");
        map(json!([name, quota, null]), 1).expect(200).await;
        work(&app).await;
        let job = get(&app, &rosa, &job).await;
        // No column holds the communication e-mail.
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("ready"), [0, 0, 0, 3, 0]));
        let email = json!({"field": "communication_email"});
        map(json!([name, quota, email]), job["version"].as_i64().unwrap()).expect(200).await;
        work(&app).await;
        assert_eq!(counts(&get(&app, &rosa, &job).await), [0, 0, 0, 3, 0]);
    }

    async fn failed_rows_can_be_downloaded_corrected_and_imported(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = checked_import(&app, &rosa, FILE).await;
        let job = run(&app, &rosa, &job, json!({})).await;
        let answer = app.get(&format!("{}/failures", path(&job))).by(&rosa).expect(200).await;
        let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
        assert!(!text.contains("segreta"), "{text}");
        let mut lines = text.lines();
        assert_eq!(lines.next().unwrap(), "\u{feff}Riga;Casella PEC;E-mail di contatto;Quota (GB);Motivo");
        assert!(lines.next().unwrap().starts_with("4;carla;carla;1;E-mail di comunicazione: "));
        let mended = text.replace(";carla;carla;", ";carla;carla@example.org;");
        let again = checked_import(&app, &rosa, &mended).await;
        assert_eq!(rows(&app, &rosa, &again).await[0], "carla to_do -");
        let sheet = app.get(&format!("{}/failures?format=xlsx", path(&job))).by(&rosa).expect(200).await;
        assert!(sheet.bytes.starts_with(b"PK"));
    }

    async fn passwords_in_the_file_are_not_stored(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let job = checked_import(&app, &rosa, FILE).await;
        assert_eq!(job["import"]["columns"][3]["samples"], json!([]));
        let mut on = app.app.db.read().await.unwrap();
        let id = job["id"].as_str().unwrap().parse().unwrap();
        let rows = sigillo_storage::job_rows::list(&mut on, id, None, 0, 100).await.unwrap();
        assert!(rows.iter().all(|row| !row.cells.as_deref().unwrap().contains("segreta")));
    }

    async fn a_file_that_is_not_a_table_is_refused_with_the_reason(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let bring = |media_type: &str, bytes: &[u8]| {
            let path = format!("/api/v1/imports?domain={DOMAIN}");
            app.post(&path).by(&rosa).raw(media_type, bytes.to_vec())
        };
        assert_eq!(bring("text/csv", b"%PDF-1.7").expect(422).await.code(), "file_not_readable");
        assert_eq!(bring("text/csv", b"").expect(422).await.code(), "rows_out_of_range");
        assert_eq!(bring("text/csv", b"casella;email\n").expect(422).await.code(), "rows_out_of_range");
        assert_eq!(bring("text/plain", b"a;b").expect(415).await.code(), "unsupported_media_type");
        let faults = app.post(&format!("/api/v1/imports?domain={DOMAIN}&separator=x&encoding=y"));
        let faults = faults.by(&rosa).raw("text/csv", b"a;b\nc;d\n".to_vec()).expect(422).await.faults();
        assert_eq!(faults, ["separator unknown", "encoding unknown"]);
    }

    async fn importing_needs_the_create_permission(app: TestApp) {
        let (domain, _) = setting(&app, &[]).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Edit]).await;
        upload(&app, &ugo, FILE).expect(403).await;
        let stranger = app.postmaster("remo", app.organization("Altra").await).await;
        assert_eq!(upload(&app, &stranger, FILE).expect(404).await.faults(), ["domain unknown"]);
        let tea = app.assistant("tea", &domain, &[Permission::View, Permission::Create]).await;
        let job = checked_import(&app, &tea, FILE).await;
        assert_eq!(job["state"], "ready");
    }
}
