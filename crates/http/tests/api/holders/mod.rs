//! Holders, their addresses and companies, and the mailboxes that they hold.

mod addresses;
mod at_once;
mod companies;
mod erasure;
mod export;
mod history;
mod mailboxes;
mod merge;
mod people;
mod searches;
mod variants;

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, Domain, TestApp};

const DOMAIN: &str = "pec.example.it";
const CONTRACTS: &str = "contratti.example.it";
const HOLDERS: &str = "/api/v1/holders";
const MAILBOXES: &str = "/api/v1/mailboxes";

/// An organisation with a direct domain and one with contracts, its postmaster and an assistant, and another
/// organisation's postmaster.
struct Office {
    domain: Domain,
    rosa: Account,
    /// May do everything on the direct domain.
    anna: Account,
    ugo: Account,
}

async fn office(app: &TestApp) -> Office {
    let domain = app.domain(DOMAIN).await;
    let request = sigillo_contract::domain::DomainCreate {
        organization_id: domain.organization_id,
        name: CONTRACTS.into(),
        onboarding: Some(sigillo_domain::mail_domain::Onboarding::Contract),
        ..Default::default()
    };
    app.create_domain(request).await;
    let foreign = app.domain("altrove.example.org").await;
    Office {
        rosa: app.postmaster("rosa", domain.organization_id).await,
        anna: app.assistant("anna", &domain, &Permission::ALL).await,
        ugo: app.postmaster("ugo", foreign.organization_id).await,
        domain,
    }
}

/// The request for an invented person.
fn zoe() -> Value {
    json!({
        "given_name": "Zoè",
        "family_name": "Tàlamo",
        "tax_code": sigillo_testkit::tax_code(1),
    })
}

fn address() -> Value {
    json!({
        "street": "Via delle Ginestre",
        "number": "12/A",
        "locality": "Potenza",
        "province": "PZ",
        "postal_code": "85100",
    })
}

/// A request with other fields.
fn with(mut request: Value, fields: &Value) -> Value {
    for (field, value) in fields.as_object().expect("an object") {
        request[field] = value.clone();
    }
    request
}

fn id(answer: &Answer) -> String {
    answer.body["id"].as_str().expect("an id").to_owned()
}

/// Checks that the histories are whole, and that the rows are what they say.
async fn verified(app: &TestApp) {
    app.seal_history().await;
    let request = sigillo_app::history::Request::default();
    let proof = sigillo_app::history::verify(&app.app.db, &request).await.expect("the database");
    proof.unwrap_or_else(|found| panic!("{found:?}"));
}

/// The fault that a verification finds.
async fn broken_fields(app: &TestApp) -> Vec<String> {
    let request = sigillo_app::history::Request::default();
    let proof = sigillo_app::history::verify(&app.app.db, &request).await.expect("the database");
    proof.expect_err("the history does not agree").fields
}
