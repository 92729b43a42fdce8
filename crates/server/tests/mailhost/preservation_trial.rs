//! Receipts that arrive while their users delete them and the server is killed: each is stored once, byte for byte. A
//! short form; the long one runs with `./just preservation-trial`.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_domain::receipt::ReceiptKind;
use sigillo_testkit::certified_mail::{TestProvider, TestReceipt};
use sigillo_testkit::{Engine, PASSWORD};

use crate::clients::Imap;
use crate::preservation_live::{count, seconds, stored};
use crate::site::{DOMAIN, Site, wait_for};
use crate::smtp::Smtp;

/// Timeout for everything to settle.
const TIMEOUT: Duration = Duration::from_mins(5);

/// Deletes and moves what arrives, as fast as it can.
fn delete_all(imap: u16, address: &str, seed: usize, stop: &AtomicBool) {
    let mut random = StdRng::seed_from_u64(seed as u64);
    let mut user = Imap::connect(imap);
    assert!(user.sign_in(address, PASSWORD).starts_with("OK "));
    user.ask("CREATE Vecchie");
    while !stop.load(Ordering::Relaxed) {
        user.ask("SELECT INBOX");
        match random.random_range(0..4) {
            0 => drop(user.ask("MOVE 1:* Vecchie")),
            1 => {
                user.ask("SELECT Vecchie");
                user.ask("STORE 1:* +FLAGS.SILENT (\\Deleted)");
                user.ask("EXPUNGE");
            }
            _ => {
                user.ask("STORE 1:* +FLAGS.SILENT (\\Deleted)");
                user.ask("EXPUNGE");
            }
        }
        std::thread::sleep(Duration::from_millis(random.random_range(5..60)));
    }
}

/// The end of an e-mail, with a part of its signature, by which it is told from others.
const END: usize = 300;

/// Signed receipts for mailboxes in turn, of acceptance and of delivery.
fn receipts(provider: &TestProvider, addresses: &[String], count: usize) -> Vec<String> {
    let issue = |number: usize| {
        let kind =
            if number.is_multiple_of(2) { ReceiptKind::Acceptance } else { ReceiptKind::Delivery };
        let (sender, at) = (&addresses[number % addresses.len()], SystemClock.now());
        let receipt = TestReceipt::new(kind, sender, &["ufficio@pec.example.org"], at);
        String::from_utf8(provider.issue(&receipt.message(number))).expect("a receipt is text")
    };
    (0..count).map(issue).collect()
}

/// Delivers receipts; returns the seconds since 1970 at which each was accepted.
fn deliver_all(
    lmtp: u16,
    addresses: &[String],
    receipts: &[String],
    done: &AtomicUsize,
) -> Vec<f64> {
    let mut line = Smtp::greeting(lmtp, "LHLO");
    let sender = "posta-certificata@gestore.example.it";
    let mut accepted = vec![];
    for (number, mail) in receipts.iter().enumerate() {
        let to = &addresses[number % addresses.len()];
        assert!(line.address(sender, to, mail.len()).starts_with("250"));
        let reply = line.hand_over_text(mail);
        assert!(reply.starts_with("250"), "{reply}");
        accepted.push(seconds(SystemClock.now()));
        done.store(number + 1, Ordering::Relaxed);
    }
    accepted
}

fn trial(engine: Engine, total: usize, kills: usize, mailboxes: usize) {
    let mut site = Site::on(engine);
    site.allow_preservation();
    let provider = TestProvider::new("gestore.example.it", SystemClock.now());
    let trust = site.panel.data().join("trust");
    std::fs::create_dir_all(&trust).unwrap();
    std::fs::write(trust.join("gestore.certified-mail.pem"), provider.authority_pem()).unwrap();
    let mut addresses = vec![];
    for number in 0..mailboxes {
        let id = site.used(&format!("casella{number}"));
        site.patch(&id, &json!({"preservation": true}));
        // Sessions from before a new password are ended.
        site.applied(&id);
        addresses.push(format!("casella{number}@{DOMAIN}"));
    }
    let (imap, lmtp) = (site.dovecot.imap(), site.dovecot.lmtp());
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let users: Vec<_> = addresses
        .iter()
        .cloned()
        .enumerate()
        .map(|(seed, address)| {
            let stop = stop.clone();
            std::thread::spawn(move || delete_all(imap, &address, seed, &stop))
        })
        .collect();
    let mails = Arc::new(receipts(&provider, &addresses, total));
    let began = Instant::now();
    let (sent, counted) = (mails.clone(), done.clone());
    let deliveries = std::thread::spawn(move || deliver_all(lmtp, &addresses, &sent, &counted));
    for kill in 0..kills {
        let at = total * (kill + 1) / (kills + 1);
        wait_for(TIMEOUT, || (done.load(Ordering::Relaxed) >= at).then_some(()));
        site.kill_server();
    }
    let accepted = deliveries.join().expect("every receipt is accepted");
    let delivered_in = began.elapsed().as_secs_f64();
    let all = i64::try_from(total).unwrap();
    let settled = wait_for(TIMEOUT, || (count(&site.panel) >= all).then_some(()));
    let took = began.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for user in users {
        user.join().expect("a user goes on to the end");
    }
    let kept = stored(&site.panel);
    assert!(settled.is_some(), "{} of {total} are stored", kept.len());
    let mut seconds = vec![f64::NAN; total];
    let mut altered = 0;
    let ends = mails.iter().enumerate();
    let numbers: HashMap<_, _> =
        ends.map(|(number, mail)| (&mail.as_bytes()[mail.len() - END..], number)).collect();
    for stored in &kept {
        let end = &stored.content[stored.content.len() - END..];
        let number = numbers[end];
        assert!(seconds[number].is_nan(), "the receipt {number} is stored twice");
        seconds[number] = stored.seconds - accepted[number];
        altered += usize::from(!stored.content.ends_with(mails[number].as_bytes()));
    }
    let lost = seconds.iter().filter(|seconds| seconds.is_nan()).count();
    seconds.sort_by(f64::total_cmp);
    println!(
        "{engine:?}: {total} receipts delivered in {delivered_in:.1} s to {mailboxes} mailboxes whose users delete them, {kills} \
         kills: {} stored, {lost} lost, 0 double, {altered} altered; {:.1} per second; from delivery to stored: \
         median {:.2} s, worst {:.2} s",
        kept.len(),
        f64::from(u32::try_from(total).unwrap()) / took,
        seconds[total / 2],
        seconds[total - 1],
    );
    assert_eq!((kept.len(), lost, altered), (total, 0, 0));
    for stored in &kept {
        assert!(stored.signature.contains("\"trusted\""), "{}", stored.signature);
    }
    let (code, log) = site.server.stop();
    assert_eq!(code, Some(0), "{log}");
}

#[test]
fn every_receipt_is_stored_once_whatever_happens_sqlite() {
    trial(Engine::Sqlite, 100, 2, 3);
}

#[test]
fn every_receipt_is_stored_once_whatever_happens_postgres() {
    trial(Engine::Postgres, 100, 2, 3);
}

#[test]
#[ignore = "many minutes: `./just preservation-trial`"]
fn ten_thousand_receipts_and_fifty_kills_sqlite() {
    trial(Engine::Sqlite, 10_000, 50, 20);
}

#[test]
#[ignore = "many minutes: `./just preservation-trial`"]
fn ten_thousand_receipts_and_fifty_kills_postgres() {
    trial(Engine::Postgres, 10_000, 50, 20);
}
