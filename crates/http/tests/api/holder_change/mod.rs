//! Changes of the holders of mailboxes: requested by one person, decided by another.

mod ends;
mod follow;
mod refusals;

use serde_json::{Value, json};
use sigillo_app::history::{Request, verify};
use sigillo_domain::id::{HolderId, MailboxId};
use sigillo_domain::message::MessageKind;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_testkit::{Account, Answer, Client, Domain, PASSWORD, TestApp, on_both_engines};

pub const CHANGES: &str = "/api/v1/holder-changes";
pub const DOMAIN: &str = "pec.example.it";
pub const EMAIL: &str = "nuovo@example.org";

/// A domain with a mailbox that is in use, another holder, and two postmasters.
pub struct Office {
    pub domain: Domain,
    pub mailbox: MailboxId,
    pub old: HolderId,
    pub new: HolderId,
    /// Asks.
    pub rosa: Account,
    /// Decides.
    pub piero: Account,
}

pub async fn office(app: &TestApp) -> Office {
    let domain = app.domain(DOMAIN).await;
    let mailbox = app.held_mailbox(DOMAIN, "ufficio", 1).await;
    let token = app.password_link(mailbox.id).await;
    app.set_password(&token, PASSWORD).await;
    app.work().await;
    Office {
        mailbox: mailbox.id,
        old: mailbox.holder.expect("a holder").id,
        new: app.holder(domain.organization_id, 2).await.id,
        rosa: app.postmaster("rosa", domain.organization_id).await,
        piero: app.postmaster("piero", domain.organization_id).await,
        domain,
    }
}

/// The body of a request, with a document of this verdict.
pub async fn body(app: &TestApp, office: &Office, verdict: Verdict) -> Value {
    let document = app.change_document(office.mailbox, "subentro").await;
    if verdict != Verdict::Pending {
        app.judge_documents(verdict).await;
    }
    json!({
        "mailbox_id": office.mailbox,
        "document_id": document.id,
        "new_holder": {"id": office.new},
        "communication_email": EMAIL,
    })
}

pub fn path_of(answer: &Answer) -> String {
    format!("{CHANGES}/{}", answer.body["id"].as_str().expect("an id"))
}

/// A request by Rosa that waits for a decision; returns its path.
pub async fn requested(app: &TestApp, office: &Office, verdict: Verdict) -> String {
    let body = body(app, office, verdict).await;
    path_of(&app.post(CHANGES).by(&office.rosa).json(&body).expect(201).await)
}

pub fn approve(app: &TestApp, path: &str) -> Client {
    app.post(&format!("{path}/approve")).json(&json!({}))
}

