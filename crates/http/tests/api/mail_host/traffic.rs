//! Messages and openings, counted from the logs of the mail host.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;
use sigillo_app::mail_traffic::{self, new_server};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_host::MailLogKind;
use sigillo_storage::mailbox_traffic::{self, Traffic};
use sigillo_testkit::{TestApp, TestMailLog, on_both_engines};

use super::{ADDRESS, DOMAIN, get, panel};

/// Two queue ids, begun on 1 December 2025 at 03:25 UTC.
const IDS: [&str; 2] = ["4dKTn60001z1bb", "4dKTn60002z1bb"];

/// One that was begun twenty days later.
const LATER: &str = "4dYmqt0009z1bb";

/// Longer than a server has a log for itself.
const LONGER: TimeDelta = TimeDelta::minutes(1);

async fn count(app: &TestApp, log: &TestMailLog) {
    app.clock.advance(LONGER);
    mail_traffic::count(&app.app, log, new_server(&app.app)).await.unwrap();
}

/// A log from which counting has begun.
async fn log(app: &TestApp, kind: MailLogKind) -> TestMailLog {
    let log = TestMailLog::new(kind);
    count(app, &log).await;
    log
}

async fn on_day(app: &TestApp, id: MailboxId, day: &str) -> Traffic {
    let day: NaiveDate = day.parse().unwrap();
    let mut on = app.app.db.read().await.unwrap();
    mailbox_traffic::of_mailbox(&mut on, id, day, day).await.unwrap()
}

async fn total(app: &TestApp, id: MailboxId) -> Traffic {
    let mut on = app.app.db.read().await.unwrap();
    let [first, last] = ["1970-01-01", "9999-12-31"].map(|day| day.parse::<NaiveDate>().unwrap());
    let total = mailbox_traffic::of_mailbox(&mut on, id, first, last).await;
    assert_eq!(mailbox_traffic::check(&app.app.db, false).await.unwrap(), None);
    total.unwrap()
}

async fn traffic(app: &TestApp, id: MailboxId) -> Value {
    get(app, &format!("/api/v1/mailboxes/{id}/usage?days=30")).await["traffic"].clone()
}

