//! Names of domains, people and organisations that are written in more than one way, and addresses that
//! cannot receive what they are for.

use serde_json::{Value, json};
use sigillo_domain::message::MessageKind;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{PASSWORD, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const OWN: &str = "Protocollo@PEC.example.it";

fn new(domain: &str, local_part: &str, email: &str) -> Value {
    json!({"domain": domain, "local_part": local_part, "communication_email": email})
}

on_both_engines! {
    async fn a_mailbox_is_not_its_own_communication_email(app: TestApp) {
        app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let fault = ["/communication_email same_as_mailbox"];
        let create = |email: &str| {
            app.post("/api/v1/mailboxes").by(&operator).json(&new(DOMAIN, "protocollo", email))
        };
        assert_eq!(create(OWN).expect(422).await.faults(), fault);
        let mailbox = create("u@example.org").expect(201).await.body;
        let path = format!("/api/v1/mailboxes/{}", mailbox["id"].as_str().unwrap());
        let patch = app.patch(&path).by(&operator).json(&json!({"communication_email": OWN}));
        assert_eq!(patch.expect(422).await.faults(), fault);
        let bulk = json!({
            "change": {"action": "update", "communication_email": OWN}, "ids": [mailbox["id"]],
        });
        let job = app.post("/api/v1/bulk-changes").by(&operator).json(&bulk).expect(202).await.body;
        sigillo_app::jobs::work(&app.app).await.unwrap();
        let rows = format!("/api/v1/jobs/{}/rows", job["id"].as_str().unwrap());
        let rows = app.get(&rows).by(&operator).expect(200).await;
        assert_eq!(rows.body["items"][0]["errors"][0]["code"], "same_as_mailbox", "{}", rows.body);
    }

    async fn an_imported_mailbox_is_not_its_own_communication_email(app: TestApp) {
        app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let file = format!("casella;email\nprotocollo;{OWN}\nanna;anna@example.org\n");
        let path = format!("/api/v1/imports?domain={DOMAIN}");
        let upload = app.post(&path).by(&operator).raw("text/csv", file.into_bytes());
        let job = upload.expect(202).await.body;
        sigillo_app::jobs::work(&app.app).await.unwrap();
        let rows = format!("/api/v1/jobs/{}/rows", job["id"].as_str().unwrap());
        let rows = app.get(&rows).by(&operator).expect(200).await;
        assert_eq!(rows.body["items"][0]["errors"][0]["code"], "same_as_mailbox", "{}", rows.body);
        assert_eq!(rows.body["items"][1]["outcome"], "to_do", "{}", rows.body);
    }

    async fn a_user_cannot_choose_the_mailbox_itself_as_communication_email(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        app.work().await;
        let user = app.user(&mailbox.address).await;
        let request = json!({"communication_email": OWN, "current_password": PASSWORD});
        let answer = app.post("/api/v1/own-mailbox/communication-email").by_user(&user).json(&request);
        assert_eq!(answer.expect(422).await.faults(), ["/communication_email same_as_mailbox"]);
        let messages = app.work().await;
        assert!(messages.iter().all(|message| message.kind != MessageKind::ConfirmCommunicationEmail), "{messages:?}");
    }

    async fn a_domain_is_granted_once(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let grants = json!([
            {"domain": DOMAIN, "permissions": ["view"]},
            {"domain": "PEC.Example.it", "permissions": ["edit"]},
        ]);
        let body = json!({
            "username": "anna", "display_name": "Anna", "role": "assistant", "password": PASSWORD,
            "organization_id": domain.organization_id, "grants": grants,
        });
        let answer = app.post("/api/v1/accounts").by(&operator).json(&body).expect(422).await;
        assert_eq!(answer.faults(), ["/grants/1/domain repeated"]);
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let path = format!("/api/v1/accounts/{}", anna.id);
        let patch = app.patch(&path).by(&operator).json(&json!({"grants": grants}));
        assert_eq!(patch.expect(422).await.faults(), ["/grants/1/domain repeated"]);
        let kept = app.get(&path).by(&operator).expect(200).await.body;
        assert_eq!(kept["grants"][0]["permissions"], json!(["view"]));
    }

    async fn a_field_or_parameter_is_given_once(app: TestApp) {
        let operator = app.operator("gestore").await;
        let twice = br#"{"name": "Uno", "name": "Due"}"#.to_vec();
        let post = app.post("/api/v1/organizations").by(&operator).raw("application/json", twice);
        assert_eq!(post.expect(422).await.faults(), ["/name repeated"]);
        let get = app.get("/api/v1/mailboxes?limit=1&limit=2").by(&operator);
        assert_eq!(get.expect(422).await.faults(), ["limit repeated"]);
    }

    async fn a_domain_typed_with_accents_is_kept_as_the_network_knows_it(app: TestApp) {
        let operator = app.operator("gestore").await;
        let organization_id = app.organization("Comune di Forlì").await;
        let create = |name: &str| {
            let body = json!({"organization_id": organization_id, "name": name});
            app.post("/api/v1/domains").by(&operator).json(&body)
        };
        let created = create("PEC.Città.example.it").expect(201).await;
        assert_eq!(created.body["name"], "pec.xn--citt-3na.example.it");
        // The accent as a letter of its own, and the name as it is kept, are the same name.
        for same in ["pec.citta\u{300}.example.it", "pec.xn--citt-3na.example.it"] {
            assert_eq!(create(same).expect(409).await.code(), "name_taken", "{same}");
        }
        for wrong in ["1.2.3.4", "pec.example.123", "a b.it", "xn--a.it", "pec.exa\u{202e}mple.it"] {
            assert_eq!(create(wrong).expect(422).await.faults(), ["/name invalid_domain_name"], "{wrong}");
        }
        // Whoever names the domain may write it either way.
        let typed = new("pec.città.example.it", "anagrafe", "u@example.org");
        let mailbox = app.post("/api/v1/mailboxes").by(&operator).json(&typed).expect(201).await;
        assert_eq!(mailbox.body["address"], "anagrafe@pec.xn--citt-3na.example.it");
        let list = app.get("/api/v1/mailboxes?domain=pec.citt%C3%A0.example.it").by(&operator);
        assert_eq!(list.expect(200).await.body["items"].as_array().unwrap().len(), 1);
        let assistant = json!({
            "username": "anna", "display_name": "Anna", "role": "assistant", "password": PASSWORD,
            "organization_id": organization_id,
            "grants": [{"domain": "pec.citta\u{300}.example.it", "permissions": ["view"]}],
        });
        app.post("/api/v1/accounts").by(&operator).json(&assistant).expect(201).await;
    }

    async fn the_same_name_in_other_unicode_letters_is_taken(app: TestApp) {
        let operator = app.operator("gestore").await;
        let create = |name: &str| {
            app.post("/api/v1/organizations").by(&operator).json(&json!({"name": name}))
        };
        let created = create("Comune di Forli\u{300}").expect(201).await;
        assert_eq!(created.body["name"], "Comune di Forl\u{ec}");
        assert_eq!(create("Comune di Forl\u{ec}").expect(409).await.code(), "name_taken");
    }

    async fn an_address_that_most_servers_refuse_is_refused_when_typed(app: TestApp) {
        app.domain(DOMAIN).await;
        let operator = app.operator("gestore").await;
        let create = |email: &str| {
            app.post("/api/v1/mailboxes").by(&operator).json(&new(DOMAIN, "protocollo", email))
        };
        let refused = create("nicolò@example.org").expect(422).await;
        assert_eq!(refused.faults(), ["/communication_email international_email"]);
        let created = create("nicolo@città.example.org").expect(201).await;
        assert_eq!(created.body["communication_email"], "nicolo@xn--citt-3na.example.org");
    }
}
