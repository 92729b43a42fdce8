//! Templates, and how an organisation handles its contracts.

use serde_json::{Value, json};
use sigillo_app::history::{Request, verify};
use sigillo_domain::permission::Permission;
use sigillo_testkit::on_both_engines;

use super::{DOMAIN, office, register};

const PATH: &str = "/api/v1/contract-templates";
const TEXT: &str = "# Contratto di {{titolare.nome_completo}}\n\n## Oggetto\n\nLa casella {{casella.indirizzo}}.\n\n\
    ## Recesso {approvazione specifica}\n\nOgnuno recede.\n\n## Dati {privacy}\n\nI dati servono.\n";

fn template(name: &str) -> Value {
    json!({"name": name, "text": TEXT})
}

on_both_engines! {
    async fn a_version_is_added_and_taken_into_use(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let create = |name: &str| app.post(PATH).by(&rosa).json(&template(name));
        let first = create("Standard").expect(201).await;
        assert_eq!((&first.body["number"], &first.body["in_use"]), (&json!(1), &json!(false)));
        let second = create(" STANDARD ").expect(201).await.body;
        assert_eq!(second["number"], 2);
        assert_eq!(create("Altro").expect(201).await.body["number"], 1);
        let use_it = |id: &Value, version: i64, in_use: bool| {
            let path = format!("{PATH}/{}", id.as_str().unwrap());
            app.patch(&path).by(&rosa).if_match(version).json(&json!({"in_use": in_use}))
        };
        assert_eq!(use_it(&first.body["id"], 1, true).expect(200).await.body["in_use"], true);
        assert_eq!(use_it(&first.body["id"], 1, true).expect(412).await.code(), "stale");
        use_it(&second["id"], 1, true).expect(200).await;
        let list = app.get(&format!("{PATH}?sort=name")).by(&rosa).expect(200).await.body;
        let rows: Vec<_> = list["items"].as_array().unwrap().iter()
            .map(|row| json!([row["name"], row["number"], row["in_use"], row["text"]])).collect();
        assert_eq!(rows.len(), 3);
        assert!(rows.contains(&json!(["Standard", 1, false, null])));
        assert!(rows.contains(&json!(["STANDARD", 2, true, null])));
        // A contract is made from the version in use, and stays as it is after that.
        let mailbox = register(&app, &rosa, "ada", 1).await;
        let path = format!("/api/v1/contracts/{}", mailbox["contract"]["id"].as_str().unwrap());
        use_it(&second["id"], 2, false).expect(200).await;
        let contract = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!(contract["template_id"], second["id"]);
        assert_eq!(contract["text"]["title"], "Contratto di Ada Esempi");
        let other = register(&app, &rosa, "ida", 2).await;
        let other = format!("/api/v1/contracts/{}", other["contract"]["id"].as_str().unwrap());
        assert_eq!(app.get(&other).by(&rosa).expect(200).await.body["template_id"], Value::Null);
        let history = format!("{PATH}/{}/history", second["id"].as_str().unwrap());
        let history = app.get(&history).by(&rosa).expect(200).await.body;
        assert_eq!(history["items"].as_array().map(Vec::len), Some(3));
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
        let preview = format!("{PATH}/{}/preview", second["id"].as_str().unwrap());
        app.get(&preview).by(&rosa).expect(200).await;
        let _ = domain;
    }

    async fn a_text_that_cannot_be_a_contract_is_refused(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let refused = |text: String| {
            app.post(PATH).by(&rosa).json(&json!({"name": "Prova", "text": text})).expect(422)
        };
        let with = |line: &str| TEXT.replace("Ognuno recede.", line);
        for (text, fault) in [
            (String::new(), "/text required"),
            (with("{{titolare.eta}}"), "/text unknown_placeholder"),
            (with("un <b>testo"), "/text unsupported_markup"),
            (TEXT.replace("{privacy}", ""), "/text incomplete_template"),
            ("a".repeat(100_001), "/text too_long"),
        ] {
            assert_eq!(refused(text).await.faults(), [fault]);
        }
        let both = with("{{titolare.eta}}\n\nUno {{casella.peso}} e {{casella.peso}}");
        let errors = refused(both).await.body["errors"].clone();
        let error = |line: u32, text: &str| json!({
            "pointer": "/text", "code": "unknown_placeholder", "line": line, "text": text,
            "detail": format!("has a placeholder that is not known (line {line}: {text})"),
        });
        let weight = "{{casella.peso}}";
        assert_eq!(errors, json!([error(9, "{{titolare.eta}}"), error(11, weight), error(11, weight)]));
        let mark = refused(TEXT.replace("{privacy}", "{segreto}")).await.body["errors"].clone();
        assert_eq!((&mark[0]["line"], &mark[0]["text"]), (&json!(11), &json!("{segreto}")));
        assert_eq!(mark[1]["code"], "incomplete_template");
        let huge = json!({"name": "Prova", "text": "a".repeat(20 << 20)});
        app.post(PATH).by(&rosa).json(&huge).expect(413).await;
        let nameless = app.post(PATH).by(&rosa).json(&json!({"text": TEXT})).expect(422).await;
        assert_eq!(nameless.faults(), ["/name required"]);
    }

    async fn templates_and_settings_are_of_one_organisation(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let foreign = app.domain("altra.example.it").await;
        let ugo = app.postmaster("ugo", foreign.organization_id).await;
        let anna = app.assistant("anna", &domain, &Permission::ALL).await;
        let operator = app.operator("gestore").await;
        let created = app.post(PATH).by(&rosa).json(&template("Nostro")).expect(201).await;
        let path = created.header("location").unwrap().to_owned();
        for part in ["", "/history", "/preview"] {
            app.get(&format!("{path}{part}")).by(&ugo).expect(404).await;
            app.get(&format!("{path}{part}")).by(&anna).expect(403).await;
            app.get(&format!("{path}{part}")).by(&operator).expect(200).await;
        }
        app.patch(&path).by(&ugo).json(&json!({"in_use": true})).expect(404).await;
        app.patch(&path).by(&anna).json(&json!({"in_use": true})).expect(403).await;
        assert_eq!(app.get(PATH).by(&ugo).expect(200).await.body["items"], json!([]));
        let mut theirs = template("Loro");
        theirs["organization_id"] = json!(foreign.organization_id);
        assert_eq!(app.post(PATH).by(&rosa).json(&theirs).expect(422).await.faults(), ["/organization_id unknown"]);
        app.post(PATH).by(&operator).json(&theirs).expect(201).await;

        let settings = |id| format!("/api/v1/organizations/{id}/contract-settings");
        let own = settings(domain.organization_id);
        assert_eq!(app.get(&own).by(&rosa).expect(200).await.body, json!({"term_days": 30, "notice_email": "", "version": 0}));
        app.get(&own).by(&ugo).expect(404).await;
        app.patch(&own).by(&ugo).json(&json!({"term_days": 5})).expect(404).await;
        app.patch(&own).by(&anna).json(&json!({"term_days": 5})).expect(403).await;
        let wrong = json!({"term_days": 0, "notice_email": "nessuno"});
        let faults = app.patch(&own).by(&rosa).json(&wrong).expect(422).await.faults();
        assert_eq!(faults, ["/term_days out_of_range", "/notice_email invalid_email"]);
        let change = json!({"term_days": 5, "notice_email": "pec@example.it"});
        let changed = app.patch(&own).by(&rosa).if_match(0).json(&change).expect(200).await.body;
        assert_eq!(changed["version"], 1);
        app.patch(&own).by(&rosa).if_match(0).json(&json!({"term_days": 6})).expect(412).await;
        let mailbox = register(&app, &rosa, "ada", 1).await;
        assert_eq!(mailbox["contract"]["expires_at"], "2026-01-06T22:59:59Z");
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
        let _ = DOMAIN;
    }
}
