//! Measuring the space that mailboxes use, and its consequences.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sigillo_app::{MailHostError, Usage, UsageByFolder, mail_host};
use sigillo_domain::id::MailboxId;
use sigillo_domain::message::MessageKind;
use sigillo_testkit::{TestApp, on_both_engines};

use super::{ADDRESS, DOMAIN, MINUTE, get, panel, poll, without_logs};

const MB: i64 = 1_048_576;

/// Measures again once a measurement is due.
async fn next_poll(app: &TestApp) {
    app.clock.advance(MINUTE);
    assert_eq!(poll(app).await, 1);
}

async fn addresses(app: &TestApp, query: &str) -> Vec<Value> {
    let list = get(app, &format!("/api/v1/mailboxes?{query}")).await;
    list["items"].as_array().unwrap().iter().map(|mailbox| mailbox["local_part"].clone()).collect()
}

async fn usage(app: &TestApp, id: MailboxId, days: i64) -> Value {
    get(app, &format!("/api/v1/mailboxes/{id}/usage?days={days}")).await
}

/// The recipients of new messages about the soft limit.
async fn warned(app: &TestApp) -> Vec<String> {
    let letters = app.work().await.into_iter();
    let about_space = letters.filter(|letter| letter.kind == MessageKind::SoftLimitReached);
    about_space.map(|letter| letter.recipient).collect()
}

