//! The activity as a stream of events.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_contract::account::DomainGrant;
use sigillo_domain::account::Role;
use sigillo_domain::permission::Permission;
use sigillo_http::event_stream::StreamSlots;
use sigillo_testkit::{Account, TestApp, on_both_engines};

use crate::activity::{Setting, change, setting};

const PATH: &str = "/api/v1/activity/events";
/// Longer than any of these tests takes.
const LONG: Duration = Duration::from_mins(1);

/// An event of a stream.
#[derive(Debug, Clone, PartialEq)]
struct Event {
    id: String,
    kind: String,
    data: Value,
}

fn parse(text: &str) -> Option<Event> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
    Some(Event {
        id: field("id: ").unwrap_or_default().to_owned(),
        kind: field("event: ")?.to_owned(),
        data: serde_json::from_str(field("data: ")?).unwrap(),
    })
}

fn events(text: &str) -> Vec<Event> {
    text.split("\n\n").filter_map(parse).collect()
}

/// What has happened since an event, in a stream that ends at once.
async fn since(app: &TestApp, by: &Account, query: &str, last: Option<&str>) -> Vec<Event> {
    let mut request = app.get(&format!("{PATH}?{query}")).by(by);
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let answer = request.expect(200).await;
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    assert_eq!(answer.header("x-accel-buffering"), Some("no"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    events(std::str::from_utf8(&answer.bytes).unwrap())
}

/// The id of the newest record.
async fn newest(app: &TestApp, by: &Account) -> String {
    let answer = app.get("/api/v1/activity?limit=1").by(by).expect(200).await;
    let item = &answer.body["items"][0];
    format!("{}.{}", item["subject"]["id"].as_str().unwrap(), item["seq"])
}

/// An open stream.
struct Listening(Pin<Box<BoxBody>>);

impl Listening {
    async fn open(request: sigillo_testkit::Client) -> Self {
        let mut listening = Self::of(request.open().await);
        assert_eq!(listening.next().await.as_deref(), Some(": listening\n\n"));
        listening
    }

    fn of(response: HttpResponse) -> Self {
        assert_eq!(response.status(), 200);
        Self(Box::pin(response.into_body()))
    }

    /// The next piece of the stream; None at its end.
    async fn next(&mut self) -> Option<String> {
        let piece = poll_fn(|context| self.0.as_mut().poll_next(context));
        let piece =
            tokio::time::timeout(Duration::from_secs(20), piece).await.expect("a piece in time");
        piece.map(|piece| String::from_utf8(piece.unwrap().to_vec()).unwrap())
    }
}

on_both_engines! {
    async fn a_ticket_is_followed_by_whoever_may_see_it_alone(app: TestApp) {
        let domain = app.domain("comune.example.it").await;
        let rosa = app.postmaster("capo", domain.organization_id).await;
        let anna = app.assistant("ticket", &domain, &[Permission::View, Permission::Tickets]).await;
        let vera = app.assistant("vista", &domain, &[Permission::View]).await;
        let elsewhere = app.domain("altrove.example.org").await;
        let ugo = app.postmaster("straniero", elsewhere.organization_id).await;
        app.seal_history().await;
        let last = newest(&app, &rosa).await;
        let ticket = app.ticket(domain.organization_id, "La casella non riceve").await.ticket.id;
        app.seal_history().await;
        let query = "subject_kind=ticket";
        for (by, sees) in [(&rosa, 1), (&anna, 1), (&vera, 0), (&ugo, 0)] {
            let mine = since(&app, by, query, Some(&last)).await;
            let records = mine.iter().filter(|event| event.kind == "record");
            let about = records.filter(|event| event.data["subject"]["id"] == json!(ticket));
            assert_eq!(about.count(), sees, "{}", by.username);
        }
    }

    async fn new_records_in_scope_arrive_once_and_in_order(app: TestApp) {
        let Setting { operator, rosa, foreign, .. } = setting(&app).await;
        app.seal_history().await;
        let mut own = Listening::open(app.get(PATH).by(&rosa).listening(LONG)).await;
        let mut all = Listening::open(app.get(PATH).by(&operator).listening(LONG)).await;
        let id = change(&app, &rosa, 3000).await;
        change(&app, &rosa, 4000).await;
        app.seal_history().await;
        let mut seen = vec![];
        while seen.len() < 2 {
            seen.extend(events(&own.next().await.unwrap()));
        }
        assert_eq!(seen.iter().map(|event| event.id.clone()).collect::<Vec<_>>(), [format!("{id}.2"), format!("{id}.3")]);
        assert_eq!(seen[0].kind, "record");
        let listed = app.get("/api/v1/activity?limit=1").by(&rosa).expect(200).await;
        assert_eq!(seen[1].data, listed.body["items"][0], "an event holds what the list shows");
        app.mailbox("altrove.example.org", "nuova").await;
        app.seal_history().await;
        let mut of_operator = vec![];
        while of_operator.len() < 3 {
            of_operator.extend(events(&all.next().await.unwrap()));
        }
        assert_eq!(of_operator[..2], seen);
        assert_eq!(of_operator[2].data["subject"]["domain"], "altrove.example.org");
        assert_eq!(since(&app, &rosa, "", Some(&seen[1].id)).await, [], "nothing of another organisation");
        assert_eq!(since(&app, &foreign, "", Some(&seen[1].id)).await, of_operator[2..]);
    }

    async fn a_stream_resumes_after_the_last_event_without_loss_or_double(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        app.seal_history().await;
        let last = newest(&app, &rosa).await;
        let id = change(&app, &rosa, 3000).await;
        change(&app, &rosa, 4000).await;
        app.seal_history().await;
        let ids = |events: Vec<Event>| events.into_iter().map(|event| event.id).collect::<Vec<_>>();
        assert_eq!(ids(since(&app, &rosa, "", Some(&last)).await), [format!("{id}.2"), format!("{id}.3")]);
        assert_eq!(ids(since(&app, &rosa, "", Some(&format!("{id}.2"))).await), [format!("{id}.3")]);
        assert_eq!(ids(since(&app, &rosa, &format!("after={id}.2"), None).await), [format!("{id}.3")]);
        assert_eq!(since(&app, &rosa, "", Some(&format!("{id}.3"))).await, []);
        assert_eq!(since(&app, &rosa, "", None).await, [], "without an id it begins at present");
    }

    async fn a_record_of_a_transaction_that_commits_late_is_not_lost(app: TestApp) {
        let Setting { rosa, operator, .. } = setting(&app).await;
        app.seal_history().await;
        let last = newest(&app, &rosa).await;
        // It has an earlier time than the record that is committed before it.
        change(&app, &rosa, 3000).await;
        app.seal_history().await;
        let first = since(&app, &operator, "", Some(&last)).await.pop().unwrap();
        app.clock.advance(TimeDelta::seconds(-30));
        change(&app, &rosa, 4000).await;
        app.seal_history().await;
        let rest = since(&app, &operator, "", Some(&first.id)).await;
        assert_eq!(rest.len(), 1);
    }

    async fn filters_apply_to_the_stream(app: TestApp) {
        let Setting { rosa, anna, .. } = setting(&app).await;
        app.seal_history().await;
        let last = newest(&app, &rosa).await;
        change(&app, &rosa, 3000).await;
        change(&app, &anna, 4000).await;
        app.seal_history().await;
        for (query, expected) in [
            ("", 2), ("person=anna", 1), ("action=created", 0), ("domain=cert.example.it", 0),
            ("domain=pec.example.it&subject_kind=mailbox", 2), ("from=2026-01-02", 0),
        ] {
            assert_eq!(since(&app, &rosa, query, Some(&last)).await.len(), expected, "{query}");
        }
        let faults = app.get(&format!("{PATH}?action=x&after=y")).by(&rosa).expect(422).await.faults();
        assert_eq!(faults, ["after invalid_cursor", "action unknown"]);
    }

    async fn a_client_that_is_too_far_behind_reads_the_list_again(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        app.seal_history().await;
        let reset = [Event { id: String::new(), kind: "reset".into(), data: json!({}) }];
        for unknown in ["x", "00000000-0000-0000-0000-000000000000.1"] {
            assert_eq!(since(&app, &rosa, "", Some(unknown)).await, reset, "{unknown}");
        }
        let last = newest(&app, &rosa).await;
        app.tamper("UPDATE history_block SET last_position = last_position + 10001
            WHERE last_position = (SELECT MAX(last_position) FROM history_block)").await;
        assert_eq!(since(&app, &rosa, "", Some(&last)).await, reset);
    }

    async fn a_stream_ends_with_the_session_and_with_the_permission(app: TestApp) {
        let Setting { rosa, anna, .. } = setting(&app).await;
        app.seal_history().await;
        let mut of_anna = Listening::open(app.get(PATH).by(&anna).listening(LONG)).await;
        let mut of_rosa = Listening::open(app.get(PATH).by(&rosa).listening(LONG)).await;
        let path = format!("/api/v1/accounts/{}", anna.id);
        let grants = json!({"grants": []});
        app.patch(&path).by(&rosa).json(&grants).expect(200).await;
        app.delete("/api/v1/sessions/current").by(&rosa).expect(204).await;
        app.mailbox("pec.example.it", "nuova").await;
        app.seal_history().await;
        assert_eq!(of_anna.next().await, None);
        assert_eq!(of_rosa.next().await, None);
        app.get(PATH).by(&anna).expect(403).await;
        app.get(PATH).by(&rosa).expect(401).await;
    }

    async fn a_stream_ends_with_the_permission_though_nothing_happens(app: TestApp) {
        let Setting { rosa, anna, .. } = setting(&app).await;
        let request = app.get(PATH).by(&anna).listening(LONG).heartbeat(Duration::from_millis(300));
        let mut of_anna = Listening::open(request).await;
        assert_eq!(of_anna.next().await.as_deref(), Some(": still there\n\n"));
        let path = format!("/api/v1/accounts/{}", anna.id);
        app.patch(&path).by(&rosa).json(&json!({"state": "disabled"})).expect(200).await;
        let mut pieces = vec![];
        while let Some(piece) = of_anna.next().await {
            pieces.push(piece);
        }
        assert!(pieces.iter().all(|piece| piece == ": still there\n\n"), "{pieces:?}");
    }

    async fn a_domain_that_is_taken_away_leaves_an_open_stream(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        let me = app.get("/api/v1/me").by(&rosa).expect(200).await;
        let organization = serde_json::from_value(me.body["account"]["organization_id"].clone()).unwrap();
        let view = |domain: &str| DomainGrant { domain: domain.into(), permissions: vec![Permission::View] };
        let both = vec![view("pec.example.it"), view("cert.example.it")];
        let ivo = app.account("ivo", Role::Assistant, organization, both).await;
        app.seal_history().await;
        let mut of_all = Listening::open(app.get(PATH).by(&ivo).listening(LONG)).await;
        let of_second = format!("{PATH}?domain=cert.example.it");
        let mut of_second = Listening::open(app.get(&of_second).by(&ivo).listening(LONG)).await;
        let grants = json!({"grants": [{"domain": "pec.example.it", "permissions": ["view"]}]});
        app.patch(&format!("/api/v1/accounts/{}", ivo.id)).by(&rosa).json(&grants).expect(200).await;
        app.mailbox("cert.example.it", "nuova").await;
        change(&app, &rosa, 3000).await;
        app.seal_history().await;
        let seen = events(&of_all.next().await.unwrap());
        let names: Vec<_> = seen.iter().map(|event| event.data["subject"]["name"].clone()).collect();
        assert_eq!(names, [json!("uno@pec.example.it")]);
        assert_eq!(of_second.next().await, None, "a stream of that domain alone ends");
    }

    async fn an_assistant_and_another_organisation_get_the_records_of_their_scope(app: TestApp) {
        let Setting { operator, rosa, anna, foreign } = setting(&app).await;
        app.seal_history().await;
        let last = newest(&app, &operator).await;
        change(&app, &rosa, 3000).await;
        app.mailbox("cert.example.it", "nuova").await;
        let path = format!("/api/v1/accounts/{}", anna.id);
        app.patch(&path).by(&rosa).json(&json!({"display_name": "Anna"})).expect(200).await;
        app.seal_history().await;
        for (by, expected) in [(&operator, 3), (&rosa, 3), (&anna, 1), (&foreign, 0)] {
            assert_eq!(since(&app, by, "", Some(&last)).await.len(), expected, "{}", by.username);
        }
        for domain in ["pec.example.it", "cert.example.it"] {
            app.get(&format!("{PATH}?domain={domain}")).by(&foreign).expect(404).await;
        }
    }

    async fn a_client_that_connects_again_and_again_gets_every_record_once(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        app.seal_history().await;
        let mut last = newest(&app, &rosa).await;
        let mut seen = vec![];
        let writing = async {
            let mut written = vec![];
            for round in 2..14 {
                let id = change(&app, &rosa, 1000 * round).await;
                written.push(format!("{id}.{round}"));
                // Some records come into the log alone and others together.
                if round % 3 != 0 {
                    app.seal_history().await;
                }
            }
            app.seal_history().await;
            written
        };
        let reading = async {
            while seen.len() < 12 {
                let mut listening = Listening::of(
                    app.get(PATH).by(&rosa).header("last-event-id", &last).listening(LONG).open().await,
                );
                // The connection is lost after the first piece with events.
                let arrived = loop {
                    let arrived = events(&listening.next().await.unwrap());
                    if !arrived.is_empty() { break arrived }
                };
                last.clone_from(&arrived.last().unwrap().id);
                seen.extend(arrived.into_iter().map(|event| event.id));
            }
            seen
        };
        let (written, seen) = tokio::join!(writing, reading);
        assert_eq!(seen, written);
        assert_eq!(since(&app, &rosa, "", Some(written.last().unwrap())).await, []);
    }

    async fn a_stream_ends_with_the_access_token(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        // Of the fifteen minutes, one has passed already.
        app.clock.advance(TimeDelta::seconds(14 * 60 - 2));
        let mut listening = Listening::open(app.get(PATH).by(&rosa).listening(LONG)).await;
        let began = std::time::Instant::now();
        assert_eq!(listening.next().await, None);
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    }

    async fn a_silent_stream_has_comments_and_holds_no_connection(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        let mut request = app.get(PATH).by(&rosa).listening(LONG);
        request = request.heartbeat(Duration::from_millis(50));
        let mut listening = Listening::open(request).await;
        assert_eq!(listening.next().await.as_deref(), Some(": still there\n\n"));
        // More streams than there are connections.
        let mut many = vec![];
        for _ in 0..40 {
            many.push(Listening::open(app.get(PATH).by(&rosa).listening(LONG)).await);
        }
        app.get("/api/v1/activity").by(&rosa).expect(200).await;
    }

    async fn an_account_has_five_streams(app: TestApp) {
        let Setting { rosa, anna, .. } = setting(&app).await;
        let slots = Arc::new(StreamSlots::default());
        let request = |by: &Account| app.get(PATH).by(by).listening(LONG).streams(&slots);
        let mut open = vec![];
        for _ in 0..5 {
            open.push(Listening::open(request(&rosa)).await);
        }
        let refused = request(&rosa).expect(429).await;
        assert_eq!((refused.code(), refused.header("retry-after")), ("too_many_requests", Some("30")));
        let _of_another = Listening::open(request(&anna)).await;
        open.pop();
        Listening::open(request(&rosa)).await;
    }

    async fn streams_end_promptly_when_the_server_is_asked_to_stop(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        let closing = Arc::new(AtomicBool::new(false));
        let mut listening = Listening::open(app.get(PATH).by(&rosa).listening(LONG).closing(&closing)).await;
        closing.store(true, Ordering::Relaxed);
        let began = std::time::Instant::now();
        assert_eq!(listening.next().await, None);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
}
