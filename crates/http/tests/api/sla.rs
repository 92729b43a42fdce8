//! Service levels: what is measured, corrected, announced and frozen.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_app::sla;
use sigillo_domain::permission::Permission;
use sigillo_domain::sla::{Closure, OutageCause, SlaComponent};
use sigillo_testkit::{Account, Answer, Client, ProbeScript, TestApp, TestProbe, on_both_engines};
use uuid::Uuid;

const SLA: &str = "/api/v1/sla";
const OUTAGES: &str = "/api/v1/sla/outages";
const MAINTENANCE: &str = "/api/v1/sla/maintenance";

async fn level(app: &TestApp, by: &Account, component: &str) -> Value {
    app.get(&format!("{SLA}?component={component}")).by(by).expect(200).await.body
}

async fn outages(app: &TestApp, by: &Account) -> Value {
    app.get(OUTAGES).by(by).expect(200).await.body["items"].clone()
}

fn correction(state: &str, starts_at: &str, ends_at: &str) -> Value {
    json!({"component": "imap", "state": state, "starts_at": starts_at, "ends_at": ends_at, "reason": "Rete della sonda"})
}

fn correct(app: &TestApp, by: &Account, body: &Value) -> Client {
    app.post(OUTAGES).by(by).json(body)
}

fn announce(app: &TestApp, by: &Account, starts_at: DateTime<Utc>, minutes: i64) -> Client {
    let ends_at = starts_at + TimeDelta::minutes(minutes);
    app.post(MAINTENANCE).by(by).json(&json!({
        "components": ["imap"], "starts_at": starts_at, "ends_at": ends_at, "description": "Aggiornamento",
    }))
}

