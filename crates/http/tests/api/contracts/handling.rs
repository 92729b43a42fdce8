//! What the administration does with contracts.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::history::{Request, verify};
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Answer, PASSWORD, TestApp, on_both_engines, tax_code};

use super::{
    CONTRACTS, actions, ask_for_code, link, office, open, register, request, sent, sent_for, states,
};

on_both_engines! {
    async fn a_registered_mailbox_waits_for_the_contract_that_was_sent(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        assert_eq!(sent.mailbox["state"], "pending_activation");
        let contract = app.get(&sent.path).by(&rosa).expect(200).await;
        assert_eq!(contract.header("etag"), Some("\"1\""));
        let body = &contract.body;
        assert_eq!((&body["state"], &body["delivery"], &body["recipient"]), (&json!("sent"), &json!("sent"), &json!("ada@example.org")));
        assert_eq!(body["expires_at"], "2026-01-31T22:59:59Z");
        assert!(!body.to_string().contains(&sent.token));
        let file = app.get(&format!("{}/file", sent.path)).by(&rosa).expect(200).await;
        assert_eq!(file.header("content-type"), Some("application/pdf"));
        app.get(&format!("{}/file?which=sealed", sent.path)).by(&rosa).expect(404).await;
        assert_eq!(actions(&app, &rosa, &sent.path).await, ["created"]);
        let list = app.get(&format!("{CONTRACTS}?state=sent&q=esempi&domain=pec.example.it")).by(&rosa).expect(200).await;
        assert_eq!(list.body["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(app.get(&format!("{CONTRACTS}?state=signed")).by(&rosa).expect(200).await.body["items"], json!([]));
        // Nobody gets a second contract while one stands.
        let again = json!({"mailbox_id": sent.mailbox["id"]});
        assert_eq!(app.post(CONTRACTS).by(&rosa).json(&again).expect(409).await.code(), "not_in_this_state");
    }

    async fn a_link_that_is_sent_again_ends_the_one_before(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        app.clock.advance(TimeDelta::days(1));
        let rosa = app.sign_in("rosa").await;
        let resend = |version| app.post(&format!("{}/resend", sent.path)).by(&rosa).if_match(version);
        let resent = resend(1).expect(200).await.body;
        assert_eq!((&resent["expires_at"], &resent["version"]), (&json!("2026-01-31T22:59:59Z"), &json!(2)));
        assert_eq!(resend(1).expect(412).await.code(), "stale");
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        let token = link(&app, MessageKind::ContractToSign).await;
        assert_eq!(open(&app, &token, &sent.tax_code).await.status, 200);
        assert_eq!(actions(&app, &rosa, &sent.path).await, ["created", "resent", "opened"]);
    }

    async fn a_withdrawn_contract_opens_for_nobody_and_another_can_be_sent(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        let withdraw = || app.post(&format!("{}/withdraw", sent.path)).by(&rosa);
        assert_eq!(withdraw().if_match(1).expect(412).await.code(), "stale");
        assert_eq!(withdraw().expect(200).await.body["state"], "withdrawn");
        assert_eq!(withdraw().expect(409).await.code(), "not_in_this_state");
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        assert_eq!(ask_for_code(&app, &opened).await.code(), "link_not_valid");
        let another = json!({"mailbox_id": sent.mailbox["id"]});
        let another = app.post(CONTRACTS).by(&rosa).json(&another).expect(201).await;
        assert_eq!(another.body["state"], "sent");
        let token = link(&app, MessageKind::ContractToSign).await;
        assert_eq!(open(&app, &token, &sent.tax_code).await.status, 200);
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
    }

    async fn a_withdrawn_contract_tells_its_holder_why(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let withdraw = |body: Value| app.post(&format!("{}/withdraw", sent.path)).by(&rosa).json(&body);
        let faults = |answer: Answer| answer.faults();
        assert_eq!(faults(withdraw(json!({"reason": "è".repeat(501)})).expect(422).await), ["/reason too_long"]);
        assert_eq!(faults(withdraw(json!({"reason": "a\u{0}"})).expect(422).await), ["/reason invalid_characters"]);
        assert_eq!(faults(withdraw(json!({"reason": 7})).expect(422).await), ["/reason invalid_type"]);
        app.post(&format!("{}/withdraw", sent.path)).by(&rosa).raw("text/plain", "perché".into()).expect(415).await;
        let withdrawn = withdraw(json!({"reason": "  Richiesta due volte \n"})).expect(200).await.body;
        assert_eq!((&withdrawn["state"], &withdrawn["withdraw_reason"]), (&json!("withdrawn"), &json!("Richiesta due volte")));
        let messages = app.work().await;
        let [told] = messages.as_slice() else { panic!("{messages:?}") };
        assert_eq!((told.kind, told.recipient.as_str()), (MessageKind::ContractWithdrawn, "ada@example.org"));
        let content = ContractMessage::Withdrawn { reason: "Richiesta due volte".into(), at: TestApp::START };
        assert_eq!(told.content, content.into());
        let history = app.get(&format!("{}/history", sent.path)).by(&rosa).expect(200).await.body;
        let changes = history["items"][0]["changes"].as_array().unwrap();
        let reason = changes.iter().find(|change| change["field"] == "reason").unwrap();
        assert_eq!(reason["after"], "Richiesta due volte");
        let list = app.get(&format!("{CONTRACTS}?state=withdrawn")).by(&rosa).expect(200).await.body;
        assert_eq!(list["items"][0]["withdraw_reason"], "Richiesta due volte");
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
    }

    async fn a_holder_who_has_no_link_is_not_told_that_it_ended(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let withdraw = async |mailbox: &Value| {
            let path = format!("{CONTRACTS}/{}/withdraw", mailbox["contract"]["id"].as_str().unwrap());
            let withdrawn = app.post(&path).by(&rosa).json(&json!({})).expect(200).await.body;
            assert_eq!(withdrawn["withdraw_reason"], Value::Null);
            app.work().await.into_iter().map(|message| message.kind).collect::<Vec<_>>()
        };
        // The message is still in the outbox, where its link is no longer sent.
        let unsent = register(&app, &rosa, "ada", 1).await;
        assert_eq!(withdraw(&unsent).await, []);
        app.mailer.refuse_next("550 no such user", true);
        let refused = register(&app, &rosa, "ida", 2).await;
        assert_eq!(app.work().await, []);
        assert_eq!(withdraw(&refused).await, []);
        let received = register(&app, &rosa, "eva", 3).await;
        app.work().await;
        assert_eq!(withdraw(&received).await, [MessageKind::ContractWithdrawn]);
    }

    async fn contracts_are_in_the_scope_of_their_mailboxes(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let foreign = app.domain("altra.example.it").await;
        let ugo = app.postmaster("ugo", foreign.organization_id).await;
        let looks = app.assistant("anna", &domain, &[Permission::View]).await;
        let edits = app.assistant("edoardo", &domain, &[Permission::View, Permission::Edit]).await;
        let elsewhere = app.assistant("elsa", &foreign, &Permission::ALL).await;
        let sent = sent(&app, &rosa).await;
        for part in ["", "/history", "/file"] {
            let path = format!("{}{part}", sent.path);
            app.get(&path).by(&ugo).expect(404).await;
            app.get(&path).by(&elsewhere).expect(404).await;
            app.get(&path).by(&looks).expect(200).await;
        }
        for act in ["resend", "withdraw"] {
            let path = format!("{}/{act}", sent.path);
            app.post(&path).by(&ugo).expect(404).await;
            app.post(&path).by(&looks).expect(403).await;
        }
        let again = json!({"mailbox_id": sent.mailbox["id"]});
        app.post(CONTRACTS).by(&ugo).json(&again).expect(404).await;
        for (by, count) in [(&ugo, 0), (&elsewhere, 0), (&looks, 1), (&rosa, 1)] {
            let list = app.get(CONTRACTS).by(by).expect(200).await.body;
            assert_eq!(list["items"].as_array().map(Vec::len), Some(count), "{}", by.username);
        }
        app.post(&format!("{}/resend", sent.path)).by(&edits).expect(200).await;
        let activity = app.get("/api/v1/activity?subject_kind=contract").by(&looks).expect(200).await.body;
        let subject = &activity["items"][0]["subject"];
        assert_eq!(subject["name"], "ada@pec.example.it");
        assert_eq!(subject["href"], format!("/contratti/{}", sent.mailbox["contract"]["id"].as_str().unwrap()));
        let none = app.get("/api/v1/activity?subject_kind=contract").by(&elsewhere).expect(200).await.body;
        assert_eq!(none["items"], json!([]));
    }

    async fn a_plan_or_quota_that_an_open_contract_names_stays(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let path = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().unwrap());
        let change = |quota: i64| app.patch(&path).by(&rosa).json(&json!({"quota_mb": quota}));
        assert_eq!(change(4096).expect(422).await.faults(), ["/quota_mb contract_open"]);
        app.post(&format!("{}/withdraw", sent.path)).by(&rosa).expect(200).await;
        change(4096).expect(200).await;
    }

    async fn a_cancelled_mailbox_takes_its_contract_along(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let path = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().unwrap());
        app.delete(&path).by(&rosa).expect(200).await;
        assert_eq!(states(&app, &rosa, &sent).await, ("withdrawn".into(), "cancelled".into()));
        let kinds: Vec<_> = app.work().await.into_iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [MessageKind::MailboxCancelled]);
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        let again = json!({"mailbox_id": sent.mailbox["id"]});
        app.post(CONTRACTS).by(&rosa).json(&again).expect(409).await;
    }

    async fn a_merged_holder_brings_the_contract_along(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let other = register(&app, &rosa, "ida", 2).await;
        app.work().await;
        let (ends, stays) = (&sent.mailbox["holder"]["id"], &other["holder"]["id"]);
        let path = format!("/api/v1/holders/{}/merge", ends.as_str().unwrap());
        let merge = async |source: &str| {
            let body = json!({"into": stays, "take": {"tax_code": source}});
            app.post(&path).by(&rosa).json(&body).send().await
        };
        // Whichever codice fiscale stays, one of the two contracts has the other one.
        for source in ["into", "this"] {
            assert_eq!(merge(source).await.faults(), ["/take/tax_code contract_open"]);
        }
        let others = format!("{CONTRACTS}/{}", other["contract"]["id"].as_str().unwrap());
        app.post(&format!("{others}/withdraw")).by(&rosa).expect(200).await;
        assert_eq!(merge("into").await.faults(), ["/take/tax_code contract_open"]);
        assert_eq!(merge("this").await.status, 200);
        let contract = app.get(&sent.path).by(&rosa).expect(200).await.body;
        assert_eq!(&contract["holder_id"], stays);
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.status, 200);
        let history = app.get(&format!("{}/history", sent.path)).by(&rosa).expect(200).await.body;
        let first = history["items"].as_array().unwrap().last().unwrap().clone();
        let recipient = |record: &Value| {
            let changes = record["changes"].as_array().unwrap().clone();
            changes.into_iter().find(|change| change["field"] == "recipient").map(|change| change["after"].clone())
        };
        assert_eq!(recipient(&first), Some(json!("ada@example.org")));
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
    }

    async fn a_name_that_an_open_contract_has_is_not_corrected(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let path = format!("/api/v1/holders/{}", sent.mailbox["holder"]["id"].as_str().unwrap());
        let correct = async || {
            let body = json!({
                "family_name": "Esempio", "tax_code": tax_code(2), "correction_reason": "Errore",
            });
            app.patch(&path).by(&rosa).json(&body).send().await
        };
        let refused = ["/family_name contract_open", "/tax_code contract_open"];
        assert_eq!(correct().await.faults(), refused);
        // Signed, it still waits for its seal.
        app.execute("UPDATE contract SET state = 'signed'").await;
        assert_eq!(correct().await.faults(), refused);
        app.execute("UPDATE contract SET state = 'sent'").await;
        let renamed = json!({"given_name": "ADA", "correction_reason": "Maiuscole"});
        assert_eq!(app.patch(&path).by(&rosa).json(&renamed).send().await.faults(), ["/given_name contract_open"]);
        app.post(&format!("{}/withdraw", sent.path)).by(&rosa).expect(200).await;
        assert_eq!(correct().await.status, 200);
    }

    async fn another_communication_email_gets_a_link_of_its_own(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let path = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().unwrap());
        let body = json!({"communication_email": "nuova@example.org"});
        app.patch(&path).by(&rosa).json(&body).expect(200).await;
        let messages = app.work().await;
        let told: Vec<_> = messages.iter().map(|one| (one.kind, one.recipient.as_str())).collect();
        // The mailbox itself cannot be read yet.
        let changed = MessageKind::CommunicationEmailChanged;
        assert_eq!(told.iter().filter(|(kind, _)| *kind == changed).count(), 2);
        assert!(told.contains(&(MessageKind::ContractToSign, "nuova@example.org")), "{told:?}");
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        let token = messages.iter().find_map(|one| one.link_token.clone()).unwrap();
        let opened = open(&app, &token, &sent.tax_code).await;
        assert_eq!(opened.status, 200);
        assert_eq!(ask_for_code(&app, &opened.body).await.status, 200);
        let code = app.work().await;
        assert!(code.iter().all(|one| one.recipient == "nuova@example.org"), "{code:?}");
        assert_eq!(actions(&app, &rosa, &sent.path).await[..2], ["created", "resent"]);
        // A contract that nobody can sign any more is not sent again.
        app.post(&format!("{}/withdraw", sent.path)).by(&rosa).expect(200).await;
        app.work().await;
        app.patch(&path).by(&rosa).json(&json!({"communication_email": "terza@example.org"})).expect(200).await;
        assert!(app.work().await.iter().all(|one| one.kind == changed));
    }

    async fn an_email_that_the_user_confirms_gets_the_open_contract_too(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        // As after a change of holder: the mailbox is in use, and its contract is not signed yet.
        app.execute("UPDATE mailbox SET state = 'active', activated_at = created_at").await;
        let id = sent.mailbox["id"].as_str().unwrap().parse().unwrap();
        let token = app.password_link(id).await;
        app.set_password(&token, PASSWORD).await;
        app.work().await;
        let user = app.user("ada@pec.example.it").await;
        let body = json!({"communication_email": "nuova@example.org", "current_password": PASSWORD});
        app.post("/api/v1/own-mailbox/communication-email").by_user(&user).json(&body).expect(202).await;
        let token = link(&app, MessageKind::ConfirmCommunicationEmail).await;
        app.post("/api/v1/links/communication-email").json(&json!({"token": token})).expect(204).await;
        let messages = app.work().await;
        let contract = messages.iter().find(|one| one.kind == MessageKind::ContractToSign).unwrap();
        assert_eq!(contract.recipient, "nuova@example.org");
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        assert_eq!(actions(&app, &rosa, &sent.path).await, ["created", "resent"]);
    }

    async fn a_contract_promises_preservation_where_the_mailbox_has_it(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let plan = app.plan("S-1GIN_1GARCH_1GCONS", 1024, 1024).await;
        app.execute("UPDATE plan SET preservation_mb = 1024").await;
        app.offer(&domain, &[plan]).await;
        app.execute("UPDATE domain SET preservation_available = TRUE").await;
        for (local_part, preservation, expected) in
            [("senza", false, json!(null)), ("con", true, json!("1 GB"))]
        {
            let mut request = request(local_part, 1);
            request["preservation"] = json!(preservation);
            if preservation {
                let holder = app.get(&format!("/api/v1/holders?tax_code={}", tax_code(1))).by(&rosa).expect(200).await;
                request["holder"] = json!({"id": holder.body["items"][0]["id"]});
            }
            let sent = sent_for(&app, &rosa, &request).await;
            let text = open(&app, &sent.token, &sent.tax_code).await.body["text"].clone();
            let value = |label: &str| {
                let facts = text["mailbox"].as_array().unwrap().iter();
                facts.clone().find(|fact| fact["label"] == label).map_or(json!(null), |fact| fact["value"].clone())
            };
            assert_eq!((value("Archivio"), value("Conservazione")), (json!("1 GB"), expected));
        }
    }

    async fn activation_data_are_sent_again_for_an_active_mailbox_alone(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let looks = app.assistant("anna", &domain, &[Permission::View]).await;
        let path = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().unwrap());
        let send = || app.post(&format!("{path}/activation-data"));
        assert_eq!(send().by(&rosa).expect(409).await.code(), "not_in_this_state");
        app.execute("UPDATE mailbox SET state = 'active'").await;
        send().by(&looks).expect(403).await;
        assert_eq!(send().by(&rosa).expect(202).await.body["kind"], "welcome");
        let welcome = app.work().await.into_iter().find(|message| message.kind == MessageKind::Welcome);
        let token = welcome.and_then(|message| message.link_token).unwrap();
        app.set_password(&token, "quattro parole a caso").await;
        app.execute("UPDATE mailbox SET state = 'disabled'").await;
        assert_eq!(send().by(&rosa).expect(409).await.code(), "not_in_this_state");
    }
}
