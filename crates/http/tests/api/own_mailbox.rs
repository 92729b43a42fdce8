//! The user of a mailbox: the session, the password, the communication e-mail.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::message::MessageKind;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Answer, PASSWORD, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const NEW: &str = "altre cinque parole a caso";

async fn used(app: &TestApp) -> Mailbox {
    app.domain(DOMAIN).await;
    let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
    app.work().await;
    mailbox
}

async fn sign_in(app: &TestApp, address: &str, password: &str) -> Answer {
    let body = json!({"address": address, "password": password});
    app.post("/api/v1/own-mailbox/sessions").json(&body).send().await
}

async fn change(app: &TestApp, address: &str, current: &str, new: &str) -> Answer {
    let body = json!({"address": address, "current_password": current, "new_password": new});
    app.post("/api/v1/own-mailbox/password").json(&body).send().await
}

fn recipients(letters: &[sigillo_app::OutgoingMessage], kind: MessageKind) -> Vec<String> {
    let of_kind = letters.iter().filter(|letter| letter.kind == kind);
    let mut all: Vec<_> = of_kind.map(|letter| letter.recipient.clone()).collect();
    all.sort();
    all
}

on_both_engines! {
    async fn nobody_can_sign_in_before_the_password_is_set(app: TestApp) {
        app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        assert_eq!(sign_in(&app, &mailbox.address, "").await.code(), "invalid_credentials");
        let letters = app.work().await;
        assert_eq!(recipients(&letters, MessageKind::SetPassword), ["protocollo@example.org"]);
        app.set_password(letters[0].link_token.as_ref().unwrap(), PASSWORD).await;
        // Upper case and surrounding spaces are ignored.
        let entered = sign_in(&app, " Protocollo@PEC.example.it ", PASSWORD).await;
        assert_eq!((entered.status, &entered.body["password_state"]), (201, &json!("valid")));
        let cookie = entered.set_cookie("sigillo_mailbox").unwrap();
        assert_eq!(cookie.path(), Some("/api/v1/own-mailbox"));
        assert_eq!(cookie.http_only(), Some(true));
        // Setting the first password sends no notice: the user was asked to do it.
        assert_eq!(app.work().await, []);
    }

    async fn the_page_shows_the_mailbox_and_not_the_administrators_notes(app: TestApp) {
        let mailbox = used(&app).await;
        let rosa = app.operator("rosa").await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let note = json!({"text": "nota interna"});
        app.post(&format!("{path}/notes")).by(&rosa).json(&note).expect(201).await;
        let user = app.user(&mailbox.address).await;
        let own = app.get("/api/v1/own-mailbox").by_user(&user).expect(200).await.body;
        assert_eq!(own["address"], mailbox.address.as_str());
        assert_eq!(own["used_bytes"], Value::Null);
        let actions: Vec<_> = own["last_changes"]
            .as_array().unwrap().iter().map(|change| change["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["password_set", "password_link_sent", "created"]);
        assert!(!own.to_string().contains("nota interna") && !own.to_string().contains("rosa"));
    }

    async fn the_page_does_not_show_what_the_registry_says_of_the_mailbox(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let [ends, stays] = [
            app.holder(domain.organization_id, 1).await,
            app.holder(domain.organization_id, 2).await,
        ];
        let operator = app.operator("gestore").await;
        let request = json!({
            "domain": DOMAIN, "local_part": "studio", "communication_email": "studio@example.org",
            "holder": {"id": ends.id}, "address": {"street": "Via Nuova", "locality": "Potenza",
                "province": "PZ", "postal_code": "85100"},
        });
        app.post("/api/v1/mailboxes").by(&operator).json(&request).expect(201).await;
        let letters = app.work().await;
        app.set_password(letters[0].link_token.as_ref().unwrap(), PASSWORD).await;
        let merge = format!("/api/v1/holders/{}/merge", ends.id);
        app.post(&merge).by(&operator).json(&json!({"into": stays.id})).expect(200).await;
        let user = app.user(&format!("studio@{DOMAIN}")).await;
        let own = app.get("/api/v1/own-mailbox").by_user(&user).expect(200).await.body;
        let changes = own["last_changes"].as_array().unwrap();
        // The merge, which changed nothing else, is left out.
        let actions: Vec<_> = changes.iter().map(|change| change["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["password_set", "created"]);
        assert!(!own.to_string().contains("holder"), "{own}");
    }

    async fn a_session_ends_when_idle_when_old_and_on_sign_out(app: TestApp) {
        let mailbox = used(&app).await;
        let get = || app.get("/api/v1/own-mailbox");
        let user = app.user(&mailbox.address).await;
        for _ in 0..4 {
            app.clock.advance(TimeDelta::minutes(29));
            get().by_user(&user).expect(200).await;
        }
        app.clock.advance(TimeDelta::minutes(31));
        get().by_user(&user).expect(401).await;
        let user = app.user(&mailbox.address).await;
        for _ in 0..25 {
            app.clock.advance(TimeDelta::minutes(28));
            get().by_user(&user).expect(200).await;
        }
        app.clock.advance(TimeDelta::minutes(28));
        get().by_user(&user).expect(401).await;
        let user = app.user(&mailbox.address).await;
        let left = app.delete("/api/v1/own-mailbox/sessions/current").by_user(&user).expect(204).await;
        assert_eq!(left.set_cookie("sigillo_mailbox").unwrap().value(), "");
        get().by_user(&user).expect(401).await;
    }

    async fn after_a_change_only_the_new_password_works(app: TestApp) {
        let mailbox = used(&app).await;
        let user = app.user(&mailbox.address).await;
        assert_eq!(change(&app, &mailbox.address, "parola sbagliata", NEW).await.code(), "invalid_credentials");
        assert_eq!(change(&app, &mailbox.address, PASSWORD, NEW).await.status, 204);
        app.get("/api/v1/own-mailbox").by_user(&user).expect(401).await;
        assert_eq!(sign_in(&app, &mailbox.address, PASSWORD).await.code(), "invalid_credentials");
        assert_eq!(sign_in(&app, &mailbox.address, NEW).await.status, 201);
        let told = recipients(&app.work().await, MessageKind::PasswordChanged);
        assert_eq!(told, ["protocollo@example.org", "protocollo@pec.example.it"]);
    }

    async fn a_weak_new_password_names_its_field(app: TestApp) {
        let mailbox = used(&app).await;
        for (new, fault) in [
            ("corta", "too_short"),
            ("il protocollo è mio", "contains_mailbox_name"),
            ("Q1W2E3R4T5Y6", "too_common"),
            (PASSWORD, "used_before"),
        ] {
            let answer = change(&app, &mailbox.address, PASSWORD, new).await;
            assert_eq!(answer.status, 422);
            assert_eq!(answer.faults(), [format!("/new_password {fault}")]);
        }
        assert_eq!(sign_in(&app, &mailbox.address, PASSWORD).await.status, 201);
    }

    async fn only_the_last_five_passwords_cannot_be_reused(app: TestApp) {
        let mailbox = used(&app).await;
        let mut present = PASSWORD.to_owned();
        for number in 1..=4 {
            app.clock.advance(TimeDelta::seconds(1));
            let next = format!("frase numero {number} tra le altre");
            assert_eq!(change(&app, &mailbox.address, &present, &next).await.status, 204);
            present = next;
        }
        let answer = change(&app, &mailbox.address, &present, PASSWORD).await;
        assert_eq!(answer.faults(), ["/new_password used_before"]);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(change(&app, &mailbox.address, &present, NEW).await.status, 204);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(change(&app, &mailbox.address, NEW, PASSWORD).await.status, 204);
    }

    async fn guessing_a_password_is_slowed_down(app: TestApp) {
        let mailbox = used(&app).await;
        let mut codes = vec![];
        for attempt in 0..6 {
            // Attempts with either operation are counted together.
            let answer = match attempt % 2 {
                0 => sign_in(&app, &mailbox.address, "parola sbagliata").await,
                _ => change(&app, &mailbox.address, "parola sbagliata", NEW).await,
            };
            codes.push(answer.code().to_owned());
        }
        assert_eq!(codes[..5], vec!["invalid_credentials"; 5]);
        assert_eq!(codes[5], "too_many_requests");
        assert_eq!(sign_in(&app, &mailbox.address, PASSWORD).await.code(), "too_many_requests");
    }

    async fn a_new_communication_email_applies_once_it_is_confirmed(app: TestApp) {
        let mailbox = used(&app).await;
        let user = app.user(&mailbox.address).await;
        let path = "/api/v1/own-mailbox/communication-email";
        let give = |email: &str| json!({"communication_email": email, "current_password": PASSWORD});
        let present = give("protocollo@example.org");
        let answer = app.post(path).by_user(&user).json(&present).expect(422).await;
        assert_eq!(answer.faults(), ["/communication_email unchanged"]);
        app.post(path).by_user(&user).json(&give("nuova@example.org")).expect(202).await;
        let own = app.get("/api/v1/own-mailbox").by_user(&user).expect(200).await.body;
        assert_eq!(own["communication_email"], "protocollo@example.org");
        assert_eq!(own["unconfirmed_email"], "nuova@example.org");

        let letters = app.work().await;
        assert_eq!(recipients(&letters, MessageKind::ConfirmCommunicationEmail), ["nuova@example.org"]);
        let token = json!({"token": letters[0].link_token.as_ref().unwrap()});
        let info = app.post("/api/v1/links/check").json(&token).expect(200).await.body;
        assert_eq!(info["purpose"], "confirm_communication_email");
        assert_eq!(info["communication_email"], "nuova@example.org");
        assert_eq!(info["mailbox"], "pro*****@pec.example.it");
        app.post("/api/v1/links/communication-email").json(&token).expect(204).await;
        app.post("/api/v1/links/communication-email").json(&token).expect(410).await;

        let own = app.get("/api/v1/own-mailbox").by_user(&user).expect(200).await.body;
        assert_eq!(own["communication_email"], "nuova@example.org");
        assert_eq!(own["unconfirmed_email"], Value::Null);
        let told = recipients(&app.work().await, MessageKind::CommunicationEmailChanged);
        assert_eq!(told, ["nuova@example.org", "protocollo@example.org", "protocollo@pec.example.it"]);
    }

    async fn an_administrators_change_invalidates_an_unconfirmed_email(app: TestApp) {
        let mailbox = used(&app).await;
        let user = app.user(&mailbox.address).await;
        let path = "/api/v1/own-mailbox/communication-email";
        let email = |email: &str| json!({"communication_email": email});
        let own = json!({"communication_email": "nuova@example.org", "current_password": PASSWORD});
        app.post(path).by_user(&user).json(&own).expect(202).await;
        let token = app.work().await.remove(0).link_token.unwrap();
        let rosa = app.operator("rosa").await;
        let of_admin = format!("/api/v1/mailboxes/{}", mailbox.id);
        app.patch(&of_admin).by(&rosa).json(&email("ufficio@example.org")).expect(200).await;
        let body = json!({"token": token});
        let refused = app.post("/api/v1/links/communication-email").json(&body).expect(410).await;
        assert_eq!(refused.code(), "link_not_valid");
    }

    async fn sessions_of_users_and_of_accounts_are_separate(app: TestApp) {
        let mailbox = used(&app).await;
        let user = app.user(&mailbox.address).await;
        for path in ["/api/v1/me", "/api/v1/mailboxes", "/api/v1/domains", "/api/v1/accounts"] {
            app.get(path).by_user(&user).expect(401).await;
            let bearer = format!("Bearer {}", user.token);
            app.get(path).header("authorization", &bearer).expect(401).await;
            app.get(path).cookie("sigillo_refresh", &user.token).expect(401).await;
        }
        app.post("/api/v1/sessions/refresh").cookie("sigillo_refresh", &user.token).expect(401).await;
        let rosa = app.operator("rosa").await;
        app.get("/api/v1/own-mailbox").by(&rosa).expect(401).await;
        app.get("/api/v1/own-mailbox").cookie("sigillo_mailbox", &rosa.refresh_token).expect(401).await;
        assert_eq!(sign_in(&app, "rosa", PASSWORD).await.status, 401);
        let credentials = json!({"username": mailbox.address, "password": PASSWORD});
        app.post("/api/v1/sessions").json(&credentials).expect(401).await;
    }

    async fn credentials_outlive_a_cancellation_only_with_preservation(app: TestApp) {
        let owner = app.organization("Ente").await;
        app.create_domain(sigillo_contract::domain::DomainCreate {
            organization_id: owner,
            name: DOMAIN.into(),
            preservation_available: Some(true),
            ..Default::default()
        }).await;
        app.operator("rosa").await;
        for (name, preservation) in [("conservata", true), ("semplice", false)] {
            let rosa = app.sign_in("rosa").await;
            let mailbox = app.used_mailbox(DOMAIN, name).await;
            let path = format!("/api/v1/mailboxes/{}", mailbox.id);
            app.patch(&path).by(&rosa).json(&json!({"preservation": preservation})).expect(200).await;
            app.delete(&path).by(&rosa).expect(200).await;
            let expected = if preservation { 201 } else { 401 };
            assert_eq!(sign_in(&app, &mailbox.address, PASSWORD).await.status, expected);
            let reset = app.post(&format!("{path}/password-reset")).by(&rosa).send().await;
            assert_eq!(reset.status, if preservation { 202 } else { 409 }, "{}", reset.body);
            app.clock.advance(TimeDelta::days(100));
            let expired = app.work().await.into_iter().any(|letter| letter.kind == MessageKind::PasswordExpired);
            assert!(!expired, "no notice of expiry is sent");
        }
    }

    async fn a_reset_needs_the_edit_permission_and_a_communication_email(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let path = format!("/api/v1/mailboxes/{}/password-reset", mailbox.id);
        let editor = app.assistant("anna", &domain, &[Permission::View, Permission::Edit]).await;
        let sent = app.post(&path).by(&editor).expect(202).await.body;
        assert_eq!((&sent["kind"], &sent["recipient"], &sent["state"]),
            (&json!("set_password"), &json!("protocollo@example.org"), &json!("queued")));
        app.tamper("UPDATE mailbox SET communication_email = NULL").await;
        let refused = app.post(&path).by(&editor).expect(409).await;
        assert_eq!(refused.code(), "no_communication_email");
    }
}
