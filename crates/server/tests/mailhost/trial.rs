//! How soon a change is applied, how long a measurement takes, and what is left after Dovecot is
//! killed repeatedly: a short form; the long one runs with `./just mailhost-trial`.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use sigillo_app::{Caller, Grant, mailboxes};
use sigillo_contract::mailbox::MailboxCreate;
use sigillo_testkit::Engine;

use crate::clients::deliver;
use crate::panel::block_on;
use crate::site::{DOMAIN, Site, wait_for};

/// Timeout for everything to settle.
const TIMEOUT: Duration = Duration::from_mins(3);

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("a time: {value}"))
}

/// Adds this many mailboxes directly in the database.
fn fill(site: &Site, mailboxes: usize) {
    block_on(async {
        let app = site.panel.app().await;
        let grant = Grant::to(Caller::system("trial")).unwrap();
        for number in 0..mailboxes {
            let request = MailboxCreate {
                domain: DOMAIN.into(),
                local_part: format!("casella{number:05}"),
                communication_email: format!("utente{number}@example.org"),
                ..MailboxCreate::default()
            };
            mailboxes::create(&app, &grant, &request).await.unwrap();
        }
        app.db.close().await;
    });
}

/// Seconds from each change until it is applied.
fn until_applied(engine: Engine, changes: usize) -> Vec<f64> {
    let site = Site::on(engine);
    let id = site.create("protocollo");
    let mut seconds = vec![];
    for change in 0..changes {
        let state = if change % 2 == 0 { "disabled" } else { "active" };
        site.patch(&id, &json!({"state": state}));
        let effect = site.applied(&id);
        let took = time(&effect["finished_at"]) - time(&effect["requested_at"]);
        seconds.push(took.as_seconds_f64());
    }
    seconds.sort_by(f64::total_cmp);
    seconds
}

/// Performs a random operation that affects the mail host.
fn operate(site: &Site, random: &mut StdRng, ids: &mut Vec<String>, number: usize) {
    let place = random.random_range(0..ids.len());
    match random.random_range(0..10) {
        0..4 => {
            let state = if random.random() { "disabled" } else { "active" };
            site.patch(&ids[place], &json!({"state": state}));
        }
        4..7 => site.patch(&ids[place], &json!({"quota_mb": random.random_range(1..2000)})),
        7 | 8 => {
            let id = ids.swap_remove(place);
            site.cancel(&id);
            ids.push(site.create(&format!("nuova{number}")));
        }
        _ => {
            let address = site.get(&format!("/api/v1/mailboxes/{}", ids[place]))["address"].clone();
            let lmtp = site.dovecot.lmtp();
            // Dovecot may be gone at any moment; only the final state counts.
            let address = address.as_str().unwrap().to_owned();
            let _ = std::thread::spawn(move || deliver(lmtp, &address, 2000)).join();
        }
    }
}

/// Kills Dovecot repeatedly while the panel is in use. In the end nothing may be out of order.
fn kills(engine: Engine, kills: usize, operations: usize) {
    let mut site = Site::on(engine);
    let mut random = StdRng::seed_from_u64(9);
    let mut ids: Vec<_> = (0..20).map(|number| site.create(&format!("prima{number}"))).collect();
    let between = operations / kills;
    for number in 0..operations {
        operate(&site, &mut random, &mut ids, number);
        if number % between == between / 2 {
            site.dovecot.kill();
            // Some operations find no user signed in.
            for id in &ids[..random.random_range(0..4)] {
                site.patch(id, &json!({"quota_mb": random.random_range(1..2000)}));
            }
            std::thread::sleep(Duration::from_millis(random.random_range(0..300)));
            site.dovecot.start_again();
        }
    }
    let ended = Instant::now();
    let settled = wait_for(TIMEOUT, || {
        let found = site.get("/api/v1/mail-host/check")["total"].clone();
        let done = |effect: &Value| effect.is_null() || effect["finished_at"].is_string();
        let all_done = ids.iter().all(|id| done(&site.effect(id)));
        (all_done && found == 0).then_some(())
    });
    let report = site.get("/api/v1/mail-host/check");
    println!(
        "{engine:?}: {kills} kills during {operations} operations; {} left unreconciled {:.1} s later",
        report["total"],
        ended.elapsed().as_secs_f64()
    );
    assert!(settled.is_some(), "{report}");
    let (code, log) = site.server.stop();
    assert_eq!(code, Some(0), "{log}");
}

#[test]
fn nothing_is_left_by_a_killed_dovecot_sqlite() {
    kills(Engine::Sqlite, 4, 60);
}

#[test]
fn nothing_is_left_by_a_killed_dovecot_postgres() {
    kills(Engine::Postgres, 4, 60);
}

#[test]
#[ignore = "some minutes: `./just mailhost-trial`"]
fn killed_fifty_times_sqlite() {
    kills(Engine::Sqlite, 50, 1000);
}

#[test]
#[ignore = "some minutes: `./just mailhost-trial`"]
fn killed_fifty_times_postgres() {
    kills(Engine::Postgres, 50, 1000);
}

#[test]
#[ignore = "a measurement: `./just mailhost-trial`"]
fn seconds_until_a_change_is_applied() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let seconds = until_applied(engine, 100);
        println!(
            "{engine:?}: from the change to applied, of 100: median {:.3} s, worst {:.3} s",
            seconds[50], seconds[99]
        );
    }
}

#[test]
#[ignore = "a measurement: `./just mailhost-trial`"]
fn a_measurement_of_ten_thousand() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let site = Site::on(engine);
        fill(&site, 10_000);
        let began = Instant::now();
        let mut measured: Vec<DateTime<Utc>> = vec![];
        while measured.len() < 4 {
            assert!(began.elapsed() < Duration::from_mins(10), "{measured:?}");
            let status = site.get("/api/v1/mail-host");
            let at = Some(&status["measured_at"]).filter(|at| !at.is_null()).map(time);
            measured.extend(at.filter(|at| measured.last() != Some(at)));
            std::thread::sleep(Duration::from_millis(50));
        }
        // After each measurement the mail host is left alone for as long as it took. The first ones
        // create ten thousand stores and write ten thousand figures.
        let seconds = measured.windows(2).map(|two| (two[1] - two[0]).as_seconds_f64() / 2.0);
        let seconds: Vec<_> = seconds.map(|seconds| format!("{seconds:.1}")).collect();
        let asked = Instant::now();
        let found = site.get("/api/v1/mail-host/check")["total"].clone();
        println!(
            "{engine:?}: seconds of the measurements of 10,000 mailboxes: {}; a check of all takes \
             {:.1} s and finds {found}",
            seconds.join(", "),
            asked.elapsed().as_secs_f64()
        );
    }
}
