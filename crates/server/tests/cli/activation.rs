//! How long a mailbox takes to become active once its contract is signed: a short form; the long one runs with
//! `./just contract-trial`.

use std::time::{Duration, Instant};

use sigillo_testkit::Engine;

use crate::holder::{Holder, ask_for_code, prepare_contracts};
use crate::http::Session;
use crate::mail_server::{MailServer, SecretKind};
use crate::panel::{Panel, Server};

const TIMEOUT: Duration = Duration::from_secs(30);

/// The times since the signature was acknowledged.
#[derive(Default)]
struct Times {
    /// Until the mailbox was active.
    active: Vec<Duration>,
    /// Until the welcome message was there, with the link for the password.
    welcome: Vec<Duration>,
}

/// Registers, signs and seals contracts one after the other.
fn trial(engine: Engine, contracts: usize) {
    let panel = Panel::on(engine);
    panel.create_organization();
    prepare_contracts(&panel);
    let mail = MailServer::start(Duration::ZERO);
    let mut command = panel.command(&["serve"]);
    command.env("SIGILLO_SMTP_URL", mail.url());
    let server = Server::start(command);
    let session = server.session("gestore");
    let mut times = Times::default();
    for number in 0..contracts {
        let holder = Holder { local_part: format!("casella{number}") };
        activate(&server, &session, &mail, &holder, &mut times);
    }
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    let (active, worst_active) = median_and_worst(times.active);
    let (welcome, worst_welcome) = median_and_worst(times.welcome);
    println!(
        "{engine:?}: {contracts} contracts, seconds from the signature to the active mailbox: median \
         {active:.2}, worst {worst_active:.2}; to the welcome message: median {welcome:.2}, worst \
         {worst_welcome:.2}"
    );
}

fn activate(
    server: &Server,
    session: &Session,
    mail: &MailServer,
    holder: &Holder,
    times: &mut Times,
) {
    let registered = holder.register(server, session).expect("registered");
    let opened = soon(|| holder.open(server, mail));
    ask_for_code(server, &opened).expect("a code is on its way");
    let state = |path: &str| server.get(path).by(session).send().body["state"].clone();
    let mailbox = format!("/api/v1/mailboxes/{}", registered.mailbox);
    assert_eq!(state(&mailbox), "pending_activation");
    soon(|| holder.sign(server, mail, &opened));
    let signed = Instant::now();
    soon(|| (state(&mailbox) == "active").then_some(()));
    times.active.push(signed.elapsed());
    soon(|| mail.newest_secret(&holder.recipient(), SecretKind::PasswordLink));
    times.welcome.push(signed.elapsed());
    assert_eq!(state(&format!("/api/v1/contracts/{}", registered.contract)), "sealed");
}

/// Waits for something that the server's workers do.
#[track_caller]
fn soon<T>(mut find: impl FnMut() -> Option<T>) -> T {
    let asked = Instant::now();
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(asked.elapsed() < TIMEOUT, "it takes too long");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// In seconds.
fn median_and_worst(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let middle = times[(times.len() - 1) / 2] + times[times.len() / 2];
    (middle.as_secs_f64() / 2.0, times[times.len() - 1].as_secs_f64())
}

#[test]
fn a_signed_contract_becomes_an_active_mailbox_sqlite() {
    trial(Engine::Sqlite, 3);
}

#[test]
fn a_signed_contract_becomes_an_active_mailbox_postgres() {
    trial(Engine::Postgres, 3);
}

#[test]
#[ignore = "some minutes: `./just contract-trial`"]
fn seconds_from_fifty_signatures_sqlite() {
    trial(Engine::Sqlite, 50);
}

#[test]
#[ignore = "some minutes: `./just contract-trial`"]
fn seconds_from_fifty_signatures_postgres() {
    trial(Engine::Postgres, 50);
}
