//! The alerts of saved views.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::{App, OutgoingMessage, views};
use sigillo_domain::id::SavedViewId;
use sigillo_domain::message::{Content, Language, MessageKind, SavedViewMessage};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const EMAIL: &str = "avvisi@example.org";

/// Evaluates all alerts that are due, and returns how many there were.
async fn evaluated_by(server: &App) -> usize {
    let mut evaluated = 0;
    while views::evaluate_alerts(server).await.expect("an evaluation") > 0 {
        evaluated += 1;
    }
    evaluated
}

/// The messages of alerts that are sent after what is due was evaluated.
async fn alerts(app: &TestApp) -> Vec<OutgoingMessage> {
    evaluated_by(&app.app).await;
    let sent = app.work().await;
    sent.into_iter().filter(|message| message.kind == MessageKind::ViewAlert).collect()
}

/// Lets time pass, and returns the messages of alerts that are sent then.
async fn alerts_after(app: &TestApp, time: TimeDelta) -> Vec<OutgoingMessage> {
    app.clock.advance(time);
    alerts(app).await
}

fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}

/// An assistant with a view of the names that contain `x`, and an alert above two of them.
async fn anna_with_alert(app: &TestApp) -> (Account, SavedViewId) {
    let domain = app.domain(DOMAIN).await;
    let anna = app.assistant("anna", &domain, &[Permission::View]).await;
    let alert = json!({"alert": {"above": 2, "email": EMAIL}});
    let view = app.view(&anna, "Con la x", &json!({"domain": DOMAIN, "q": "x"}), &alert).await;
    (anna, view)
}

async fn mailboxes(app: &TestApp, names: &[&str]) {
    for name in names {
        app.mailbox(DOMAIN, name).await;
    }
}

/// Takes mailboxes out of the view of names that contain `x`, and puts them back.
async fn set_search(app: &TestApp, text: &'static str) {
    // A change of the view by its owner would arm the alert.
    let query = json!({"domain": DOMAIN, "q": text});
    app.execute(&format!("UPDATE saved_view SET query = '{query}'")).await;
}

async fn stop(app: &TestApp, token: &str, status: u16) -> Value {
    let request = app.post("/api/v1/links/view-alert").json(&json!({ "token": token }));
    request.expect(status).await.body
}

