//! Reports: their figures equal the lists that their rows name.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::reports::{self, schedules};
use sigillo_app::table::TableFormat;
use sigillo_app::{DocumentError, ReportDocument, ReportDocuments};
use sigillo_app::{mail_host, mail_traffic};
use sigillo_domain::mail_host::MailLogKind;
use sigillo_domain::message::{Content, MessageKind, ReportMessage};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, TestMailLog, on_both_engines};

const DOMAIN: &str = "pec.example.it";
/// Writes no report.
struct Broken;

impl ReportDocuments for Broken {
    fn write(&self, _: &ReportDocument, _: TableFormat) -> Result<Vec<u8>, DocumentError> {
        Err(DocumentError::Format("out of order".to_owned()))
    }
}

const SCHEDULES: &str = "/api/v1/report-schedules";

async fn report(app: &TestApp, by: &Account, name_and_query: &str) -> Value {
    app.get(&format!("/api/v1/reports/{name_and_query}")).by(by).expect(200).await.body
}

async fn gather(app: &TestApp) {
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(reports::gather(&app.app).await.unwrap(), 1);
}

fn section<'r>(report: &'r Value, name: &str) -> &'r Value {
    let sections = report["sections"].as_array().expect("sections");
    sections.iter().find(|section| section["name"] == name).expect(name)
}

