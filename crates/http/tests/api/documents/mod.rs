//! Signed documents of mailboxes and holders.

mod content;
mod people;
mod refusals;
mod verdicts;

use sigillo_app::history::{Request, verify};
use sigillo_domain::id::DocumentId;
use sigillo_testkit::{Account, Answer, Client, Domain, TestApp, on_both_engines, pdf};

pub const DOCUMENTS: &str = "/api/v1/documents";
pub const DOMAIN: &str = "pec.example.it";
pub const PDF: &str = "application/pdf";

/// A domain and its postmaster.
pub async fn office(app: &TestApp) -> (Domain, Account) {
    let domain = app.domain(DOMAIN).await;
    let rosa = app.postmaster("rosa", domain.organization_id).await;
    (domain, rosa)
}

/// A request that uploads a file; `name` is already as a query has it.
pub fn upload(app: &TestApp, subject: &str, name: &str, content: &[u8]) -> Client {
    let path = format!("{DOCUMENTS}?subject={subject}&kind=closure&name={name}");
    app.post(&path).raw(PDF, content.to_vec())
}

pub fn path_of(answer: &Answer) -> String {
    format!("{DOCUMENTS}/{}", answer.body["id"].as_str().expect("an id"))
}

pub fn id_of(answer: &Answer) -> DocumentId {
    answer.body["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

pub async fn check_history(app: &TestApp) {
    let verified = verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

/// The actions of a history, newest first.
pub async fn actions(app: &TestApp, by: &Account, path: &str) -> Vec<String> {
    let history = app.get(&format!("{path}/history")).by(by).expect(200).await.body;
    let records = history["items"].as_array().unwrap().iter();
    records.map(|record| record["action"].as_str().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn a_document_is_uploaded_listed_read_and_deleted(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let mailbox = app.mailbox(DOMAIN, "ada").await;
        let subject = format!("mailbox:{}", mailbox.id);
        let content = pdf("primo");
        let created = upload(&app, &subject, "Richiesta%20di%20Ad%C3%A8.pdf", &content).by(&rosa);
        let created = created.expect(201).await;
        let body = &created.body;
        assert_eq!(body["name"], "Richiesta di Adè.pdf");
        assert_eq!((&body["subject"], &body["kind"]), (&subject.into(), &"closure".into()));
        assert_eq!((&body["format"], &body["verdict"]), (&"pdf".into(), &"pending".into()));
        assert_eq!(body["bytes"], content.len());
        assert_eq!(body["mailbox_address"], "ada@pec.example.it");
        assert_eq!((&body["signatures"], &body["signer_is_holder"]), (&serde_json::json!([]), &serde_json::Value::Null));
        let path = path_of(&created);
        let read = app.get(&path).by(&rosa).expect(200).await;
        assert_eq!(read.body, created.body);
        assert_eq!(read.header("etag"), Some("\"1\""));

        let listed = app.get(&format!("{DOCUMENTS}?count=exact")).by(&rosa).expect(200).await.body;
        assert_eq!((&listed["total"], &listed["items"][0]), (&1.into(), &created.body));

        let file = app.get(&format!("{path}/content")).by(&rosa).expect(200).await;
        assert_eq!(file.bytes, content);
        let header = |name| file.header(name).unwrap_or_default();
        assert_eq!(header("content-type"), PDF);
        assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''Richiesta%20di%20Ad%C3%A8.pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("sandbox"));

        app.delete(&path).by(&rosa).if_match(1).expect(204).await;
        app.get(&path).by(&rosa).expect(404).await;
        app.get(&format!("{path}/content")).by(&rosa).expect(404).await;
        app.delete(&path).by(&rosa).expect(404).await;
        let mailbox = format!("/api/v1/mailboxes/{}", mailbox.id);
        let recorded = actions(&app, &rosa, &mailbox).await;
        assert_eq!(recorded[..2], ["document_deleted", "document_uploaded"]);
        let history = app.get(&format!("{mailbox}/history")).by(&rosa).expect(200).await.body;
        let change = &history["items"][0]["changes"][0];
        assert_eq!(change["before"]["sha256"], body["sha256"]);
        assert!(change["after"].is_null());
        check_history(&app).await;
    }

    async fn lists_are_filtered_and_searched(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let (ada, leo) = (app.mailbox(DOMAIN, "ada").await, app.mailbox(DOMAIN, "leo").await);
        let holder = app.holder(domain.organization_id, 1).await;
        let subjects = [format!("mailbox:{}", ada.id), format!("mailbox:{}", leo.id), format!("holder:{}", holder.id)];
        for (place, subject) in subjects.iter().enumerate() {
            app.document(subject, &format!("Atto {place}.pdf"), &pdf(&place.to_string())).await;
        }
        let names = async |query: &str| -> Vec<String> {
            let answer = app.get(&format!("{DOCUMENTS}?{query}&sort=name")).by(&rosa).expect(200).await;
            let items = answer.body["items"].as_array().unwrap().clone();
            items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("").await, ["Atto 0.pdf", "Atto 1.pdf", "Atto 2.pdf"]);
        assert_eq!(names(&format!("subject={}", subjects[1])).await, ["Atto 1.pdf"]);
        assert_eq!(names(&format!("subject={}", subjects[2])).await, ["Atto 2.pdf"]);
        assert_eq!(names("q=leo%40pec").await, ["Atto 1.pdf"]);
        assert_eq!(names("q=talamo").await, ["Atto 2.pdf"]);
        assert_eq!(names("q=ATTO").await.len(), 3);
        assert_eq!(names("kind=other&verdict=pending").await.len(), 3);
        assert!(names("kind=closure").await.is_empty());
        assert!(names("verdict=valid,invalid").await.is_empty());
        assert_eq!(names("domain=pec.example.it").await.len(), 2);
        assert!(names("domain=altro.example.it").await.is_empty());
    }

    async fn a_request_that_is_sent_again_uploads_once(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        // Larger than the pieces in which a body is spooled.
        let content = [pdf("lungo"), vec![b' '; 300_000]].concat();
        let send = |content: &[u8]| {
            upload(&app, &subject, "a.pdf", content).by(&rosa).header("idempotency-key", "una")
        };
        let first = send(&content).expect(201).await;
        let again = send(&content).expect(201).await;
        assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
        let other = send(&pdf("altro")).expect(422).await;
        assert_eq!(other.code(), "idempotency_key_reused");
        let listed = app.get(&format!("{DOCUMENTS}?count=exact")).by(&rosa).expect(200).await.body;
        assert_eq!(listed["total"], 1);
        let file = app.get(&format!("{}/content", path_of(&first))).by(&rosa).expect(200).await;
        assert_eq!(file.bytes, content);
    }

    async fn of_two_deletions_at_once_one_is_done(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        let path = path_of(&upload(&app, &subject, "a.pdf", &pdf("uno")).by(&rosa).expect(201).await);
        let delete = || app.delete(&path).by(&rosa).if_match(1).send();
        let (one, other) = tokio::join!(delete(), delete());
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 404]);
        check_history(&app).await;
    }
}
