//! What becomes due, and messages that go astray.

use chrono::TimeDelta;
use serde_json::json;
use sigillo_app::contracts;
use sigillo_domain::message::MessageKind;
use sigillo_testkit::{TestApp, on_both_engines};

use super::{actions, ask_for_code, code, office, open, register, sent, sign, states};

async fn advance(app: &TestApp, by: TimeDelta) -> Vec<MessageKind> {
    app.clock.advance(by);
    while contracts::advance(&app.app, 10).await.unwrap() > 0 {}
    app.work().await.into_iter().map(|message| message.kind).collect()
}

on_both_engines! {
    async fn reminders_come_after_3_7_and_14_days_and_the_contract_expires(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let none: [MessageKind; 0] = [];
        assert_eq!(advance(&app, TimeDelta::days(2)).await, none);
        assert_eq!(advance(&app, TimeDelta::days(1)).await, [MessageKind::ContractReminder]);
        assert_eq!(advance(&app, TimeDelta::hours(1)).await, none);
        // After days without a server there is one reminder, not two.
        assert_eq!(advance(&app, TimeDelta::days(15)).await, [MessageKind::ContractReminder]);
        assert_eq!(advance(&app, TimeDelta::days(5)).await, none);
        let rosa = app.sign_in("rosa").await;
        assert_eq!(states(&app, &rosa, &sent).await.0, "sent");
        assert_eq!(advance(&app, TimeDelta::days(10)).await, none);
        let rosa = app.sign_in("rosa").await;
        assert_eq!(states(&app, &rosa, &sent).await, ("expired".into(), "pending_activation".into()));
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        let done = ["created", "reminded", "reminded", "expired"];
        assert_eq!(actions(&app, &rosa, &sent.path).await, done);
    }

    async fn a_blocked_link_is_not_reminded_of(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        for _ in 0..5 {
            open(&app, &sent.token, &sigillo_testkit::tax_code(9)).await;
        }
        assert!(advance(&app, TimeDelta::days(8)).await.is_empty());
        let rosa = app.sign_in("rosa").await;
        let contract = app.get(&sent.path).by(&rosa).expect(200).await.body;
        assert_eq!((&contract["state"], &contract["reminders"]), (&json!("sent"), &json!(0)));
        assert!(advance(&app, TimeDelta::days(30)).await.is_empty());
        let rosa = app.sign_in("rosa").await;
        assert_eq!(states(&app, &rosa, &sent).await.0, "expired");
    }

    async fn a_contract_can_be_signed_until_the_last_second_of_its_last_day(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let expires: chrono::DateTime<chrono::Utc> = "2026-01-31T22:59:59Z".parse().unwrap();
        app.clock.advance(expires - TestApp::START - TimeDelta::minutes(5));
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        ask_for_code(&app, &opened).await;
        let digits = code(&app).await;
        app.clock.advance(TimeDelta::minutes(5) - TimeDelta::microseconds(200_000));
        assert_eq!(sign(&app, &opened, &digits).await.status, 200);
        assert_eq!(advance(&app, TimeDelta::days(1)).await.len(), 0);
        let rosa = app.sign_in("rosa").await;
        assert_eq!(states(&app, &rosa, &sent).await.0, "signed");
    }

    async fn a_contract_whose_time_is_up_is_not_signed_even_before_that_is_recorded(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let expires: chrono::DateTime<chrono::Utc> = "2026-01-31T22:59:59Z".parse().unwrap();
        app.clock.advance(expires - TestApp::START - TimeDelta::minutes(5));
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        ask_for_code(&app, &opened).await;
        let digits = code(&app).await;
        app.clock.advance(TimeDelta::minutes(6));
        assert_eq!(sign(&app, &opened, &digits).await.code(), "not_in_this_state");
    }

    async fn a_message_that_cannot_be_delivered_is_reported(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let settings = format!("/api/v1/organizations/{}/contract-settings", domain.organization_id);
        app.patch(&settings).by(&rosa).json(&json!({"notice_email": "pec@example.it"})).expect(200).await;
        app.mailer.refuse_next("550 no such user", true);
        let mailbox = register(&app, &rosa, "ada", 1).await;
        let path = format!("/api/v1/contracts/{}", mailbox["contract"]["id"].as_str().unwrap());
        let kinds: Vec<_> = app.work().await.into_iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [MessageKind::ContractUndeliverable]);
        let contract = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!((&contract["state"], &contract["delivery"]), (&json!("undeliverable"), &json!("failed")));
        app.post(&format!("{path}/resend")).by(&rosa).expect(200).await;
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["state"], "sent");
    }
}
