//! The expiry of passwords (A19, A20).

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::message::{Content, MailboxMessage, MessageKind};
use sigillo_testkit::{Account, Answer, PASSWORD, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const ADDRESS: &str = "protocollo@pec.example.it";

async fn setting(app: &TestApp) -> Account {
    app.domain(DOMAIN).await;
    app.used_mailbox(DOMAIN, "protocollo").await;
    app.operator("rosa").await
}

async fn sign_in(app: &TestApp) -> Answer {
    let body = json!({"address": ADDRESS, "password": PASSWORD});
    app.post("/api/v1/own-mailbox/sessions").json(&body).send().await
}

async fn mailbox(app: &TestApp) -> Value {
    let rosa = app.sign_in("rosa").await;
    let listed = app.get("/api/v1/mailboxes").by(&rosa).expect(200).await;
    listed.body["items"][0].clone()
}

on_both_engines! {
    async fn notices_are_sent_from_day_70_until_the_password_expires(app: TestApp) {
        setting(&app).await;
        let mut told = vec![];
        for day in 1..=95 {
            app.clock.advance(TimeDelta::days(1));
            // However often the worker runs, each notice is sent once.
            for _ in 0..2 {
                let letters = app.work().await;
                told.extend(letters.into_iter().map(|letter| (day, letter.kind, letter.recipient)));
            }
        }
        let both = |day, kind| {
            [(day, kind, ADDRESS.to_owned()), (day, kind, "protocollo@example.org".to_owned())]
        };
        let expected = [
            both(70, MessageKind::PasswordExpiring20),
            both(80, MessageKind::PasswordExpiring10),
            both(85, MessageKind::PasswordExpiring5),
            both(90, MessageKind::PasswordExpired),
        ].concat();
        assert_eq!(told, expected);
        let history = sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap();
        assert!(history.is_ok(), "{history:?}");
    }

    async fn after_a_long_pause_only_the_latest_notice_is_sent(app: TestApp) {
        setting(&app).await;
        app.clock.advance(TimeDelta::days(82));
        let letters = app.work().await;
        assert_eq!(letters.len(), 2);
        assert!(matches!(letters[0].content, Content::Mailbox(MailboxMessage::Expiring { days: 10, .. })), "{letters:?}");
        app.clock.advance(TimeDelta::days(100));
        let kinds: Vec<_> = app.work().await.iter().map(|letter| letter.kind).collect();
        assert_eq!(kinds, [MessageKind::PasswordExpired, MessageKind::PasswordExpired]);
    }

    async fn an_expired_password_can_only_be_changed(app: TestApp) {
        setting(&app).await;
        app.clock.advance(TimeDelta::days(90) - TimeDelta::minutes(5));
        // This session has not been idle for long when the password expires.
        let user = app.user(ADDRESS).await;
        app.clock.advance(TimeDelta::minutes(5) - TimeDelta::microseconds(1));
        app.get("/api/v1/own-mailbox").by_user(&user).expect(200).await;
        app.clock.advance(TimeDelta::microseconds(1));
        // The password expires at that moment, before any worker has run.
        assert_eq!(sign_in(&app).await.code(), "password_expired");
        app.get("/api/v1/own-mailbox").by_user(&user).expect(401).await;
        app.work().await;
        let shown = mailbox(&app).await;
        assert_eq!((&shown["state"], &shown["password_state"]), (&json!("active"), &json!("expired")));
        // Without the right password the expiry is not revealed.
        let body = json!({"address": ADDRESS, "password": "parola sbagliata"});
        let guess = app.post("/api/v1/own-mailbox/sessions").json(&body).send().await;
        assert_eq!(guess.code(), "invalid_credentials");

        let body = json!({"address": ADDRESS, "current_password": PASSWORD, "new_password": "altre cinque parole"});
        app.post("/api/v1/own-mailbox/password").json(&body).expect(204).await;
        let shown = mailbox(&app).await;
        assert_eq!(shown["password_state"], "valid");
        let body = json!({"address": ADDRESS, "password": "altre cinque parole"});
        app.post("/api/v1/own-mailbox/sessions").json(&body).expect(201).await;
    }

    async fn lists_are_filtered_by_password_state(app: TestApp) {
        setting(&app).await;
        app.mailbox(DOMAIN, "nuova").await;
        app.clock.advance(TimeDelta::days(91));
        app.work().await;
        let rosa = app.sign_in("rosa").await;
        for (states, expected) in [("expired", 1), ("to_set", 1), ("valid", 0), ("expired,to_set", 2)] {
            let path = format!("/api/v1/mailboxes?password_state={states}&count=exact");
            assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["total"], expected, "{states}");
        }
        let wrong = app.get("/api/v1/mailboxes?password_state=old").by(&rosa).expect(422).await;
        assert_eq!(wrong.faults(), ["password_state unknown"]);
    }

    async fn a_changed_lifetime_applies_to_new_passwords(app: TestApp) {
        let rosa = setting(&app).await;
        let domains = app.get("/api/v1/domains").by(&rosa).expect(200).await.body;
        let id = domains["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(domains["items"][0]["password_lifetime_days"], 90);
        let path = format!("/api/v1/domains/{id}");
        let wrong = json!({"password_lifetime_days": 0});
        let refused = app.patch(&path).by(&rosa).json(&wrong).expect(422).await;
        assert_eq!(refused.faults(), ["/password_lifetime_days out_of_range"]);
        let body = json!({"password_lifetime_days": 30, "language": "en"});
        app.patch(&path).by(&rosa).json(&body).expect(200).await;
        let days = |mailbox: &Value| {
            let at = |field: &str| mailbox[field].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
            (at("password_expires_at") - at("password_set_at")).num_days()
        };
        assert_eq!(days(&mailbox(&app).await), 90);
        let body = json!({"address": ADDRESS, "current_password": PASSWORD, "new_password": "altre cinque parole"});
        app.post("/api/v1/own-mailbox/password").json(&body).expect(204).await;
        assert_eq!(days(&mailbox(&app).await), 30);
        let letter = app.work().await.remove(0);
        assert_eq!(letter.language, sigillo_domain::message::Language::En);
    }

    async fn a_corrupt_row_does_not_hold_up_the_others(app: TestApp) {
        setting(&app).await;
        app.tamper("UPDATE mailbox SET password_expires_at = NULL").await;
        app.used_mailbox(DOMAIN, "altra").await;
        app.work().await;
        app.clock.advance(TimeDelta::days(70));
        assert_eq!(app.work().await.len(), 2);
    }

    async fn concurrent_servers_send_each_notice_once(app: TestApp) {
        app.domain(DOMAIN).await;
        for n in 0..6 {
            app.used_mailbox(DOMAIN, &format!("casella{n}")).await;
        }
        app.work().await;
        app.clock.advance(TimeDelta::days(71));
        let looks = (0..5).map(|_| sigillo_app::advance_mailbox_passwords(&app.app));
        let taken: usize = futures_util::future::join_all(looks).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(taken, 6);
        assert_eq!(app.work().await.len(), 12);
    }
}
