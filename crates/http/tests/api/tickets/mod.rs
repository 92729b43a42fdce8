//! Tickets: opened by an organisation, worked on by the support.

mod canned_answers;
mod exchange;
mod files;
mod mail;
mod races;
mod refusals;
mod times;

use serde_json::{Value, json};
use sigillo_app::history::{Request, verify};
use sigillo_domain::message::MessageKind;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, Client, Domain, TestApp, on_both_engines};

pub const TICKETS: &str = "/api/v1/tickets";
pub const DOMAIN: &str = "pec.example.it";
pub const EMAIL: &str = "rosa@example.org";

pub struct Office {
    pub domain: Domain,
    /// A postmaster.
    pub rosa: Account,
    /// An assistant who works with tickets.
    pub anna: Account,
    /// The support.
    pub otto: Account,
}

pub async fn office(app: &TestApp) -> Office {
    let domain = app.domain(DOMAIN).await;
    Office {
        rosa: app.postmaster("rosa", domain.organization_id).await,
        anna: app.assistant("anna", &domain, &[Permission::View, Permission::Tickets]).await,
        otto: app.operator("otto").await,
        domain,
    }
}

pub async fn opened(app: &TestApp, by: &Account) -> String {
    let request = json!({"summary": "La casella non riceve", "email": EMAIL});
    path_of(&app.post(TICKETS).by(by).json(&request).expect(201).await)
}

pub fn path_of(answer: &Answer) -> String {
    format!("{TICKETS}/{}", answer.body["id"].as_str().expect("an id"))
}

/// Something happens to a ticket, with a text.
pub fn act(app: &TestApp, path: &str, by: &Account, event: &str, text: &str) -> Client {
    let body = json!({"event": event, "text": text});
    app.post(&format!("{path}/messages")).by(by).json(&body)
}

pub fn close(app: &TestApp, path: &str, by: &Account) -> Client {
    let body = json!({
        "event": "close", "problem": "Spazio esaurito", "action": "Ampliata", "solution": "Riceve di nuovo",
    });
    app.post(&format!("{path}/messages")).by(by).json(&body)
}

pub async fn references(app: &TestApp, by: &Account, query: &str) -> Vec<String> {
    let list = app
        .get(&format!("{TICKETS}?sort=reference&count=exact&{query}"))
        .by(by)
        .expect(200)
        .await
        .body;
    let items = list["items"].as_array().expect("items");
    assert_eq!(list["total"], json!(items.len()));
    items.iter().map(|item| item["reference"].as_str().unwrap().to_owned()).collect()
}