on_both_engines! {
    async fn an_alert_writes_once_when_the_view_goes_above_its_number(app: TestApp) {
        let (_, view) = anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "altra"]).await;
        assert!(alerts(&app).await.is_empty());
        mailboxes(&app, &["x3"]).await;
        // It is evaluated every five minutes.
        assert!(alerts_after(&app, minutes(4)).await.is_empty());
        let sent = alerts_after(&app, minutes(1)).await;
        assert_eq!(sent.len(), 1, "{sent:#?}");
        assert_eq!((sent[0].recipient.as_str(), sent[0].subject_name.as_str()), (EMAIL, "Con la x"));
        assert_eq!(sent[0].language, Language::It);
        let Content::SavedView(SavedViewMessage::Alert { count, above, query, set_by, .. }) = &sent[0].content else {
            panic!("{:?}", sent[0].content);
        };
        assert_eq!((*count, *above, set_by.as_str()), (3, 2, "anna"));
        assert!(query.contains(DOMAIN) && query.contains("\"x\""), "{query}");
        // It stays above, and above more: nothing further, on any day.
        mailboxes(&app, &["x4"]).await;
        for _ in 0..3 {
            assert!(alerts_after(&app, TimeDelta::hours(25)).await.is_empty());
        }
        let subjects = app.texts("SELECT subject_name FROM message WHERE kind = 'view_alert'").await;
        assert_eq!(subjects, ["Con la x"], "{view}");
    }

    async fn two_servers_write_once(app: TestApp) {
        anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        let other = app.another_server().await;
        let (one, two) = tokio::join!(evaluated_by(&app.app), evaluated_by(&other));
        assert_eq!(one + two, 1, "one of them gets the alert");
        assert_eq!(alerts(&app).await.len(), 1);
    }

    async fn a_server_that_dies_is_replaced_after_its_lease(app: TestApp) {
        let (_, view) = anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        let now = TestApp::START;
        let mut tx = app.app.db.begin().await.unwrap();
        let lease = view.uuid();
        let claimed = sigillo_storage::view_alerts::claim(&mut tx, lease, now, now + minutes(1)).await;
        assert_eq!(claimed.unwrap().expect("it is due").view_id, view);
        tx.commit().await.unwrap();
        assert!(alerts(&app).await.is_empty());
        assert_eq!(alerts_after(&app, minutes(1)).await.len(), 1);
        // The dead one comes back: its lease is lost.
        let mut tx = app.app.db.begin().await.unwrap();
        let state = sigillo_domain::saved_view::AlertState { armed: true, fired_at: None };
        let held = sigillo_storage::view_alerts::finish(&mut tx, view, lease, state, now).await;
        assert!(!held.unwrap());
    }

    async fn it_writes_again_only_after_a_day_and_after_it_has_fallen(app: TestApp) {
        anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        assert_eq!(alerts(&app).await.len(), 1);
        set_search(&app, "x1").await;
        assert!(alerts_after(&app, TimeDelta::hours(1)).await.is_empty());
        // It has fallen, but the day is not over.
        set_search(&app, "x").await;
        assert!(alerts_after(&app, TimeDelta::hours(22)).await.is_empty());
        assert_eq!(alerts_after(&app, TimeDelta::hours(1)).await.len(), 1);
        assert!(alerts_after(&app, TimeDelta::hours(48)).await.is_empty());
        set_search(&app, "x1").await;
        assert!(alerts_after(&app, minutes(5)).await.is_empty());
        set_search(&app, "x").await;
        assert_eq!(alerts_after(&app, minutes(5)).await.len(), 1);
    }

    async fn a_changed_alert_is_evaluated_anew(app: TestApp) {
        let (anna, view) = anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2"]).await;
        assert!(alerts(&app).await.is_empty());
        let path = format!("/api/v1/views/{view}");
        let change = json!({"alert": {"above": 1}});
        app.patch(&path).by(&anna).json(&change).expect(200).await;
        assert_eq!(alerts(&app).await.len(), 1);
        // A change during the evaluation is not overwritten by its outcome.
        let now = TestApp::START + minutes(5);
        app.clock.advance(minutes(5));
        let mut tx = app.app.db.begin().await.unwrap();
        sigillo_storage::view_alerts::claim(&mut tx, view.uuid(), now, now + minutes(1)).await.unwrap();
        tx.commit().await.unwrap();
        app.patch(&path).by(&anna).json(&json!({"alert": {"above": 0}})).expect(200).await;
        let mut tx = app.app.db.begin().await.unwrap();
        let state = sigillo_domain::saved_view::AlertState { armed: false, fired_at: None };
        assert!(!sigillo_storage::view_alerts::finish(&mut tx, view, view.uuid(), state, now).await.unwrap());
    }

    async fn an_alert_sees_what_its_owner_may_see_at_present(app: TestApp) {
        let (anna, view) = anna_with_alert(&app).await;
        let other = app.domain("altrove.example.it").await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        let operator = app.operator("gestore").await;
        let account = format!("/api/v1/accounts/{}", anna.id);
        let grants = |domains: Value| app.patch(&account).by(&operator).json(&json!({"grants": domains}));
        grants(json!([])).expect(200).await;
        assert!(alerts(&app).await.is_empty(), "the domain is lost");
        // Nor does a view of every domain count those of others.
        app.execute("UPDATE saved_view SET query = '{\"q\": \"x\"}'").await;
        assert!(alerts_after(&app, minutes(5)).await.is_empty(), "{}", other.name);
        let operator = app.sign_in("gestore").await;
        let granted = json!({"grants": [{"domain": DOMAIN, "permissions": ["view"]}]});
        app.patch(&account).by(&operator).json(&granted).expect(200).await;
        assert_eq!(alerts_after(&app, minutes(5)).await.len(), 1, "{view}");
    }

    async fn the_alert_of_a_disabled_owner_is_silent(app: TestApp) {
        let (anna, _) = anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        let operator = app.operator("gestore").await;
        let account = format!("/api/v1/accounts/{}", anna.id);
        let state = |by: &Account, state| app.patch(&account).by(by).json(&json!({"state": state}));
        state(&operator, "disabled").expect(200).await;
        assert!(alerts(&app).await.is_empty());
        assert!(alerts_after(&app, TimeDelta::hours(30)).await.is_empty());
        let operator = app.sign_in("gestore").await;
        state(&operator, "enabled").expect(200).await;
        assert_eq!(alerts_after(&app, minutes(5)).await.len(), 1);
    }

    async fn a_large_number_is_counted(app: TestApp) {
        let (anna, view) = anna_with_alert(&app).await;
        mailboxes(&app, &["x1"]).await;
        let change = json!({"alert": {"above": 1_000_000}});
        app.patch(&format!("/api/v1/views/{view}")).by(&anna).json(&change).expect(200).await;
        assert!(alerts(&app).await.is_empty());
    }

    async fn a_mail_server_that_is_away_loses_no_message(app: TestApp) {
        anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        app.work().await;
        app.mailer.refuse_next("421 try again later", false);
        assert!(alerts(&app).await.is_empty());
        assert!(alerts_after(&app, TimeDelta::seconds(29)).await.is_empty());
        assert_eq!(alerts_after(&app, TimeDelta::seconds(1)).await.len(), 1);
    }

    async fn the_link_in_a_message_ends_the_alert(app: TestApp) {
        let (anna, view) = anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        let sent = alerts(&app).await;
        let token = sent[0].link_token.clone().expect("a link");
        assert!(!app.texts("SELECT content FROM message").await.iter().any(|content| content.contains(&token)));
        for odd in ["", "x", &token[1..], &token.replace('A', "B")] {
            assert_eq!(stop(&app, odd, 410).await["code"], "link_not_valid");
        }
        let path = format!("/api/v1/views/{view}");
        let before = app.get(&path).by(&anna).expect(200).await.body;
        // It works long after, and any number of times.
        app.clock.advance(TimeDelta::days(30));
        let anna = app.sign_in("anna").await;
        for _ in 0..2 {
            stop(&app, &token, 204).await;
            let after = app.get(&path).by(&anna).expect(200).await.body;
            assert_eq!(after["alert"], json!(null));
            assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));
        }
        set_search(&app, "x1").await;
        assert!(alerts(&app).await.is_empty());
        set_search(&app, "x").await;
        assert!(alerts_after(&app, TimeDelta::days(2)).await.is_empty());

        // A new alert is another one, and the link of the first does not end it.
        let anna = app.sign_in("anna").await;
        let alert = json!({"alert": {"above": 2, "email": EMAIL}});
        app.patch(&path).by(&anna).json(&alert).expect(200).await;
        stop(&app, &token, 204).await;
        assert_eq!(app.get(&path).by(&anna).expect(200).await.body["alert"]["email"], EMAIL);
        app.delete(&path).by(&anna).expect(204).await;
        stop(&app, &token, 204).await;
    }

    async fn a_link_is_bound_to_the_address_that_it_was_sent_to(app: TestApp) {
        let (anna, view) = anna_with_alert(&app).await;
        mailboxes(&app, &["x1", "x2", "x3"]).await;
        let token = alerts(&app).await[0].link_token.clone().expect("a link");
        let path = format!("/api/v1/views/{view}");
        let change = async |alert: Value| {
            let body = json!({ "alert": alert });
            app.patch(&path).by(&anna).json(&body).expect(200).await;
        };
        change(json!({"email": "altri@example.org"})).await;
        stop(&app, &token, 204).await;
        assert_eq!(app.get(&path).by(&anna).expect(200).await.body["alert"]["email"], "altri@example.org");
        // With the address as it is, a change of the number leaves the link good.
        app.clock.advance(TimeDelta::hours(25));
        let sent = alerts(&app).await;
        let token = sent[0].link_token.clone().expect("a link");
        let anna = app.sign_in("anna").await;
        let body = json!({"alert": {"above": 1}});
        app.patch(&path).by(&anna).json(&body).expect(200).await;
        stop(&app, &token, 204).await;
        assert_eq!(app.get(&path).by(&anna).expect(200).await.body["alert"], json!(null));
    }
}
