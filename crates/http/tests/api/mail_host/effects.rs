//! Effects on the mail host: requested, applied, or failing with a reason.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::MailHostError;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::mail_host::Delivery;
use sigillo_testkit::{TestApp, on_both_engines};

use super::{ADDRESS, DOMAIN, carry_out, get, panel, poll, store, without_logs};

async fn effects(app: &TestApp, mailbox: &Mailbox) -> Vec<Value> {
    let path = format!("/api/v1/mailboxes/{}/effects", mailbox.id);
    get(app, &path).await["items"].as_array().unwrap().clone()
}

/// The only effect of the mailbox.
async fn effect(app: &TestApp, mailbox: &Mailbox) -> Value {
    let mut effects = effects(app, mailbox).await;
    assert_eq!(effects.len(), 1, "{effects:?}");
    effects.remove(0)
}

async fn patch(app: &TestApp, mailbox: &Mailbox, body: Value) {
    let rosa = app.sign_in("rosa").await;
    let path = format!("/api/v1/mailboxes/{}", mailbox.id);
    app.request("PATCH", &path).by(&rosa).json(&body).expect(200).await;
}

async fn cancel(app: &TestApp, mailbox: &Mailbox) {
    let rosa = app.sign_in("rosa").await;
    app.delete(&format!("/api/v1/mailboxes/{}", mailbox.id)).by(&rosa).expect(200).await;
}

fn unreachable() -> MailHostError {
    MailHostError::Unreachable("connection refused".into())
}

