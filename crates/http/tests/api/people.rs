//! The names of people, beside the user names that records keep.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sigillo_testkit::{on_both_engines, tax_code};

use crate::identification::spid;

const DOMAIN: &str = "pec.example.it";

/// Fails if a reply shows something that Rosa created without her name, or if the replies are not of all
/// the operations whose reply has a schema, by its name.
fn all_are_named(replies: &[(&str, Value)], schema: &str) {
    for (operation, reply) in replies {
        let shown = if reply["items"].is_array() { &reply["items"][0] } else { reply };
        assert_eq!(
            (&shown["created_by"], &shown["created_by_display_name"]),
            (&json!("rosa"), &json!("Rosa Bianchi")),
            "{operation}: {shown}",
        );
    }
    let operations: BTreeSet<_> =
        replies.iter().map(|(operation, _)| (*operation).to_owned()).collect();
    assert_eq!(operations, operations_replying(schema));
}

/// The operations whose reply is, has, or lists something of a schema.
fn operations_replying(schema: &str) -> BTreeSet<String> {
    let document = sigillo_http::openapi::value();
    let methods = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values());
    let replies = |operation: &&Value| {
        ["200", "201", "202"].iter().any(|status| {
            let content = &operation["responses"][status]["content"]["application/json"];
            refers_to(&document, &content["schema"], &format!("#/components/schemas/{schema}"))
        })
    };
    methods
        .filter(replies)
        .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
        .collect()
}

fn refers_to(document: &Value, schema: &Value, wanted: &str) -> bool {
    match schema {
        Value::Object(fields) => fields.iter().any(|(name, value)| match value.as_str() {
            Some(reference) if name == "$ref" => {
                reference == wanted
                    || refers_to(document, document.pointer(&reference[1..]).unwrap(), wanted)
            }
            _ => refers_to(document, value, wanted),
        }),
        Value::Array(values) => values.iter().any(|value| refers_to(document, value, wanted)),
        _ => false,
    }
}

