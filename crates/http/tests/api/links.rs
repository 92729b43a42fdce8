//! Links: they work once, for 24 hours, and only the newest one; requesting one does not reveal
//! which mailboxes exist.

use chrono::TimeDelta;
use serde_json::json;
use sigillo_domain::message::MessageKind;
use sigillo_testkit::{Answer, PASSWORD, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

async fn set(app: &TestApp, token: &str, password: &str) -> Answer {
    let body = json!({"token": token, "new_password": password});
    app.post("/api/v1/links/password").json(&body).send().await
}

async fn check(app: &TestApp, token: &str) -> Answer {
    app.post("/api/v1/links/check").json(&json!({"token": token})).send().await
}

async fn ask(app: &TestApp, address: &str) -> Answer {
    app.post("/api/v1/password-links").json(&json!({"address": address})).send().await
}

on_both_engines! {
    async fn a_link_works_once_and_checking_does_not_use_it(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let token = app.password_link(mailbox.id).await;
        for _ in 0..3 {
            let info = check(&app, &token).await;
            assert_eq!((info.status, &info.body["mailbox"]), (200, &json!("pro*****@pec.example.it")));
            assert!(!info.body.to_string().contains("protocollo"));
        }
        // A refused password does not use up the link.
        assert_eq!(set(&app, &token, "corta").await.faults(), ["/new_password too_short"]);
        assert_eq!(set(&app, &token, "protocollo di tutti").await.faults(), ["/new_password contains_mailbox_name"]);
        assert_eq!(set(&app, &token, PASSWORD).await.status, 204);
        assert_eq!(set(&app, &token, "altre cinque parole").await.code(), "link_not_valid");
        assert_eq!(check(&app, &token).await.status, 410);
        app.user(&mailbox.address).await;
    }

    async fn only_one_of_several_simultaneous_uses_succeeds(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let token = app.password_link(mailbox.id).await;
        let uses = (0..6).map(|n| set(&app, &token, ["prima frase lunga", "seconda frase lunga"][n % 2]));
        let statuses: Vec<_> = futures_util::future::join_all(uses.collect::<Vec<_>>()).await.into_iter().map(|answer| answer.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [204, 410, 422].contains(status)), "{statuses:?}");
    }

    async fn a_link_is_valid_for_a_day_after_sending(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let token = app.password_link(mailbox.id).await;
        app.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        assert_eq!(check(&app, &token).await.status, 200);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(check(&app, &token).await.status, 410);
        assert_eq!(set(&app, &token, PASSWORD).await.status, 410);
    }

    async fn a_new_link_invalidates_older_ones_and_drops_their_messages(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let first = app.work().await.remove(0).link_token.unwrap();
        // The second message is never sent, since the third is requested before.
        let rosa = app.operator("rosa").await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        app.clock.advance(TimeDelta::seconds(1));
        app.post(&format!("{path}/password-reset")).by(&rosa).expect(202).await;
        app.clock.advance(TimeDelta::seconds(1));
        app.post(&format!("{path}/password-reset")).by(&rosa).expect(202).await;
        let letters = app.work().await;
        assert_eq!(letters.len(), 1);
        let third = letters[0].link_token.clone().unwrap();
        assert_eq!(check(&app, &first).await.status, 410);
        assert_eq!(check(&app, &third).await.status, 200);
        let messages = app.get(&format!("{path}/messages")).by(&rosa).expect(200).await.body;
        let states: Vec<_> = messages["items"].as_array().unwrap().iter().map(|m| m["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["sent", "dropped", "sent"]);
    }

    async fn changing_the_password_invalidates_links(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        let token = app.password_link(mailbox.id).await;
        let body = json!({"address": mailbox.address, "current_password": PASSWORD, "new_password": "altre cinque parole"});
        app.post("/api/v1/own-mailbox/password").json(&body).expect(204).await;
        assert_eq!(set(&app, &token, "una frase ancora diversa").await.status, 410);
    }

    async fn invented_tokens_are_refused(app: TestApp) {
        for token in ["", "a", "3q2-7wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxw", &"à".repeat(5000)] {
            assert_eq!(check(&app, token).await.code(), "link_not_valid");
            assert_eq!(set(&app, token, PASSWORD).await.code(), "link_not_valid");
        }
    }

    async fn requesting_a_link_does_not_reveal_which_mailboxes_exist(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        app.work().await;
        let there = ask(&app, " Protocollo@pec.example.it ").await;
        let not_there = ask(&app, "nessuno@pec.example.it").await;
        let elsewhere = ask(&app, "qualcuno@example.com").await;
        for answer in [&there, &not_there, &elsewhere] {
            assert_eq!((answer.status, &answer.bytes), (202, &there.bytes));
        }
        let letters = app.work().await;
        assert_eq!(letters.len(), 1);
        assert_eq!((letters[0].kind, letters[0].recipient.as_str()), (MessageKind::ResetPassword, "protocollo@example.org"));
        assert_eq!(set(&app, letters[0].link_token.as_ref().unwrap(), "altre cinque parole").await.status, 204);
        // The history says that the link was requested by somebody who forgot the password.
        let history = sigillo_storage::history::whole(&mut app.app.db.read().await.unwrap(), mailbox.id.subject()).await.unwrap();
        let asked = history.iter().find(|sealed| sealed.record.actor.name == "forgotten password");
        assert!(asked.is_some(), "{history:?}");
    }

    async fn requests_for_links_are_throttled(app: TestApp) {
        let mut statuses = vec![];
        for _ in 0..6 {
            statuses.push(ask(&app, "protocollo@pec.example.it").await.status);
        }
        assert_eq!(statuses, [202, 202, 202, 202, 202, 429]);
        assert_eq!(ask(&app, "protocollo").await.faults(), ["/address invalid_email"]);
    }

    async fn a_mailbox_awaiting_its_contract_has_no_links(app: TestApp) {
        let owner = app.organization("Ente").await;
        app.create_domain(sigillo_contract::domain::DomainCreate {
            organization_id: owner,
            name: DOMAIN.into(),
            onboarding: Some(sigillo_domain::mail_domain::Onboarding::Contract),
            ..Default::default()
        }).await;
        let mailbox = app.held_mailbox(DOMAIN, "protocollo", 1).await;
        ask(&app, &mailbox.address).await;
        // What comes is the contract alone.
        let kinds: Vec<_> = app.work().await.into_iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [sigillo_domain::message::MessageKind::ContractToSign]);
        let rosa = app.operator("rosa").await;
        let path = format!("/api/v1/mailboxes/{}/password-reset", mailbox.id);
        assert_eq!(app.post(&path).by(&rosa).expect(409).await.code(), "not_in_this_state");
    }
}