on_both_engines! {
    async fn a_change_is_applied_when_the_mail_host_confirms_it(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        assert!(effects(&app, &mailbox).await.is_empty(), "a creation has no effect on the mail host");
        host.inside().sessions.insert(ADDRESS.into());
        patch(&app, &mailbox, json!({"state": "disabled"})).await;
        let requested = effect(&app, &mailbox).await;
        assert_eq!((&requested["effect"], &requested["state"]), (&json!("disabled"), &json!("requested")));
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(carry_out(&app).await, 1);
        let applied = effect(&app, &mailbox).await;
        assert_eq!((&applied["state"], &applied["attempts"]), (&json!("applied"), &json!(1)));
        assert_eq!(applied["finished_at"], json!(app.app.clock.now()));
        assert!(host.inside().sessions.is_empty(), "open sessions end");
        assert_eq!(carry_out(&app).await, 0, "an applied effect is not tried again");
    }

    async fn a_session_opened_with_the_old_row_is_ended(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        host.inside().sessions.insert(ADDRESS.into());
        host.inside().signs_in_again = 1;
        patch(&app, &mailbox, json!({"state": "disabled"})).await;
        carry_out(&app).await;
        assert_eq!(effect(&app, &mailbox).await["detail"], "somebody was signed in from before");
        app.clock.advance(TimeDelta::seconds(1));
        carry_out(&app).await;
        assert_eq!(effect(&app, &mailbox).await["state"], "applied");
        assert!(host.inside().sessions.is_empty());
    }

    async fn each_change_requests_its_effect(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, "quattro parole a caso").await;
        for body in [
            json!({"state": "disabled", "quota_mb": 2000}),
            json!({"communication_email": "altra@example.org", "soft_limit_mb": 100, "state": "disabled"}),
            json!({"state": "active"}),
        ] {
            app.clock.advance(TimeDelta::seconds(1));
            patch(&app, &mailbox, body).await;
        }
        app.clock.advance(TimeDelta::days(91));
        sigillo_app::advance_mailbox_passwords(&app.app).await.unwrap();
        // Of effects of the same moment either may come first.
        app.clock.advance(TimeDelta::seconds(1));
        cancel(&app, &mailbox).await;
        let mut told: Vec<_> = effects(&app, &mailbox).await.iter().map(|effect| effect["effect"].clone()).collect();
        told.reverse();
        assert_eq!(told, ["password_set", "disabled", "quota_changed", "enabled", "password_expired", "cancelled"]);
    }

    async fn a_mailbox_includes_what_is_asked_for(app: TestApp) {
        let mut app = app;
        let _host = panel(&mut app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        for number in 0..21 {
            let state = if number % 2 == 0 { "disabled" } else { "active" };
            patch(&app, &mailbox, json!({ "state": state })).await;
            app.clock.advance(TimeDelta::seconds(1));
        }
        let plain = get(&app, &path).await;
        assert_eq!((plain.get("mail_host"), plain.get("effects")), (None, None));
        let both = get(&app, &format!("{path}?include=mail_host,effects")).await;
        let status = get(&app, "/api/v1/mail-host").await;
        assert_eq!(both["mail_host"], without_logs(status));
        let list = get(&app, &format!("{path}/effects?limit=20")).await;
        assert!(list["next_cursor"].is_string(), "{list}");
        assert_eq!(both["effects"], json!({"items": list["items"], "next_cursor": list["next_cursor"]}));
        let rosa = app.sign_in("rosa").await;
        let faults = app.get(&format!("{path}?include=everything")).by(&rosa).expect(422).await.faults();
        assert_eq!(faults, ["include unknown"]);
    }

    async fn effects_are_retried_until_the_mail_host_is_back(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        host.inside().down = Some(unreachable());
        patch(&app, &mailbox, json!({"state": "disabled"})).await;
        carry_out(&app).await;
        let since = app.app.clock.now();
        for attempts in 1..=4 {
            let failing = effect(&app, &mailbox).await;
            assert_eq!((&failing["state"], &failing["trouble"]), (&json!("failing"), &json!("unreachable")));
            assert_eq!((&failing["failing_since"], &failing["attempts"]), (&json!(since), &json!(attempts)));
            assert_eq!(failing["detail"], "the mail host does not answer: connection refused");
            assert_eq!(carry_out(&app).await, 0, "no attempt before the delay has passed");
            app.clock.advance(TimeDelta::seconds(10));
            assert_eq!(carry_out(&app).await, 1);
        }
        host.inside().down = None;
        app.clock.advance(TimeDelta::seconds(30));
        carry_out(&app).await;
        let applied = effect(&app, &mailbox).await;
        assert_eq!((&applied["state"], &applied["trouble"], &applied["failing_since"]), (&json!("applied"), &Value::Null, &Value::Null));
    }

    async fn an_effect_fails_while_the_mail_host_reports_the_old_state(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        for (body, detail) in [
            (json!({"state": "disabled"}), "delivery should be defer and is accept"),
            (json!({"quota_mb": 7}), "quota_bytes should be 7340032 and is 1048576000"),
        ] {
            host.freeze().await;
            patch(&app, &mailbox, body).await;
            carry_out(&app).await;
            let failing = effects(&app, &mailbox).await.remove(0);
            assert_eq!((&failing["trouble"], &failing["detail"]), (&json!("not_yet"), &json!(detail)));
            sigillo_app::MailHost::reload(&host).await.unwrap();
            app.clock.advance(TimeDelta::seconds(2));
            carry_out(&app).await;
            assert_eq!(effects(&app, &mailbox).await[0]["state"], "applied");
        }
    }

    async fn an_effect_fails_while_incoming_messages_are_handled_wrongly(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        host.inside().verdict = Some(Delivery::Refused);
        patch(&app, &mailbox, json!({"state": "disabled"})).await;
        carry_out(&app).await;
        assert_eq!(effect(&app, &mailbox).await["detail"], "delivery should be defer and is refuse");
    }

    async fn a_password_is_applied_when_the_mail_host_has_it(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        carry_out(&app).await;
        host.freeze().await;
        host.inside().sessions.insert(ADDRESS.into());
        app.clock.advance(TimeDelta::seconds(1));
        let token = app.password_link(mailbox.id).await;
        app.set_password(&token, "cinque parole scelte a caso").await;
        carry_out(&app).await;
        let failing = effects(&app, &mailbox).await.remove(0);
        assert!(failing["detail"].as_str().unwrap().starts_with("password should be "), "{failing}");
        assert!(host.inside().sessions.is_empty());
        sigillo_app::MailHost::reload(&host).await.unwrap();
        app.clock.advance(TimeDelta::seconds(2));
        carry_out(&app).await;
        assert_eq!(effects(&app, &mailbox).await[0]["state"], "applied");
    }

    async fn an_effect_undone_by_a_later_change_is_superseded(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        host.inside().down = Some(unreachable());
        patch(&app, &mailbox, json!({"state": "disabled"})).await;
        carry_out(&app).await;
        app.clock.advance(TimeDelta::seconds(2));
        patch(&app, &mailbox, json!({"state": "active"})).await;
        host.inside().down = None;
        assert_eq!(carry_out(&app).await, 2);
        let states: Vec<_> = effects(&app, &mailbox).await.iter().map(|effect| effect["state"].clone()).collect();
        assert_eq!(states, ["applied", "superseded"]);
    }

    async fn the_store_of_a_cancelled_mailbox_stays_destroyed(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        let key = store(&app, mailbox.id).await;
        host.inside().stores.insert(key.clone());
        host.hold(ADDRESS, 3, 5000);
        poll(&app).await;
        host.inside().deliveries_under_way = 1;
        cancel(&app, &mailbox).await;
        carry_out(&app).await;
        assert_eq!(effect(&app, &mailbox).await["trouble"], "not_yet", "a delivery recreated the store");
        app.clock.advance(TimeDelta::seconds(2));
        carry_out(&app).await;
        let applied = effect(&app, &mailbox).await;
        assert_eq!(applied["state"], "applied");
        assert!(host.inside().stores.is_empty());
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        assert_eq!(get(&app, &path).await["used_bytes"], Value::Null, "a cancelled mailbox has no use to report");
        // A delivery from a slow sender creates the store again.
        host.inside().stores.insert(key);
        let mut looks = 0;
        for _ in 0..660 {
            app.clock.advance(TimeDelta::seconds(1));
            looks += carry_out(&app).await;
        }
        assert!(host.inside().stores.is_empty());
        assert!((5..20).contains(&looks), "{looks}");
        let done = effect(&app, &mailbox).await;
        assert_eq!((&done["state"], &done["next_attempt_at"]), (&json!("applied"), &Value::Null));
        assert_eq!(done["finished_at"], applied["finished_at"]);
    }

    async fn effects_of_a_dead_worker_are_taken_over(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        patch(&app, &mailbox, json!({"state": "disabled"})).await;
        let now = app.app.clock.now();
        let mut tx = app.app.db.begin().await.unwrap();
        let until = now + TimeDelta::minutes(2);
        let lease = uuid::Uuid::from_u128(1);
        let taken = sigillo_storage::mail_host_effects::claim(&mut tx, lease, now, until, 10).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((taken.len(), carry_out(&app).await), (1, 0));
        app.clock.advance(TimeDelta::minutes(2));
        assert_eq!(carry_out(&app).await, 1);
        assert_eq!(effect(&app, &mailbox).await["state"], "applied");
    }

    async fn without_a_mail_host_there_are_no_effects(app: TestApp) {
        app.domain(DOMAIN).await;
        app.operator("rosa").await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        patch(&app, &mailbox, json!({"state": "disabled"})).await;
        cancel(&app, &mailbox).await;
        assert!(effects(&app, &mailbox).await.is_empty());
        assert_eq!(get(&app, "/api/v1/mail-host").await["configured"], false);
        let rosa = app.sign_in("rosa").await;
        let refused = app.get("/api/v1/mail-host/check").by(&rosa).expect(409).await;
        assert_eq!(refused.code(), "no_mail_host");
    }
}