pub async fn check_history(app: &TestApp) {
    let verified = verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

fn events(ticket: &Value) -> Vec<&str> {
    let messages = ticket["messages"].as_array().expect("messages");
    messages.iter().map(|message| message["event"].as_str().unwrap()).collect()
}

on_both_engines! {
    async fn a_ticket_goes_from_its_opening_to_its_closure_and_back(app: TestApp) {
        let Office { rosa, anna, otto, domain } = office(&app).await;
        let request = json!({
            "summary": " La casella non riceve ", "description": "Da stamattina.\r\nNulla arriva.",
            "priority": "high", "email": EMAIL,
            "context": {"page": "/caselle", "mailbox": "ada@pec.example.it", "history": ["ieri: quota"]},
        });
        let created = app.post(TICKETS).by(&rosa).json(&request).expect(201).await;
        let path = path_of(&created);
        assert_eq!(created.header("location"), Some(path.as_str()));
        let ticket = &created.body;
        assert_eq!((&ticket["reference"], &ticket["status"]), (&json!("SIG-2026-000001"), &json!("waiting_for_support")));
        assert_eq!((&ticket["type"], &ticket["desk"]), (&json!("problem"), &json!("technical")));
        assert_eq!((&ticket["summary"], &ticket["description"]), (&json!("La casella non riceve"), &json!("Da stamattina.\nNulla arriva.")));
        assert_eq!(ticket["context"], json!({"page": "/caselle", "mailbox": "ada@pec.example.it", "history": ["ieri: quota"]}));
        assert_eq!((&ticket["organization_id"], &ticket["requester"]), (&json!(domain.organization_id), &json!("rosa")));
        assert_eq!(ticket["may"], json!(["answer"]));
        assert_eq!(app.work().await, []);

        // A colleague sees it; the support takes it, asks, and hears from the colleague.
        let seen = app.get(&path).by(&anna).expect(200).await.body;
        assert_eq!(seen["requester_name"], "rosa");
        let taken = act(&app, &path, &otto, "take", "").if_match(1).expect(200).await.body;
        assert_eq!((&taken["status"], &taken["assignee"]), (&json!("in_progress"), &json!("otto")));
        let asked = act(&app, &path, &otto, "ask", "Da quale mittente?").expect(200).await.body;
        assert_eq!((&asked["status"], &asked["waits_for_caller"]), (&json!("waiting_for_customer"), &json!(false)));
        assert_eq!(references(&app, &rosa, "queue=waiting").await, ["SIG-2026-000001"]);
        assert!(references(&app, &otto, "queue=waiting").await.is_empty());
        let answered = act(&app, &path, &anna, "answer", "Da ugo@example.org").expect(200).await.body;
        assert_eq!(answered["status"], "waiting_for_support");
        assert_eq!(references(&app, &otto, "queue=waiting,mine").await, ["SIG-2026-000001"]);

        let closed = close(&app, &path, &otto).expect(200).await.body;
        assert_eq!((&closed["status"], &closed["closure"]["action"]), (&json!("closed"), &json!("Ampliata")));
        let kinds: Vec<_> = app.work().await.into_iter().map(|sent| (sent.kind, sent.recipient)).collect();
        let expected = [MessageKind::TicketTaken, MessageKind::TicketAsked, MessageKind::TicketClosed];
        assert_eq!(kinds, expected.map(|kind| (kind, EMAIL.to_owned())));

        let reopened = act(&app, &path, &rosa, "reopen", "Di nuovo").expect(200).await.body;
        assert_eq!((&reopened["status"], &reopened["closed_at"]), (&json!("waiting_for_support"), &Value::Null));
        assert_eq!(events(&reopened), ["take", "ask", "answer", "close", "reopen"]);
        let statuses: Vec<_> = reopened["messages"].as_array().unwrap().iter().map(|it| it["to"].clone()).collect();
        assert_eq!(statuses, ["in_progress", "waiting_for_customer", "waiting_for_support", "closed", "waiting_for_support"]);
        assert_eq!(app.work().await, []);
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await.body;
        assert_eq!(history["items"].as_array().map(Vec::len), Some(6));
        assert!(!history.to_string().contains("stamattina"), "{history}");
        check_history(&app).await;
    }

    async fn what_waits_is_counted_as_the_list_counts_it(app: TestApp) {
        let Office { rosa, otto, domain, .. } = office(&app).await;
        let first = opened(&app, &rosa).await;
        opened(&app, &rosa).await;
        let other = app.domain("altrove.example.org").await;
        app.ticket(other.organization_id, "Altro").await;
        act(&app, &first, &otto, "ask", "Quando?").expect(200).await;
        for (account, expected) in [(&rosa, Some(1)), (&otto, Some(2))] {
            let caller = sigillo_app::sessions::authenticate(&app.app, &account.access_token).await.unwrap();
            let mut on = app.app.db.read().await.unwrap();
            let count = sigillo_app::tickets::count_awaiting(&mut on, &caller.into()).await.unwrap();
            drop(on);
            assert_eq!(count, expected, "{}", account.username);
            let listed = references(&app, account, "queue=waiting").await.len();
            assert_eq!(Some(i64::try_from(listed).unwrap()), expected);
        }
        let viewer = app.assistant("vera", &domain, &[Permission::View]).await;
        let caller = sigillo_app::sessions::authenticate(&app.app, &viewer.access_token).await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        assert_eq!(sigillo_app::tickets::count_awaiting(&mut on, &caller.into()).await.unwrap(), None);
    }

    async fn the_list_is_filtered_and_exported_alike(app: TestApp) {
        let Office { rosa, anna, otto, .. } = office(&app).await;
        for request in [
            json!({"summary": "Perché non riceve?", "type": "question", "priority": "low"}),
            json!({"summary": "Ampliare la casella", "type": "request"}),
            json!({"summary": "Errore all'accesso", "description": "Pagina bianca", "priority": "urgent"}),
        ] {
            app.post(TICKETS).by(&rosa).json(&request).expect(201).await;
        }
        let path = path_of(&app.post(TICKETS).by(&anna).json(&json!({"summary": "Di Anna"})).expect(201).await);
        act(&app, &path, &otto, "take", "").expect(200).await;
        let all = ["SIG-2026-000001", "SIG-2026-000002", "SIG-2026-000003", "SIG-2026-000004"];
        for (by, query, found) in [
            (&rosa, "", &all[..]),
            (&rosa, "queue=mine", &all[..3]),
            (&anna, "queue=mine", &all[3..]),
            (&otto, "queue=mine", &all[3..]),
            (&otto, "queue=unassigned", &all[..3]),
            (&otto, "status=in_progress", &all[3..]),
            (&otto, "status=closed", &[]),
            (&otto, "queue=open", &all),
            (&rosa, "priority=low,urgent", &["SIG-2026-000001", "SIG-2026-000003"]),
            (&rosa, "type=request", &all[1..2]),
            (&rosa, "desk=administrative", &all[1..2]),
            (&rosa, "q=PERCHE", &all[..1]),
            (&rosa, "q=bianca", &all[2..3]),
            (&rosa, "q=sig-2026-000004", &all[3..]),
            (&rosa, "q=%25", &[]),
            (&rosa, "created_from=2026-01-01", &all),
            (&rosa, "created_to=2025-12-31", &[]),
        ] {
            assert_eq!(references(&app, by, query).await, found, "{query}");
            let path = format!("{TICKETS}/export?format=csv&sort=reference&{query}");
            if by.username == "anna" {
                // She works with tickets, and may not export.
                app.get(&path).by(by).expect(403).await;
                continue;
            }
            let file = app.get(&path).by(by).expect(200).await;
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&file.bytes[3..]);
            let rows: Vec<_> = reader.records().map(|row| row.unwrap()[1].to_owned()).collect();
            assert_eq!(rows, found, "{query}");
        }
        let file = app.get(&format!("{TICKETS}/export?format=xlsx")).by(&rosa).expect(200).await;
        assert_eq!(&file.bytes[..2], b"PK");
        let records = app.get("/api/v1/exports").by(&rosa).expect(200).await.body;
        assert_eq!((&records["items"][0]["list"]["list"], &records["items"][0]["outcome"]), (&json!("tickets"), &json!("complete")));
        check_history(&app).await;
    }
}
