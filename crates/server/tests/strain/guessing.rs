//! Somebody guesses passwords, from many addresses and many times a second.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use sigillo_testkit::Engine;

use crate::http::Answer;
use crate::panel::{PASSWORD, Panel, Server, block_on};

const ADDRESSES: usize = 1_000;
const GUESSES_PER_SECOND: usize = 200;
/// Clients that guess: as many as can wait for an answer at once.
const GUESSERS: usize = 150;
/// Between two sign-ins of the known device.
const PAUSE: Duration = Duration::from_millis(250);

/// The header of a proxy that passes on a request from this address.
fn forwarded_for(address: &str) -> String {
    format!("X-Forwarded-For: {address}\r\n")
}

fn guess(server: &Server, number: usize) -> u16 {
    let place = number % ADDRESSES;
    let address = format!("10.{}.{}.{}", place / 62_500, place / 250 % 250, place % 250 + 1);
    // One in four is a guess of an account that exists.
    let username =
        if number.is_multiple_of(4) { "gestore".into() } else { format!("nome{number}") };
    let credentials = json!({"username": username, "password": "una frase sbagliata"});
    let request = server.post("/api/v1/sessions").header(&forwarded_for(&address));
    request.json(&credentials).send().status
}

fn sign_in(server: &Server, device: &str) -> (Answer, Duration) {
    let credentials = json!({"username": "gestore", "password": PASSWORD});
    let request = server.post("/api/v1/sessions").header(&forwarded_for("203.0.113.9"));
    let asked = Instant::now();
    let answer = request.json(&credentials).cookie("sigillo_device", device).send();
    (answer, asked.elapsed())
}

/// Guesses for a while; returns how long the known device's sign-ins took, in order of time, and the
/// number of guesses that were verified.
fn guess_for(server: &Server, device: &str, time: Duration) -> (Vec<Duration>, usize) {
    let (began, next, verified) = (Instant::now(), AtomicUsize::new(0), AtomicUsize::new(0));
    let mut times = vec![];
    std::thread::scope(|scope| {
        for _ in 0..GUESSERS {
            scope.spawn(|| {
                while began.elapsed() < time {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let due = Duration::from_secs(1) * u32::try_from(number).unwrap()
                        / u32::try_from(GUESSES_PER_SECOND).unwrap();
                    std::thread::sleep(due.saturating_sub(began.elapsed()));
                    let status = guess(server, number);
                    assert!([401, 429].contains(&status), "{status}");
                    verified.fetch_add(usize::from(status == 401), Ordering::Relaxed);
                }
            });
        }
        while began.elapsed() < time {
            let (answer, took) = sign_in(server, device);
            assert_eq!(answer.status, 201, "{}", answer.body);
            times.push(took);
            std::thread::sleep(PAUSE);
        }
    });
    times.sort_unstable();
    (times, verified.into_inner())
}

fn guessing(time: Duration, bearable: Duration) {
    let panel = Panel::on(Engine::Sqlite);
    panel.create_organization();
    let mut command = panel.command(&["serve"]);
    let server = Server::start({
        command.env("SIGILLO_TRUSTED_PROXIES", "127.0.0.1");
        command
    });
    let (first, _) = sign_in(&server, "");
    let device = first.cookie("sigillo_device").expect("the device is remembered");
    let (times, verified) = guess_for(&server, &device, time);
    let counters = block_on(async {
        let app = panel.app().await;
        let mut tx = app.db.begin().await.unwrap();
        // As if all windows had ended: the number of counters that there are.
        let in_a_year = app.clock.now() + chrono::TimeDelta::days(365);
        sigillo_storage::throttle::purge(&mut tx, in_a_year).await.unwrap()
    });
    let median = times[times.len() / 2];
    let p95 = times[times.len() * 95 / 100];
    println!(
        "{} sign-ins of a known device under {GUESSES_PER_SECOND} guesses a second from {ADDRESSES} \
         addresses: median {median:.0?}, 95 of 100 within {p95:.0?}; {verified} guesses were \
         verified, {counters} counters were written",
        times.len()
    );
    assert!(p95 < bearable, "{p95:?}");
    // One for each address, and one for each name that an address was allowed to try.
    assert!(counters <= u64::try_from(ADDRESSES + verified + 1).unwrap(), "{counters}");
}

#[test]
fn a_known_device_signs_in_while_others_guess() {
    guessing(Duration::from_secs(5), Duration::from_secs(3));
}

#[test]
#[ignore = "a minute, of a release build alone on the machine: `./just strain-trial`"]
fn a_known_device_signs_in_within_200_ms_while_others_guess() {
    guessing(Duration::from_mins(1), Duration::from_millis(200));
}
