//! Nobody takes over a mailbox by changing the communication e-mail, and nobody without a session
//! gets in the way of its user.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::OutgoingMessage;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::message::MessageKind;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, PASSWORD, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const EMAIL: &str = "/api/v1/own-mailbox/communication-email";
const NOTICE: &str = "password_reset_notice";

async fn used(app: &TestApp) -> Mailbox {
    app.domain(DOMAIN).await;
    let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
    app.work().await;
    mailbox
}

async fn ask(app: &TestApp, address: &str) -> Answer {
    app.post("/api/v1/password-links").json(&json!({"address": address})).send().await
}

async fn check(app: &TestApp, token: &str) -> u16 {
    app.post("/api/v1/links/check").json(&json!({"token": token})).send().await.status
}

async fn set(app: &TestApp, token: &str, password: &str) -> u16 {
    let body = json!({"token": token, "new_password": password});
    app.post("/api/v1/links/password").json(&body).send().await.status
}

async fn change_email(app: &TestApp, by: &Account, mailbox: &Mailbox, email: &str) {
    let path = format!("/api/v1/mailboxes/{}", mailbox.id);
    app.patch(&path).by(by).json(&json!({"communication_email": email})).expect(200).await;
}

async fn reset(app: &TestApp, by: &Account, mailbox: &Mailbox) -> Value {
    let path = format!("/api/v1/mailboxes/{}/password-reset", mailbox.id);
    app.post(&path).by(by).expect(202).await.body
}

/// The recipients and the tokens of the messages of a kind.
fn of_kind(sent: &[OutgoingMessage], kind: &str) -> Vec<(String, String)> {
    let of_kind = sent.iter().filter(|message| message.kind.as_str() == kind);
    let found = of_kind
        .map(|message| (message.recipient.clone(), message.link_token.clone().unwrap_or_default()));
    let mut found: Vec<_> = found.collect();
    found.sort();
    found
}

fn recipients(sent: &[OutgoingMessage], kind: &str) -> Vec<String> {
    of_kind(sent, kind).into_iter().map(|(recipient, _)| recipient).collect()
}