async fn is_whole(app: &TestApp) -> bool {
    sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap().is_ok()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The whole period has passed, and nothing of it was measured.
async fn after_the_period(app: &TestApp) -> Account {
    app.clock.advance(at("2026-05-02T08:00:00Z") - app.app.clock.now());
    app.operator("gestore").await
}

on_both_engines! {
    async fn an_outage_of_this_moment_is_shown_to_everybody(app: TestApp) {
        const PRESENT: &str = "/api/v1/sla/outages/present";
        let domain = app.domain("pec.example.it").await;
        app.assistant("anna", &domain, &[Permission::View]).await;
        let probe = TestProbe::new(SlaComponent::Imap);
        app.measure(&probe, 5).await;
        let anna = app.sign_in("anna").await;
        let present = async || {
            let anna = app.sign_in("anna").await;
            let listed = app.get(PRESENT).by(&anna).expect(200).await.body["items"].clone();
            let dashboard = app.get("/api/v1/dashboard").by(&anna).expect(200).await.body;
            let count = listed.as_array().map(Vec::len);
            assert_eq!(dashboard["attention"]["outages"], json!(count), "{listed}");
            listed
        };
        assert_eq!(present().await, json!([]));
        probe.will(ProbeScript::Fails(OutageCause::Unreachable));
        app.measure(&probe, 3).await;
        let starts_at = outages(&app, &anna).await[0]["starts_at"].clone();
        // It lasts longer than what is looked at.
        app.measure(&probe, 4 * 60).await;
        let listed = present().await;
        assert_eq!((&listed[0]["component"], &listed[0]["starts_at"]), (&json!("imap"), &starts_at));
        assert_eq!(listed[0]["minutes"], 243);
        // The probe of the minute that has just passed is still under way.
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(present().await[0]["minutes"], 243);
        app.measure(&probe, 1).await;
        probe.will(ProbeScript::Succeeds);
        app.measure(&probe, 1).await;
        assert_eq!(present().await, json!([]));
    }

    async fn the_minutes_of_an_outage_are_counted(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        app.assistant("anna", &domain, &[Permission::View]).await;
        let probe = TestProbe::new(SlaComponent::Imap);
        app.measure(&probe, 10).await;
        probe.will(ProbeScript::Fails(OutageCause::Unreachable));
        app.measure(&probe, 7).await;
        let anna = app.sign_in("anna").await;
        assert_eq!(outages(&app, &anna).await[0]["ends_at"], Value::Null);
        probe.will(ProbeScript::Succeeds);
        app.measure(&probe, 1).await;
        // One that nothing confirms.
        probe.will(ProbeScript::Fails(OutageCause::WrongAnswer));
        app.measure(&probe, 1).await;
        probe.will(ProbeScript::Succeeds);
        app.measure(&probe, 1).await;
        let found = level(&app, &anna, "imap").await;
        // It is 10:20 in Rome on the first of January, and the probes began at ten.
        let figures = ["used_minutes", "longest_minutes", "unmeasured_minutes", "planned_minutes"].map(|name| found[name].clone());
        assert_eq!(figures, [json!(7), json!(7), json!(600), json!(0)]);
        assert_eq!((&found["period"], &found["state"]), (&json!("2026-1"), &json!("running")));
        assert_eq!((&found["from"], &found["to"]), (&json!("2026-01-01"), &json!("2026-04-30")));
        assert_eq!((&found["allowance_minutes"], &found["longest_allowed_minutes"]), (&json!(345.6), &json!(172.8)));
        assert_eq!(found["availability"], json!(65.0));
        let near = |name: &str, expected: f64| (found[name].as_f64().unwrap() - expected).abs() < 1e-9;
        assert!(near("best", 61300.0 / 620.0) && near("worst", 1300.0 / 620.0), "{found}");
        let day = json!({"day": "2026-01-01", "up_minutes": 13, "down_minutes": 7, "planned_minutes": 0, "unmeasured_minutes": 600});
        assert_eq!(found["days"], json!([day]));
        let outage = json!({
            "component": "imap", "starts_at": "2026-01-01T09:10:00Z", "ends_at": "2026-01-01T09:17:00Z", "minutes": 7,
            "planned_minutes": 0, "cause": "unreachable", "evidence": "as scripted",
        });
        assert_eq!(outages(&app, &anna).await, json!([outage]));
        // Nothing is known of the others.
        let web = level(&app, &anna, "web").await;
        assert_eq!((&web["availability"], &web["unmeasured_minutes"]), (&Value::Null, &json!(620)));
    }

    async fn a_query_names_what_is_wrong_with_it(app: TestApp) {
        let gestore = app.operator("gestore").await;
        for (query, faults) in [
            ("", vec!["component required"]),
            ("?component=pop", vec!["component unknown"]),
            ("?component=web&period=2026-4", vec!["period unknown"]),
            ("?component=x&period=x", vec!["component unknown", "period unknown"]),
        ] {
            let refused = app.get(&format!("{SLA}{query}")).by(&gestore).expect(422).await;
            assert_eq!(refused.faults(), faults, "{query}");
        }
        // A period that nobody has measured, or that is to come.
        let old = app.get(&format!("{SLA}?component=web&period=2025-3")).by(&gestore).expect(200).await.body;
        assert_eq!((&old["unmeasured_minutes"], &old["state"]), (&json!(175_740), &json!("ended")));
        assert_eq!((&old["availability"], &old["best"], &old["worst"]), (&Value::Null, &json!(100.0), &json!(0.0)));
        let next = app.get(&format!("{SLA}?component=web&period=2026-2")).by(&gestore).expect(200).await.body;
        assert_eq!((&next["unmeasured_minutes"], &next["days"]), (&json!(0), &json!([])));
        app.get("/api/v1/sla/periods/2026-1/figures").by(&gestore).expect(404).await;
        app.get("/api/v1/sla/periods/boh/figures").by(&gestore).expect(404).await;
    }

    async fn two_servers_that_probe_give_one_truth(app: TestApp) {
        app.operator("gestore").await;
        let other = app.another_server().await;
        let probe = TestProbe::new(SlaComponent::Imap);
        for minute in 0..30 {
            probe.will(if (10..16).contains(&minute) { ProbeScript::Fails(OutageCause::TimedOut) } else { ProbeScript::Succeeds });
            let both = futures_util::join!(sla::measure(&app.app, &probe), sla::measure(&other, &probe));
            assert_eq!(both.0.unwrap() + both.1.unwrap(), 1, "minute {minute}");
            app.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!(probe.probed(), 30);
        let gestore = app.sign_in("gestore").await;
        let found = level(&app, &gestore, "imap").await;
        assert_eq!((&found["used_minutes"], &found["unmeasured_minutes"]), (&json!(6), &json!(600)));
    }

    async fn another_server_takes_over_from_one_that_was_killed(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let probe = TestProbe::new(SlaComponent::Imap);
        let dying = TestProbe::new(SlaComponent::Imap);
        dying.will(ProbeScript::Hangs);
        let other = app.another_server().await;
        let killed = futures_util::future::select(
            Box::pin(sla::measure(&other, &dying)),
            Box::pin(async { while dying.probed() == 0 { actix_web::rt::task::yield_now().await; } }),
        );
        drop(killed.await);
        assert_eq!(sla::measure(&app.app, &probe).await.unwrap(), 0, "its lease has not ended");
        app.clock.advance(TimeDelta::seconds(21));
        app.measure(&probe, 1).await;
        app.measure(&probe, 1).await;
        let found = level(&app, &gestore, "imap").await;
        assert_eq!((&found["days"][0]["up_minutes"], &found["used_minutes"]), (&json!(2), &json!(0)));
    }

    async fn clocks_that_jump_count_no_minute_twice(app: TestApp) {
        app.operator("gestore").await;
        let probe = TestProbe::new(SlaComponent::Imap);
        app.measure(&probe, 5).await;
        app.clock.advance(TimeDelta::minutes(-3));
        for _ in 0..3 {
            assert_eq!(sla::measure(&app.app, &probe).await.unwrap(), 0);
            app.clock.advance(TimeDelta::minutes(1));
        }
        app.measure(&probe, 1).await;
        app.clock.advance(TimeDelta::minutes(10));
        app.measure(&probe, 2).await;
        let gestore = app.sign_in("gestore").await;
        let found = level(&app, &gestore, "imap").await;
        assert_eq!((&found["days"][0]["up_minutes"], &found["unmeasured_minutes"]), (&json!(8), &json!(610)));
    }

    async fn the_panel_was_down_while_no_server_lived(app: TestApp) {
        app.operator("gestore").await;
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let live = async |server, seconds: i64| {
            for _ in 0..seconds / 10 {
                sla::give_sign_of_life(&app.app, server).await.unwrap();
                app.clock.advance(TimeDelta::seconds(10));
            }
        };
        live(one, 600).await;
        live(two, 600).await;
        app.clock.advance(TimeDelta::minutes(20));
        live(one, 600).await;
        let gestore = app.sign_in("gestore").await;
        let found = level(&app, &gestore, "web").await;
        // The last sign came ten seconds before the end of its minute.
        assert_eq!((&found["used_minutes"], &found["longest_minutes"]), (&json!(20), &json!(20)));
        let outage = &outages(&app, &gestore).await[0];
        assert_eq!((&outage["cause"], &outage["starts_at"]), (&json!("panel_stopped"), &json!("2026-01-01T09:20:00Z")));
        assert_eq!(level(&app, &gestore, "imap").await["used_minutes"], 0);
    }

    async fn a_correction_counts_over_what_was_measured(app: TestApp) {
        app.operator("gestore").await;
        let domain = app.domain("pec.example.it").await;
        app.postmaster("rosa", domain.organization_id).await;
        let probe = TestProbe::new(SlaComponent::Imap);
        probe.will(ProbeScript::Fails(OutageCause::Unreachable));
        app.measure(&probe, 30).await;
        let (gestore, rosa) = (app.sign_in("gestore").await, app.sign_in("rosa").await);
        let body = correction("up", "2026-01-01T09:05:00Z", "2026-01-01T09:15:00Z");
        correct(&app, &rosa, &body).expect(403).await;
        let made = correct(&app, &gestore, &body).expect(201).await.body;
        assert_eq!((&made["reason"], &made["created_by"]), (&json!("Rete della sonda"), &json!("gestore")));
        let found = level(&app, &gestore, "imap").await;
        assert_eq!((&found["used_minutes"], &found["longest_minutes"]), (&json!(20), &json!(15)));
        let again = correction("unmeasured", "2026-01-01T09:00:00Z", "2026-01-01T09:10:00Z");
        correct(&app, &gestore, &again).expect(201).await;
        let found = level(&app, &gestore, "imap").await;
        assert_eq!((&found["used_minutes"], &found["unmeasured_minutes"]), (&json!(15), &json!(610)));
        let overview = app.get(&format!("{SLA}/overview")).by(&rosa).expect(200).await.body;
        assert_eq!(overview["corrections"].as_array().map(Vec::len), Some(2));
        assert!(is_whole(&app).await);
        app.tamper("UPDATE sla_correction SET state = 'up'").await;
        assert!(!is_whole(&app).await);
    }

    async fn a_correction_that_cannot_be_is_refused_field_by_field(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let (start, end) = ("2026-01-01T08:00:00Z", "2026-01-01T08:30:00Z");
        let with = |field: &str, value: Value| {
            let mut body = correction("up", start, end);
            body[field] = value;
            body
        };
        for (body, faults) in [
            (json!({}), vec!["/component required", "/state required", "/starts_at required", "/ends_at required", "/reason required"]),
            (with("component", json!("pop")), vec!["/component unknown"]),
            (with("state", json!("broken")), vec!["/state unknown"]),
            (with("starts_at", json!("2026-01-01T08:00:01Z")), vec!["/starts_at out_of_range"]),
            (with("ends_at", json!(start)), vec!["/ends_at too_early"]),
            (with("ends_at", json!("2026-01-01T09:01:00Z")), vec!["/ends_at too_late"]),
            (with("starts_at", json!("2025-12-31T22:00:00Z")), vec!["/ends_at too_late"]),
            (with("reason", json!(" ")), vec!["/reason required"]),
            (with("reason", json!("x".repeat(501))), vec!["/reason too_long"]),
        ] {
            let refused = correct(&app, &gestore, &body).expect(422).await;
            assert_eq!(refused.faults(), faults, "{body}");
        }
    }

    async fn maintenance_is_announced_beforehand_and_counts(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let domain = app.domain("pec.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let start = at("2026-01-01T09:10:00Z");
        announce(&app, &rosa, start, 10).expect(403).await;
        announce(&app, &gestore, start, 10).expect(201).await;
        let overlapping = announce(&app, &gestore, start, 5).expect(201).await;
        let probe = TestProbe::new(SlaComponent::Imap);
        app.measure(&probe, 5).await;
        probe.will(ProbeScript::Fails(OutageCause::Unreachable));
        app.measure(&probe, 10).await;
        let (gestore, rosa) = (app.sign_in("gestore").await, app.sign_in("rosa").await);
        let found = level(&app, &gestore, "imap").await;
        assert_eq!((&found["used_minutes"], &found["planned_minutes"]), (&json!(10), &json!(5)));
        assert_eq!(outages(&app, &rosa).await[0]["planned_minutes"], 5);
        let listed = app.get(MAINTENANCE).by(&rosa).expect(200).await.body;
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(2));
        // What has begun is a fact.
        let path = format!("{MAINTENANCE}/{}/withdraw", overlapping.body["id"].as_str().unwrap());
        assert_eq!(app.post(&path).by(&gestore).expect(409).await.code(), "not_in_this_state");
        let now = app.app.clock.now();
        let minute = now - TimeDelta::microseconds(now.timestamp_micros() % 60_000_000);
        let refused = announce(&app, &gestore, minute, 10).expect(422).await;
        assert_eq!(refused.faults(), ["/starts_at too_early"]);
        let late = announce(&app, &gestore, at("2027-05-01T00:00:00Z"), 10).expect(422).await;
        assert_eq!(late.faults(), ["/starts_at too_late"]);
        let long = announce(&app, &gestore, at("2026-02-01T00:00:00Z"), 7 * 24 * 60 + 1).expect(422).await;
        assert_eq!(long.faults(), ["/ends_at too_late"]);
        let body = json!({"components": ["imap", "imap"]});
        let refused = app.post(MAINTENANCE).by(&gestore).json(&body).expect(422).await;
        assert_eq!(refused.faults(), ["/components repeated", "/starts_at required", "/ends_at required", "/description required"]);
    }

    async fn an_announcement_is_taken_back_once(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let made = announce(&app, &gestore, at("2026-02-01T02:00:00Z"), 60).expect(201).await;
        let path = format!("{MAINTENANCE}/{}/withdraw", made.body["id"].as_str().unwrap());
        let withdraw = || app.post(&path).by(&gestore);
        assert_eq!(withdraw().if_match(2).expect(412).await.code(), "stale");
        let (one, two) = futures_util::join!(withdraw().if_match(1).send(), withdraw().if_match(1).send());
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        assert_eq!(withdraw().expect(409).await.code(), "not_in_this_state");
        let listed = app.get(MAINTENANCE).by(&gestore).expect(200).await.body;
        assert_ne!(listed["items"][0]["withdrawn_at"], Value::Null);
        assert!(is_whole(&app).await);
    }

    async fn a_closed_period_keeps_its_figures(app: TestApp) {
        let probe = TestProbe::new(SlaComponent::Imap);
        probe.will(ProbeScript::Fails(OutageCause::Unreachable));
        app.measure(&probe, 12).await;
        let running = app.operator("primo").await;
        let close = |by: &Account| app.post("/api/v1/sla/periods/2026-1/close").by(by);
        assert_eq!(close(&running).expect(409).await.code(), "not_in_this_state");
        let gestore = after_the_period(&app).await;
        let period = "period=2026-1";
        let before = app.get(&format!("{SLA}?component=imap&{period}")).by(&gestore).expect(200).await.body;
        let both = futures_util::join!(close(&gestore).send(), close(&gestore).send());
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let closed = app.get(&format!("{SLA}/overview?{period}")).by(&gestore).expect(200).await.body;
        assert_eq!((&closed["state"], &closed["closure"]["closed_by"]), (&json!("closed"), &json!("gestore")));
        let figures: Answer = app.get("/api/v1/sla/periods/2026-1/figures").by(&gestore).expect(200).await;
        let content = String::from_utf8(figures.bytes.to_vec()).unwrap();
        let served = Closure { at: app.app.clock.now(), by: String::new(), content };
        assert_eq!(closed["closure"]["sha256"], served.sha256());
        // Nothing is corrected any more, and what is measured or altered changes no figure.
        let body = correction("up", "2026-01-01T09:00:00Z", "2026-01-01T09:12:00Z");
        assert_eq!(correct(&app, &gestore, &body).expect(409).await.code(), "not_in_this_state");
        assert!(is_whole(&app).await);
        app.tamper("UPDATE sla_span SET failed = FALSE").await;
        let after = app.get(&format!("{SLA}?component=imap&{period}")).by(&gestore).expect(200).await.body;
        assert_eq!((&after["used_minutes"], &after["availability"]), (&json!(12), &before["availability"]));
        app.tamper("UPDATE sla_period SET content = replace(content, '12', '11')").await;
        assert!(!is_whole(&app).await);
    }

    async fn outages_are_exported(app: TestApp) {
        let gestore = app.operator("gestore").await;
        let probe = TestProbe::new(SlaComponent::Imap);
        probe.will(ProbeScript::Fails(OutageCause::Unreachable));
        app.measure(&probe, 4).await;
        let export = |query: &str| app.get(&format!("{OUTAGES}/export{query}")).by(&gestore);
        let file = export("?format=csv").expect(200).await;
        assert!(file.header("content-disposition").unwrap().contains("disservizi-2026-1.csv"));
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        assert!(text.contains("Nessun collegamento") && text.lines().count() == 2, "{text}");
        let other = export("?format=csv&component=web&lang=en").expect(200).await;
        assert_eq!(String::from_utf8(other.bytes.to_vec()).unwrap().lines().count(), 1);
        for format in ["xlsx", "pdf"] {
            export(&format!("?format={format}")).expect(200).await;
        }
        assert_eq!(export("").expect(422).await.faults(), ["format required"]);
        assert_eq!(export("?format=csv&component=x").expect(422).await.faults(), ["component unknown"]);
    }
}