async fn logs(app: &TestApp) -> Value {
    get(app, "/api/v1/mail-host").await["logs"].clone()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

on_both_engines! {
    async fn without_logs_nothing_is_counted_and_no_zeros_are_made_up(app: TestApp) {
        let mut app = app;
        assert!(panel(&mut app).await.inside().usage.is_empty());
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let found = traffic(&app, id).await;
        for name in ["received", "received_since", "sent", "sent_since", "last_opened_at"] {
            assert_eq!(found[name], Value::Null, "{name}");
        }
        assert_eq!(logs(&app).await, serde_json::json!([]));
        // Lists do not look for it.
        assert_eq!(get(&app, "/api/v1/mailboxes").await["mail_host"]["logs"], Value::Null);
    }

    async fn counting_begins_at_the_end_of_the_log_and_shows_on_the_mailbox(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let (dovecot, postfix) = (TestMailLog::new(MailLogKind::Dovecot), TestMailLog::new(MailLogKind::Postfix));
        dovecot.stored(ADDRESS, app.app.clock.now());
        count(&app, &dovecot).await;
        let begun = app.app.clock.now();
        count(&app, &dovecot).await;
        assert_eq!(total(&app, id).await, Traffic::default());
        let now = app.app.clock.now();
        for _ in 0..3 {
            dovecot.stored("Protocollo@PEC.example.it", now);
        }
        dovecot.opened(ADDRESS, now);
        dovecot.opened(ADDRESS, now - TimeDelta::hours(1));
        dovecot.stored("canarino@sonda.example.it", now);
        count(&app, &dovecot).await;
        count(&app, &dovecot).await;
        count(&app, &postfix).await;
        let found = traffic(&app, id).await;
        assert_eq!((&found["received"], &found["sent"]), (&3.into(), &0.into()));
        assert_eq!(time(found["received_since"].as_str().unwrap()), begun);
        assert_eq!(time(found["last_opened_at"].as_str().unwrap()), now);
        let logs = logs(&app).await;
        assert_eq!((&logs[0]["log"], &logs[1]["log"]), (&"dovecot".into(), &"postfix".into()));
        assert_eq!((&logs[0]["unreadable_lines"], &logs[0]["gaps"]), (&0.into(), &0.into()));
        // The version of a mailbox is that of what people change.
        assert_eq!(get(&app, &format!("/api/v1/mailboxes/{id}")).await["version"], 1);
    }

    async fn a_message_counts_on_its_day_in_rome(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let log = log(&app, MailLogKind::Dovecot).await;
        for at in ["2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"] {
            log.stored(ADDRESS, time(at));
        }
        count(&app, &log).await;
        for (day, received) in [("2026-03-28", 1), ("2026-03-29", 2), ("2026-03-30", 1)] {
            assert_eq!(on_day(&app, id, day).await, Traffic { received, sent: 0 }, "{day}");
        }
    }

    async fn a_sent_message_counts_once_when_it_was_accepted(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let log = log(&app, MailLogKind::Postfix).await;
        log.begun(IDS[0], ADDRESS);
        log.begun(IDS[1], ADDRESS);
        // Mail from outside, of which nobody has said that they begin.
        log.accepted("4dKTn60003z1bb", "mittente@example.net");
        count(&app, &log).await;
        assert_eq!(total(&app, id).await, Traffic::default());
        // It tells so again each time that it tries to deliver.
        log.accepted(IDS[0], ADDRESS);
        log.accepted(IDS[0], ADDRESS);
        count(&app, &log).await;
        log.accepted(IDS[0], ADDRESS);
        count(&app, &log).await;
        assert_eq!(total(&app, id).await, Traffic::SENT);
        assert_eq!(on_day(&app, id, "2025-12-01").await, Traffic::SENT);
        // The other one was never finished, and is forgotten when the log has come to weeks later, whenever it is read.
        assert_eq!(app.row_counts().await["mail_handover"], 1);
        log.begun(LATER, ADDRESS);
        log.accepted(LATER, ADDRESS);
        count(&app, &log).await;
        assert_eq!(app.row_counts().await["mail_handover"], 0);
        assert_eq!(total(&app, id).await.sent, 2);
    }

    async fn a_message_to_a_mailbox_that_was_cancelled_since_counts_for_it(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let log = log(&app, MailLogKind::Dovecot).await;
        log.stored(ADDRESS, app.app.clock.now());
        let operator = app.sign_in("rosa").await;
        app.delete(&format!("/api/v1/mailboxes/{id}")).by(&operator).expect(200).await;
        count(&app, &log).await;
        assert_eq!(total(&app, id).await, Traffic::RECEIVED);
    }

    async fn of_two_servers_that_have_read_the_same_lines_one_counts_them(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let log = log(&app, MailLogKind::Dovecot).await;
        log.stored(ADDRESS, app.app.clock.now());
        app.clock.advance(LONGER);
        let (other, both) = (app.another_server().await, log.with_meeting(2));
        let servers = [new_server(&app.app), new_server(&other)];
        let (first, second) = tokio::join!(
            mail_traffic::count(&app.app, &both, servers[0]),
            mail_traffic::count(&other, &both, servers[1])
        );
        assert_eq!((first.unwrap(), second.unwrap()), (0, 0));
        assert_eq!(total(&app, id).await, Traffic::RECEIVED);
        // One of them has the log for itself now, until it has not read for a while.
        log.stored(ADDRESS, app.app.clock.now());
        let third = new_server(&app.app);
        mail_traffic::count(&app.app, &log, third).await.unwrap();
        assert_eq!(total(&app, id).await, Traffic::RECEIVED);
        app.clock.advance(LONGER);
        mail_traffic::count(&app.app, &log, third).await.unwrap();
        assert_eq!(total(&app, id).await, Traffic { received: 2, sent: 0 });
        other.db.close().await;
    }

    async fn a_server_that_ends_after_it_has_read_leaves_the_lines_to_the_next(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let log = log(&app, MailLogKind::Dovecot).await;
        log.stored(ADDRESS, app.app.clock.now());
        app.clock.advance(LONGER);
        // Nobody else comes to the meeting.
        let alone = log.with_meeting(2);
        let counting = mail_traffic::count(&app.app, &alone, new_server(&app.app));
        let ended = tokio::time::timeout(std::time::Duration::from_millis(300), counting).await;
        assert!(ended.is_err());
        assert_eq!(total(&app, id).await, Traffic::default());
        count(&app, &log).await;
        assert_eq!(total(&app, id).await, Traffic::RECEIVED);
    }

    async fn what_cannot_be_understood_or_is_gone_shows_in_the_status(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let log = log(&app, MailLogKind::Dovecot).await;
        log.write("Jan 01 00:00:00 stats: Info: {\"event\":\"mail_deli");
        log.write("Jan 01 00:00:00 master: Info: Dovecot starting up");
        log.stored(ADDRESS, app.app.clock.now());
        count(&app, &log).await;
        let unreadable_at = app.app.clock.now();
        log.lose();
        log.stored(ADDRESS, app.app.clock.now());
        count(&app, &log).await;
        assert_eq!(total(&app, id).await, Traffic { received: 2, sent: 0 });
        let found = logs(&app).await[0].clone();
        assert_eq!((&found["unreadable_lines"], &found["gaps"]), (&1.into(), &1.into()));
        assert_eq!(time(found["unreadable_at"].as_str().unwrap()), unreadable_at);
        assert_eq!(time(found["gap_at"].as_str().unwrap()), app.app.clock.now());
        assert_eq!(found["is_stale"], false);
        app.clock.advance(TimeDelta::minutes(6));
        assert_eq!(logs(&app).await[0]["is_stale"], true);
    }

    async fn a_file_of_the_same_name_on_another_machine_is_another_log(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let id = app.mailbox(DOMAIN, "protocollo").await.id;
        let log = log(&app, MailLogKind::Dovecot).await;
        let other = TestMailLog::new(MailLogKind::Dovecot).on_machine("altra");
        other.lose();
        other.stored(ADDRESS, app.app.clock.now());
        count(&app, &other).await;
        assert_eq!(total(&app, id).await, Traffic::default());
        // The same file, seen from another machine.
        log.stored(ADDRESS, app.app.clock.now());
        count(&app, &log.on_machine("altra")).await;
        assert_eq!(total(&app, id).await, Traffic::RECEIVED);
        assert_eq!(logs(&app).await[0]["gaps"], 0);
        // The mail host has moved: nobody reads the first log any more.
        app.clock.advance(TimeDelta::days(1));
        let third = other.on_machine("terza");
        count(&app, &third).await;
        assert_eq!(total(&app, id).await, Traffic { received: 2, sent: 0 });
        assert_eq!(logs(&app).await[0]["gaps"], 1);
    }

    async fn the_list_and_its_export_find_the_mailboxes_that_nobody_has_opened(app: TestApp) {
        let mut app = app;
        panel(&mut app).await;
        let log = log(&app, MailLogKind::Dovecot).await;
        for name in ["aperta", "chiusa", "cancellata"] {
            app.mailbox(DOMAIN, name).await;
        }
        let operator = app.sign_in("rosa").await;
        let id = get(&app, "/api/v1/mailboxes?q=cancellata").await["items"][0]["id"].clone();
        app.delete(&format!("/api/v1/mailboxes/{}", id.as_str().unwrap())).by(&operator).expect(200).await;
        app.clock.advance(TimeDelta::days(20));
        log.opened("aperta@pec.example.it", app.app.clock.now());
        count(&app, &log).await;
        let day = |days: i64| (app.app.clock.now() + TimeDelta::days(days)).date_naive();
        for (since, expected) in [(-30, vec![]), (-10, vec!["chiusa"]), (2, vec!["aperta", "chiusa"])] {
            let query = format!("not_opened_since={}&domain={DOMAIN}", day(since));
            let list = get(&app, &format!("/api/v1/mailboxes?{query}&count=exact")).await;
            let names: Vec<_> = list["items"].as_array().unwrap().iter().map(|it| it["local_part"].as_str().unwrap()).collect();
            assert_eq!(names, expected, "{query}");
            assert_eq!(list["total"], expected.len(), "{list}");
            let exported = app.get(&format!("/api/v1/mailboxes/export?format=csv&{query}")).by(&app.sign_in("rosa").await).expect(200).await;
            let file = String::from_utf8_lossy(&exported.bytes).into_owned();
            for name in ["aperta", "chiusa"] {
                assert_eq!(file.contains(&format!("{name}@")), expected.contains(&name), "{query}");
            }
        }
        let wrong = app.get("/api/v1/mailboxes?not_opened_since=-0001-01-01").by(&app.sign_in("rosa").await).expect(422).await;
        assert_eq!(wrong.faults(), ["not_opened_since out_of_range"]);
    }
}