on_both_engines! {
    async fn records_show_the_present_names_of_people(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let renamed = json!({"display_name": "Rosa Bianchi"});
        app.patch(&format!("/api/v1/accounts/{}", rosa.id)).by(&operator).json(&renamed).expect(200).await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let note = app.post(&format!("{path}/notes")).by(&rosa).json(&json!({"text": "Una nota"}));
        let note = note.expect(201).await.body;
        assert_eq!((&note["author"], &note["author_display_name"]), (&json!("rosa"), &json!("Rosa Bianchi")));
        let notes = app.get(&format!("{path}/notes")).by(&rosa).expect(200).await.body;
        assert_eq!(notes["items"][0]["author_display_name"], "Rosa Bianchi");

        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await.body;
        let newest = &history["items"][0]["actor"];
        assert_eq!(*newest, json!({"kind": "postmaster", "name": "rosa", "display_name": "Rosa Bianchi"}));
        let by_system = &history["items"][1]["actor"];
        assert_eq!(by_system["display_name"], json!(null), "{by_system}");

        app.get("/api/v1/mailboxes/export?format=csv").by(&rosa).expect(200).await;
        let exports = app.get("/api/v1/exports").by(&rosa).expect(200).await.body;
        assert_eq!(exports["items"][0]["actor"]["display_name"], "Rosa Bianchi");
    }

    async fn every_reply_with_a_mailbox_shows_the_present_name_of_whoever_created_it(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let renamed = json!({"display_name": "Rosa Bianchi"});
        app.patch(&format!("/api/v1/accounts/{}", rosa.id)).by(&operator).json(&renamed).expect(200).await;
        let new = json!({
            "domain": DOMAIN, "local_part": "protocollo", "communication_email": "a@example.org",
            "holder": {"given_name": "Zoè", "family_name": "Tàlamo", "tax_code": tax_code(1)},
        });
        let created = app.post("/api/v1/mailboxes").by(&rosa).json(&new).expect(201).await.body;
        let path = format!("/api/v1/mailboxes/{}", created["id"].as_str().unwrap());
        let patch = |body: Value| app.patch(&path).by(&rosa).json(&body);
        let restore = format!("{path}/restore");
        let (renewal, termination) = (format!("{path}/renewal"), format!("{path}/termination"));
        let day = json!({"at": "2026-06-30"});
        let identification = format!("{path}/identification");
        // The second record of the history is the change of the quota.
        let replies = vec![
            ("update_mailbox", patch(json!({"quota_mb": 2000}))),
            ("restore_mailbox", app.post(&restore).by(&rosa).json(&json!({"seq": 2}))),
            ("update_mailbox", patch(json!({"state": "disabled"}))),
            ("update_mailbox", patch(json!({"communication_email": "b@example.org"}))),
            ("get_mailbox", app.get(&path).by(&rosa)),
            ("list_mailboxes", app.get("/api/v1/mailboxes").by(&rosa)),
            ("renew_mailbox", app.post(&renewal).by(&rosa).json(&json!({}))),
            ("terminate_mailbox", app.post(&termination).by(&rosa).json(&day)),
            ("withdraw_mailbox_termination", app.delete(&termination).by(&rosa)),
            ("record_identification", app.post(&identification).by(&rosa).json(&spid())),
            ("withdraw_identification", app.delete(&identification).by(&rosa)),
            ("cancel_mailbox", app.delete(&path).by(&rosa)),
        ];
        let csv = app.get("/api/v1/mailboxes/export?format=csv").by(&rosa).expect(200).await;
        let csv = String::from_utf8(csv.bytes.to_vec()).unwrap();
        assert!(csv.contains(";Rosa Bianchi (rosa);"), "{csv}");
        let mut shown = vec![("create_mailbox", created)];
        for (operation, request) in replies {
            shown.push((operation, request.expect(200).await.body));
        }
        all_are_named(&shown, "Mailbox");
    }

    async fn every_reply_with_a_job_shows_the_present_name_of_whoever_created_it(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let renamed = json!({"display_name": "Rosa Bianchi"});
        app.patch(&format!("/api/v1/accounts/{}", rosa.id)).by(&operator).json(&renamed).expect(200).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let post = async |path: &str, body: Value| {
            app.post(path).by(&rosa).json(&body).expect(202).await.body
        };
        let order = async |path: &str| app.post(path).by(&rosa).expect(202).await.body;
        let job = |made: &Value| format!("/api/v1/jobs/{}", made["id"].as_str().unwrap());
        let work = async || while sigillo_app::jobs::work(&app.app).await.unwrap() > 0 {};
        let file = b"casella;e-mail di comunicazione\nanna;anna@example.org\n".to_vec();
        let upload = app.post(&format!("/api/v1/imports?domain={DOMAIN}")).by(&rosa);
        let import = upload.raw("text/csv", file).expect(202).await.body;
        work().await;
        let columns = json!({"columns": [{"field": "local_part"}, {"field": "communication_email"}]});
        let mapping = app.patch(&format!("{}/mapping", job(&import))).by(&rosa).json(&columns);
        let mapped = mapping.expect(200).await.body;
        let cancelled = order(&format!("{}/cancel", job(&import))).await;
        let disable = json!({"change": {"action": "disable"}, "ids": [mailbox.id]});
        let change = post("/api/v1/bulk-changes", disable).await;
        work().await;
        let run = post(&format!("{}/run", job(&change)), json!({})).await;
        work().await;
        let undo = order(&format!("{}/undo", job(&change))).await;
        let found = app.get(&job(&change)).by(&rosa).expect(200).await.body;
        let list = app.get("/api/v1/jobs").by(&rosa).expect(200).await.body;
        let holders = b"codice fiscale;cognome;nome\n;Marchini;Elda\n".to_vec();
        let holders = app.post("/api/v1/holder-imports").by(&rosa).raw("text/csv", holders);
        let holders = holders.expect(202).await.body;
        let identities = app.post(&format!("/api/v1/identification-imports?domain={DOMAIN}"));
        let rows = b"casella;metodo\nprotocollo;spid\n".to_vec();
        let identities = identities.by(&rosa).raw("text/csv", rows).expect(202).await.body;
        let shown = [
            ("create_identification_import", identities),
            ("create_holder_import", holders),
            ("create_import", import), ("map_import", mapped), ("cancel_job", cancelled),
            ("create_bulk_change", change), ("run_job", run), ("undo_job", undo),
            ("get_job", found), ("list_jobs", list),
        ];
        all_are_named(&shown, "Job");
    }

    async fn an_operation_says_who_where_and_what_it_changes(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let matching = json!({"domain": DOMAIN, "q": "proto", "state": "active"});
        let request = json!({
            "change": {"action": "update", "quota_mb": 2000}, "matching": matching, "count": 1,
        });
        let job = app.post("/api/v1/bulk-changes").by(&rosa).json(&request).expect(202).await.body;
        assert_eq!((&job["matching"], &job["created_by_display_name"]), (&matching, &json!("rosa")));
        sigillo_app::jobs::work(&app.app).await.unwrap();
        let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
        let changes = json!([
            {"field": "quota_mb", "before": 1000, "after": 2000},
            {"field": "soft_limit_mb", "before": 800, "after": 1600},
        ]);
        let rows = app.get(&format!("{path}/rows")).by(&rosa).expect(200).await.body;
        assert_eq!((&rows["items"][0]["outcome"], &rows["items"][0]["changes"]), (&json!("to_do"), &changes));
        let run = app.post(&format!("{path}/run")).by(&rosa).json(&json!({"count": 1}));
        assert_eq!(run.expect(202).await.body["run_by_display_name"], "rosa");
        sigillo_app::jobs::work(&app.app).await.unwrap();
        let rows = app.get(&format!("{path}/rows")).by(&rosa).expect(200).await.body;
        assert_eq!((&rows["items"][0]["outcome"], &rows["items"][0]["changes"]), (&json!("done"), &changes));
        let list = app.get("/api/v1/jobs").by(&rosa).expect(200).await.body;
        assert_eq!((&list["items"][0]["matching"], &list["items"][0]["created_by_display_name"]), (&matching, &json!("rosa")));
        // A selection of single mailboxes has no filters.
        let request = json!({"change": {"action": "disable"}, "ids": [mailbox.id]});
        let job = app.post("/api/v1/bulk-changes").by(&rosa).json(&request).expect(202).await.body;
        assert_eq!(job["matching"], json!(null));
    }
}
