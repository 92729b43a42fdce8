//! Jobs on many mailboxes or holders.

mod bulk;
mod erased_holders;
mod follow;
mod holder_import;
mod holder_import_refused;
mod identification_import;
mod import;
mod import_files;
mod import_holders;
mod revoked;
mod undo;
mod work;

use serde_json::{Value, json};
use sigillo_testkit::{Account, Domain, TestApp};

const DOMAIN: &str = "pec.example.it";

/// Creates a domain with mailboxes of these names, and its postmaster.
async fn setting(app: &TestApp, names: &[&str]) -> (Domain, Account) {
    let domain = app.domain(DOMAIN).await;
    for name in names {
        app.mailbox(DOMAIN, name).await;
    }
    let rosa = app.postmaster("rosa", domain.organization_id).await;
    (domain, rosa)
}

/// Works until no job is waiting.
async fn work(app: &TestApp) {
    while sigillo_app::jobs::work(&app.app).await.expect("a turn") > 0 {}
}

/// Requests a change to all mailboxes of the domain in a state, and does its dry run.
async fn asked(app: &TestApp, by: &Account, change: Value, state: &str, count: i64) -> Value {
    let request = json!({
        "change": change, "matching": {"domain": DOMAIN, "state": state}, "count": count,
    });
    let job = app.post("/api/v1/bulk-changes").by(by).json(&request).expect(202).await.body;
    work(app).await;
    get(app, by, &job).await
}

async fn get(app: &TestApp, by: &Account, job: &Value) -> Value {
    app.get(&path(job)).by(by).expect(200).await.body
}

async fn run(app: &TestApp, by: &Account, job: &Value, word: Value) -> Value {
    app.post(&format!("{}/run", path(job))).by(by).json(&word).expect(202).await;
    work(app).await;
    get(app, by, job).await
}

fn path(job: &Value) -> String {
    format!("/api/v1/jobs/{}", job["id"].as_str().expect("an id"))
}

/// `address outcome code` of each row.
async fn rows(app: &TestApp, by: &Account, job: &Value) -> Vec<String> {
    let page = app.get(&format!("{}/rows?limit=200", path(job))).by(by).expect(200).await.body;
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let row = |row: &Value| {
        let address = text(&row["address"]);
        let name = address.split('@').next().unwrap_or_default();
        format!("{name} {} {}", text(&row["outcome"]), text(&row["code"]))
    };
    page["items"].as_array().expect("rows").iter().map(row).collect()
}

fn counts(job: &Value) -> [i64; 5] {
    ["pending", "to_do", "unchanged", "failed", "done"]
        .map(|name| job["counts"][name].as_i64().expect("a number"))
}

async fn mailbox(app: &TestApp, by: &Account, name: &str) -> Value {
    let list = format!("/api/v1/mailboxes?domain={DOMAIN}&q={name}@{DOMAIN}");
    app.get(&list).by(by).expect(200).await.body["items"][0].clone()
}
