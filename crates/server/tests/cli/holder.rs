//! The holder of a mailbox in a domain with contracts, who gets the messages and does what the pages do.

use serde_json::{Value, json};
use sigillo_testkit::tax_code;

use crate::http::{Answer, Session};
use crate::mail_server::{MailServer, SecretKind};
use crate::panel::{Panel, Server};

/// A domain with contracts.
const DOMAIN: &str = "contratti.example.it";

/// Adds the domain with contracts to the organisation, and a seal.
pub fn prepare_contracts(panel: &Panel) {
    let onboarding = ["--name", DOMAIN, "--onboarding", "contract"];
    panel.run_ok(&[&["domain", "create", "--organization", "Ente"][..], &onboarding].concat());
    panel.run_ok(&["seal", "init", "--name", "Ente"]);
}

/// The ids of a registered mailbox and of its contract.
#[derive(Debug, Clone)]
pub struct Registered {
    pub mailbox: String,
    pub contract: String,
}

/// Whoever a mailbox is for. It is the same person each time, whose codice fiscale opens every contract.
pub struct Holder {
    /// The name of the mailbox.
    pub local_part: String,
}

impl Holder {
    pub fn recipient(&self) -> String {
        format!("{}@example.org", self.local_part)
    }

    /// Has the mailbox registered, unless it is there already without its answer having come.
    pub fn register(&self, server: &Server, session: &Session) -> Option<Registered> {
        let mailbox = self.find_or_create(server, session)?;
        let id = |value: &Value| value["id"].as_str().map(str::to_owned);
        Some(Registered { mailbox: id(&mailbox)?, contract: id(&mailbox["contract"])? })
    }

    fn find_or_create(&self, server: &Server, session: &Session) -> Option<Value> {
        let get = |path: &str| -> Option<Answer> { server.get(path).by(session).try_send().ok() };
        let list = get(&format!("/api/v1/mailboxes?domain={DOMAIN}&q={}@", self.local_part))?;
        if list.status != 200 {
            return None;
        }
        if let Some(id) = list.body["items"][0]["id"].as_str() {
            return Some(get(&format!("/api/v1/mailboxes/{id}"))?.body);
        }
        let request = self.registration(server, session)?;
        let answer = server.post("/api/v1/mailboxes").by(session).json(&request).try_send().ok()?;
        (answer.status == 201).then_some(answer.body)
    }

    /// The person is named by id once they are known.
    fn registration(&self, server: &Server, session: &Session) -> Option<Value> {
        let path = format!("/api/v1/holders?tax_code={}", tax_code(1));
        let found = server.get(&path).by(session).try_send().ok()?.body;
        let holder = match found["items"][0]["id"].as_str() {
            Some(id) => json!({"id": id}),
            None => json!({"given_name": "Zoe", "family_name": "Talamo", "tax_code": tax_code(1)}),
        };
        Some(json!({
            "domain": DOMAIN, "local_part": self.local_part,
            "communication_email": self.recipient(), "holder": holder,
            "address": sigillo_testkit::address("Via delle Prove"),
        }))
    }

    /// Opens the contract of the newest link; None while there is none, or the server does not answer.
    pub fn open(&self, server: &Server, mail: &MailServer) -> Option<Value> {
        let token = mail.newest_secret(&self.recipient(), SecretKind::ContractLink)?;
        let request = json!({"token": token, "tax_code": tax_code(1)});
        let answer = server.post("/api/v1/signing/open").json(&request).try_send().ok()?;
        (answer.status == 200).then_some(answer.body)
    }

    /// Signs an opened contract with the newest code.
    pub fn sign(&self, server: &Server, mail: &MailServer, opened: &Value) -> Option<()> {
        let code = mail.newest_secret(&self.recipient(), SecretKind::Code)?;
        let request = json!({"token": opened["token"], "code": code});
        let answer = server.post("/api/v1/signing/sign").json(&request).try_send().ok()?;
        (answer.status == 200).then_some(())
    }
}

/// Accepts every text of an opened contract, and asks for a code.
pub fn ask_for_code(server: &Server, opened: &Value) -> Option<()> {
    let consents = opened["consents"].as_array()?;
    let consents: Vec<_> = consents.iter().map(|one| one["sha256"].clone()).collect();
    let request = json!({"token": opened["token"], "consents": consents});
    let answer = server.post("/api/v1/signing/code").json(&request).try_send().ok()?;
    // 429 says that the answer to the request before was lost: its message comes.
    matches!(answer.status, 200 | 429).then_some(())
}