on_both_engines! {
    async fn a_session_alone_does_not_change_the_communication_email(app: TestApp) {
        let mailbox = used(&app).await;
        let user = app.user(&mailbox.address).await;
        let send = |body: Value| app.post(EMAIL).by_user(&user).json(&body).send();
        let email = "altra@example.org";
        let answer = send(json!({"communication_email": email})).await;
        assert_eq!(answer.faults(), ["/current_password required"]);
        for _ in 0..5 {
            let wrong = json!({"communication_email": email, "current_password": "una sbagliata"});
            let answer = send(wrong).await;
            assert_eq!((answer.status, answer.code()), (401, "invalid_credentials"));
        }
        let right = json!({"communication_email": email, "current_password": PASSWORD});
        assert_eq!(send(right.clone()).await.status, 429, "the password cannot be guessed here");
        assert_eq!(app.work().await, []);
        app.clock.advance(TimeDelta::minutes(2));
        assert_eq!(send(right).await.status, 202);
        assert_eq!(recipients(&app.work().await, "confirm_communication_email"), [email]);
    }

    async fn a_reset_after_a_changed_email_is_also_told_to_the_old_address(app: TestApp) {
        let mailbox = used(&app).await;
        let domain = app.get("/api/v1/domains").by(&app.operator("gestore").await).expect(200).await;
        let organization = domain.body["items"][0]["organization_id"].as_str().unwrap().parse().unwrap();
        let grants = vec![sigillo_contract::account::DomainGrant {
            domain: DOMAIN.into(),
            permissions: vec![Permission::View, Permission::Edit],
        }];
        let role = sigillo_domain::account::Role::Assistant;
        let anna = app.account("anna", role, Some(organization), grants).await;
        change_email(&app, &anna, &mailbox, "uno@example.com").await;
        change_email(&app, &anna, &mailbox, "due@example.com").await;
        app.work().await;
        reset(&app, &anna, &mailbox).await;
        let sent = app.work().await;
        let [(link_to, link)] = &of_kind(&sent, "reset_password")[..] else { panic!("{sent:?}") };
        assert_eq!(link_to, "due@example.com");
        assert_eq!(recipients(&sent, NOTICE), ["protocollo@example.org", "uno@example.com"]);

        // The link in the notice stops the reset: once, and nothing else.
        let stop = of_kind(&sent, NOTICE)[0].1.clone();
        let info = app.post("/api/v1/links/check").json(&json!({"token": stop})).expect(200).await;
        assert_eq!(info.body["purpose"], "stop_password_reset");
        assert_eq!(set(&app, &stop, "altre cinque parole a caso").await, 410);
        assert_eq!(check(&app, link).await, 200);
        let stop_it = || app.post("/api/v1/links/stop").json(&json!({"token": stop}));
        stop_it().expect(204).await;
        assert_eq!(check(&app, link).await, 410);
        assert_eq!(set(&app, link, "altre cinque parole a caso").await, 410);
        stop_it().expect(410).await;
        app.user(&mailbox.address).await;
        let path = format!("/api/v1/mailboxes/{}/history", mailbox.id);
        let history = app.get(&path).by(&anna).expect(200).await.body;
        assert_eq!(history["items"][0]["action"], "password_reset_stopped", "{history}");
        assert_eq!(history["items"][0]["actor"]["kind"], "mailbox_user");
    }

    async fn after_a_day_the_old_address_is_told_no_more(app: TestApp) {
        let mailbox = used(&app).await;
        let rosa = app.operator("rosa").await;
        change_email(&app, &rosa, &mailbox, "nuova@example.org").await;
        app.clock.advance(TimeDelta::hours(24) + TimeDelta::seconds(1));
        let rosa = app.sign_in("rosa").await;
        reset(&app, &rosa, &mailbox).await;
        assert_eq!(recipients(&app.work().await, NOTICE), Vec::<String>::new());
        // A link that anybody can request counts as a reset too.
        change_email(&app, &rosa, &mailbox, "altra@example.org").await;
        app.work().await;
        ask(&app, &mailbox.address).await;
        assert_eq!(recipients(&app.work().await, NOTICE), ["nuova@example.org"]);
    }

    async fn an_anonymous_request_does_not_end_a_live_link(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let first = app.work().await.remove(0).link_token.unwrap();
        let mut further = vec![];
        for _ in 0..4 {
            app.clock.advance(TimeDelta::minutes(20));
            ask(&app, &mailbox.address).await;
            further.extend(app.work().await.into_iter().filter_map(|message| message.link_token));
        }
        assert_eq!(further.len(), 1, "at most one further link is sent");
        assert_eq!((check(&app, &first).await, check(&app, &further[0]).await), (200, 200));
        assert_eq!(set(&app, &further[0], PASSWORD).await, 204);
        assert_eq!(set(&app, &first, "altre cinque parole a caso").await, 410, "all of them end together");
    }

    async fn an_anonymous_request_does_not_hold_up_the_user(app: TestApp) {
        let mailbox = used(&app).await;
        let user = app.user(&mailbox.address).await;
        for _ in 0..5 {
            ask(&app, &mailbox.address).await;
        }
        assert_eq!(ask(&app, &mailbox.address).await.status, 429);
        let body = json!({"communication_email": "altra@example.org", "current_password": PASSWORD});
        app.post(EMAIL).by_user(&user).json(&body).expect(202).await;
        // Requests from one address do not hold up those from another.
        let elsewhere = std::net::SocketAddr::from(([203, 0, 113, 9], 4000));
        let request = json!({"address": mailbox.address});
        app.post("/api/v1/password-links").json(&request).from(elsewhere).expect(202).await;
    }

    async fn the_user_cannot_write_to_many_addresses(app: TestApp) {
        let mailbox = used(&app).await;
        let user = app.user(&mailbox.address).await;
        let mut statuses = vec![];
        for place in 0..6 {
            let email = format!("n{place}@example.org");
            let body = json!({"communication_email": email, "current_password": PASSWORD});
            statuses.push(app.post(EMAIL).by_user(&user).json(&body).send().await.status);
        }
        assert_eq!(statuses, [202, 202, 202, 202, 202, 429]);
        assert!(MessageKind::ALL.iter().any(|kind| kind.as_str() == NOTICE));
    }
}
