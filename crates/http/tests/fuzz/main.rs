//! Fuzzing: whatever it is sent, an operation replies with a status that its row of the table lists, and
//! never with an internal error.

mod odd;

use std::fmt;

use chrono::{DurationRound, TimeDelta};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use sigillo_contract::{Access, Spec};
use sigillo_testkit::{Answer, Row, TestApp, TestReceipt, on_both_engines, pdf, rows};

const DOMAIN: &str = "pec.example.it";
/// Requests to each operation with odd values in any number of places, beside those with one odd value.
const EACH: usize = 12;

/// A job whose dry run is done, so that it can be run.
async fn ready_job(app: &TestApp, unique: usize) -> String {
    let account = app.sign_in("gestore").await;
    let path = format!("/api/v1/imports?domain={DOMAIN}");
    let file = format!("Casella PEC;E-mail di contatto\nimportata{unique};anna@example.org\n");
    let request = app.post(&path).by(&account).raw("text/csv", file.into_bytes());
    let job = request.expect(202).await.body;
    while sigillo_app::jobs::work(&app.app).await.expect("a turn") > 0 {}
    job["id"].as_str().expect("an id").to_owned()
}

/// The path of an operation, with the id of an object that is created for it, or sometimes an odd one.
async fn path(app: &TestApp, spec: &Spec, random: &mut StdRng, unique: usize) -> String {
    const ODD: [&str; 7] =
        ["0", "%00", "%ff", "..", "%2e%2e", "00000000-0000-0000-0000-000000000000", "{}"];
    if !spec.takes_id() {
        return spec.path.to_owned();
    }
    let id = id_of(app, spec, unique).await;
    let odd = random.random_ratio(1, 10).then(|| *ODD.choose(random).unwrap());
    spec.path.replace("{id}", odd.unwrap_or(&id))
}

/// The id of an object that is created for an operation.
#[expect(clippy::too_many_lines, reason = "an arm for each tag of operations")]
async fn id_of(app: &TestApp, spec: &Spec, unique: usize) -> String {
    match spec.tag {
        "Mailboxes" => app.mailbox(DOMAIN, &format!("soggetto{unique}")).await.id.to_string(),
        "Messages" => app.failed_message(DOMAIN, &format!("soggetto{unique}")).await.to_string(),
        "Accounts" => {
            let owner = app.organization(&format!("Ente {unique}")).await;
            app.postmaster(&format!("rosa{unique}"), owner).await.id.to_string()
        }
        "Preservation" if spec.path.contains("/disposals/") => {
            let mailbox = app.mailbox(DOMAIN, &format!("soggetto{unique}")).await.id;
            app.disposal(mailbox).await.to_string()
        }
        "Organisations" | "Preservation" => {
            app.organization(&format!("Ente {unique}")).await.to_string()
        }
        "Domains" => app.domain(&format!("d{unique}.example.it")).await.id.to_string(),
        "Plans" => app.plan(&format!("P{unique}"), 1000, 0).await.to_string(),
        "Resellers" => {
            let owner = app.organization(&format!("Ente {unique}")).await;
            app.reseller(owner, &format!("Rivenditore {unique}")).await.to_string()
        }
        "Service levels" if spec.path.contains("/maintenance/") => {
            let next_hour = app.app.clock.now().duration_trunc(TimeDelta::hours(1)).unwrap();
            app.maintenance(next_hour, 60 + unique).await.to_string()
        }
        "Service levels" => format!("{}-{}", 2000 + unique % 25, 1 + unique % 3),
        "Jobs" => ready_job(app, unique).await,
        "Views" => {
            // An account has at most a hundred.
            app.execute("DELETE FROM view_alert; DELETE FROM saved_view").await;
            let account = app.sign_in("gestore").await;
            let name = format!("vista{unique}");
            app.view(&account, &name, &json!({}), &json!({})).await.to_string()
        }
        "Preserved receipts" => {
            let mailbox = app.mailbox_id(&format!("utente@{DOMAIN}")).await;
            let recipients = ["fornitore@pec.example.org"];
            let receipt = TestReceipt::acceptance(unique, "Ordine", &recipients);
            let receipt = app.preserved_receipt(mailbox, &receipt).await;
            match spec.path.split('/').nth(4) {
                Some("receipts") => receipt.to_string(),
                Some("certified-messages") => app.certified_message_of(receipt).await.to_string(),
                _ => app.distribution_package(mailbox, receipt).await.to_string(),
            }
        }
        "Canned answers" => app.canned_answer(&format!("Risposta {unique}")).await.id.to_string(),
        "Reports" if spec.id == "get_report" => "mailboxes".to_owned(),
        "Reports" => {
            // An account has at most twenty.
            app.execute("DELETE FROM report_schedule").await;
            let account = app.sign_in("gestore").await;
            let request = json!({
                "report": "space", "format": "csv", "frequency": "weekly",
                "email": "rosa@example.org",
            });
            let made = app.post("/api/v1/report-schedules").by(&account).json(&request);
            made.expect(201).await.body["id"].as_str().expect("an id").to_owned()
        }
        "Holders" | "Companies" => {
            let owner = app.organization(&format!("Ente {unique}")).await;
            let holder = app.holder(owner, unique).await;
            match spec.path.split('/').nth(3) {
                Some("holders") => holder.id.to_string(),
                Some("holder-addresses") => {
                    app.holder_address(holder.id, "Via Nuova").await.id.to_string()
                }
                Some("holder-companies") => app.company(holder.id, unique).await.id.to_string(),
                _ => app.company(holder.id, unique).await.company.id.to_string(),
            }
        }
        "Documents" => {
            let mailbox = app.mailbox(DOMAIN, &format!("soggetto{unique}")).await.id;
            app.document(&format!("mailbox:{mailbox}"), "atto.pdf", &pdf("atto"))
                .await
                .id
                .to_string()
        }
        "Changes of holder" => {
            let domain = app.domain(&format!("p{unique}.example.it")).await;
            let mailbox = app.mailbox(&domain.name, "ada").await.id;
            let holder = app.holder(domain.organization_id, unique).await;
            app.holder_change(mailbox, holder.id).await.id.to_string()
        }
        "Contracts" => {
            let domain = app.domain(&format!("c{unique}.example.it")).await;
            match spec.path.split('/').nth(3) {
                Some("contracts") => app.contract(domain.id, "ada", unique).await.id.to_string(),
                Some("contract-templates") => {
                    app.contract_template(domain.organization_id).await.to_string()
                }
                _ => domain.organization_id.to_string(),
            }
        }
        "Tickets" => {
            let owner = app.organization(&format!("Ente {unique}")).await;
            let ticket = app.ticket(owner, "Non riceve").await.ticket.id;
            match spec.path.split('/').nth(3) {
                Some("ticket-attachments") => {
                    app.ticket_file(ticket, "a.png", b"\x89PNG").await.id.to_string()
                }
                _ => ticket.to_string(),
            }
        }
        other => panic!("{}: there is no object to try the operations of {other:?} on", spec.id),
    }
}

