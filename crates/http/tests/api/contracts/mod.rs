//! Contracts: their templates, what the administration does with them, and what the holder does.

mod codes;
mod handling;
mod own_signature;
mod seal;
mod signing;
mod steps;
mod templates;

use serde_json::{Value, json};
use sigillo_contract::domain::DomainCreate;
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::message::MessageKind;
use sigillo_testkit::{Account, Answer, Domain, TestApp, address, tax_code};

pub const DOMAIN: &str = "pec.example.it";
pub const CONTRACTS: &str = "/api/v1/contracts";

/// A domain with contracts, and a postmaster.
pub async fn office(app: &TestApp) -> (Domain, Account) {
    let organization_id = app.organization("Ente").await;
    let request = DomainCreate {
        organization_id,
        name: DOMAIN.into(),
        onboarding: Some(Onboarding::Contract),
        ..DomainCreate::default()
    };
    let domain = app.create_domain(request).await;
    let rosa = app.postmaster("rosa", organization_id).await;
    (domain, rosa)
}

/// A request for a mailbox with a new holder, the one of this number.
pub fn request(local_part: &str, number: usize) -> Value {
    json!({
        "domain": DOMAIN, "local_part": local_part, "communication_email": "ada@example.org",
        "holder": {"given_name": "Ada", "family_name": "Esempi", "tax_code": tax_code(number)},
        "address": address("Via delle Prove"),
    })
}

/// Registers a mailbox, and returns it.
pub async fn register(app: &TestApp, by: &Account, local_part: &str, number: usize) -> Value {
    app.post("/api/v1/mailboxes").by(by).json(&request(local_part, number)).expect(201).await.body
}

/// A contract that was sent: the mailbox, and the token of its link.
pub struct Sent {
    pub mailbox: Value,
    pub path: String,
    pub token: String,
    pub tax_code: String,
}

pub async fn sent(app: &TestApp, by: &Account) -> Sent {
    sent_for(app, by, &request("ada", 1)).await
}

/// Registers a mailbox for the holder number 1, whose contract is sent.
pub async fn sent_for(app: &TestApp, by: &Account, request: &Value) -> Sent {
    let mailbox = app.post("/api/v1/mailboxes").by(by).json(request).expect(201).await.body;
    let id = mailbox["contract"]["id"].as_str().expect("a contract").to_owned();
    let token = link(app, MessageKind::ContractToSign).await;
    Sent { mailbox, path: format!("{CONTRACTS}/{id}"), token, tax_code: tax_code(1) }
}

/// The token of the link in the message of a kind that is sent now.
pub async fn link(app: &TestApp, kind: MessageKind) -> String {
    let sent = app.work().await;
    let message = sent.into_iter().find(|message| message.kind == kind);
    message.and_then(|message| message.link_token).expect("a link")
}

/// Opens the contract of a link.
pub async fn open(app: &TestApp, token: &str, tax_code: &str) -> Answer {
    let body = json!({"token": token, "tax_code": tax_code});
    app.post("/api/v1/signing/open").json(&body).send().await
}

/// The request for a code, which accepts every text of an opened contract.
pub fn acceptance(opened: &Value) -> Value {
    let consents = opened["consents"].as_array().expect("consents").iter();
    let consents: Vec<_> = consents.map(|one| one["sha256"].clone()).collect();
    json!({"token": opened["token"], "consents": consents})
}

pub async fn ask_for_code(app: &TestApp, opened: &Value) -> Answer {
    app.post("/api/v1/signing/code").json(&acceptance(opened)).send().await
}

/// The code in the message that is sent now.
pub async fn code(app: &TestApp) -> String {
    let sent = app.work().await;
    sent.into_iter().find_map(|message| message.code).expect("a code")
}

pub async fn sign(app: &TestApp, opened: &Value, code: &str) -> Answer {
    let body = json!({"token": opened["token"], "code": code});
    app.post("/api/v1/signing/sign").json(&body).send().await
}

/// Opens, accepts and signs.
pub async fn signed(app: &TestApp, sent: &Sent) -> Value {
    let opened = open(app, &sent.token, &sent.tax_code).await;
    assert_eq!(opened.status, 200, "{:?}", opened.body);
    assert_eq!(ask_for_code(app, &opened.body).await.status, 200);
    let code = code(app).await;
    let answer = sign(app, &opened.body, &code).await;
    assert_eq!((answer.status, &answer.body["state"]), (200, &json!("signed")));
    opened.body
}

/// The state of the contract and of its mailbox.
pub async fn states(app: &TestApp, by: &Account, sent: &Sent) -> (String, String) {
    let state = |body: &Value| body["state"].as_str().expect("a state").to_owned();
    let contract = app.get(&sent.path).by(by).expect(200).await.body;
    let path = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().expect("an id"));
    let mailbox = app.get(&path).by(by).expect(200).await.body;
    (state(&contract), state(&mailbox))
}

/// The actions of a contract's history, the oldest first.
pub async fn actions(app: &TestApp, by: &Account, path: &str) -> Vec<String> {
    let history = app.get(&format!("{path}/history?limit=100")).by(by).expect(200).await.body;
    let items = history["items"].as_array().expect("records").clone();
    items.iter().rev().map(|one| one["action"].as_str().expect("an action").to_owned()).collect()
}
