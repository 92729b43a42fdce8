//! Resellers of an organisation, and the mailboxes that they sold.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::permission::Permission;
use sigillo_testkit::on_both_engines;

const PATH: &str = "/api/v1/resellers";
const DOMAIN: &str = "pec.example.it";

on_both_engines! {
    async fn a_reseller_is_created_renamed_and_brought_back(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let create = |name: &str| app.post(PATH).by(&rosa).json(&json!({"name": name}));
        let answer = create(" Città Servizi ").expect(201).await;
        assert_eq!((&answer.body["name"], &answer.body["organization_id"]), (&json!("Città Servizi"), &json!(domain.organization_id)));
        let path = answer.header("location").unwrap().to_owned();
        let taken = create("CITTA SERVIZI").expect(409).await;
        assert_eq!((taken.code(), taken.faults()), ("name_taken", vec!["/name taken".to_owned()]));
        assert_eq!(create("").expect(422).await.faults(), ["/name required"]);
        let rename = |name: &str| app.patch(&path).by(&rosa).json(&json!({"name": name}));
        let renamed = rename("Rete").if_match(1).expect(200).await;
        assert_eq!((renamed.body["version"].as_i64(), renamed.header("etag")), (Some(2), Some("\"2\"")));
        assert_eq!(rename("Altra").if_match(1).expect(412).await.code(), "stale");
        create("Negozio").expect(201).await;
        assert_eq!(rename("NEGOZIO").expect(409).await.code(), "name_taken");
        let restored = app.post(&format!("{path}/restore")).by(&rosa).json(&json!({"seq": 2})).expect(200).await;
        assert_eq!(restored.body["name"], "Città Servizi");
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await.body;
        assert_eq!(history["items"].as_array().map(Vec::len), Some(3));
        let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
        assert!(verified.unwrap().is_ok());
        app.tamper("UPDATE reseller SET name = 'Altra'").await;
        let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
        assert!(verified.unwrap().is_err());
    }

    async fn resellers_are_of_one_organisation(app: TestApp) {
        let (own, foreign) = (app.domain(DOMAIN).await, app.domain("altra.example.it").await);
        let operator = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", own.organization_id).await;
        let anna = app.assistant("anna", &own, &[Permission::View]).await;
        let ugo = app.postmaster("ugo", foreign.organization_id).await;
        let id = app.reseller(own.organization_id, "Rete").await;
        let path = format!("{PATH}/{id}");
        assert_eq!(app.get(PATH).by(&anna).expect(200).await.body["items"][0]["name"], "Rete");
        app.patch(&path).by(&anna).json(&json!({"name": "Altra"})).expect(403).await;
        app.post(PATH).by(&anna).json(&json!({"name": "Altra"})).expect(403).await;
        assert_eq!(app.get(PATH).by(&ugo).expect(200).await.body["items"], json!([]));
        app.get(&path).by(&ugo).expect(404).await;
        app.patch(&path).by(&ugo).json(&json!({"name": "Altra"})).expect(404).await;
        app.get(&format!("{path}/history")).by(&ugo).expect(404).await;
        app.post(&format!("{path}/restore")).by(&ugo).json(&json!({"seq": 1})).expect(404).await;
        let of = |organization: Value| json!({"name": "Rete", "organization_id": organization});
        let foreign_one = app.post(PATH).by(&rosa).json(&of(json!(foreign.organization_id))).expect(422).await;
        assert_eq!(foreign_one.faults(), ["/organization_id unknown"]);
        let nobodys = app.post(PATH).by(&operator).json(&json!({"name": " "})).expect(422).await;
        assert_eq!(nobodys.faults(), ["/name required", "/organization_id required"]);
        app.post(PATH).by(&operator).json(&of(json!(foreign.organization_id))).expect(201).await;
        assert_eq!(app.get(PATH).by(&operator).expect(200).await.body["items"].as_array().map(Vec::len), Some(2));
        let activity = |by| app.get("/api/v1/activity?subject_kind=reseller").by(by);
        assert_eq!(activity(&rosa).expect(200).await.body["items"][0]["subject"]["name"], "Rete");
        assert_eq!(activity(&ugo).expect(200).await.body["items"].as_array().map(Vec::len), Some(1));
    }

    async fn a_mailbox_has_a_reseller_of_its_organisation(app: TestApp) {
        let (own, foreign) = (app.domain(DOMAIN).await, app.domain("altra.example.it").await);
        let rosa = app.postmaster("rosa", own.organization_id).await;
        let rete = app.reseller(own.organization_id, "Rete").await;
        let altrui = app.reseller(foreign.organization_id, "Altrui").await;
        let request = |name: &str, reseller: Value| json!({
            "domain": DOMAIN, "local_part": name, "communication_email": "u@example.org", "reseller": reseller,
        });
        let create = |name: &str, reseller: Value| app.post("/api/v1/mailboxes").by(&rosa).json(&request(name, reseller));
        let created = create("uno", json!(rete)).expect(201).await;
        assert_eq!(created.body["reseller"], json!({"id": rete, "name": "Rete"}));
        for wrong in [json!(altrui), json!("boh")] {
            assert_eq!(create("due", wrong).expect(422).await.faults(), ["/reseller unknown"]);
        }
        assert_eq!(create("due", json!("")).expect(201).await.body["reseller"], Value::Null);
        let path = created.header("location").unwrap().to_owned();
        let change = |reseller: Value| app.patch(&path).by(&rosa).json(&json!({"reseller": reseller}));
        assert_eq!(change(json!(altrui)).expect(422).await.faults(), ["/reseller unknown"]);
        assert_eq!(change(json!("")).expect(200).await.body["reseller"], Value::Null);
        let restored = app.post(&format!("{path}/restore")).by(&rosa).json(&json!({"seq": 2})).expect(200).await;
        assert_eq!(restored.body["reseller"]["name"], "Rete");
        // To have had none can be brought back too.
        let restored = app.post(&format!("{path}/restore")).by(&rosa).json(&json!({"seq": 3})).expect(200).await;
        assert_eq!(restored.body["reseller"], Value::Null);
        change(json!(rete)).expect(200).await;
        let of_rete = app.get(&format!("/api/v1/mailboxes?count=exact&reseller={rete}")).by(&rosa).expect(200).await;
        assert_eq!((&of_rete.body["total"], &of_rete.body["items"][0]["local_part"]), (&json!(1), &json!("uno")));
        let file = app.get(&format!("/api/v1/mailboxes/export?format=csv&reseller={rete}")).by(&rosa).expect(200).await;
        let file = String::from_utf8_lossy(&file.bytes);
        assert!(file.lines().count() == 2 && file.contains("Rivenditore") && file.contains("Rete"), "{file}");
        // A saved view and a bulk change take the same filter.
        let query = json!({"domain": DOMAIN, "reseller": rete});
        let view = json!({"name": "Della Rete", "list": "mailboxes", "query": query});
        let view = app.post("/api/v1/views").by(&rosa).json(&view).expect(201).await.body;
        assert_eq!(view["query"], query);
        let change = json!({"change": {"action": "disable"}, "matching": query, "count": 1});
        app.post("/api/v1/bulk-changes").by(&rosa).json(&change).expect(202).await;
        let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
        assert!(verified.unwrap().is_ok());
    }
}