/// A request, with what a failure message shows of it.
struct Sent {
    path: String,
    if_match: Option<String>,
    body: Option<Vec<u8>>,
}

impl Sent {
    async fn ask(&self, app: &TestApp, row: &Row, random: &mut StdRng) -> Answer {
        // The throttle forgets sign-in attempts after this time, and access tokens expire before.
        app.clock.advance(chrono::TimeDelta::minutes(16));
        let account = app.sign_in("gestore").await;
        let mut request = app.request(row.spec.method.as_str(), &self.path).by(&account);
        if row.spec.access == Access::MailboxUser {
            request = request.by_user(&app.user(&format!("utente@{DOMAIN}")).await);
        }
        if let Some(value) = &self.if_match {
            request = request.header("if-match", value);
        }
        if let Some(body) = &self.body {
            request = request.raw("application/json", body.clone());
        }
        if row.spec.id == "refresh_session" && random.random() {
            request = request.cookie("sigillo_refresh", &odd::text(random).replace('\0', ""));
        }
        request.send().await
    }
}

/// A request with odd values in any number of places.
async fn any(app: &TestApp, row: &Row, random: &mut StdRng, unique: usize) -> Sent {
    let mut path = path(app, &row.spec, random, unique).await;
    if row.spec.takes_query() || random.random_ratio(1, 4) {
        path = format!("{path}?{}", odd::query(random, &row.spec));
    }
    let if_match = random.random_ratio(1, 3).then(|| odd::entity_tag(random));
    let has_body = row.spec.takes_body() || random.random_ratio(1, 8);
    Sent { path, if_match, body: has_body.then(|| odd::body(random, &row.example)) }
}

/// Requests with one odd value each, in each place in turn, and otherwise valid.
async fn each(app: &TestApp, row: &Row, random: &mut StdRng, unique: usize) -> Vec<Sent> {
    let path = path(app, &row.spec, random, unique).await;
    let mut all = vec![];
    for value in odd::SINGLE {
        for name in odd::parameters(&row.spec) {
            let path = format!("{path}?{}", odd::with_parameter(&row.spec, name, value));
            all.push(Sent { path, if_match: None, body: None });
        }
        for body in odd::with_field(&row.example, value) {
            all.push(Sent { path: path.clone(), if_match: None, body: Some(body) });
        }
    }
    all
}

/// Describes a response that the operation may not give.
fn wrong(spec: &Spec, answer: &Answer) -> Option<String> {
    if answer.status == spec.status {
        return None;
    }
    let codes = spec.errors();
    let code = codes.iter().find(|code| code.as_str() == answer.code());
    let listed = code.is_some_and(|code| code.status() == answer.status);
    let ours = answer.status >= 500;
    let named = answer.code() != "validation" || !answer.faults().is_empty();
    let is_problem = answer.header("content-type") == Some("application/problem+json");
    let good = listed && !ours && named && is_problem;
    (!good).then(|| format!("{} {} {}", spec.id, answer.status, answer.body))
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        write!(f, "{}\nIf-Match: {:?}\n{body}", self.path, self.if_match)
    }
}

on_both_engines! {
    async fn every_operation_gives_only_documented_responses(app: TestApp) {
        app.domain(DOMAIN).await;
        app.operator("gestore").await;
        app.used_mailbox(DOMAIN, "utente").await;
        let rows = rows();
        let mut random = StdRng::seed_from_u64(3);
        let (mut found, mut done, mut sent, mut unique) = (vec![], 0, 0, 0);
        for row in &rows {
            unique += 1;
            let mut requests = each(&app, row, &mut random, unique).await;
            for _ in 0..EACH {
                unique += 1;
                requests.push(any(&app, row, &mut random, unique).await);
            }
            for request in requests {
                let answer = request.ask(&app, row, &mut random).await;
                sent += 1;
                done += usize::from(answer.status == row.spec.status);
                found.extend(wrong(&row.spec, &answer).map(|why| format!("{why}\n{request}")));
            }
        }
        println!("{done} of {sent} requests were done");
        assert!(found.is_empty(), "{} answers:\n{}", found.len(), found.join("\n\n"));
        // Some requests must succeed, so that the database is reached.
        assert!(done > sent / 10, "{done} of {sent} were done");
    }
}
