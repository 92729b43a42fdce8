//! The end of the service of mailboxes: notices, suppression, renewal, termination (C1, C9).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_app::{App, OutgoingMessage, service};
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::message::{Content, MailboxMessage, MessageKind, OrganizationMessage};
use sigillo_domain::signature_verdict::{FileVerdict, SignatureFinding, Verdict};
use sigillo_testkit::{Account, TestApp, on_both_engines, pdf};

const DOMAIN: &str = "pec.example.it";
/// The end of a term of 24 months that began on 1 January 2026: 23:59:59 in Rome.
const END: &str = "2028-01-31T22:59:59Z";

async fn setting(app: &TestApp) -> (Account, Mailbox) {
    app.domain(DOMAIN).await;
    let operator = app.operator("rosa").await;
    let mailbox = app.mailbox(DOMAIN, "protocollo").await;
    app.work().await;
    (operator, mailbox)
}

fn path(mailbox: &Mailbox) -> String {
    format!("/api/v1/mailboxes/{}", mailbox.id)
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn go_to(app: &TestApp, to: DateTime<Utc>) {
    app.clock.advance(to - app.app.clock.now());
}

/// Does what is due for services, and delivers the messages.
async fn advance(app: &TestApp) -> Vec<OutgoingMessage> {
    while service::advance(&app.app, 100).await.unwrap() > 0 {}
    app.work().await
}

fn kinds(messages: &[OutgoingMessage]) -> Vec<(MessageKind, &str)> {
    messages.iter().map(|message| (message.kind, message.recipient.as_str())).collect()
}

async fn shown(app: &TestApp, mailbox: &Mailbox) -> Value {
    let rosa = app.sign_in("rosa").await;
    app.get(&path(mailbox)).by(&rosa).expect(200).await.body
}

async fn post(app: &TestApp, mailbox: &Mailbox, act: &str, body: Value) -> sigillo_testkit::Answer {
    let rosa = app.sign_in("rosa").await;
    app.post(&format!("{}/{act}", path(mailbox))).by(&rosa).json(&body).send().await
}

async fn assert_history(app: &TestApp) {
    let history = sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(history.is_ok(), "{history:?}");
}

/// Two servers that look at the same moment.
async fn on_two_servers(one: &App, other: &App) {
    let (one, other) = tokio::join!(service::advance(one, 100), service::advance(other, 100));
    one.unwrap();
    other.unwrap();
}

on_both_engines! {
    async fn the_term_of_the_domain_sets_the_end_at_activation(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        assert_eq!(mailbox.expires_at, Some(at(END)));
        let shown = shown(&app, &mailbox).await;
        assert_eq!((&shown["expires_at"], &shown["request"]), (&json!(END), &json!("none")));
    }

    async fn the_holder_and_the_mailbox_are_told_60_30_15_and_5_days_before(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        let other = app.another_server().await;
        let mut told = vec![];
        go_to(&app, at(END) - TimeDelta::days(62));
        for _ in 0..70 {
            app.clock.advance(TimeDelta::days(1));
            on_two_servers(&app.app, &other).await;
            for letter in advance(&app).await {
                told.push(((at(END) - app.app.clock.now()).num_days(), letter.kind, letter.recipient));
            }
        }
        let own = "protocollo@example.org".to_owned();
        let both = |days, kind| {
            [(days, kind, mailbox.address.clone()), (days, kind, own.clone())]
        };
        let mut expected = [
            both(60, MessageKind::ServiceEnding60),
            both(30, MessageKind::ServiceEnding30),
            both(15, MessageKind::ServiceEnding15),
            both(5, MessageKind::ServiceEnding5),
        ].concat();
        // The mailbox itself can no longer be read.
        expected.push((0, MessageKind::ServiceEnded, own));
        told.sort_by_key(|(days, _, recipient)| (-days, recipient.clone()));
        expected.sort_by_key(|(days, _, recipient)| (-days, recipient.clone()));
        assert_eq!(told, expected);
        assert_eq!(shown(&app, &mailbox).await["state"], "suppressed");
        assert_history(&app).await;
    }

    async fn after_days_without_a_server_only_the_nearest_notice_is_sent(app: TestApp) {
        setting(&app).await;
        go_to(&app, at(END) - TimeDelta::days(12));
        let letters = advance(&app).await;
        let ends = |letter: &OutgoingMessage| matches!(
            letter.content,
            Content::Mailbox(MailboxMessage::ServiceEnds { is_termination: false, .. })
        );
        assert!(letters.len() == 2 && letters.iter().all(ends), "{letters:?}");
        assert_eq!(letters[0].kind, MessageKind::ServiceEnding15);
        go_to(&app, at(END) + TimeDelta::days(40));
        let letters = advance(&app).await;
        assert_eq!(kinds(&letters), [(MessageKind::ServiceEnded, "protocollo@example.org")]);
        assert_eq!(advance(&app).await, []);
    }

    async fn the_holders_own_address_is_written_to(app: TestApp) {
        app.domain(DOMAIN).await;
        app.operator("rosa").await;
        let mailbox = app.held_mailbox(DOMAIN, "ada", 1).await;
        app.work().await;
        let rosa = app.sign_in("rosa").await;
        let holder = shown(&app, &mailbox).await["holder"]["id"].as_str().unwrap().to_owned();
        let of_holder = format!("/api/v1/holders/{holder}/addresses");
        let listed = app.get(&of_holder).by(&rosa).expect(200).await.body;
        let address = format!("/api/v1/holder-addresses/{}", listed["items"][0]["id"].as_str().unwrap());
        let email = json!({"email": "titolare@example.com"});
        app.patch(&address).by(&rosa).json(&email).expect(200).await;
        go_to(&app, at(END) - TimeDelta::days(5));
        let letters = advance(&app).await;
        let mut told: Vec<_> = letters.iter().map(|letter| letter.recipient.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["ada@example.org", "ada@pec.example.it", "titolare@example.com"]);
    }

    async fn the_end_is_a_second_before_midnight_in_rome(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        go_to(&app, at(END) - TimeDelta::microseconds(1));
        advance(&app).await;
        assert_eq!(shown(&app, &mailbox).await["state"], "active");
        app.clock.advance(TimeDelta::microseconds(1));
        advance(&app).await;
        assert_eq!(shown(&app, &mailbox).await["state"], "suppressed");
    }

    async fn a_renewal_brings_a_suppressed_mailbox_back_as_it_was(app: TestApp) {
        let (operator, mailbox) = setting(&app).await;
        let disabled = json!({"state": "disabled"});
        app.patch(&path(&mailbox)).by(&operator).json(&disabled).expect(200).await;
        let active = app.mailbox(DOMAIN, "anna").await;
        go_to(&app, at(END) + TimeDelta::days(3));
        advance(&app).await;
        for (mailbox, state) in [(&mailbox, "disabled"), (&active, "active")] {
            let renewed = post(&app, mailbox, "renewal", json!({})).await;
            assert_eq!(renewed.status, 200, "{}", renewed.body);
            assert_eq!(renewed.body["state"], state);
            // From today on, since the end has passed: up to the end of the month, in winter.
            assert_eq!(renewed.body["expires_at"], "2030-02-28T22:59:59Z");
            assert_eq!((&renewed.body["request"], &renewed.body["requested_by"]), (&json!("renewal"), &json!("rosa")));
        }
        let letters = app.work().await;
        let continues = letters.iter().filter(|letter| letter.kind == MessageKind::ServiceContinues);
        assert_eq!(continues.count(), 3, "a disabled mailbox cannot be read");
        assert_history(&app).await;
    }

    async fn a_renewal_adds_the_term_to_the_present_end(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        let renewed = post(&app, &mailbox, "renewal", json!({})).await.body;
        assert_eq!(renewed["expires_at"], "2030-01-31T22:59:59Z");
        // Until a day, in summer time.
        let until = post(&app, &mailbox, "renewal", json!({"until": "2031-07-15"})).await.body;
        assert_eq!(until["expires_at"], "2031-07-15T21:59:59Z");
        for (day, fault) in [
            ("2031-07-15", "/until too_early"), ("2020-01-01", "/until too_early"),
            ("2099-01-01", "/until too_late"), ("domani", "/until invalid_type"),
        ] {
            let refused = post(&app, &mailbox, "renewal", json!({"until": day})).await;
            assert_eq!((refused.status, refused.faults()), (422, vec![fault.to_owned()]), "{day}");
        }
        assert_eq!(shown(&app, &mailbox).await["expires_at"], "2031-07-15T21:59:59Z");
    }

    async fn at_the_very_second_of_the_end_a_renewal_still_counts(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        go_to(&app, at(END));
        let other = app.another_server().await;
        let (renewed, advanced) = tokio::join!(
            post(&app, &mailbox, "renewal", json!({})),
            service::advance(&other, 100),
        );
        advanced.unwrap();
        assert_eq!(renewed.status, 200, "{}", renewed.body);
        advance(&app).await;
        let shown = shown(&app, &mailbox).await;
        assert_eq!((&shown["state"], &shown["expires_at"]), (&json!("active"), &json!("2030-01-31T22:59:59Z")));
        assert_history(&app).await;
    }

    async fn a_termination_ends_the_service_early_and_nothing_is_cancelled_by_itself(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        let required = post(&app, &mailbox, "termination", json!({})).await;
        assert_eq!(required.faults(), ["/at required"]);
        for (day, fault) in [("2025-12-31", "/at too_early"), ("2028-02-01", "/at too_late")] {
            let refused = post(&app, &mailbox, "termination", json!({"at": day})).await;
            assert_eq!(refused.faults(), [fault], "{day}");
        }
        let terminated = post(&app, &mailbox, "termination", json!({"at": "2026-03-31"})).await;
        assert_eq!(terminated.status, 200, "{}", terminated.body);
        // On 31 March summer time has begun.
        assert_eq!(terminated.body["expires_at"], "2026-03-31T21:59:59Z");
        assert_eq!(terminated.body["end_before_termination"], END);
        let letters = app.work().await;
        assert!(letters.len() == 2 && letters.iter().all(|it| it.kind == MessageKind::ServiceTerminating));
        let again = post(&app, &mailbox, "termination", json!({"at": "2026-03-30"})).await;
        assert_eq!(again.code(), "not_in_this_state");
        go_to(&app, at("2026-03-31T22:00:00Z"));
        let letters = advance(&app).await;
        assert_eq!(kinds(&letters), [(MessageKind::ServiceEnded, "protocollo@example.org")]);
        app.clock.advance(TimeDelta::days(1000));
        advance(&app).await;
        let ended = shown(&app, &mailbox).await;
        assert_eq!((&ended["state"], &ended["request"]), (&json!("suppressed"), &json!("termination")));
        let rosa = app.sign_in("rosa").await;
        let of = "/api/v1/mailboxes?state=suppressed&request=termination";
        let listed = app.get(of).by(&rosa).expect(200).await.body;
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        app.delete(&path(&mailbox)).by(&rosa).expect(200).await;
        assert_history(&app).await;
    }

    async fn a_termination_is_withdrawn_until_it_takes_effect(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        let rosa = app.sign_in("rosa").await;
        let withdraw = || app.delete(&format!("{}/termination", path(&mailbox))).by(&rosa);
        assert_eq!(withdraw().send().await.code(), "not_in_this_state");
        post(&app, &mailbox, "termination", json!({"at": "2026-01-20"})).await;
        let kept = withdraw().expect(200).await.body;
        assert_eq!((&kept["expires_at"], &kept["request"]), (&json!(END), &json!("none")));
        assert_eq!(kept["requested_by"], Value::Null);
        post(&app, &mailbox, "termination", json!({"at": "2026-01-20"})).await;
        go_to(&app, at("2026-01-21T00:00:00Z"));
        advance(&app).await;
        let rosa = app.sign_in("rosa").await;
        let late = app.delete(&format!("{}/termination", path(&mailbox))).by(&rosa).send().await;
        assert_eq!(late.code(), "not_in_this_state");
        // It can still be renewed, which takes the termination back.
        let renewed = post(&app, &mailbox, "renewal", json!({})).await.body;
        assert_eq!((&renewed["state"], &renewed["request"]), (&json!("active"), &json!("renewal")));
        assert_history(&app).await;
    }

    async fn a_request_rests_on_a_document_of_the_mailbox(app: TestApp) {
        let (rosa, mailbox) = setting(&app).await;
        let other = app.mailbox(DOMAIN, "altra").await;
        let upload = async |mailbox: &Mailbox, kind: &str, name: &str| {
            let subject = format!("mailbox:{}", mailbox.id);
            let path = format!("/api/v1/documents?subject={subject}&kind={kind}&name={name}");
            let rosa = app.sign_in("rosa").await;
            let created = app.post(&path).by(&rosa).raw("application/pdf", pdf(name)).expect(201).await;
            created.body["id"].clone()
        };
        let foreign = upload(&other, "closure", "altra.pdf").await;
        let closure = upload(&mailbox, "closure", "cessazione.pdf").await;
        let letter = upload(&mailbox, "other", "rinnovo.pdf").await;
        for wrong in [&foreign, &letter, &json!("0193a0c2-0000-7000-8000-000000000000")] {
            let refused = post(&app, &mailbox, "termination", json!({"document_id": wrong})).await;
            assert_eq!(refused.faults(), ["/at required", "/document_id unknown"]);
            let body = json!({"at": "2027-06-30", "document_id": wrong});
            assert_eq!(post(&app, &mailbox, "termination", body).await.faults(), ["/document_id unknown"]);
        }
        let refused = post(&app, &mailbox, "renewal", json!({"document_id": closure})).await;
        assert_eq!(refused.faults(), ["/document_id unknown"]);

        let body = json!({"at": "2027-06-30", "document_id": closure});
        let terminated = post(&app, &mailbox, "termination", body).await;
        assert_eq!(terminated.status, 200);
        let expected = json!({"id": closure, "name": "cessazione.pdf", "verdict": "pending"});
        assert_eq!(terminated.body["request_document"], expected);
        let delete = async |id: &Value| {
            let path = format!("/api/v1/documents/{}", id.as_str().unwrap());
            app.delete(&path).by(&app.sign_in("rosa").await).send().await
        };
        assert_eq!(delete(&closure).await.code(), "document_in_use");
        let newest = app.get(&format!("{}/history", path(&mailbox))).by(&rosa).expect(200).await.body["items"][0].clone();
        let change = newest["changes"].as_array().unwrap().iter().find(|one| one["field"] == "request_document_id").unwrap();
        assert_eq!(change["after"], closure);
        assert_eq!(change["names"][closure.as_str().unwrap()], "cessazione.pdf");

        let renewed = post(&app, &mailbox, "renewal", json!({"document_id": letter})).await;
        assert_eq!(renewed.body["request_document"]["id"], letter);
        // What an act has rested on stays, also once another request has taken its place.
        assert_eq!(delete(&closure).await.code(), "document_in_use");
        let again = post(&app, &mailbox, "termination", json!({"at": "2027-06-30"})).await;
        assert_eq!(again.body.get("request_document"), None);
        assert_history(&app).await;
    }

    async fn a_request_with_a_bad_signature_is_refused(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        let document = app.document(&format!("mailbox:{}", mailbox.id), "rinnovo.pdf", &pdf("x")).await;
        app.judge_documents(Verdict::Invalid).await;
        let refused = post(&app, &mailbox, "renewal", json!({"document_id": document.id})).await;
        assert_eq!(refused.faults(), ["/document_id signatures_invalid"]);
        // A letter on paper that was scanned has no signature that could be bad.
        let scanned = app.document(&format!("mailbox:{}", mailbox.id), "lettera.pdf", &pdf("y")).await;
        app.judge_documents_as(FileVerdict::of_file(SignatureFinding::NoSignature)).await;
        let renewed = post(&app, &mailbox, "renewal", json!({"document_id": scanned.id})).await;
        assert_eq!(renewed.body["request_document"]["verdict"], "invalid");
    }

    async fn two_requests_at_once_do_not_undo_each_other(app: TestApp) {
        let (_, mailbox) = setting(&app).await;
        let rosa = app.sign_in("rosa").await;
        let terminate = || {
            let request = app.post(&format!("{}/termination", path(&mailbox))).by(&rosa);
            request.json(&json!({"at": "2026-06-30"})).send()
        };
        let (one, other) = tokio::join!(terminate(), terminate());
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let version = shown(&app, &mailbox).await["version"].as_i64().unwrap();
        let renew = || {
            let request = app.post(&format!("{}/renewal", path(&mailbox))).by(&rosa);
            request.json(&json!({})).if_match(version).send()
        };
        let (one, other) = tokio::join!(renew(), renew());
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }

    async fn a_cancelled_or_waiting_mailbox_has_no_service_to_renew(app: TestApp) {
        let (operator, mailbox) = setting(&app).await;
        app.delete(&path(&mailbox)).by(&operator).expect(200).await;
        let refused = post(&app, &mailbox, "renewal", json!({})).await;
        assert_eq!(refused.code(), "mailbox_cancelled");
        let refused = post(&app, &mailbox, "termination", json!({"at": "2026-06-30"})).await;
        assert_eq!(refused.code(), "mailbox_cancelled");
        app.work().await;
        go_to(&app, at(END) + TimeDelta::days(1));
        assert_eq!(advance(&app).await, []);
        assert_eq!(shown(&app, &mailbox).await["state"], "cancelled");
    }

    async fn the_digest_comes_on_mondays_to_the_address_for_notices(app: TestApp) {
        let (operator, ending) = setting(&app).await;
        let terminated = app.mailbox(DOMAIN, "cessata").await;
        app.mailbox(DOMAIN, "anna").await;
        let domains = app.get("/api/v1/domains").by(&operator).expect(200).await.body;
        let organization = domains["items"][0]["organization_id"].as_str().unwrap().to_owned();
        let settings = format!("/api/v1/organizations/{organization}/contract-settings");
        let email = json!({"notice_email": "postmaster@example.org"});
        app.patch(&settings).by(&operator).json(&email).expect(200).await;
        post(&app, &terminated, "termination", json!({"at": "2028-01-01"})).await;
        post(&app, &ending, "renewal", json!({"until": "2028-02-20"})).await;
        // Monday, 3 January 2028, at nine in Rome.
        go_to(&app, at("2028-01-03T08:00:00Z"));
        advance(&app).await;
        let other = app.another_server().await;
        let (one, two) = tokio::join!(service::send_digests(&app.app), service::send_digests(&other));
        assert!(one.unwrap() + two.unwrap() >= 1);
        let letters = app.work().await;
        assert_eq!(kinds(&letters), [(MessageKind::ServiceDigest, "postmaster@example.org")]);
        let Content::Organization(OrganizationMessage::ServiceDigest { day, ending, terminating, suppressed, to_cancel }) =
            &letters[0].content else { panic!("{letters:?}") };
        assert_eq!(day.to_string(), "2028-01-03");
        // The renewal was of the term before the one whose end is near.
        assert_eq!((*ending, *terminating, *suppressed, *to_cancel), (2, 0, 0, 1));
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(service::send_digests(&app.app).await.unwrap(), 0);
        app.clock.advance(TimeDelta::days(6));
        assert_eq!(service::send_digests(&app.app).await.unwrap(), 1);
    }

    async fn what_was_requested_is_a_filter_of_list_export_and_bulk_change(app: TestApp) {
        let (operator, renewed) = setting(&app).await;
        app.mailbox(DOMAIN, "anna").await;
        post(&app, &renewed, "renewal", json!({})).await;
        let names = async |query: &str| -> Vec<String> {
            let listed = app.get(&format!("/api/v1/mailboxes?{query}")).by(&operator).expect(200).await.body;
            let items = listed["items"].as_array().unwrap().iter();
            items.map(|item| item["local_part"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("request=renewal").await, ["protocollo"]);
        assert_eq!(names("request=none").await, ["anna"]);
        assert_eq!(names("request=none,renewal").await, ["anna", "protocollo"]);
        assert!(names("request=termination").await.is_empty());
        assert_eq!(names("request=none&expires_before=2028-02-01").await, ["anna"]);
        let wrong = app.get("/api/v1/mailboxes?request=domani").by(&operator).expect(422).await;
        assert_eq!(wrong.faults(), ["request unknown"]);
        let file = app.get("/api/v1/mailboxes/export?format=csv&request=renewal").by(&operator).expect(200).await;
        let text = String::from_utf8_lossy(&file.bytes);
        assert!(text.contains("protocollo@") && text.contains("Rinnovo") && !text.contains("anna@"), "{text}");
    }
}