pub async fn check_history(app: &TestApp) {
    let verified = verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

pub async fn mailbox(app: &TestApp, office: &Office) -> Value {
    let path = format!("/api/v1/mailboxes/{}", office.mailbox);
    app.get(&path).by(&office.rosa).expect(200).await.body
}

/// The newest record of the mailbox's history.
pub async fn newest(app: &TestApp, office: &Office) -> Value {
    let path = format!("/api/v1/mailboxes/{}/history", office.mailbox);
    app.get(&path).by(&office.rosa).expect(200).await.body["items"][0].clone()
}

on_both_engines! {
    async fn somebody_else_approves_and_everything_follows_at_once(app: TestApp) {
        let office = office(&app).await;
        let user = app.user("ufficio@pec.example.it").await;
        let body = body(&app, &office, Verdict::Valid).await;
        let created = app.post(CHANGES).by(&office.rosa).json(&body).expect(201).await;
        let path = path_of(&created);
        assert_eq!(created.header("location"), Some(path.as_str()));
        assert_eq!((&created.body["state"], &created.body["may_decide"]), (&json!("pending"), &json!(false)));
        assert_eq!(created.body["old_holder_id"], json!(office.old));
        assert_eq!(created.body["document"]["verdict"], "valid");
        let summary = mailbox(&app, &office).await["holder_change"].clone();
        assert_eq!((&summary["id"], &summary["requested_by"]), (&created.body["id"], &json!("rosa")));
        let record = newest(&app, &office).await;
        assert_eq!(record["action"], "holder_change_requested");
        let sha256 = &created.body["document"]["sha256"];
        assert_eq!(&record["changes"][0]["after"]["document_sha256"], sha256);
        assert!(!record.to_string().contains(EMAIL), "{record}");

        // Four eyes: not even a postmaster decides what they have asked for.
        assert_eq!(approve(&app, &path).by(&office.rosa).expect(403).await.code(), "own_request");
        let waits = app.get("/api/v1/me").by(&office.piero).expect(200).await.body;
        assert_eq!(waits["holder_changes_to_decide"], 1);
        let own = app.get("/api/v1/me").by(&office.rosa).expect(200).await.body;
        assert_eq!(own["holder_changes_to_decide"], 0);
        assert_eq!(app.work().await, []);

        let approved = approve(&app, &path).by(&office.piero).if_match(1).expect(200).await.body;
        assert_eq!((&approved["state"], &approved["decided_by"]), (&json!("approved"), &json!("piero")));
        let after = mailbox(&app, &office).await;
        assert_eq!((&after["holder"]["id"], &after["communication_email"]), (&json!(office.new), &json!(EMAIL)));
        assert_eq!((&after["state"], &after["password_state"]), (&json!("active"), &json!("to_set")));
        assert_eq!(after.get("holder_change"), None);
        // The session and the password of the former holder are gone.
        app.get("/api/v1/own-mailbox").by_user(&user).expect(401).await;
        let credentials = json!({"address": "ufficio@pec.example.it", "password": PASSWORD});
        app.post("/api/v1/own-mailbox/sessions").json(&credentials).expect(401).await;

        let sent = app.work().await;
        let of = |kind| sent.iter().find(|message| message.kind == kind).expect("a message");
        assert_eq!(of(MessageKind::FormerHolder).recipient, "ufficio@example.org");
        let link = of(MessageKind::NewHolder);
        assert_eq!((sent.len(), link.recipient.as_str()), (2, EMAIL));
        let token = link.link_token.clone().expect("a link");
        let password = json!({"token": token, "new_password": "altre cinque parole a caso"});
        app.post("/api/v1/links/password").json(&password).expect(204).await;
        app.post("/api/v1/links/password").json(&password).expect(410).await;
        let history = app.get(&format!("/api/v1/mailboxes/{}/history", office.mailbox)).by(&office.rosa).expect(200).await.body;
        let changed = history["items"].as_array().unwrap().iter().find(|it| it["action"] == "holder_changed").unwrap();
        assert_eq!(changed["actor"]["name"], "piero");
        assert!(changed.to_string().contains(sha256.as_str().unwrap()), "{changed}");
        check_history(&app).await;
    }

    async fn a_new_holder_is_registered_with_the_request(app: TestApp) {
        let office = office(&app).await;
        let mut request = body(&app, &office, Verdict::Valid).await;
        request["new_holder"] = json!({"given_name": "Ugo", "family_name": "Prove", "tax_code": sigillo_testkit::tax_code(3)});
        request["address"] = json!(sigillo_testkit::address("Via Larga"));
        let created = app.post(CHANGES).by(&office.rosa).json(&request).expect(201).await;
        assert_eq!(created.body["new_holder_name"], "Prove Ugo");
        let holder = created.body["new_holder_id"].as_str().unwrap().to_owned();
        let shown = app.get(&format!("/api/v1/holders/{holder}")).by(&office.piero).expect(200).await.body;
        let address = shown["addresses"][0]["id"].as_str().unwrap().to_owned();
        // The address waits for the mailbox, and cannot go.
        let refused = app.delete(&format!("/api/v1/holder-addresses/{address}")).by(&office.rosa).expect(409).await;
        assert_eq!(refused.code(), "in_use");
        approve(&app, &path_of(&created)).by(&office.piero).expect(200).await;
        assert_eq!(mailbox(&app, &office).await["holder_address"]["id"], address);
        check_history(&app).await;
    }

    async fn a_request_that_is_sent_again_is_one(app: TestApp) {
        let office = office(&app).await;
        let body = body(&app, &office, Verdict::Valid).await;
        let ask = || app.post(CHANGES).by(&office.rosa).json(&body).header("idempotency-key", "una");
        let (first, again) = (ask().expect(201).await, ask().expect(201).await);
        assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
        let path = path_of(&first);
        let approve = || approve(&app, &path).by(&office.piero).header("idempotency-key", "due");
        let (first, again) = (approve().expect(200).await, approve().expect(200).await);
        assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
        assert_eq!(app.work().await.len(), 2);
        assert_eq!(super::approve(&app, &path).by(&office.piero).expect(409).await.code(), "not_in_this_state");
        check_history(&app).await;
    }

    async fn where_there_are_contracts_the_new_holder_gets_one(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let sent = app.contract(domain.id, "ada", 1).await;
        let direct = json!({"onboarding": "contract"});
        let operator = app.operator("gestore").await;
        app.patch(&format!("/api/v1/domains/{}", domain.id)).by(&operator).json(&direct).expect(200).await;
        let office = Office {
            mailbox: sent.mailbox.id,
            old: sent.mailbox.holder.as_ref().unwrap().id,
            new: app.holder(domain.organization_id, 2).await.id,
            rosa: app.postmaster("rosa", domain.organization_id).await,
            piero: app.postmaster("piero", domain.organization_id).await,
            domain,
        };
        let mut request = body(&app, &office, Verdict::Valid).await;
        let refused = app.post(CHANGES).by(&office.rosa).json(&request).expect(422).await;
        assert_eq!(refused.faults(), ["/address required"]);
        request["address"] = json!(sigillo_testkit::address("Via Larga"));
        let path = path_of(&app.post(CHANGES).by(&office.rosa).json(&request).expect(201).await);
        // The newest contract is the one of a later moment.
        app.clock.advance(chrono::TimeDelta::minutes(1));
        approve(&app, &path).by(&office.piero).expect(200).await;
        let old = app.get(&format!("/api/v1/contracts/{}", sent.id)).by(&office.rosa).expect(200).await.body;
        assert_eq!(old["state"], "withdrawn");
        let after = mailbox(&app, &office).await;
        assert_eq!((&after["state"], &after["contract"]["state"]), (&json!("pending_activation"), &json!("sent")));
        let new = app.get(&format!("/api/v1/contracts/{}", after["contract"]["id"].as_str().unwrap())).by(&office.rosa).expect(200).await.body;
        assert_eq!((&new["holder_id"], &new["recipient"]), (&json!(office.new), &json!(EMAIL)));
        let kinds: Vec<_> = app.work().await.into_iter().map(|it| (it.kind, it.recipient)).collect();
        assert!(kinds.contains(&(MessageKind::ContractToSign, EMAIL.to_owned())), "{kinds:?}");
        assert!(kinds.contains(&(MessageKind::FormerHolder, "ada@example.org".to_owned())), "{kinds:?}");
        assert_eq!(kinds.len(), 2);
        check_history(&app).await;
    }

    async fn a_sealed_contract_is_superseded_and_the_mailbox_stays_active(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let sent = app.contract(domain.id, "ada", 1).await;
        let opened = app.open_contract(&sent).await;
        let code = app.signing_code(&opened).await;
        app.post("/api/v1/signing/sign").json(&json!({"token": opened.token, "code": code})).expect(200).await;
        sigillo_app::contracts::seal_signed(&app.app, 5).await.unwrap();
        app.work().await;
        let operator = app.operator("gestore").await;
        app.patch(&format!("/api/v1/domains/{}", domain.id)).by(&operator).json(&json!({"onboarding": "contract"})).expect(200).await;
        let office = Office {
            mailbox: sent.mailbox.id,
            old: sent.mailbox.holder.as_ref().unwrap().id,
            new: app.holder(domain.organization_id, 2).await.id,
            rosa: app.postmaster("rosa", domain.organization_id).await,
            piero: app.postmaster("piero", domain.organization_id).await,
            domain,
        };
        let mut request = body(&app, &office, Verdict::Valid).await;
        request["address"] = json!(sigillo_testkit::address("Via Larga"));
        let path = path_of(&app.post(CHANGES).by(&office.rosa).json(&request).expect(201).await);
        // The newest contract is the one of a later moment.
        app.clock.advance(chrono::TimeDelta::minutes(1));
        approve(&app, &path).by(&office.piero).expect(200).await;
        let old = app.get(&format!("/api/v1/contracts/{}", sent.id)).by(&office.rosa).expect(200).await.body;
        assert_eq!(old["state"], "superseded");
        app.get(&format!("/api/v1/contracts/{}/file?which=sealed", sent.id)).by(&office.rosa).expect(200).await;
        let after = mailbox(&app, &office).await;
        assert_eq!((&after["state"], &after["contract"]["state"]), (&json!("active"), &json!("sent")));
        assert_eq!(app.work().await.len(), 3);
        // If the new holder does not sign, there can be another contract.
        let contract = after["contract"]["id"].as_str().unwrap();
        app.post(&format!("/api/v1/contracts/{contract}/withdraw")).by(&office.rosa).expect(200).await;
        app.post("/api/v1/contracts").by(&office.rosa).json(&json!({"mailbox_id": office.mailbox})).expect(201).await;
        check_history(&app).await;
    }
}
