//! Sensitive acts ask for the password again.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_testkit::{Account, Answer, PASSWORD, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const CONFIRM: &str = "/api/v1/sessions/current/confirmation";
const NEW: &str = "altre cinque parole a caso";

/// Signs in as a person does, who has not confirmed anything yet.
pub async fn signed_in(app: &TestApp, username: &str) -> Account {
    let body = json!({"username": username, "password": PASSWORD});
    let answer = app.post("/api/v1/sessions").json(&body).expect(201).await;
    Account {
        id: answer.body["account"]["id"].as_str().unwrap().parse().unwrap(),
        username: username.to_owned(),
        access_token: answer.body["access_token"].as_str().unwrap().to_owned(),
        refresh_token: answer.set_cookie("sigillo_refresh").unwrap().value().to_owned(),
    }
}

async fn confirm(app: &TestApp, by: &Account, password: &str) -> Answer {
    app.post(CONFIRM).by(by).json(&json!({"password": password})).send().await
}

fn refused(answer: &Answer) {
    assert_eq!((answer.status, answer.code()), (403, "confirmation_required"), "{}", answer.body);
}

async fn patch(app: &TestApp, by: &Account, of: &Account, body: Value) -> Answer {
    app.patch(&format!("/api/v1/accounts/{}", of.id)).by(by).json(&body).send().await
}

on_both_engines! {
    async fn an_own_password_never_changes_without_the_present_one(app: TestApp) {
        app.operator("gestore").await;
        let operator = signed_in(&app, "gestore").await;
        let own = patch(&app, &operator, &operator, json!({"password": NEW})).await;
        assert_eq!((own.status, own.faults()), (422, vec!["/password not_expected".to_owned()]));
        // Not after a confirmation either: `POST /me/password` takes the present password.
        confirm(&app, &operator, PASSWORD).await;
        let own = patch(&app, &operator, &operator, json!({"password": NEW})).await;
        assert_eq!(own.faults(), ["/password not_expected"]);
        signed_in(&app, "gestore").await;
    }

    async fn credentials_grants_and_states_of_others_need_a_confirmation(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[]).await;
        let rosa = signed_in(&app, "rosa").await;
        let grants = json!([{"domain": DOMAIN, "permissions": ["view", "cancel"]}]);
        let account = json!({
            "username": "ugo", "display_name": "Ugo Galli", "role": "assistant", "password": PASSWORD,
        });
        for body in [json!({"password": NEW}), json!({"grants": grants}), json!({"state": "disabled"})] {
            refused(&patch(&app, &rosa, &anna, body).await);
        }
        refused(&app.post("/api/v1/accounts").by(&rosa).json(&account).send().await);
        // What is not sensitive needs none.
        assert_eq!(patch(&app, &rosa, &anna, json!({"display_name": "Anna V."})).await.status, 200);

        let answer = confirm(&app, &rosa, PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.body["confirmed_until"].is_string(), "{}", answer.body);
        for body in [json!({"password": NEW}), json!({"grants": grants}), json!({"state": "disabled"})] {
            let answer = patch(&app, &rosa, &anna, body).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        app.post("/api/v1/accounts").by(&rosa).json(&account).expect(201).await;
    }

    async fn the_same_request_is_carried_out_after_a_confirmation(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        app.postmaster("rosa", domain.organization_id).await;
        let rosa = signed_in(&app, "rosa").await;
        let account = json!({
            "username": "ugo", "display_name": "Ugo Galli", "role": "assistant", "password": PASSWORD,
        });
        // As the pages do: a repeat has the key of the request that it repeats.
        let create = || {
            let post = app.post("/api/v1/accounts").by(&rosa).header("idempotency-key", "nuovo");
            post.json(&account).send()
        };
        refused(&create().await);
        confirm(&app, &rosa, PASSWORD).await;
        let answer = create().await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }

    async fn a_confirmation_lasts_ten_minutes_and_is_of_one_session(app: TestApp) {
        let other = app.operator("altro").await;
        app.operator("gestore").await;
        let (here, elsewhere) = (signed_in(&app, "gestore").await, signed_in(&app, "gestore").await);
        confirm(&app, &here, PASSWORD).await;
        let disable = |by: &Account, state: &str| {
            let body = json!({"state": state});
            app.patch(&format!("/api/v1/accounts/{}", other.id)).by(by).json(&body).send()
        };
        refused(&disable(&elsewhere, "disabled").await);
        app.clock.advance(TimeDelta::minutes(10) - TimeDelta::seconds(1));
        assert_eq!(disable(&here, "disabled").await.status, 200);
        app.clock.advance(TimeDelta::seconds(1));
        refused(&disable(&here, "enabled").await);
    }

    async fn a_confirmation_cannot_be_guessed(app: TestApp) {
        app.operator("gestore").await;
        let operator = signed_in(&app, "gestore").await;
        for _ in 0..5 {
            let answer = confirm(&app, &operator, "una parola sbagliata").await;
            assert_eq!((answer.status, answer.code()), (401, "invalid_credentials"));
        }
        assert_eq!(confirm(&app, &operator, PASSWORD).await.status, 429);
        // Nobody is signed out by it, and other sessions can confirm.
        app.get("/api/v1/me").by(&operator).expect(200).await;
        let elsewhere = signed_in(&app, "gestore").await;
        assert_eq!(confirm(&app, &elsewhere, PASSWORD).await.status, 200);
        app.post(CONFIRM).json(&json!({"password": PASSWORD})).expect(401).await;
    }

    async fn a_bulk_cancellation_needs_a_confirmation(app: TestApp) {
        app.domain(DOMAIN).await;
        app.operator("gestore").await;
        let operator = signed_in(&app, "gestore").await;
        for (name, action, sensitive) in [("una", "disable", false), ("due", "cancel", true)] {
            let id = app.mailbox(DOMAIN, name).await.id;
            let body = json!({"change": {"action": action}, "ids": [id]});
            let job = app.post("/api/v1/bulk-changes").by(&operator).json(&body).expect(202).await.body;
            while sigillo_app::jobs::work(&app.app).await.expect("a turn") > 0 {}
            let path = format!("/api/v1/jobs/{}/run", job["id"].as_str().unwrap());
            let run = || app.post(&path).by(&operator).json(&json!({"count": 1})).send();
            if sensitive {
                refused(&run().await);
                confirm(&app, &operator, PASSWORD).await;
            }
            assert_eq!(run().await.status, 202, "{action}");
        }
    }

    async fn a_request_with_a_key_goes_on_after_the_confirmation(app: TestApp) {
        app.operator("gestore").await;
        let operator = signed_in(&app, "gestore").await;
        let account = json!({
            "username": "ugo", "display_name": "Ugo Galli", "role": "operator", "password": PASSWORD,
        });
        let create = || {
            let request = app.post("/api/v1/accounts").by(&operator).json(&account);
            request.header("idempotency-key", "k").send()
        };
        refused(&create().await);
        confirm(&app, &operator, PASSWORD).await;
        let created = create().await;
        assert_eq!((created.status, created.header("idempotency-replayed")), (201, None));
        assert_eq!(create().await.bytes, created.bytes);
    }
}