on_both_engines! {
    async fn a_server_that_ends_leaves_a_measurement_to_the_next_one(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        host.inside().silent = true;
        let given_up = mail_host::poll(&app.app, MINUTE, std::future::ready(())).await;
        assert_eq!(given_up.unwrap(), 0);
        assert_eq!(get(&app, "/api/v1/mail-host").await["trouble"], Value::Null);
        host.inside().silent = false;
        assert_eq!(poll(&app).await, 1, "the next server measures at once");
    }

    async fn measurements_are_shown_sorted_and_filtered(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let ids = [app.mailbox(DOMAIN, "piena").await.id, app.mailbox(DOMAIN, "mezza").await.id, app.mailbox(DOMAIN, "vuota").await.id];
        assert_eq!(usage(&app, ids[0], 1).await["present"], Value::Null);
        host.hold("piena@pec.example.it", 9, 800 * MB);
        let (inbox, archive) = (Usage { messages: 1, bytes: 2 * MB }, Usage { messages: 2, bytes: 3 * MB });
        let total = Usage { messages: 4, bytes: 500 * MB };
        host.inside().usage.insert("mezza@pec.example.it".into(), UsageByFolder { inbox, archive, total });
        assert_eq!(poll(&app).await, 1);
        assert_eq!(poll(&app).await, 0, "no second measurement within a minute, on any server");
        let measured_at = app.app.clock.now();
        let status = get(&app, "/api/v1/mail-host").await;
        assert_eq!((&status["measured_at"], &status["is_stale"]), (&json!(measured_at), &json!(false)));
        let list = get(&app, "/api/v1/mailboxes?include=mail_host").await;
        assert_eq!(list["mail_host"], without_logs(status));
        assert_eq!(get(&app, "/api/v1/mailboxes").await.get("mail_host"), None);
        let half = usage(&app, ids[1], 1).await;
        let figures = json!({"inbox_bytes": 2 * MB, "archive_bytes": 3 * MB, "used_bytes": 500 * MB, "messages": 4});
        assert_eq!((&half["present"], &half["measured_at"]), (&figures, &json!(measured_at)));
        let empty = get(&app, &format!("/api/v1/mailboxes/{}", ids[2])).await;
        assert_eq!((&empty["used_bytes"], &empty["version"]), (&json!(0), &json!(1)), "a measurement does not change the version");
        assert_eq!(addresses(&app, "sort=fill").await, ["vuota", "mezza", "piena"]);
        assert_eq!(addresses(&app, "sort=-fill").await, ["piena", "mezza", "vuota"]);
        assert_eq!(addresses(&app, "fill=over_soft_limit").await, ["piena"]);
        let rosa = app.sign_in("rosa").await;
        let csv = app.get("/api/v1/mailboxes/export?format=csv&fill=over_soft_limit").by(&rosa).expect(200).await;
        let csv = String::from_utf8_lossy(&csv.bytes);
        assert!(csv.contains("piena@") && !csv.contains("mezza@"), "{csv}");
        app.get("/api/v1/mailboxes?fill=full").by(&rosa).expect(422).await;
    }

    async fn an_archive_with_a_quota_of_its_own_does_not_count_to_the_mailbox(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let rosa = app.sign_in("rosa").await;
        let small = app.plan("PICCOLO", 400, 2000).await;
        let plain = app.plan("SEMPLICE", 1000, 0).await;
        let me = get(&app, "/api/v1/me").await;
        let domain = me["domains"][0]["id"].as_str().unwrap().to_owned();
        let operator = app.operator("gestore").await;
        let offer = json!({"plans": [plain, small], "default_plan": plain});
        app.patch(&format!("/api/v1/domains/{domain}")).by(&operator).json(&offer).expect(200).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let path = format!("/api/v1/mailboxes/{id}");
        let archive = Usage { messages: 2, bytes: 600 * MB };
        let total = Usage { messages: 4, bytes: 700 * MB };
        let measured = UsageByFolder { archive, total, ..UsageByFolder::default() };
        host.inside().usage.insert("protocollo@pec.example.it".into(), measured);
        poll(&app).await;
        assert_eq!(get(&app, &path).await["used_bytes"], json!(700 * MB));
        warned(&app).await;
        // The archive counts to itself from the change on, so that nobody is warned of it.
        let change = |plan| app.patch(&path).by(&rosa).json(&json!({"plan": plan}));
        let changed = change(small).expect(200).await.body;
        assert_eq!((&changed["used_bytes"], &changed["warnings"]), (&json!(100 * MB), &json!([])));
        assert_eq!(warned(&app).await, [""; 0]);
        app.clock.advance(chrono::TimeDelta::minutes(2));
        poll(&app).await;
        let usage = usage(&app, id, 1).await["present"].clone();
        assert_eq!((&usage["used_bytes"], &usage["archive_bytes"]), (&json!(100 * MB), &json!(600 * MB)));
        let rosa = app.sign_in("rosa").await;
        let back = app.patch(&path).by(&rosa).json(&json!({"plan": plain, "quota_mb": 500})).expect(200).await.body;
        assert_eq!((&back["used_bytes"], &back["warnings"]), (&json!(700 * MB), &json!(["quota_below_use"])));
    }

    async fn crossing_the_soft_limit_warns_again_after_use_has_fallen(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        app.mailbox(DOMAIN, "protocollo").await;
        warned(&app).await;
        let mut told = vec![];
        for used_mb in [799, 800, 900, 770, 850, 759, 801] {
            host.hold(ADDRESS, 1, used_mb * MB);
            next_poll(&app).await;
            told.push(warned(&app).await.len());
        }
        assert_eq!(told, [0, 2, 0, 0, 0, 0, 2], "to the mailbox and to the communication e-mail");
    }

    async fn a_lowered_quota_is_compared_with_the_measured_use(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        host.hold(ADDRESS, 1, 500 * MB);
        next_poll(&app).await;
        assert_eq!(warned(&app).await.len(), 0);
        let rosa = app.sign_in("rosa").await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        let updated = app.request("PATCH", &path).by(&rosa).json(&json!({"quota_mb": 400})).expect(200).await;
        assert_eq!(updated.body["warnings"], json!(["quota_below_use"]));
        assert_eq!(warned(&app).await.len(), 2);
        next_poll(&app).await;
        assert_eq!(warned(&app).await.len(), 0, "the warning was sent already");
    }

    async fn the_last_figures_stay_while_the_mail_host_does_not_answer(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        host.hold(ADDRESS, 1, 5 * MB);
        next_poll(&app).await;
        let measured_at = app.app.clock.now();
        host.inside().down = Some(MailHostError::Unauthorized);
        app.clock.advance(MINUTE);
        assert_eq!(poll(&app).await, 0);
        let since = app.app.clock.now();
        app.clock.advance(TimeDelta::seconds(10));
        assert_eq!(poll(&app).await, 0);
        let status = get(&app, "/api/v1/mail-host").await;
        assert_eq!((&status["failing_since"], &status["trouble"]), (&json!(since), &json!("unauthorized")));
        assert_eq!(status["measured_at"], json!(measured_at));
        let shown = get(&app, &format!("/api/v1/mailboxes/{}", mailbox.id)).await;
        assert_eq!(shown["used_bytes"], 5 * MB);
        app.clock.advance(TimeDelta::minutes(4));
        assert_eq!(get(&app, "/api/v1/mail-host").await["is_stale"], true);
        host.inside().down = None;
        app.clock.advance(TimeDelta::seconds(10));
        assert_eq!(poll(&app).await, 1, "measuring resumes by itself");
        assert_eq!(get(&app, "/api/v1/mail-host").await["failing_since"], Value::Null);
    }

    async fn a_series_has_a_row_for_each_change_and_each_day(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let midnight: DateTime<Utc> = "2026-03-01T00:00:00Z".parse().unwrap();
        app.clock.set(midnight);
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        for minute in 0..=30 * 60 {
            // One message arrives at 02:10, another at 02:50, then none until after the next
            // midnight.
            let messages = i64::from(minute >= 130) + i64::from(minute >= 170);
            host.hold(ADDRESS, messages, messages * MB);
            if minute % 10 == 0 {
                assert_eq!(poll(&app).await, 1);
            }
            app.clock.advance(MINUTE);
        }
        let series = usage(&app, mailbox.id, 3).await["series"].clone();
        let rows: Vec<_> = series.as_array().unwrap().iter().map(|row| (row["hour"].as_str().unwrap(), row["messages"].as_i64().unwrap())).collect();
        assert_eq!(rows, [("2026-03-01T00:00:00Z", 0), ("2026-03-01T02:00:00Z", 2), ("2026-03-02T00:00:00Z", 2)]);
        // The requested period begins after the last row, which is included as its starting value.
        app.clock.set(midnight + TimeDelta::days(2));
        assert_eq!(usage(&app, mailbox.id, 1).await["series"].as_array().unwrap().len(), 1);
        for days in ["0", "3651"] {
            let path = format!("/api/v1/mailboxes/{}/usage?days={days}", mailbox.id);
            app.get(&path).by(&app.sign_in("rosa").await).expect(422).await;
        }
    }

    async fn after_ninety_days_only_the_last_row_of_each_day_is_kept(app: TestApp) {
        let mut app = app;
        let host = panel(&mut app).await;
        let midnight: DateTime<Utc> = "2026-03-01T00:00:00Z".parse().unwrap();
        app.clock.set(midnight);
        let mailbox = app.mailbox(DOMAIN, "protocollo").await;
        for hour in 0..72 {
            host.hold(ADDRESS, hour, hour);
            assert_eq!(poll(&app).await, 1);
            app.clock.advance(TimeDelta::hours(1));
        }
        let thin = async || while mail_host::thin(&app.app).await.unwrap() > 0 {};
        let rows = async || {
            let series = usage(&app, mailbox.id, 365).await["series"].clone();
            series.as_array().unwrap().iter().map(|row| row["messages"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        thin().await;
        assert_eq!(rows().await.len(), 72);
        // The first two days are older than ninety days, the third is not.
        app.clock.set(midnight + TimeDelta::days(92));
        thin().await;
        let mut left = vec![23, 47];
        left.extend(48..72);
        assert_eq!(rows().await, left);
        app.clock.set(midnight + TimeDelta::days(93));
        thin().await;
        assert_eq!(rows().await, [23, 47, 71]);
    }
}