/// The cells of the rows of a section.
fn rows(report: &Value, name: &str) -> Vec<Value> {
    let rows = section(report, name)["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["cells"].clone()).collect()
}

async fn create(app: &TestApp, by: &Account, domain: &str, local_part: &str) -> String {
    let body = json!({
        "domain": domain, "local_part": local_part,
        "communication_email": format!("{local_part}@example.org"),
    });
    let created = app.post("/api/v1/mailboxes").by(by).json(&body).expect(201).await;
    created.body["id"].as_str().expect("an id").to_owned()
}

/// Reads a log, which no other server has for itself.
async fn count(app: &TestApp, log: &TestMailLog) {
    app.clock.advance(TimeDelta::minutes(1));
    mail_traffic::count(&app.app, log, mail_traffic::new_server(&app.app)).await.unwrap();
}

/// Compares the second cell of each row of a section with the list that the row names.
async fn check_against_lists(app: &TestApp, by: &Account, report: &Value, name: &str) {
    for row in section(report, name)["rows"].as_array().expect("rows") {
        let Some(query) = row["mailboxes"].as_str() else { continue };
        let path = format!("/api/v1/mailboxes?count=exact&limit=1&{query}");
        let total = app.get(&path).by(by).expect(200).await.body["total"].clone();
        assert_eq!(row["cells"][1], total, "{name}: {query}");
    }
}

on_both_engines! {
    async fn each_row_counts_what_its_list_finds(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let second = app.domain_of(domain.organization_id, "altra.example.it").await;
        let plan = app.plan("BASE", 1024, 0).await;
        app.offer(&domain, &[plan]).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Create, Permission::Cancel]).await;
        for name in ["una", "due", "tre"] {
            create(&app, &rosa, DOMAIN, name).await;
        }
        create(&app, &rosa, &second.name, "quattro").await;
        let disabled = create(&app, &ugo, DOMAIN, "cinque").await;
        let gone = create(&app, &ugo, DOMAIN, "sei").await;
        app.patch(&format!("/api/v1/mailboxes/{disabled}")).by(&rosa).json(&json!({"state": "disabled"})).expect(200).await;
        app.delete(&format!("/api/v1/mailboxes/{gone}")).by(&ugo).expect(200).await;
        // What others have does not count.
        app.domain("altrove.example.org").await;
        app.mailbox("altrove.example.org", "lontano").await;
        gather(&app).await;

        for query in ["mailboxes", "mailboxes?domain=pec.example.it"] {
            let shown = report(&app, &rosa, query).await;
            for name in ["by_state", "by_plan", "by_domain", "by_assistant", "by_month"] {
                check_against_lists(&app, &rosa, &shown, name).await;
            }
        }
        let shown = report(&app, &rosa, "mailboxes?lang=en").await;
        let states: Vec<_> = rows(&shown, "by_state").iter().map(|cells| cells[1].clone()).collect();
        assert_eq!(states, [0, 4, 1, 0, 1]);
        assert_eq!(rows(&shown, "by_plan")[0], json!(["Piano BASE (BASE)", 4, 3, 80.0]));
        assert_eq!(rows(&shown, "by_domain"), [
            json!([DOMAIN, 5, 0, 3, 1, 0, 1]),
            json!([second.name, 1, 0, 1, 0, 0, 0]),
        ]);
        assert_eq!(rows(&shown, "by_assistant"), [
            json!(["ugo (ugo)", 2, 0, 1, 1]),
            json!(["Direct management", 4, 4, 0, 4]),
        ]);
        let months = rows(&shown, "by_month");
        assert_eq!((months.len(), &months[11]), (12, &json!(["2026-01", 6, 6, 1])));
        assert_eq!(rows(&shown, "in_service_by_month")[11], json!(["2026-01", 5]));
    }

    async fn everybody_sees_what_is_in_their_scope(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let other = app.domain("altrove.example.org").await;
        app.mailbox(DOMAIN, "una").await;
        app.mailbox(&other.name, "due").await;
        let gestore = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let blind = app.assistant("bea", &domain, &[Permission::Create]).await;
        gather(&app).await;
        let domains = async |by: &Account| rows(&report(&app, by, "mailboxes").await, "by_domain").len();
        assert_eq!((domains(&gestore).await, domains(&rosa).await), (2, 1));
        app.get("/api/v1/reports/mailboxes?domain=altrove.example.org").by(&rosa).expect(404).await;
        app.get("/api/v1/reports/mailboxes?domain=nessuno.example.org").by(&gestore).expect(404).await;
        app.get("/api/v1/reports/mailboxes").by(&blind).expect(403).await;
        app.get("/api/v1/reports/nothing").by(&rosa).expect(404).await;
    }

    async fn an_empty_organisation_has_empty_reports(app: TestApp) {
        let id = app.organization("Ente senza domini").await;
        let rosa = app.postmaster("rosa", id).await;
        let never = report(&app, &rosa, "mailboxes").await;
        assert_eq!(never["as_of"], Value::Null);
        gather(&app).await;
        let shown = report(&app, &rosa, "mailboxes").await;
        assert_ne!(shown["as_of"], Value::Null);
        assert!(rows(&shown, "by_state").iter().all(|cells| cells[1] == 0 && cells[2].is_null()));
        assert!(rows(&shown, "by_domain").is_empty());
        let space = report(&app, &rosa, "space").await;
        for name in ["space_by_domain", "space_by_day", "growth", "largest"] {
            assert!(rows(&space, name).is_empty(), "{name}");
        }
    }

    async fn space_grows_towards_the_quota(app: TestApp) {
        let mut app = app;
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let full = app.mailbox(DOMAIN, "piena").await;
        let quiet = app.mailbox(DOMAIN, "quieta").await;
        let host = app.mail_host();
        host.hold(&quiet.address, 1, 5 << 20);
        for day in 1..=10 {
            host.hold(&full.address, day * 10, day << 20);
            mail_host::poll(&app.app, TimeDelta::minutes(1), std::future::pending()).await.unwrap();
            gather(&app).await;
            app.clock.advance(TimeDelta::hours(24));
        }
        let rosa = app.sign_in(&rosa.username).await;
        let shown = report(&app, &rosa, "space").await;
        let quota = full.quota_mb << 20;
        let used: i64 = 15 << 20;
        let days = rows(&shown, "space_by_day");
        assert_eq!((days.len(), &days[9][2]), (11, &json!(used)), "{days:?}");
        // The day on which nothing was gathered is a gap.
        assert_eq!(days[10][2], Value::Null);
        let of_domain = &rows(&shown, "space_by_domain")[0];
        assert_eq!((&of_domain[1], &of_domain[3], &of_domain[4]), (&json!(2), &json!(used), &json!(2 * quota)));
        let growth = &rows(&shown, "growth")[0];
        assert_eq!(growth[1], 1 << 20);
        let left = (2 * quota - used) >> 20;
        assert_eq!((&growth[2], &growth[3], &growth[4]), (&json!(left), &json!(left), &json!(left)));
        let largest = rows(&shown, "largest");
        assert_eq!((&largest[0][0], &largest[0][6]), (&json!(full.address), &json!((quota - (10 << 20)) >> 20)));
        assert_eq!((&largest[1][0], &largest[1][6]), (&json!(quiet.address), &Value::Null));
        assert_eq!(section(&shown, "space_by_domain")["note"], Value::Null);
    }

    async fn bad_requests_name_the_field(app: TestApp) {
        let rosa = app.operator("rosa").await;
        for (query, field) in [
            ("from=2025-02-01&to=2025-01-01", "to"),
            ("from=1900-01-01", "from"),
            ("to=2099-01-01", "to"),
            ("from=1990-01-01", "from"),
            ("lang=fr", "lang"),
            ("section=largest", "section"),
            ("format=doc", "format"),
        ] {
            let refused = app.get(&format!("/api/v1/reports/mailboxes?{query}")).by(&rosa).expect(422).await;
            assert_eq!(refused.body["errors"][0]["pointer"], field, "{query}: {}", refused.body);
        }
        app.get("/api/v1/reports/mailboxes?from=ieri").by(&rosa).expect(422).await;
    }

    async fn one_server_gathers_at_a_time(app: TestApp) {
        app.clock.advance(TimeDelta::minutes(2));
        let twice = tokio::join!(reports::gather(&app.app), reports::gather(&app.app));
        assert_eq!(twice.0.unwrap() + twice.1.unwrap(), 1);
        assert_eq!(reports::gather(&app.app).await.unwrap(), 0);
    }

    async fn a_report_is_exported_in_every_format_and_recorded(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let viewer = app.assistant("vera", &domain, &[Permission::View]).await;
        app.mailbox(DOMAIN, "una").await;
        gather(&app).await;
        for (format, start) in [("csv", "\u{feff}".as_bytes()), ("xlsx", b"PK"), ("pdf", b"%PDF")] {
            let path = format!("/api/v1/reports/mailboxes?format={format}");
            let file = app.get(&path).by(&rosa).expect(200).await;
            assert!(file.bytes.starts_with(start), "{format}");
            let name = format!("report-caselle-2026-01-01.{format}");
            assert!(file.header("content-disposition").is_some_and(|text| text.contains(&name)), "{format}");
            app.get(&path).by(&viewer).expect(403).await;
        }
        let path = "/api/v1/reports/mailboxes?format=csv&section=by_state&lang=en&separator=comma&domain=pec.example.it";
        let file = app.get(path).by(&rosa).expect(200).await;
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        assert!(text.starts_with("\u{feff}State,Mailboxes,Of all (%)\r\nAwaiting activation,0,0"), "{text}");
        assert!(text.contains("Active,1,100\r\n"), "{text}");
        let exports = app.get("/api/v1/exports").by(&rosa).expect(200).await.body;
        let items = exports["items"].as_array().expect("items");
        let newest = items.iter().find(|one| one["list"]["filters"]["section"] == "by_state").expect("the export");
        let list = &newest["list"];
        assert_eq!((&list["list"], &newest["outcome"]), (&json!("reports"), &json!("complete")), "{newest}");
        assert_eq!((&list["domain"], &list["selected"]), (&json!(DOMAIN), &Value::Null));
        assert_eq!(list["filters"], json!({"report": "mailboxes", "section": "by_state"}));
    }

    async fn a_report_is_sent_every_month(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let lia = app.postmaster("lia", app.domain("altrove.example.org").await.organization_id).await;
        let viewer = app.assistant("vera", &domain, &[Permission::View]).await;
        app.mailbox(DOMAIN, "una").await;
        gather(&app).await;
        let body = json!({
            "report": "mailboxes", "format": "pdf", "frequency": "monthly", "email": "rosa.neri@example.org",
            "domain": DOMAIN, "lang": "en",
        });
        app.post(SCHEDULES).by(&viewer).json(&body).expect(403).await;
        app.post(SCHEDULES).by(&lia).json(&body).expect(404).await;
        let created = app.post(SCHEDULES).by(&rosa).json(&body).expect(201).await.body;
        assert_eq!(created["next_at"], "2026-02-01T06:00:00Z");
        assert_eq!(app.get(SCHEDULES).by(&rosa).expect(200).await.body["items"], json!([created]));
        assert_eq!(app.get(SCHEDULES).by(&lia).expect(200).await.body["items"], json!([]));

        assert_eq!(schedules::send_due(&app.app).await.unwrap(), 0);
        app.clock.advance(TimeDelta::days(31));
        let twice = tokio::join!(schedules::send_due(&app.app), schedules::send_due(&app.app));
        assert_eq!(twice.0.unwrap() + twice.1.unwrap(), 1);
        let sent = app.work().await;
        let message = sent.iter().find(|message| message.kind == MessageKind::ReportReady).expect("a report");
        let attachment = message.attachment.as_ref().expect("an attachment");
        assert_eq!(attachment.name, "report-mailboxes-pec.example.it-2026-02-01.pdf");
        assert!(attachment.content.starts_with(b"%PDF"));
        let Content::Report(ReportMessage::Ready { to, .. }) = &message.content else { panic!("{message:?}") };
        assert_eq!(to.to_string(), "2026-01-31");
        let rosa = app.sign_in("rosa").await;
        let exports = app.get("/api/v1/exports").by(&rosa).expect(200).await.body;
        assert_eq!(exports["items"][0]["list"]["list"], "reports");

        // It is deleted, and so is a message that was queued before.
        app.clock.advance(TimeDelta::days(28));
        let rosa = app.sign_in("rosa").await;
        assert_eq!(schedules::send_due(&app.app).await.unwrap(), 1);
        let path = format!("{SCHEDULES}/{}", created["id"].as_str().expect("an id"));
        let lia = app.sign_in("lia").await;
        app.delete(&path).by(&lia).expect(404).await;
        app.delete(&path).by(&rosa).expect(204).await;
        app.delete(&path).by(&rosa).expect(404).await;
        assert!(app.work().await.iter().all(|message| message.kind != MessageKind::ReportReady));
    }

    async fn a_report_that_cannot_be_made_is_tried_again_and_holds_up_nobody(app: TestApp) {
        let mut app = app;
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let body = json!({"report": "space", "format": "pdf", "frequency": "weekly", "email": "rosa.neri@example.org"});
        app.post(SCHEDULES).by(&rosa).json(&body).expect(201).await;
        app.clock.advance(TimeDelta::days(7));
        assert_eq!(schedules::send_due(&app.app).await.unwrap(), 1);
        let works = std::mem::replace(&mut app.app.report_documents, Arc::new(Broken));
        app.mailbox(DOMAIN, "una").await;
        let sent = app.work().await;
        assert!(!sent.is_empty() && sent.iter().all(|message| message.kind != MessageKind::ReportReady));
        app.app.report_documents = works;
        app.clock.advance(TimeDelta::hours(1));
        let sent = app.work().await;
        assert!(sent.iter().any(|message| message.kind == MessageKind::ReportReady));
    }

    async fn a_report_of_a_disabled_account_is_not_sent(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let body = json!({"report": "space", "format": "csv", "frequency": "weekly", "email": "rosa.neri@example.org"});
        app.post(SCHEDULES).by(&rosa).json(&body).expect(201).await;
        app.clock.advance(TimeDelta::days(7));
        assert_eq!(schedules::send_due(&app.app).await.unwrap(), 1);
        let gestore = app.operator("gestore").await;
        app.confirm(&gestore.access_token).await;
        let path = format!("/api/v1/accounts/{}", rosa.id);
        app.patch(&path).by(&gestore).json(&json!({"state": "disabled"})).expect(200).await;
        assert!(app.work().await.is_empty());
        app.clock.advance(TimeDelta::days(7));
        assert_eq!(schedules::send_due(&app.app).await.unwrap(), 1);
        assert!(app.work().await.is_empty());
    }

    async fn schedules_have_valid_fields_and_an_end(app: TestApp) {
        let rosa = app.operator("rosa").await;
        let empty = app.post(SCHEDULES).by(&rosa).json(&json!({})).expect(422).await;
        let pointers: Vec<_> = empty.body["errors"].as_array().expect("errors").iter().map(|one| one["pointer"].clone()).collect();
        assert_eq!(pointers, ["/report", "/format", "/frequency", "/email"]);
        let body = json!({"report": "space", "format": "csv", "frequency": "weekly", "email": "rosa.neri@example.org"});
        for _ in 0..20 {
            app.post(SCHEDULES).by(&rosa).json(&body).expect(201).await;
        }
        let more = app.post(SCHEDULES).by(&rosa).json(&body).expect(409).await;
        assert_eq!(more.body["code"], "limit_reached");
    }

    async fn messages_are_those_that_the_mail_host_has_counted(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let una = app.mailbox(DOMAIN, "una").await;
        let before = report(&app, &rosa, "traffic").await;
        assert!(rows(&before, "traffic_by_day").is_empty());
        assert!(section(&before, "traffic_by_day")["note"].as_str().is_some_and(|note| note.contains("non vengono contati")));

        let log = TestMailLog::new(MailLogKind::Dovecot);
        count(&app, &log).await;
        for _ in 0..3 {
            log.stored(&una.address, app.app.clock.now());
        }
        count(&app, &log).await;
        app.clock.advance(TimeDelta::days(1));
        let rosa = app.sign_in("rosa").await;
        let shown = report(&app, &rosa, "traffic").await;
        // Nothing was sent as far as is known, which is not zero; on the second day nothing was received, which is.
        assert_eq!(rows(&shown, "traffic_by_day"), [json!(["2026-01-01", 3, null]), json!(["2026-01-02", 0, null])]);
        assert_eq!(rows(&shown, "traffic_by_domain"), [json!([DOMAIN, 3, null])]);
        assert_eq!(rows(&shown, "traffic_by_mailbox"), [json!([una.address, 3, null])]);
        let day_before = report(&app, &rosa, "traffic?from=2025-12-01&to=2025-12-31").await;
        assert!(rows(&day_before, "traffic_by_day").is_empty());
    }

    async fn mailboxes_count_as_unopened_once_that_is_known(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        app.postmaster("rosa", domain.organization_id).await;
        let una = app.mailbox(DOMAIN, "una").await;
        app.mailbox(DOMAIN, "due").await;
        let log = TestMailLog::new(MailLogKind::Dovecot);
        count(&app, &log).await;
        app.clock.advance(TimeDelta::days(30));
        let rosa = app.sign_in("rosa").await;
        assert!(rows(&report(&app, &rosa, "unopened").await, "unopened").is_empty());
        log.opened(&una.address, app.app.clock.now());
        count(&app, &log).await;
        app.clock.advance(TimeDelta::days(62));
        let rosa = app.sign_in("rosa").await;
        let shown = report(&app, &rosa, "unopened").await;
        assert_eq!(rows(&shown, "unopened_by_domain"), [json!([DOMAIN, 1])]);
        assert_eq!(rows(&shown, "unopened"), [json!(["due@pec.example.it", null, 92])]);
        check_against_lists(&app, &rosa, &shown, "unopened_by_domain").await;
        app.clock.advance(TimeDelta::days(31));
        let rosa = app.sign_in("rosa").await;
        assert_eq!(rows(&report(&app, &rosa, "unopened").await, "unopened_by_domain"), [json!([DOMAIN, 2])]);
    }

    async fn tickets_have_their_times(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let other = app.domain("altrove.example.org").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        app.postmaster("lia", other.organization_id).await;
        let otto = app.operator("otto").await;
        let request = json!({"summary": "La casella non riceve", "email": "rosa@example.org"});
        let made = app.post("/api/v1/tickets").by(&rosa).json(&request).expect(201).await.body;
        app.clock.advance(TimeDelta::minutes(10));
        let path = format!("/api/v1/tickets/{}/messages", made["id"].as_str().unwrap());
        let ask = json!({"event": "ask", "text": "Da quale mittente?"});
        app.post(&path).by(&otto).json(&ask).expect(200).await;
        for (name, expected) in [("rosa", 1), ("otto", 1), ("lia", 0)] {
            let by = app.sign_in(name).await;
            let shown = rows(&report(&app, &by, "tickets").await, "ticket_times");
            assert_eq!(shown.len(), expected, "{name}");
            if let Some(month) = shown.first() {
                assert_eq!(month, &json!(["2026-01", 1, 1, 10, 10, 0, null, null]));
            }
        }
    }
}
